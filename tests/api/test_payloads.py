"""A webhook is taken apart, and every part of it ends up somewhere."""

import json
import sys
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.payloads import WebhookReader
from domain.ids import message_id
from domain.message_reading import read_message
from domain.webhook_json import as_list, as_object
from domain.webhooks import Updates
from tests.samples import (
    ACCOUNT_ID,
    BSUID,
    NOW,
    NUMBER_ID,
    PEPPER,
    PHONE,
    WAMID,
    change_json,
    contact_json,
    make_wamid,
    message_json,
    messages_value,
    status_json,
    webhook_json,
)

_READER = WebhookReader(PEPPER)


def _read(content: object) -> Updates:
    return _READER.read(json.dumps(content).encode(), NOW)


def _status(number: int, name: str = "sent") -> dict[str, Any]:
    return json.loads(status_json(wamid=make_wamid(number), status=name))


def test_a_message_becomes_its_workflows_input() -> None:
    message, contact = message_json(), contact_json()
    (read,) = _read(webhook_json(change_json(messages_value(message)))).messages
    assert read.message_id == message_id(PEPPER, str(message["id"]))
    assert (read.account_id, read.phone_number_id) == (ACCOUNT_ID, NUMBER_ID)
    assert read.received_at == NOW
    assert json.loads(read.message) == message
    assert json.loads(read.contact or "") == contact


def test_every_message_of_every_change_of_every_entry_is_read() -> None:
    wamids = iter(range(27))

    def change() -> dict[str, object]:
        return change_json(
            messages_value(*(message_json(wamid=make_wamid(next(wamids))) for _ in range(3)))
        )

    entries = [{"id": f"{each}", "changes": [change() for _ in range(3)]} for each in range(3)]
    content = {"object": "whatsapp_business_account", "entry": entries}
    updates = _read(content)
    assert len({read.message_id for read in updates.messages}) == 27
    assert Counter(read.account_id for read in updates.messages) == {"0": 9, "1": 9, "2": 9}
    assert not updates.events


def test_messages_and_statuses_in_one_value_are_both_read() -> None:
    value = {**messages_value(message_json()), "statuses": [_status(1), _status(2)]}
    updates = _read(webhook_json(change_json(value)))
    assert (len(updates.messages), len(updates.statuses), updates.events) == (1, 1, ())
    assert [json.loads(each) for each in updates.statuses[0].statuses] == value["statuses"]


def test_all_statuses_of_a_webhook_are_one_workflow() -> None:
    changes = [change_json({"statuses": [_status(number)]}) for number in range(5)]
    updates = _read(webhook_json(*changes))
    (batch,) = updates.statuses
    assert len(batch.statuses) == 5
    assert _read(webhook_json(*changes)).statuses[0].digest == batch.digest
    assert _read(webhook_json(*changes[:4])).statuses[0].digest != batch.digest


def test_many_large_statuses_are_a_few_workflows_and_none_is_lost() -> None:
    statuses = [{**_status(number), "note": "x" * 2500} for number in range(1000)]
    updates = _read(webhook_json(change_json({"statuses": statuses})))
    assert len(updates.statuses) > 1
    told = [json.loads(each) for batch in updates.statuses for each in batch.statuses]
    assert told == statuses
    assert len({batch.digest for batch in updates.statuses}) == len(updates.statuses)


def test_each_message_gets_its_own_senders_contact() -> None:
    people = [(make_wamid(number), f"62812000000{number:02d}") for number in range(5)]
    contacts = [contact_json(name=phone, phone=phone) for _, phone in reversed(people)]
    messages = [message_json(wamid=wamid, phone=phone) for wamid, phone in people]
    updates = _read(webhook_json(change_json(messages_value(*messages, contacts=contacts))))
    senders = [read_message(each).sender for each in updates.messages]
    assert [sender.profile_name for sender in senders] == [phone for _, phone in people]


