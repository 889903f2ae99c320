"""Reading what an account event says."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from domain.account import AccountEventInput
from domain.account_events import (
    AccountAlert,
    AccountFact,
    AccountReview,
    AccountUpdate,
    AppStateSync,
    BusinessCapability,
    GroupEvent,
    HistoryDeclined,
    MessageEcho,
    NumberName,
    NumberQuality,
    PastMessage,
    Preference,
    PreferenceValue,
    ReportedFault,
    Restriction,
    SecurityEvent,
    Template,
    TemplateCategory,
    TemplateComponents,
    TemplateQuality,
    TemplateStatus,
    UnknownField,
    UnreadBody,
    UserIdChange,
    UsernameUpdate,
)
from domain.message_reading import BSUID
from domain.messages import Author, Sender
from domain.phones import from_wa_id
from domain.webhook_json import as_integer, as_list, as_moment, as_object, as_text

_Value = Mapping[str, object]
_Reader = Callable[[_Value, datetime], Iterable[AccountFact]]

_UNREAD: Final = ("unread", "entry")
"""A whole body, or a whole entry, in which nothing was found."""

_LISTS: Final = (
    "calls",
    "contacts",
    "errors",
    "groups",
    "history",
    "message_echoes",
    "messages",
    "state_sync",
    "statuses",
    "user_id_update",
    "user_preferences",
)
"""What a value may consist of; where one of these is empty, nothing is said and nothing unknown."""


def read_account_event(input: AccountEventInput) -> tuple[AccountFact, ...]:
    """What an event says; whatever is missing or odd becomes a value, never an error.

    A part of an event says nothing by itself: the first one stands for all of them.
    Source: Meta's Cloud API reference, webhooks (fields as of November 2026).
    """
    field = input.field
    content = _parsed(input)
    # Something more beside the changes of an entry is no loss: they were read.
    unread = field in _UNREAD and "more" not in content
    if input.parts > 1 or unread or field.endswith(".unread"):
        return (UnreadBody(field=field),) if input.part == 1 else ()
    value = as_object(as_object(content.get("change")).get("value"))
    at = as_moment(as_object(content.get("entry")).get("time"), input.received_at)
    reader = _READERS.get(field)
    facts = tuple(reader(value, at)) if reader and value else ()
    if not facts and reader and any(isinstance(value.get(name), list) for name in _LISTS):
        return ()
    return facts or (UnknownField(field=field),)


def _parsed(input: AccountEventInput) -> _Value:
    if input.parts > 1 or input.encoding != "json":
        return {}
    try:
        return as_object(json.loads(input.body))
    except (ValueError, RecursionError):
        return {}


def _template(value: _Value) -> Template:
    return Template(
        id=as_text(value.get("message_template_id")),
        name=as_text(value.get("message_template_name")),
        language=as_text(value.get("message_template_language")),
    )


def _template_status(value: _Value, at: datetime) -> Iterable[AccountFact]:
    rejection, other = as_object(value.get("rejection_info")), as_object(value.get("other_info"))
    said = (rejection.get("reason"), rejection.get("recommendation"), other.get("description"))
    yield TemplateStatus(
        template=_template(value),
        event=_word(value.get("event")),
        reason=_word(value.get("reason")),
        explanation=" ".join(text for text in map(as_text, said) if text),
        category=_word(value.get("message_template_category")),
        at=at,
    )


def _template_quality(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield TemplateQuality(
        template=_template(value),
        previous=_word(value.get("previous_quality_score")),
        current=_word(value.get("new_quality_score")),
    )


def _template_category(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield TemplateCategory(
        template=_template(value),
        previous=_word(value.get("previous_category")),
        current=_word(value.get("new_category")),
        upcoming=_word(value.get("correct_category")),
    )


def _template_components(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield TemplateComponents(template=_template(value))


def _account_update(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    ban = as_object(value.get("ban_info"))
    yield AccountUpdate(
        event=_word(value.get("event")),
        restrictions=tuple(
            Restriction(
                type=_word(as_object(each).get("restriction_type")),
                until=as_text(as_object(each).get("expiration")),
            )
            for each in _several(value.get("restriction_info"))
        ),
        violation=_word(as_object(value.get("violation_info")).get("violation_type")),
        ban_state=_word(ban.get("waba_ban_state")),
        ban_date=as_text(ban.get("waba_ban_date")),
    )


def _account_review(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield AccountReview(decision=_word(value.get("decision")))


def _account_alert(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    # Older bodies carry what is inside of `alert_info` beside it.
    alert = as_object(value.get("alert_info")) or value
    yield AccountAlert(
        type=_word(alert.get("alert_type")),
        severity=_word(alert.get("alert_severity")),
        description=as_text(alert.get("alert_description")),
    )


def _number_quality(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    limits = (value.get("max_daily_conversations_per_business"), value.get("current_limit"))
    yield NumberQuality(
        number=as_text(value.get("display_phone_number")),
        event=_word(value.get("event")),
        previous_limit=_word(value.get("old_limit")),
        current_limit=next((word for word in map(_word, limits) if word), ""),
    )


def _number_name(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield NumberName(
        number=as_text(value.get("display_phone_number")),
        decision=_word(value.get("decision")),
        name=as_text(value.get("requested_verified_name")),
        reason=_word(value.get("rejection_reason")),
    )


def _capability(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    daily = (
        value.get("max_daily_conversations_per_business"),
        value.get("max_daily_conversation_per_phone"),
    )
    numbers = (
        value.get("max_phone_numbers_per_business"),
        value.get("max_phone_numbers_per_waba"),
    )
    yield BusinessCapability(
        daily_limit=next((word for word in map(_word, daily) if word), ""),
        phone_numbers=next((word for word in map(_word, numbers) if word), ""),
    )


def _security(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield SecurityEvent(
        number=as_text(value.get("display_phone_number")), event=_word(value.get("event"))
    )


def _preferences(value: _Value, at: datetime) -> Iterable[AccountFact]:
    names = _profile_names(value)
    for each in map(as_object, as_list(value.get("user_preferences"))):
        wa_id, user_id = as_text(each.get("wa_id")), as_text(each.get("user_id"))
        said = as_text(each.get("value")).lower()
        person = Sender(
            phone=from_wa_id(wa_id) or None,
            user_id=user_id or None,
            profile_name=(user_id and names.get(user_id)) or (wa_id and names.get(wa_id)) or None,
            parent_user_id=as_text(each.get("parent_user_id")) or None,
        )
        # A wish of nobody, or one that we cannot understand, is for people to look at.
        if said not in set(PreferenceValue) or not (person.phone or person.user_id):
            yield UnknownField(field="user_preferences")
            continue
        yield Preference(
            person=person,
            category=as_text(each.get("category")) or "unknown",
            value=PreferenceValue(said),
            at=as_moment(each.get("timestamp"), at),
        )


def _profile_names(value: _Value) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for contact in map(as_object, as_list(value.get("contacts"))):
        name = as_text(as_object(contact.get("profile")).get("name"))
        names |= {as_text(contact.get("wa_id")): name, as_text(contact.get("user_id")): name}
    return names


def _user_ids(value: _Value, at: datetime) -> Iterable[AccountFact]:
    for each in map(as_object, as_list(value.get("user_id_update"))):
        user_id, parent = as_object(each.get("user_id")), as_object(each.get("parent_user_id"))
        previous, current = as_text(user_id.get("previous")), as_text(user_id.get("current"))
        if not (previous and current):
            yield UnknownField(field="user_id_update")
            continue
        yield UserIdChange(
            previous=previous,
            current=current,
            phone=from_wa_id(as_text(each.get("wa_id"))) or None,
            parent=as_text(parent.get("current")) or as_text(each.get("parent_user_id")) or None,
            at=as_moment(each.get("timestamp"), at),
        )


def _echoes(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    for message in map(as_object, as_list(value.get("message_echoes"))):
        wamid = as_text(message.get("id"))
        person = _person(
            as_text(message.get("to")),
            as_text(message.get("to_user_id")),
            as_text(message.get("to_parent_user_id")),
        )
        if not wamid or not person:
            yield UnreadBody(field="messages.unread")
            continue
        yield MessageEcho(
            wamid=wamid, phone_number_id=_number_id(value), person=person, message=_dump(message)
        )


def _history(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    chunks = [as_object(each) for each in as_list(value.get("history"))]
    for error in (each for source in (value, *chunks) for each in as_list(source.get("errors"))):
        yield HistoryDeclined(code=as_integer(as_object(error).get("code")))
    for thread in (as_object(each) for chunk in chunks for each in as_list(chunk.get("threads"))):
        for message in map(as_object, as_list(thread.get("messages"))):
            yield _past(value, message, as_text(thread.get("id")))
    # The files of such messages come later, in a body like that of a live message.
    for message in map(as_object, as_list(value.get("messages"))):
        yield _past(value, message, "")


def _past(value: _Value, message: _Value, thread: str) -> AccountFact:
    """A message of a thread; that of a person unless the firm's own number wrote it."""
    ours = as_text(as_object(value.get("metadata")).get("display_phone_number"))
    writer = as_text(message.get("from"))
    from_office = bool(writer) and (
        from_wa_id(writer) == from_wa_id(ours) or (bool(thread) and writer != thread)
    )
    to, to_user_id = as_text(message.get("to")), as_text(message.get("to_user_id"))
    person = (
        _person(thread or to, to_user_id, "")
        if from_office
        else _person(thread or writer, as_text(message.get("from_user_id")), "")
    )
    wamid = as_text(message.get("id"))
    if not wamid or not person:
        return UnreadBody(field="messages.unread")
    return PastMessage(
        wamid=wamid,
        phone_number_id=_number_id(value),
        person=person,
        author=Author.OFFICE if from_office else Author.CLIENT,
        message=_dump(message),
    )


