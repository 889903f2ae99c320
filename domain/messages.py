"""A client's message: as Meta sent it, and as a typed value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.ids import ClientId, ConversationId, MessageId
from domain.routing import Mode, RoutingRules
from domain.webhook_json import as_moment, as_object, as_text, parse_object


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessageInput:
    """One message of one webhook: the input of its workflow.

    `message` is the JSON text of the element of `messages[]`, `contact` that of the element of
    `contacts[]` that belongs to it, where there is one. Nothing is left out, so what this version
    does not understand a later one can read again.
    """

    message_id: MessageId
    account_id: str
    phone_number_id: str
    received_at: datetime
    message: str
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote: at least one of a phone number and a business-scoped user id, if Meta named any.

    `phone` is in E.164 with its `+`, `user_id` is Meta's BSUID, verbatim.
    """

    phone: str | None
    user_id: str | None
    profile_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text message."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A message of a type this version does not read; it is kept whole and goes to a person."""

    type: str


Content = Text | Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMessage:
    """A message as this version understands it."""

    wamid: str
    type: str
    sent_at: datetime
    sender: Sender
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMessage:
    """Where a message was put; what later steps need to refer to it.

    `already_handed_over` is set when the message had gone its whole way before, which happens
    when Meta repeats it after Temporal has forgotten its workflow.
    """

    message_id: MessageId
    client_id: ClientId
    conversation_id: ConversationId
    type: str
    sent_at: datetime
    received_at: datetime
    mode: Mode
    rules: RoutingRules
    """The firm's rules when the message came: history then tells why a route was taken."""
    already_handed_over: bool = False


_NUMBER = re.compile(r"\+?[0-9]{5,15}")
_SEPARATORS = re.compile(r"[\s().-]")
_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")


def read_message(input: InboundMessageInput) -> ReceivedMessage:
    """Read what Meta sent; whatever is missing or odd becomes a value, never an error.

    Source: Meta's Cloud API reference, webhooks, `messages` (shapes as of November 2026).
    """
    message = parse_object(input.message)
    contact = parse_object(input.contact or "{}")
    type_ = as_text(message.get("type")) or "unknown"
    return ReceivedMessage(
        wamid=as_text(message.get("id")),
        type=type_,
        # A message cannot be from the future; a clock that says so would hold the window open.
        sent_at=min(as_moment(message.get("timestamp"), input.received_at), input.received_at),
        sender=_sender(message, contact),
        content=_content(type_, message),
    )


def _sender(message: Mapping[str, object], contact: Mapping[str, object]) -> Sender:
    number = as_text(message.get("from")) or as_text(contact.get("wa_id"))
    user_id = as_text(message.get("from_user_id")) or as_text(contact.get("user_id"))
    if not user_id and _BSUID.fullmatch(number):
        user_id = number
    name = as_text(as_object(contact.get("profile")).get("name"))
    return Sender(phone=e164(number) or None, user_id=user_id or None, profile_name=name or None)


def _content(type_: str, message: Mapping[str, object]) -> Content:
    body = as_object(message.get("text")).get("body")
    if type_ == "text" and isinstance(body, str):
        return Text(body=as_text(body))
    return Unread(type=type_)


def e164(wa_id: str) -> str:
    """Meta's `wa_id` is a number with its country code and without the `+`.

    Empty where it is anything else: what is not a number must never become one.
    """
    number = _SEPARATORS.sub("", wa_id)
    return f"+{number.removeprefix('+')}" if _NUMBER.fullmatch(number) else ""
