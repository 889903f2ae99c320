"""Meta's JSON, read without ever being surprised by it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.message_reading import read_message
from domain.messages import InboundMessageInput, Sender, Text, Unread
from domain.outbound import REPORTED, DeliveryState
from domain.phones import from_wa_id
from domain.statuses import read_status
from domain.webhook_json import as_integer, as_list, as_moment, as_object, as_text
from tests.samples import BSUID, NOW, PHONE, WAMID, contact_json, inbound_message, status_json

_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)
_MESSAGE_KEYS = [
    "id", "type", "from", "from_user_id", "timestamp", "text", "contacts", "errors", "context",
]  # fmt: skip
_STATUS_KEYS = [
    "id", "status", "timestamp", "errors", "biz_opaque_callback_data", "recipient_participant_id",
]  # fmt: skip


def _objects(keys: list[str]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(keys) | st.text(max_size=5), _JSON, max_size=8)


def _input(message: object, contact: object = None) -> InboundMessageInput:
    return replace(
        inbound_message(),
        message=json.dumps(message),
        contact=None if contact is None else json.dumps(contact),
    )


@given(message=_objects(_MESSAGE_KEYS), contact=_JSON)
def test_any_object_is_a_message(message: Mapping[str, object], contact: object) -> None:
    read = read_message(_input(message, contact))
    assert read.type
    assert read.sent_at <= NOW + timedelta(seconds=1)
    assert read.sent_at.tzinfo is not None
    assert read.sender.phone is None or read.sender.phone[1:].isdigit()
    assert isinstance(read.content, Text | Unread)
    read.wamid.encode()


@given(status=_objects(_STATUS_KEYS))
def test_any_object_is_a_status(status: Mapping[str, object]) -> None:
    raw = json.dumps(status)
    read = read_status(raw, NOW)
    assert read.raw == raw
    assert read.state is None or read.state in REPORTED
    assert read.at.tzinfo is not None
    assert read.outbound_id != ""


@given(value=_JSON)
def test_every_value_becomes_one_of_its_kind(value: object) -> None:
    as_text(value).encode()
    assert as_integer(value) is None or abs(as_integer(value) or 0) < 2**31
    assert as_moment(value, NOW).tzinfo is not None
    assert as_object(value) == value or not isinstance(value, dict)
    assert as_list(value) == value or not isinstance(value, list)


def test_a_text_message_is_read() -> None:
    read = read_message(inbound_message(text="Halo", user_id=BSUID))
    assert read.wamid == WAMID
    assert read.type == "text"
    assert read.sent_at == NOW
    assert read.sender == Sender(phone=f"+{PHONE}", user_id=BSUID, profile_name="Budi Santoso")
    assert read.content == Text(body="Halo")


def test_a_sender_is_found_in_the_contact_where_the_message_is_silent() -> None:
    read = read_message(_input({"id": "x"}, contact_json(user_id=BSUID)))
    assert read.sender == Sender(phone=f"+{PHONE}", user_id=BSUID, profile_name="Budi Santoso")


def test_a_sender_whom_meta_does_not_name_is_nobody() -> None:
    read = read_message(_input({"id": "x", "from": "", "from_user_id": ""}))
    assert read.sender == Sender(phone=None, user_id=None, profile_name=None)


@pytest.mark.parametrize("timestamp", [1763780645, "1763780645"])
def test_a_time_is_read_as_a_number_or_a_string(timestamp: object) -> None:
    read = read_message(_input({"timestamp": timestamp}))
    assert read.sent_at == datetime.fromtimestamp(1763780645, UTC)


@pytest.mark.parametrize("timestamp", [None, "soon", [], 1e300, True, "9" * 30, 99999999999])
def test_a_time_that_is_none_is_the_arrivals(timestamp: object) -> None:
    assert read_message(_input({"timestamp": timestamp})).sent_at == NOW + timedelta(seconds=1)


def test_a_message_is_never_from_the_future() -> None:
    later = int((NOW + timedelta(days=300)).timestamp())
    assert read_message(_input({"timestamp": later})).sent_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("text", [None, "Halo", {}, {"body": 7}, {"body": None}, {"body": ["x"]}])
def test_a_text_without_words_is_unread(text: object) -> None:
    assert read_message(_input({"type": "text", "text": text})).content == Unread(type="text")


def test_half_a_surrogate_pair_is_replaced() -> None:
    read = read_message(_input({"type": "text", "text": {"body": "a\ud83d"}}))
    assert read.content == Text(body="a?")


def test_a_message_without_a_type_is_unknown() -> None:
    assert read_message(_input({})).content == Unread(type="unknown")
    assert read_message(_input({"type": None})).type == "unknown"


@pytest.mark.parametrize(
    ("wa_id", "expected"),
    [
        ("6281200000001", "+6281200000001"),
        ("+62 812-0000-0001", "+6281200000001"),
        ("", ""),
        ("\u0661\u0662\u0663", ""),
        ("nobody", ""),
    ],
)
def test_a_wa_id_becomes_a_number_with_its_plus(wa_id: str, expected: str) -> None:
    assert from_wa_id(wa_id) == expected


def test_a_status_is_read_with_our_id_and_its_first_error() -> None:
    read = read_status(
        status_json(status="failed", callback="a" * 32, error_code=131047), NOW + timedelta(days=1)
    )
    assert (read.state, read.at) == (DeliveryState.FAILED, NOW)
    assert (read.outbound_id, read.error_code) == ("a" * 32, 131047)
    assert read.error_title == "not delivered"


@pytest.mark.parametrize("name", ["accepted", "queued", "FAILED", "deleted", "", "sending"])
def test_a_state_that_meta_does_not_report_is_kept_by_name_only(name: str) -> None:
    read = read_status(status_json(status=name), NOW)
    assert (read.state, read.name) == (None, name)