def test_a_contact_is_found_by_user_id() -> None:
    contacts = [contact_json(name="Lain", phone="1"), contact_json(phone=None, user_id=BSUID)]
    message = message_json(phone=None, user_id=BSUID)
    updates = _read(webhook_json(change_json(messages_value(message, contacts=contacts))))
    assert read_message(updates.messages[0]).sender.profile_name == "Budi Santoso"


def test_the_only_contact_is_the_senders_even_under_another_number() -> None:
    contacts = [contact_json(phone="5511900000001")]
    message = message_json(phone="55119000000001")
    updates = _read(webhook_json(change_json(messages_value(message, contacts=contacts))))
    sender = read_message(updates.messages[0]).sender
    assert (sender.phone, sender.profile_name) == ("+55119000000001", "Budi Santoso")


def test_a_strangers_contact_among_several_is_nobodys() -> None:
    contacts = [contact_json(phone="1"), contact_json(phone="2")]
    updates = _read(webhook_json(change_json(messages_value(message_json(), contacts=contacts))))
    assert updates.messages[0].contact is None


def _calls_to_read(people: int) -> int:
    phones = [f"62812{number:08d}" for number in range(people)]
    value = messages_value(
        *(message_json(wamid=make_wamid(at), phone=phone) for at, phone in enumerate(phones)),
        contacts=[contact_json(phone=phone) for phone in phones],
    )
    body = json.dumps(webhook_json(change_json(value))).encode()
    calls = Counter[str]()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _argument: calls.update([event]))
    try:
        updates = _READER.read(body, NOW)
    finally:
        sys.setprofile(before)
    assert len(updates.messages) == people
    return calls["call"]


def test_ten_times_the_senders_are_no_more_than_ten_times_the_work() -> None:
    # The event loop stands still while a webhook is read.
    assert _calls_to_read(500) <= 11 * _calls_to_read(50)


def test_a_message_without_a_sender_takes_no_contact() -> None:
    updates = _read(webhook_json(change_json(messages_value(message_json(phone=None)))))
    assert updates.messages[0].contact is None


@pytest.mark.parametrize("gone", ["metadata", "contacts", "messaging_product"])
def test_a_message_survives_what_is_missing_around_it(gone: str) -> None:
    value = messages_value(message_json())
    del value[gone]
    updates = _read(webhook_json(change_json(value)))
    assert len(updates.messages) == 1
    assert not updates.events
    assert updates.messages[0].phone_number_id == ("" if gone == "metadata" else NUMBER_ID)


def test_ids_may_be_numbers() -> None:
    message = {**message_json(phone=None), "id": 12345, "from": 6281200000001}
    value = messages_value(message)
    value["metadata"] = {"phone_number_id": 100}
    (read,) = _read(webhook_json(change_json(value))).messages
    assert read.phone_number_id == "100"
    assert read.message_id == message_id(PEPPER, "12345")
    assert read_message(read).sender.phone == f"+{PHONE}"


def test_errors_beside_messages_are_kept() -> None:
    errors = [{"code": 131000, "title": "Something went wrong"}]
    value = {**messages_value(message_json()), "errors": errors}
    updates = _read(webhook_json(change_json(value)))
    assert len(updates.messages) == 1
    (event,) = updates.events
    kept = json.loads(event.body)
    assert kept["change"]["value"]["errors"] == errors
    assert kept["change"]["value"]["metadata"]["phone_number_id"] == NUMBER_ID


def test_errors_alone_are_an_event() -> None:
    value = {"messaging_product": "whatsapp", "errors": [{"code": 130429}]}
    updates = _read(webhook_json(change_json(value)))
    assert (updates.count, updates.events[0].field) == (1, "messages")


@pytest.mark.parametrize("field", ["account_update", "user_preferences", "a_new_field", ""])
def test_every_other_field_is_an_event_with_its_place(field: str) -> None:
    content = webhook_json(change_json({"event": "X"}, field=field))
    (event,) = _read(content).events
    assert event.field == (field or "unknown")
    kept = json.loads(event.body)
    assert kept["entry"] == {"id": ACCOUNT_ID}
    assert kept["change"]["value"] == {"event": "X"}