def _person(number: str, user_id: str, parent_user_id: str) -> Sender | None:
    """Whoever a message was exchanged with; a thread may be named by a user id as well."""
    if not user_id and BSUID.fullmatch(number):
        user_id = number
    phone = from_wa_id(number)
    if not (phone or user_id):
        return None
    return Sender(
        phone=phone or None,
        user_id=user_id or None,
        profile_name=None,
        parent_user_id=parent_user_id or None,
    )


def _address_book(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    cards = [as_object(each) for each in as_list(value.get("state_sync"))]
    removed = sum(as_text(card.get("action")).lower() == "remove" for card in cards)
    yield AppStateSync(added=len(cards) - removed, removed=removed)


def _username(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    yield UsernameUpdate(
        number=as_text(value.get("display_phone_number")),
        username=as_text(value.get("username")),
        status=as_text(value.get("status")).lower(),
    )


def _groups(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    for group in map(as_object, as_list(value.get("groups"))):
        yield GroupEvent(
            type=as_text(group.get("type")).lower(),
            subject=as_text(group.get("subject")),
            joined=len(as_list(group.get("added_participants"))),
            left=len(as_list(group.get("removed_participants"))),
            failed=bool(as_list(group.get("errors")) or as_list(group.get("failed_participants"))),
        )


def _faults(value: _Value, _at: datetime) -> Iterable[AccountFact]:
    for error in map(as_object, as_list(value.get("errors"))):
        yield ReportedFault(
            code=as_integer(error.get("code")),
            title=as_text(error.get("title")) or as_text(error.get("message")),
            details=as_text(as_object(error.get("error_data")).get("details")),
        )


_READERS: Final[Mapping[str, _Reader]] = {
    "message_template_status_update": _template_status,
    "message_template_quality_update": _template_quality,
    "message_template_components_update": _template_components,
    "template_category_update": _template_category,
    "account_update": _account_update,
    "account_review_update": _account_review,
    "account_alerts": _account_alert,
    "phone_number_quality_update": _number_quality,
    "phone_number_name_update": _number_name,
    "business_capability_update": _capability,
    "security": _security,
    "user_preferences": _preferences,
    "user_id_update": _user_ids,
    "smb_message_echoes": _echoes,
    "message_echoes": _echoes,
    "history": _history,
    "smb_app_state_sync": _address_book,
    "business_username_update": _username,
    "business_username_updates": _username,
    "group_lifecycle_update": _groups,
    "group_participants_update": _groups,
    "group_settings_update": _groups,
    "group_status_update": _groups,
    "messages": _faults,
    "calls": _faults,
}


def _word(value: object) -> str:
    """A word of Meta's vocabulary; also a number that stands for one."""
    return as_text(value).strip().upper()


def _several(value: object) -> Iterable[object]:
    """The elements of an array, or the one object that stands in its place."""
    return as_list(value) or ([value] if as_object(value) else ())


def _number_id(value: _Value) -> str:
    return as_text(as_object(value.get("metadata")).get("phone_number_id"))[:64]


def _dump(value: object) -> str:
    # ASCII: JSON can spell what UTF-8 cannot carry.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
