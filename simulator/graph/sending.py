"""Checks a call that sends a message, and reads it into what the office says."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from simulator.conversations import OfficeMessage, Recipient
from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.graph.recipients import recipient_of
from simulator.payloads import Office
from simulator.storage.clients import Clients

_LONGEST_TEXT: Final = 4096
_LONGEST_CALLBACK_DATA: Final = 512
_LONGEST_WAMID: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Meta's object of one message type, and the words a phone shows for it."""

    fields: dict[str, object]
    text: str | None
    only_in_window: bool


def _text(parameters: Parameters) -> Content:
    body = parameters.text("body", longest=_LONGEST_TEXT)
    preview_url = parameters.flag("preview_url", default=False)
    return Content(
        fields={"body": body, "preview_url": preview_url}, text=body, only_in_window=True
    )


# A type that is not here is refused with 131051. A new one is one function and one line.
_TYPES: Final[dict[str, Callable[[Parameters], Content]]] = {"text": _text}


def message_of(parameters: Parameters, *, office: Office, clients: Clients) -> OfficeMessage:
    """The message a call wants sent.

    Raises:
        GraphError: as Meta would refuse it.
    """
    parameters.choice("messaging_product", "whatsapp")
    parameters.choice("recipient_type", "individual", default="individual")
    recipient = recipient_of(parameters, office=office, clients=clients)
    kind = parameters.optional_text("type") or "text"
    read = _TYPES.get(kind)
    if read is None:
        raise GraphError(131051, "Message type is not currently supported.")
    content = read(parameters.object(kind))
    context_id = (
        parameters.object("context").text("message_id", longest=_LONGEST_WAMID)
        if parameters.has("context")
        else None
    )
    callback_data = parameters.optional_text(
        "biz_opaque_callback_data", longest=_LONGEST_CALLBACK_DATA
    )
    _check_identity(recipient, parameters.optional_text("recipient_identity_key_hash"))
    if content.only_in_window:
        _check_window(recipient)
    return OfficeMessage(
        recipient=recipient,
        type=kind,
        content=content.fields,
        text=content.text,
        context_id=context_id,
        biz_opaque_callback_data=callback_data,
    )


def _check_identity(recipient: Recipient, expected: str | None) -> None:
    known = None if recipient.client is None else recipient.client.identity_key_hash
    if expected is not None and known is not None and expected != known:
        raise GraphError(137000)


def _check_window(recipient: Recipient) -> None:
    if recipient.client is not None and recipient.client.window_until < time.time():
        raise GraphError(131047)
