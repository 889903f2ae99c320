"""Account events, read without ever being surprised by them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from domain.account_reading import read_account_event
from domain.account_steps import as_message, plan_of
from domain.analysis import Language
from domain.ids import Digest, message_id
from domain.messages import Author, Sender
from domain.notice_texts import notice_text
from tests.samples import BSUID, NOW, NUMBER_ID, PEPPER, PHONE, WAMID, account_event, message_json

_TEMPLATE = {
    "message_template_id": 1689556908129832,
    "message_template_name": "pengingat_sidang",
    "message_template_language": "id",
}
_READ_TEMPLATE = Template(id="1689556908129832", name="pengingat_sidang", language="id")
_OFFICE = "15550001111"
_NUMBER = {"display_phone_number": _OFFICE}
_METADATA = {"metadata": {"display_phone_number": _OFFICE, "phone_number_id": NUMBER_ID}}
_CLIENT = Sender(phone=f"+{PHONE}", user_id=None, profile_name=None)
_NEXT = "ID.99999999999999999999"
_MOMENT = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
_SECONDS = int(_MOMENT.timestamp())

_CASES: list[tuple[str, Mapping[str, object], tuple[AccountFact, ...]]] = [
    (
        "message_template_status_update",
        {
            **_TEMPLATE,
            "event": "REJECTED",
            "reason": "INVALID_FORMAT",
            "message_template_category": "UTILITY",
            "rejection_info": {"reason": "Two blanks touch.", "recommendation": "Part them."},
        },
        (
            TemplateStatus(
                template=_READ_TEMPLATE,
                event="REJECTED",
                reason="INVALID_FORMAT",
                explanation="Two blanks touch. Part them.",
                category="UTILITY",
                at=NOW,
            ),
        ),
    ),
    (
        "message_template_quality_update",
        {**_TEMPLATE, "previous_quality_score": "GREEN", "new_quality_score": "RED"},
        (TemplateQuality(template=_READ_TEMPLATE, previous="GREEN", current="RED"),),
    ),
    (
        "message_template_components_update",
        {**_TEMPLATE, "message_template_element": "Isi baru"},
        (TemplateComponents(template=_READ_TEMPLATE),),
    ),
    (
        "template_category_update",
        {**_TEMPLATE, "new_category": "UTILITY", "correct_category": "MARKETING"},
        (
            TemplateCategory(
                template=_READ_TEMPLATE, previous="", current="UTILITY", upcoming="MARKETING"
            ),
        ),
    ),
    (
        "account_update",
        {
            "event": "ACCOUNT_RESTRICTION",
            "restriction_info": [
                {
                    "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
                    "expiration": "2026-12-01",
                },
                "not an object",
            ],
        },
        (
            AccountUpdate(
                event="ACCOUNT_RESTRICTION",
                restrictions=(
                    Restriction(type="RESTRICTED_BIZ_INITIATED_MESSAGING", until="2026-12-01"),
                    Restriction(type="", until=""),
                ),
                violation="",
                ban_state="",
                ban_date="",
            ),
        ),
    ),
    (
        "account_update",
        {
            "event": "DISABLED_UPDATE",
            "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "Nov 30, 2026"},
            "violation_info": {"violation_type": "SCAM"},
        },
        (
            AccountUpdate(
                event="DISABLED_UPDATE",
                restrictions=(),
                violation="SCAM",
                ban_state="SCHEDULE_FOR_DISABLE",
                ban_date="Nov 30, 2026",
            ),
        ),
    ),
    ("account_review_update", {"decision": "REJECTED"}, (AccountReview(decision="REJECTED"),)),
    (
        "account_alerts",
        {"alert_info": {"alert_type": "OBA_REJECTED", "alert_severity": "CRITICAL"}},
        (AccountAlert(type="OBA_REJECTED", severity="CRITICAL", description=""),),
    ),
    (
        "account_alerts",
        {"alert_type": "OBA_REJECTED", "alert_severity": "WARNING", "alert_description": "No."},
        (AccountAlert(type="OBA_REJECTED", severity="WARNING", description="No."),),
    ),
    (
        "phone_number_quality_update",
        {**_NUMBER, "event": "DOWNGRADE", "old_limit": "TIER_10K", "current_limit": "TIER_2K"},
        (
            NumberQuality(
                number=_OFFICE,
                event="DOWNGRADE",
                previous_limit="TIER_10K",
                current_limit="TIER_2K",
            ),
        ),
    ),
    (
        "phone_number_name_update",
        {
            **_NUMBER,
            "decision": "REJECTED",
            "requested_verified_name": "Kantor",
            "rejection_reason": None,
        },
        (NumberName(number=_OFFICE, decision="REJECTED", name="Kantor", reason=""),),
    ),
    (
        "business_capability_update",
        {"max_daily_conversations_per_business": 2000, "max_phone_numbers_per_waba": "25"},
        (BusinessCapability(daily_limit="2000", phone_numbers="25"),),
    ),
    (
        "security",
        {"display_phone_number": int(_OFFICE), "event": "PIN_RESET_REQUEST", "requester": "1"},
        (SecurityEvent(number=_OFFICE, event="PIN_RESET_REQUEST"),),
    ),
    (
        "user_preferences",
        {
            "contacts": [{"wa_id": PHONE, "profile": {"name": "Budi Santoso"}, "user_id": BSUID}],
            "user_preferences": [
                {
                    "wa_id": PHONE,
                    "user_id": BSUID,
                    "category": "marketing_messages",
                    "value": "stop",
                    "timestamp": _SECONDS,
                },
                {"user_id": BSUID, "value": "Resume", "timestamp": str(_SECONDS)},
            ],
        },
        (
            Preference(
                person=Sender(phone=f"+{PHONE}", user_id=BSUID, profile_name="Budi Santoso"),
                category="marketing_messages",
                value=PreferenceValue.STOP,
                at=_MOMENT,
            ),
            Preference(
                person=Sender(phone=None, user_id=BSUID, profile_name="Budi Santoso"),
                category="unknown",
                value=PreferenceValue.RESUME,
                at=_MOMENT,
            ),
        ),
    ),
    (
        "user_id_update",
        {
            "user_id_update": [
                {
                    "wa_id": PHONE,
                    "user_id": {"previous": BSUID, "current": _NEXT},
                    "parent_user_id": {"previous": "ID.ENT.1", "current": "ID.ENT.2"},
                    "timestamp": _SECONDS,
                }
            ]
        },
        (
            UserIdChange(
                previous=BSUID, current=_NEXT, phone=f"+{PHONE}", parent="ID.ENT.2", at=_MOMENT
            ),
        ),
    ),
    (
        "history",
        {**_METADATA, "history": [{"errors": [{"code": "2593109", "title": "declined"}]}]},
        (HistoryDeclined(code=2593109),),
    ),
    (
        "smb_app_state_sync",
        {"state_sync": [{"action": "add"}, {"action": "REMOVE"}, {"type": "contact"}]},
        (AppStateSync(added=2, removed=1),),
    ),
    (
        "business_username_updates",
        {**_NUMBER, "username": "kantor.uji", "status": "approved"},
        (UsernameUpdate(number=_OFFICE, username="kantor.uji", status="approved"),),
    ),
    (
        "group_participants_update",
        {
            "groups": [
                {"type": "group_participants_add", "added_participants": [{"wa_id": 1}, {}]},
                {"type": "group_create", "subject": "Perkara", "errors": [{"code": 131204}]},
            ]
        },
        (
            GroupEvent(type="group_participants_add", subject="", joined=2, left=0, failed=False),
            GroupEvent(type="group_create", subject="Perkara", joined=0, left=0, failed=True),
        ),
    ),
    (
        "messages",
        {"errors": [{"code": 131042, "title": "Payment", "error_data": {"details": "No method"}}]},
        (ReportedFault(code=131042, title="Payment", details="No method"),),
    ),
    (
        "calls",
        {"errors": [{"code": 138006, "message": "No permission"}]},
        (ReportedFault(code=138006, title="No permission", details=""),),
    ),
    ("flows", {"event": "FLOW_STATUS_CHANGE"}, (UnknownField(field="flows"),)),
    ("messages", {"surprises": [1]}, (UnknownField(field="messages"),)),
]


@pytest.mark.parametrize(("field", "value", "facts"), _CASES)
def test_what_meta_documents_is_read(
    field: str, value: Mapping[str, object], facts: tuple[AccountFact, ...]
) -> None:
    assert read_account_event(account_event(field, value)) == facts


@pytest.mark.parametrize(
    "wish",
    [
        {"value": "stop"},
        {"value": "stop", "wa_id": "not a number"},
        {"value": "perhaps", "wa_id": PHONE},
        {"wa_id": PHONE},
        "stop",
    ],
)
def test_a_wish_that_is_nobodys_or_not_understood_is_for_people_to_look_at(wish: object) -> None:
    event = account_event("user_preferences", {"user_preferences": [wish]})
    assert read_account_event(event) == (UnknownField(field="user_preferences"),)


@pytest.mark.parametrize(
    "change", [{}, {"user_id": {"current": BSUID}}, {"user_id": {"previous": BSUID}}, 7]
)
def test_a_new_user_id_without_the_one_before_is_for_people_to_look_at(change: object) -> None:
    event = account_event("user_id_update", {"user_id_update": [change]})
    assert read_account_event(event) == (UnknownField(field="user_id_update"),)


def test_what_staff_wrote_on_their_phone_belongs_to_the_person_they_wrote_to() -> None:
    said = {**message_json(phone=_OFFICE), "to": PHONE, "to_user_id": BSUID}
    event = account_event("smb_message_echoes", {**_METADATA, "message_echoes": [said]})
    (echo,) = read_account_event(event)
    assert isinstance(echo, MessageEcho)
    assert echo.person == Sender(phone=f"+{PHONE}", user_id=BSUID, profile_name=None)
    assert (echo.wamid, echo.phone_number_id) == (WAMID, NUMBER_ID)


@pytest.mark.parametrize("broken", [{}, {"id": WAMID}, {"to": PHONE}, {"id": WAMID, "to": "?"}])
def test_a_message_to_nobody_or_without_a_name_is_for_people_to_look_at(
    broken: dict[str, object],
) -> None:
    event = account_event("message_echoes", {**_METADATA, "message_echoes": [broken]})
    assert read_account_event(event) == (UnreadBody(field="messages.unread"),)


def _history(*messages: Mapping[str, object], thread: str = PHONE) -> AccountEventInput:
    threads = [{"id": thread, "messages": list(messages)}]
    return account_event("history", {**_METADATA, "history": [{"threads": threads}]})


@pytest.mark.parametrize(
    ("writer", "author"), [(PHONE, Author.CLIENT), (_OFFICE, Author.OFFICE), (None, Author.CLIENT)]
)
def test_an_earlier_message_is_of_its_thread_whoever_wrote_it(
    writer: str | None, author: Author
) -> None:
    (past,) = read_account_event(_history(message_json(phone=writer)))
    assert isinstance(past, PastMessage)
    assert (past.person, past.author) == (_CLIENT, author)


def test_a_thread_may_be_named_by_a_user_id() -> None:
    (past,) = read_account_event(_history(message_json(phone=_OFFICE), thread=BSUID))
    assert isinstance(past, PastMessage)
    assert past.person == Sender(phone=None, user_id=BSUID, profile_name=None)
    assert past.author is Author.OFFICE


def test_the_file_of_an_earlier_message_comes_by_itself() -> None:
    theirs = message_json(kind="image")
    ours = {**message_json(kind="image", phone=_OFFICE), "to": PHONE}
    event = account_event("history", {**_METADATA, "messages": [theirs, ours]})
    facts = read_account_event(event)
    people = [(fact.person, fact.author) for fact in facts if isinstance(fact, PastMessage)]
    assert people == [(_CLIENT, Author.CLIENT), (_CLIENT, Author.OFFICE)]


def test_messages_of_an_event_are_kept_as_messages_and_not_told_as_notices() -> None:
    quoted = {**message_json(phone=_OFFICE), "context": {"id": "wamid.before"}}
    plan = plan_of(_history(quoted))
    assert plan.steps == ()
    (message,) = plan.messages
    kept, read, author = as_message(
        _history(quoted), message, lambda wamid: message_id(PEPPER, wamid)
    )
    assert (kept.message_id, kept.about_id) == (
        message_id(PEPPER, WAMID),
        message_id(PEPPER, "wamid.before"),
    )
    assert (read.sender, author) == (_CLIENT, Author.OFFICE)


@pytest.mark.parametrize(
    ("field", "encoding", "body"),
    [
        ("unread", "base64", "bm90IEpTT04="),
        ("messages.unread", "json", '"not a message"'),
        ("entry", "json", "7"),
    ],
)
def test_what_the_edge_could_not_take_apart_is_said_to_be_so(
    field: str, encoding: str, body: str
) -> None:
    event = replace(account_event(field, {}), encoding=encoding, body=body)
    assert read_account_event(event) == (UnreadBody(field=field),)


@pytest.mark.parametrize("field", ["entry", "envelope"])
def test_something_new_beside_what_was_read_is_unknown_and_no_loss(field: str) -> None:
    event = replace(account_event(field, {}), body='{"entry":{"id":"1"},"more":{"new":1}}')
    assert read_account_event(event) == (UnknownField(field=field),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("history", {"history": []}),
        ("history", {"history": [{"metadata": {"phase": 2, "progress": 100}}]}),
        ("user_preferences", {"user_preferences": []}),
        ("messages", {"errors": []}),
        ("messages", {"contacts": [{"wa_id": "6281299999999"}], "metadata": {}}),
    ],
)
def test_an_empty_list_says_nothing(field: str, value: Mapping[str, object]) -> None:
    assert read_account_event(account_event(field, value)) == ()


def test_of_an_event_in_parts_the_first_stands_for_all() -> None:
    event = replace(account_event("history", {}), parts=3, body='{"entry":{},"cha')
    assert read_account_event(event) == (UnreadBody(field="history"),)
    assert read_account_event(replace(event, part=2)) == ()


@pytest.mark.parametrize("body", ["", "[", "7", "null", '{"change":7}', "[" * 100_000, "9" * 9999])
def test_a_body_of_any_form_is_an_event(body: str) -> None:
    event = replace(account_event("account_update", {}), body=body)
    assert read_account_event(event) == (UnknownField(field="account_update"),)


_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
)
_KEYS = [
    "id", "event", "history", "threads", "messages", "message_echoes", "user_preferences",
    "groups", "errors", "user_id_update", "user_id", "wa_id", "value", "previous", "current",
    "contacts", "profile", "name", "from", "to", "state_sync", "restriction_info", "ban_info",
    "alert_info", "metadata", "timestamp",
]  # fmt: skip
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_FIELDS = sorted({field for field, _, _ in _CASES} | {"history", "smb_message_echoes"})


@given(field=st.sampled_from(_FIELDS), value=_JSON)
def test_any_value_of_any_field_is_acted_on(field: str, value: object) -> None:
    body = json.dumps({"entry": {"time": value}, "change": {"field": field, "value": value}})
    event = AccountEventInput(digest=Digest("a" * 32), field=field, received_at=NOW, body=body)
    plan = plan_of(event)
    for step in plan.steps:
        for language in Language:
            if step.notice:
                assert notice_text(step.notice.code, step.notice.details, language)
    for message in plan.messages:
        _, read, _ = as_message(event, message, lambda wamid: message_id(PEPPER, wamid))
        assert read.sender.phone or read.sender.user_id