def test_the_same_event_at_another_time_is_another_event() -> None:
    first, second = (webhook_json(change_json({"event": "X"}, field="f")) for _ in range(2))
    entries: Any = second["entry"]
    entries[0]["time"] = 1763780645
    assert _read(first).events[0].digest != _read(second).events[0].digest
    assert _read(first).events[0].digest == _read(first).events[0].digest


@pytest.mark.parametrize("message", [7, "text", None, [], {}, {"id": ""}, {"id": []}, {"id": True}])
def test_a_message_without_an_id_is_an_event(message: object) -> None:
    value: dict[str, object] = {"messages": [message]}
    updates = _read(webhook_json(change_json(value)))
    assert (updates.messages, [each.field for each in updates.events]) == ((), ["messages.unread"])
    assert json.loads(updates.events[0].body) == message


@pytest.mark.parametrize(
    "value",
    [
        {"messages": message_json()},
        {"statuses": _status(1)},
        {"messages": "text"},
        {"messages": None, "statuses": {"id": "x"}},
    ],
)
def test_messages_and_statuses_that_are_no_array_are_kept(value: dict[str, object]) -> None:
    updates = _read(webhook_json(change_json(value)))
    (event,) = updates.events
    assert updates.count == 1
    kept = json.loads(event.body)["change"]["value"]
    assert {name: kept[name] for name in value} == value


@pytest.mark.parametrize("status", [7, None, {}, {"id": ""}])
def test_a_status_without_an_id_is_an_event(status: object) -> None:
    updates = _read(webhook_json(change_json({"statuses": [status]})))
    assert (updates.statuses, [each.field for each in updates.events]) == ((), ["statuses.unread"])


def test_a_message_too_large_for_a_workflow_is_kept_in_parts() -> None:
    message = message_json(text="x" * 2_500_000)
    updates = _read(webhook_json(change_json(messages_value(message))))
    assert not updates.messages
    *parts, beside = updates.events
    assert [(each.part, each.parts) for each in parts] == [(1, 3), (2, 3), (3, 3)]
    assert len({each.digest for each in parts}) == 1
    assert json.loads("".join(each.body for each in parts)) == message
    # Its sender and the number that it was sent to.
    value = json.loads(beside.body)["change"]["value"]
    assert value["contacts"] == [contact_json()]
    assert value["metadata"]["phone_number_id"] == NUMBER_ID


def test_a_call_is_a_message_of_the_client_and_each_of_its_events_another() -> None:
    calls = [
        {"id": "wacid.x", "from": PHONE, "event": event, "direction": "USER_INITIATED"}
        for event in ("connect", "terminate")
    ]
    value = {**messages_value(), "calls": calls}
    del value["messages"]
    updates = _read(webhook_json(change_json(value, field="calls")))
    assert [each.element for each in updates.messages] == ["calls", "calls"]
    assert len({each.message_id for each in updates.messages}) == 2
    assert [read_message(each).type for each in updates.messages] == ["call", "call"]
    assert read_message(updates.messages[0]).sender.profile_name == "Budi Santoso"
    assert updates.events == ()


def test_a_call_that_the_firm_made_is_an_event() -> None:
    call = {"id": "wacid.x", "from": "15550001111", "direction": "BUSINESS_INITIATED"}
    value = {"metadata": {"phone_number_id": "1"}, "calls": [call]}
    updates = _read(webhook_json(change_json(value, field="calls")))
    assert updates.messages == ()
    assert [each.field for each in updates.events] == ["calls"]


def test_a_status_comes_with_its_recipients_contact() -> None:
    told = [
        json.loads(status_json(recipient_user_id=BSUID)),
        json.loads(status_json(status="read")),
    ]
    contacts = [contact_json(phone="6281299999999", user_id=BSUID), contact_json(phone=None)]
    value: dict[str, object] = {"statuses": told, "contacts": contacts}
    updates = _read(webhook_json(change_json(value)))
    (batch,) = updates.statuses
    assert [bool(each) for each in batch.contacts] == [True, False]
    assert json.loads(batch.contacts[0])["user_id"] == BSUID
    (event,) = updates.events
    assert json.loads(event.body)["change"]["value"]["contacts"] == [contacts[1]]


