"""Checks a call that sends a message, and reads it into what the office says."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.conversations import OfficeMessage, Recipient
from simulator.graph.errors import GraphError
from simulator.graph.kinds import interactive, media, plain, template
from simulator.graph.kinds.contacts import contacts
from simulator.graph.kinds.content import LONGEST_WAMID, Content, Reader, Shelves
from simulator.graph.parameters import Parameters
from simulator.graph.recipients import recipient_of
from simulator.payloads import Office
from simulator.storage.clients import Clients
from simulator.storage.templates import Templates
from simulator.uploads import Uploads

_LONGEST_CALLBACK_DATA: Final = 512

# A type that is not here is refused with 131051. A new one is one function and one line.
_TYPES: Final[dict[str, Reader]] = {
    "text": plain.text,
    "template": template.template,
    "interactive": interactive.interactive,
    "reaction": plain.reaction,
    "image": media.image,
    "document": media.document,
    "audio": media.audio,
    "video": media.video,
    "sticker": media.sticker,
    "location": plain.location,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a call is read against."""

    office: Office
    clients: Clients
    templates: Templates
    uploads: Uploads


def message_of(parameters: Parameters, sources: Sources) -> OfficeMessage:
    """The message a call wants sent.

    Raises:
        GraphError: as Meta would refuse it.
    """
    parameters.choice("messaging_product", "whatsapp")
    parameters.choice("recipient_type", "individual", default="individual")
    recipient = recipient_of(parameters, office=sources.office, clients=sources.clients)
    kind = parameters.optional_text("type") or "text"
    content = _content(kind, parameters, recipient, sources)
    context_id = (
        parameters.object("context").text("message_id", longest=LONGEST_WAMID)
        if parameters.has("context")
        else None
    )
    if kind == "reaction" and context_id is not None:
        raise parameters.wrong("context", "is not allowed for a reaction")
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


def _content(kind: str, parameters: Parameters, recipient: Recipient, sources: Sources) -> Content:
    if kind == "contacts":
        # The only type whose own parameter is no object but a list.
        return contacts(parameters)
    read = _TYPES.get(kind)
    if read is None:
        raise GraphError(131051, "Message type is not currently supported.")
    shelves = Shelves(
        uploads=sources.uploads,
        templates=sources.templates,
        to_user_id=recipient.user_id is not None,
    )
    return read(parameters.object(kind), shelves)


def _check_identity(recipient: Recipient, expected: str | None) -> None:
    known = None if recipient.client is None else recipient.client.identity_key_hash
    if expected is not None and known is not None and expected != known:
        raise GraphError(137000)


def _check_window(recipient: Recipient) -> None:
    if recipient.client is not None and recipient.client.window_until < time.time():
        raise GraphError(131047)
