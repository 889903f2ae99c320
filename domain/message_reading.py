"""Reads a message as Meta sends it. Whatever is missing or odd becomes a value, never an error.

Source: Meta's Cloud API reference, webhooks, `messages` and `calls` (shapes as of November 2026).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from domain.messages import (
    Call,
    CallPermission,
    Choice,
    ChoiceKind,
    Content,
    Context,
    Edit,
    Form,
    InboundMessageInput,
    Location,
    Media,
    MediaKind,
    Order,
    OrderItem,
    Reaction,
    ReceivedMessage,
    Referral,
    Revoke,
    Sender,
    SharedContact,
    SharedContacts,
    SystemKind,
    SystemMessage,
    Text,
    Unread,
    Unsupported,
    Welcome,
)
from domain.phones import from_wa_id
from domain.webhook_json import (
    as_integer,
    as_list,
    as_moment,
    as_number,
    as_object,
    as_text,
    parse_object,
)

_Object = Mapping[str, object]

BSUID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)

_CHANGED: Final = re.compile(
    rf" changed from ({BSUID.pattern}) to ({BSUID.pattern})\.?\s*\Z", re.ASCII
)

_DEEPEST_EDIT: Final = 3
"""An edit of an edit of an edit is no longer looked into."""


def read_message(input: InboundMessageInput) -> ReceivedMessage:
    """Read what Meta sent."""
    message = parse_object(input.message)
    contact = parse_object(input.contact or "{}")
    if input.element == "calls":
        message = {**message, "type": "call"}
    type_ = as_text(message.get("type")) or "unknown"
    return ReceivedMessage(
        wamid=as_text(message.get("id")),
        type=type_,
        # A message cannot be from the future; a clock that says so would hold the window open.
        sent_at=min(as_moment(message.get("timestamp"), input.received_at), input.received_at),
        sender=read_sender(message, contact),
        content=read_content(type_, message),
        context=_context(message),
        referral=_referral(as_object(message.get("referral"))),
        group_id=as_text(message.get("group_id")) or None,
    )


def read_sender(message: _Object, contact: _Object) -> Sender:
    """Who wrote, as the message and the contact that belongs to it say."""
    number = as_text(message.get("from")) or as_text(contact.get("wa_id"))
    user_id = as_text(message.get("from_user_id")) or as_text(contact.get("user_id"))
    if not user_id and BSUID.fullmatch(number):
        user_id = number
    profile = as_object(contact.get("profile"))
    parent = as_text(message.get("from_parent_user_id")) or as_text(contact.get("parent_user_id"))
    return Sender(
        phone=from_wa_id(number) or None,
        user_id=user_id or None,
        profile_name=as_text(profile.get("name")) or None,
        parent_user_id=parent or None,
        username=as_text(profile.get("username")) or None,
        key_hash=as_text(contact.get("identity_key_hash")) or None,
    )


def read_content(type_: str, message: _Object, depth: int = 0) -> Content:
    """What was sent, by Meta's word for its type."""
    if type_ == "edit":
        return _edit(message, depth)
    read = _READERS.get(type_)
    content = read(message) if read else None
    return content or Unread(type=type_)


def _text(message: _Object) -> Content | None:
    body = as_object(message.get("text")).get("body")
    return Text(body=as_text(body)) if isinstance(body, str) else None


def _media(kind: MediaKind, key: str) -> Callable[[_Object], Content | None]:
    def read(message: _Object) -> Content | None:
        file = as_object(message.get(key))
        errors = as_list(message.get("errors"))
        if not file and not errors:
            return None
        return Media(
            kind=kind,
            media_id=as_text(file.get("id")) or None,
            mime_type=as_text(file.get("mime_type")) or None,
            sha256=as_text(file.get("sha256")) or None,
            caption=as_text(file.get("caption")) or None,
            file_name=as_text(file.get("filename")) or None,
            # Old webhooks call a voice note by a type of its own.
            voice=file.get("voice") is True or key == "voice",
            animated=file.get("animated") is True,
            error_code=_error_code(message),
        )

    return read


def _location(message: _Object) -> Content | None:
    place = as_object(message.get("location"))
    if not place:
        return None
    return Location(
        latitude=as_number(place.get("latitude")),
        longitude=as_number(place.get("longitude")),
        name=as_text(place.get("name")) or None,
        address=as_text(place.get("address")) or None,
    )


def _contacts(message: _Object) -> Content | None:
    cards = [as_object(card) for card in as_list(message.get("contacts"))]
    if not cards:
        return None
    return SharedContacts(
        contacts=tuple(_card(card) for card in cards),
        requested=any(as_text(card.get("origin")) == "contact_request" for card in cards),
    )


def _card(card: _Object) -> SharedContact:
    name = as_object(card.get("name"))
    parts = (as_text(name.get(part)) for part in ("first_name", "last_name"))
    return SharedContact(
        name=as_text(name.get("formatted_name")) or " ".join(filter(None, parts)) or None,
        phones=tuple(filter(None, (_phone(each) for each in as_list(card.get("phones"))))),
        emails=tuple(
            filter(
                None,
                (as_text(as_object(each).get("email")) for each in as_list(card.get("emails"))),
            )
        ),
        organisation=as_text(as_object(card.get("org")).get("company")) or None,
    )


def _phone(value: object) -> str:
    phone = as_object(value)
    return as_text(phone.get("phone")) or from_wa_id(as_text(phone.get("wa_id")))