def test_messages_of_one_webhook_keep_their_order() -> None:
    """Meta's times are whole seconds: what came together is told apart by its arrival."""
    messages = [message_json(wamid=make_wamid(number)) for number in range(30)]
    updates = _read(webhook_json(change_json(messages_value(*messages))))
    arrivals = [each.received_at for each in updates.messages]
    assert arrivals == sorted(set(arrivals))
    assert (arrivals[0], len(arrivals)) == (NOW, 30)


def test_a_recipients_contact_is_not_taken_for_a_senders() -> None:
    """Messages and statuses in one value were never seen, and are not excluded."""
    recipient = contact_json(name="Orang Lain", phone="6281299999999", user_id=BSUID)
    told = json.loads(status_json(recipient_id="6281299999999", recipient_user_id=BSUID))
    value = {**messages_value(message_json(), contacts=[recipient]), "statuses": [told]}
    updates = _read(webhook_json(change_json(value)))
    assert updates.messages[0].contact is None
    assert json.loads(updates.statuses[0].contacts[0]) == recipient


def test_the_only_contact_is_the_recipients_even_under_another_number() -> None:
    told = json.loads(status_json(recipient_id="6281299999999"))
    value = {"statuses": [told], "contacts": [contact_json()]}
    updates = _read(webhook_json(change_json(value)))
    assert (bool(updates.statuses[0].contacts[0]), updates.events) == (True, ())


def test_a_contact_of_nobody_here_is_kept() -> None:
    stranger = contact_json(name="Orang Lain", phone="6281299999999")
    value = messages_value(message_json(), contacts=[contact_json(), stranger])
    updates = _read(webhook_json(change_json(value)))
    (event,) = updates.events
    assert json.loads(event.body)["change"]["value"]["contacts"] == [stranger]


@pytest.mark.parametrize(
    ("contacts", "message"),
    [
        ([contact_json()], {"type": "image"}),
        ([contact_json(), "6281299999999"], message_json()),
        (contact_json(), message_json()),
    ],
)
def test_no_contact_is_dropped(contacts: object, message: Mapping[str, object]) -> None:
    value = {**messages_value(message), "contacts": contacts}
    updates = _read(webhook_json(change_json(value)))
    kept = "".join(each.contact or "" for each in updates.messages)
    kept += "".join(each.body for each in updates.events)
    for each in as_list(contacts) or [contacts]:
        assert json.dumps(each, separators=(",", ":")) in kept


def test_what_stands_around_the_changes_is_kept() -> None:
    body = webhook_json({**change_json(messages_value(message_json())), "extra": "of the change"})
    (entry,) = as_list(body["entry"])
    content = {**body, "entry": [{**as_object(entry), "extra": "of the entry"}], "extra": "of all"}
    updates = _read(content)
    assert len(updates.messages) == 1
    kept = "".join(event.body for event in updates.events)
    assert all(f"of {what}" in kept for what in ("the change", "the entry", "all"))


def test_a_message_knows_the_one_it_is_about_by_its_id() -> None:
    original = message_json(wamid=WAMID)
    about = message_json(wamid="wamid.y", kind="reaction")
    about["reaction"] = {"message_id": WAMID, "emoji": "x"}
    first, second = _read(webhook_json(change_json(messages_value(original, about)))).messages
    assert (first.about_id, second.about_id) == (None, first.message_id)


def test_more_updates_than_meta_ever_sends_are_kept_whole_for_a_person() -> None:
    body = json.dumps(webhook_json(change_json({"statuses": [{"id": "x"}] * 5_001}))).encode()
    updates = WebhookReader(PEPPER).read(body, NOW)
    assert (updates.messages, updates.statuses) == ((), ())
    assert {each.field for each in updates.events} == {"unread"}
    assert b64decode("".join(each.body for each in updates.events)) == body


