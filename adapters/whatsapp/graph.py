"""Sends through Meta's Graph API."""

import re
from pathlib import Path
from typing import Final

import httpx

from adapters.whatsapp.access import GraphAccess, Pass, graph_client
from adapters.whatsapp.wire import content_of, error_code, request_of
from domain.failures import SendPostponed
from domain.outbound import (
    Accepted,
    OutboundMessage,
    ReceivedName,
    Refused,
    SendAnswer,
    Unanswered,
)
from domain.outbound_content import MediaMessage
from domain.send_errors import Handling, send_error
from domain.webhook_json import as_list, as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=10, read=20, pool=5)
_UPLOAD_TIMEOUT: Final = httpx.Timeout(connect=5, write=30, read=120, pool=5)
_RECEIPT_TIMEOUT: Final = httpx.Timeout(connect=2, write=3, read=5, pool=2)


class GraphSender:
    """Implements `domain.ports.MessageSender`. Retries nothing itself: Temporal does."""

    def __init__(self, url: str, version: str, access: GraphAccess) -> None:
        self._access = access
        self._client = graph_client(url, version, _TIMEOUT)

    def send(self, message: OutboundMessage) -> SendAnswer:
        """See the port."""
        if not (message.recipient.phone or message.recipient.user_id):
            return Refused(code=_NO_RECIPIENT, asked=False)
        if not _NUMBER_ID.fullmatch(message.phone_number_id):
            # It becomes part of the address that our token is sent to.
            return Refused(code=_UNKNOWN_NUMBER, asked=False)
        if isinstance(message.content, MediaMessage) and not message.media_id:
            return Refused(code=_NO_FILE, asked=False)
        body = request_of(message)
        path = f"{message.phone_number_id}/messages"
        try:
            response = self._access.ask(
                lambda by: self._client.post(path, json=body, headers=by.headers, params=by.params)
            )
        except _NOTHING_LEFT as error:
            raise SendPostponed(f"WhatsApp was not reached: {type(error).__name__}") from None
        except httpx.HTTPError:
            # The request may have arrived whole.
            return Unanswered()
        return _read(response)

    def upload(self, phone_number_id: str, file: Path, mime_type: str) -> str | Refused:
        """See the port."""
        if not _NUMBER_ID.fullmatch(phone_number_id):
            return Refused(code=_UNKNOWN_NUMBER, asked=False)

        def put(by: Pass) -> httpx.Response:
            with file.open("rb") as content:
                # Named by us: what a client calls a file stays in the message.
                return self._client.post(
                    f"{phone_number_id}/media",
                    data={"messaging_product": "whatsapp", "type": mime_type},
                    files={"file": ("file", content, mime_type)},
                    headers=by.headers,
                    params=by.params,
                    timeout=_UPLOAD_TIMEOUT,
                )

        try:
            response = self._access.ask(put)
        except httpx.HTTPError as error:
            # Whether it arrived or not: bringing a file twice harms nobody.
            raise SendPostponed(f"the file was not taken: {type(error).__name__}") from None
        code = error_code(response)
        media_id = as_text(content_of(response).get("id")) if response.is_success else ""
        if _MEDIA_ID.fullmatch(media_id):
            return media_id
        if code is None or send_error(code).handling is Handling.UNSURE:
            raise SendPostponed("the file was not taken: no answer of WhatsApp's own")
        refusal = _refusal(code)
        return refusal if isinstance(refusal, Refused) else Refused(code=code)

    def acknowledge(self, message: ReceivedName, *, typing: bool) -> bool:
        """See the port."""
        if not _NUMBER_ID.fullmatch(message.phone_number_id):
            return False
        body: dict[str, object] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message.wamid,
        }
        if typing:
            body["typing_indicator"] = {"type": "text"}
        try:
            response = self._access.ask(
                lambda by: self._client.post(
                    f"{message.phone_number_id}/messages",
                    json=body,
                    headers=by.headers,
                    params=by.params,
                    timeout=_RECEIPT_TIMEOUT,
                )
            )
        except httpx.HTTPError:
            return False
        return response.is_success and content_of(response).get("success") is True


_NOTHING_LEFT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
"""What fails before a single byte of the request is on its way."""

_NUMBER_ID: Final = re.compile(r"[0-9]{1,32}")
_MEDIA_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_UNKNOWN_NUMBER: Final = 33
"""Meta's code for a number that does not exist."""

_NO_RECIPIENT: Final = 131009
"""Meta's code for a bad parameter: a message without a known sender cannot be answered."""

_NO_FILE: Final = 131008
"""Meta's code for a missing parameter: a message about a file that was not brought there."""


def _read(response: httpx.Response) -> SendAnswer:
    if response.is_success:
        names = as_list(content_of(response).get("messages"))
        wamid = as_text(as_object(next(iter(names), None)).get("id"))
        return Accepted(wamid=wamid) if wamid else Unanswered()
    code = error_code(response)
    # Without Meta's envelope some proxy answered, before or after passing the request on.
    return Unanswered() if code is None else _refusal(code)


def _refusal(code: int) -> Refused | Unanswered:
    match send_error(code).handling:
        case Handling.LATER | Handling.THROUGHPUT | Handling.PAIR:
            raise SendPostponed(f"WhatsApp refused for now: code {code}", code=code)
        case Handling.STOP_NUMBER:
            raise SendPostponed(f"WhatsApp takes nothing from us: code {code}", code=code)
        case Handling.UNSURE:
            return Unanswered()
        case Handling.REFUSED | Handling.LIMITED | Handling.UPLOAD_AGAIN:
            return Refused(code=code)