def _interactive(message: _Object) -> Content | None:
    answer = as_object(message.get("interactive"))
    kind = as_text(answer.get("type"))
    reply = as_object(answer.get(kind))
    if kind in {ChoiceKind.BUTTON, ChoiceKind.LIST} and reply:
        return Choice(
            kind=ChoiceKind(kind),
            id=as_text(reply.get("id")),
            title=as_text(reply.get("title")),
            description=as_text(reply.get("description")) or None,
        )
    if kind == "nfm_reply" and reply:
        return Form(answers=_answers(as_text(reply.get("response_json"))))
    if kind == "call_permission_reply" and reply:
        return CallPermission(granted=as_text(reply.get("response")) == "accept")
    return None


def _answers(response: str) -> tuple[tuple[str, str], ...]:
    """The fields of a form, whose answers Meta gives as JSON in a string."""
    try:
        parsed: object = json.loads(response)
    except (ValueError, RecursionError):
        parsed = response
    fields = as_object(parsed)
    if not fields and parsed:
        # It may be any JSON at all.
        return (("", _shown(parsed)),)
    # The token is Meta's, not an answer.
    return tuple(
        (as_text(name), _shown(value)) for name, value in fields.items() if name != "flow_token"
    )


def _shown(value: object) -> str:
    return as_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _button(message: _Object) -> Content | None:
    button = as_object(message.get("button"))
    if not button:
        return None
    payload = as_text(button.get("payload"))
    return Choice(
        kind=ChoiceKind.TEMPLATE_BUTTON,
        id=payload,
        title=as_text(button.get("text")) or payload,
    )


def _reaction(message: _Object) -> Content | None:
    reaction = as_object(message.get("reaction"))
    return Reaction(emoji=as_text(reaction.get("emoji")) or None) if reaction else None


def _order(message: _Object) -> Content | None:
    order = as_object(message.get("order"))
    if not order:
        return None
    items = (as_object(item) for item in as_list(order.get("product_items")))
    return Order(
        items=tuple(
            OrderItem(
                product=as_text(item.get("product_retailer_id")),
                quantity=_amount(item.get("quantity")),
                price=_amount(item.get("item_price")),
                currency=as_text(item.get("currency")),
            )
            for item in items
        ),
        note=as_text(order.get("text")) or None,
    )


def _amount(value: object) -> str:
    number = as_number(value)
    return as_text(value) or (f"{number:g}" if number is not None else "")


def _system(message: _Object) -> Content | None:
    system = as_object(message.get("system"))
    if not system:
        return None
    name = as_text(system.get("type"))
    body = as_text(system.get("body")) or None
    # At the end: before it stands the client's own name, which can be anything.
    changed = _CHANGED.search(body or "")
    previous, current = (changed[1], changed[2]) if changed else ("", "")
    user_id = as_text(system.get("user_id")) or current
    if current != user_id:
        previous = ""
    return SystemMessage(
        kind=SystemKind(name) if name in set(SystemKind) else SystemKind.OTHER,
        body=body,
        phone=from_wa_id(as_text(system.get("wa_id")) or as_text(system.get("new_wa_id"))) or None,
        user_id=user_id or None,
        previous_user_id=previous or None,
    )


def _unsupported(message: _Object) -> Content:
    return Unsupported(
        kind=as_text(as_object(message.get("unsupported")).get("type")) or None,
        error_code=_error_code(message),
    )


def _edit(message: _Object, depth: int) -> Content:
    new = as_object(as_object(message.get("edit")).get("message"))
    type_ = as_text(new.get("type")) or "unknown"
    if depth >= _DEEPEST_EDIT:
        return Edit(content=Unread(type=type_))
    return Edit(content=read_content(type_, new, depth + 1))


def _call(message: _Object) -> Content:
    return Call(event=as_text(message.get("event")) or "connect")


_READERS: Final[Mapping[str, Callable[[_Object], Content | None]]] = {
    "text": _text,
    **{kind: _media(kind, kind) for kind in MediaKind},
    "voice": _media(MediaKind.AUDIO, "voice"),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "unsupported": _unsupported,
    "revoke": lambda _: Revoke(),
    "request_welcome": lambda _: Welcome(),
    "call": _call,
}


def about_wamid(message: _Object) -> str | None:
    """The wamid that a message quotes, edits, revokes or reacts to."""
    about = {
        "reaction": as_object(message.get("reaction")).get("message_id"),
        "edit": as_object(message.get("edit")).get("original_message_id"),
        "revoke": as_object(message.get("revoke")).get("original_message_id"),
    }.get(as_text(message.get("type")), as_object(message.get("context")).get("id"))
    return as_text(about) or None


def _context(message: _Object) -> Context:
    context = as_object(message.get("context"))
    product = as_object(context.get("referred_product"))
    return Context(
        about=about_wamid(message),
        forwarded=context.get("forwarded") is True,
        often_forwarded=context.get("frequently_forwarded") is True,
        product=as_text(product.get("product_retailer_id")) or None,
    )


def _referral(referral: _Object) -> Referral | None:
    if not referral:
        return None
    return Referral(
        source_url=as_text(referral.get("source_url")) or None,
        headline=as_text(referral.get("headline")) or None,
        body=as_text(referral.get("body")) or None,
    )


def _error_code(message: _Object) -> int | None:
    return as_integer(as_object(next(iter(as_list(message.get("errors"))), None)).get("code"))
