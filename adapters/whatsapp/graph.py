"""Sends through Meta's Graph API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from adapters.whatsapp.errors import Verdict, meaning
from domain.failures import Misconfigured, SendPostponed, Unavailable
from domain.outbound import Accepted, OutboundText, Refused, SendAnswer, Unanswered
from domain.webhook_json import as_integer, as_list, as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=10, read=20, pool=5)
_ACCOUNT_RETRY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """Whether a token works, and until when; None: it never expires."""

    valid: bool
    expires_at: datetime | None


class GraphSender:
    """Implements `domain.ports.MessageSender`. Retries nothing itself: Temporal does."""

    def __init__(self, url: str, version: str, token: str) -> None:
        self._token = token
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/{version}/",
            headers={"Authorization": f"Bearer {token}", "User-Agent": "lawyershub/0.1"},
            timeout=_TIMEOUT,
            follow_redirects=False,
            # The proxy variables of a shell must not carry the token elsewhere.
            trust_env=False,
        )

    def send_text(self, text: OutboundText) -> SendAnswer:
        """See the port."""
        body: dict[str, object] = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "type": "text",
            "text": {"preview_url": False, "body": text.body},
            "biz_opaque_callback_data": text.outbound_id,
        }
        if text.recipient.phone:
            body["to"] = text.recipient.phone
        elif text.recipient.user_id:
            # A BSUID in `to` is answered with 200 and lost.
            body["recipient"] = text.recipient.user_id
        else:
            return Refused(code=_NO_RECIPIENT)
        if not _NUMBER_ID.fullmatch(text.phone_number_id):
            # It becomes part of the address that our token is sent to.
            return Refused(code=_UNKNOWN_NUMBER)
        try:
            response = self._client.post(f"{text.phone_number_id}/messages", json=body)
        except _NOTHING_LEFT as error:
            raise SendPostponed(f"WhatsApp was not reached: {type(error).__name__}") from None
        except httpx.HTTPError:
            # The request may have arrived whole.
            return Unanswered()
        return _read(response)

    def inspect_token(self) -> TokenState:
        """What Meta says of our token. Source: Graph API reference, `debug_token`.

        Raises:
            Unavailable: no answer.
            Misconfigured: the token is not accepted.
        """
        try:
            response = self._client.get("debug_token", params={"input_token": self._token})
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp was not reached: {type(error).__name__}") from None
        if not response.is_success:
            raise Misconfigured(f"WhatsApp refused the token: code {_error_code(response)}")
        data = as_object(_content(response).get("data"))
        expires = as_integer(data.get("expires_at"))
        return TokenState(
            valid=data.get("is_valid") is True,
            expires_at=datetime.fromtimestamp(expires, UTC) if expires else None,
        )


_NOTHING_LEFT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
"""What fails before a single byte of the request is on its way."""

_NUMBER_ID: Final = re.compile(r"[0-9]{1,32}")
_UNKNOWN_NUMBER: Final = 33
"""Meta's code for a number that does not exist."""

_NO_RECIPIENT: Final = 131009
"""Meta's code for a bad parameter: a message without a known sender cannot be answered."""


def _read(response: httpx.Response) -> SendAnswer:
    if response.is_success:
        names = as_list(_content(response).get("messages"))
        wamid = as_text(as_object(next(iter(names), None)).get("id"))
        return Accepted(wamid=wamid) if wamid else Unanswered()
    code = _error_code(response)
    if code is None:
        # Not Meta's envelope: some proxy answered, before or after passing the request on.
        return Unanswered()
    understood = meaning(code)
    match understood.verdict:
        case Verdict.LATER:
            raise SendPostponed(f"WhatsApp refused: code {code}", retry_after=understood.after)
        case Verdict.ACCOUNT:
            raise SendPostponed(
                f"WhatsApp does not accept this account: code {code}", retry_after=_ACCOUNT_RETRY
            )
        case Verdict.UNSURE:
            return Unanswered()
        case Verdict.NEVER:
            return Refused(code=code)


def _error_code(response: httpx.Response) -> int | None:
    return as_integer(as_object(_content(response).get("error")).get("code"))


def _content(response: httpx.Response) -> Mapping[str, object]:
    try:
        value: Any = response.json()
    except ValueError:
        return {}
    return as_object(value)