def test_a_large_history_comes_in_pieces_that_can_each_be_read() -> None:
    messages = [{"id": f"wamid.{number}", "text": {"body": "x" * 2000}} for number in range(900)]
    history = [
        {"metadata": {"phase": 0}, "threads": [{"id": PHONE, "messages": messages}]},
        {"errors": [{"code": 2593109}]},
    ]
    value = {"metadata": {"phone_number_id": "1"}, "history": history}
    updates = _read(webhook_json(change_json(value, field="history")))
    assert len(updates.events) > 2
    assert {(each.field, each.parts) for each in updates.events} == {("history", 1)}
    values = [json.loads(each.body)["change"]["value"] for each in updates.events]
    chunks = [chunk for each in values for chunk in each["history"]]
    threads = [thread for chunk in chunks for thread in chunk.get("threads", ())]
    assert {thread["id"] for thread in threads} == {PHONE}
    assert [each for thread in threads for each in thread["messages"]] == messages
    assert [chunk for chunk in chunks if "errors" in chunk] == [history[1]]
    assert len({each.digest for each in updates.events}) == len(updates.events)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"{}",
        b'{"object":"page","entry":[{"id":"1"}]}',
        b'{"object":"whatsapp_business_account","entry":[]}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"entry":"' + b"\\" * 9999,
        b'{"object":"whatsapp_business_account","entry":' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_nobody_understands_is_kept_byte_for_byte(body: bytes) -> None:
    updates = _READER.read(body, NOW)
    assert not updates.messages
    assert not updates.statuses
    assert {each.encoding for each in updates.events} == {"base64"}
    assert b64decode("".join(each.body for each in updates.events)) == body


@pytest.mark.parametrize("entry", [7, None, {}, {"id": "1"}, {"id": "1", "changes": {}}])
def test_an_entry_without_changes_is_an_event(entry: object) -> None:
    (event,) = _read({"object": "whatsapp_business_account", "entry": [entry]}).events
    assert (event.field, json.loads(event.body)) == ("entry", entry)


@pytest.mark.parametrize("change", [7, None, {}, {"field": "messages"}, {"value": {"a": 1}}])
def test_an_odd_change_is_an_event(change: object) -> None:
    content = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    (event,) = _read(content).events
    assert json.loads(event.body)["change"] == change


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = st.sampled_from(["id", "from", "type", "timestamp", "status", "text", "errors"])
_ELEMENTS = st.lists(_JSON | st.dictionaries(_KEYS, _JSON, max_size=4), max_size=4)


def _change(
    messages: list[object], statuses: list[object], more: dict[str, object]
) -> dict[str, Any]:
    return change_json({**more, "messages": messages, "statuses": statuses})


_MORE = st.dictionaries(st.sampled_from(["contacts", "metadata", "errors", "else"]), _JSON)
_CHANGES = st.lists(st.builds(_change, _ELEMENTS, _ELEMENTS, _MORE), min_size=1, max_size=3)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(content=_JSON)
def test_any_json_is_read(content: object) -> None:
    assert _read(content).count >= 1
    entry = {"object": "whatsapp_business_account", "entry": content}
    assert _read(entry).count >= 1
    changed = [{"changes": content}]
    assert _read({"object": "whatsapp_business_account", "entry": changed}).count >= 1


@given(body=st.binary(max_size=300))
def test_any_bytes_are_read(body: bytes) -> None:
    assert _READER.read(body, NOW).count >= 1


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(changes=_CHANGES)
def test_every_element_is_accounted_for_exactly_once(changes: list[Mapping[str, Any]]) -> None:
    updates = _read(webhook_json(*changes))
    given_ = Counter(
        json.dumps(element)
        for change in changes
        for name in ("messages", "statuses")
        for element in change["value"][name]
    )
    told = Counter(json.dumps(json.loads(each.message)) for each in updates.messages)
    told += Counter(
        json.dumps(json.loads(each)) for batch in updates.statuses for each in batch.statuses
    )
    told += Counter(
        json.dumps(json.loads(each.body))
        for each in updates.events
        if each.field in {"messages.unread", "statuses.unread"}
    )
    assert told == given_
