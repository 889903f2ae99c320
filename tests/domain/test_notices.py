"""What staff are told of the firm's account, how urgently, and in which words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.account_reading import read_account_event
from domain.account_steps import plan_of
from domain.analysis import Language
from domain.notice_texts import notice_text
from domain.notices import Notice, NoticeCode, Severity, notice_id, notice_of
from tests.samples import BSUID, NOW, PHONE, account_event

_STATUS, _QUALITY = "message_template_status_update", "message_template_quality_update"
_NUMBER_QUALITY = "phone_number_quality_update"
_STOP = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
_CHANGE = {"user_id": {"previous": BSUID, "current": "ID.2"}, "wa_id": PHONE}


def _told(field: str, value: Mapping[str, object]) -> Notice | None:
    (fact,) = read_account_event(account_event(field, value))
    return notice_of(fact)


_WEIGHTS: list[tuple[str, Mapping[str, object], str, str]] = [
    (_STATUS, {"event": "APPROVED"}, "template_usable", "info"),
    (_STATUS, {"event": "REINSTATED"}, "template_usable", "info"),
    (_STATUS, {"event": "REJECTED"}, "template_rejected", "warning"),
    (_STATUS, {"event": "PAUSED"}, "template_paused", "warning"),
    (_STATUS, {"event": "FLAGGED"}, "template_flagged", "warning"),
    (_STATUS, {"event": "DISABLED"}, "template_disabled", "critical"),
    (_STATUS, {"event": "LIMIT_EXCEEDED"}, "template_changed", "warning"),
    (_STATUS, {"event": "SOMETHING_NEW"}, "template_changed", "info"),
    (_QUALITY, {"new_quality_score": "RED"}, "template_quality_low", "warning"),
    (_QUALITY, {"new_quality_score": "YELLOW"}, "template_quality_low", "info"),
    (
        "template_category_update",
        {"new_category": "MARKETING"},
        "template_category_changed",
        "info",
    ),
    (
        "template_category_update",
        {"correct_category": "MARKETING"},
        "template_category_changing",
        "warning",
    ),
    (
        "message_template_components_update",
        {"message_template_name": "a"},
        "template_edited",
        "info",
    ),
    ("account_update", {"event": "ACCOUNT_VIOLATION"}, "account_violation", "critical"),
    ("account_update", {"event": "ACCOUNT_RESTRICTION"}, "account_restricted", "critical"),
    ("account_update", {"event": "DISABLED_UPDATE"}, "account_disabled", "critical"),
    (
        "account_update",
        {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}},
        "account_disabling",
        "critical",
    ),
    (
        "account_update",
        {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}},
        "account_reinstated",
        "info",
    ),
    ("account_update", {"event": "ACCOUNT_DELETED"}, "account_deleted", "critical"),
    ("account_update", {"event": "ACCOUNT_OFFBOARDED"}, "account_offboarded", "critical"),
    ("account_update", {"event": "ACCOUNT_RECONNECTED"}, "account_reconnected", "info"),
    ("account_update", {"event": "PARTNER_ADDED"}, "account_access_changed", "warning"),
    ("account_update", {"event": "SOMETHING_NEW"}, "account_changed", "info"),
    ("account_review_update", {"decision": "APPROVED"}, "account_review_passed", "info"),
    ("account_review_update", {"decision": "REJECTED"}, "account_review_refused", "critical"),
    ("account_review_update", {"decision": "ODD"}, "account_changed", "info"),
    ("account_alerts", {"alert_severity": "CRITICAL"}, "account_alert", "critical"),
    ("account_alerts", {"alert_severity": "ODD"}, "account_alert", "warning"),
    ("account_alerts", {"alert_severity": "INFORMATIONAL"}, "account_alert", "info"),
    (_NUMBER_QUALITY, {"event": "FLAGGED"}, "number_quality_low", "warning"),
    (_NUMBER_QUALITY, {"event": "DOWNGRADE"}, "number_limit_lowered", "warning"),
    (
        _NUMBER_QUALITY,
        {"event": "ODD", "old_limit": "TIER_10K", "current_limit": "TIER_250"},
        "number_limit_lowered",
        "warning",
    ),
    (
        _NUMBER_QUALITY,
        {"event": "UPGRADE", "old_limit": "TIER_250", "current_limit": "TIER_10K"},
        "number_limit_changed",
        "info",
    ),
    (_NUMBER_QUALITY, {"event": "THROUGHPUT_UPGRADE"}, "number_limit_changed", "info"),
    ("phone_number_name_update", {"decision": "REJECTED"}, "number_name_refused", "warning"),
    ("phone_number_name_update", {"decision": "APPROVED"}, "number_name_accepted", "info"),
    (
        "business_capability_update",
        {"max_daily_conversation_per_phone": 250},
        "capability_changed",
        "warning",
    ),
    (
        "business_capability_update",
        {"max_daily_conversations_per_business": "TIER_10K"},
        "capability_changed",
        "info",
    ),
    ("security", {"event": "PIN_RESET_REQUEST"}, "pin_reset_requested", "critical"),
    ("security", {"event": "PIN_RESET_SUCCESS"}, "pin_reset_done", "critical"),
    ("security", {"event": "PIN_CHANGED"}, "pin_changed", "warning"),
    ("security", {"event": "SOMETHING_NEW"}, "security_changed", "warning"),
    ("user_preferences", {"user_preferences": [_STOP]}, "client_stopped", "info"),
    ("user_id_update", {"user_id_update": [_CHANGE]}, "client_user_id_changed", "warning"),
    ("history", {"errors": [{"code": 2593109}]}, "history_declined", "warning"),
    ("business_username_update", {"status": "approved"}, "username_changed", "info"),
    ("business_username_update", {"status": "deleted"}, "username_changed", "warning"),
    ("group_lifecycle_update", {"groups": [{"type": "a"}]}, "group_changed", "info"),
    ("group_lifecycle_update", {"groups": [{"errors": [{}]}]}, "group_failed", "warning"),
    ("messages", {"errors": [{"code": 131042}]}, "payment_failed", "critical"),
    ("messages", {"errors": [{"code": 131031}]}, "fault_reported", "critical"),
    ("messages", {"errors": [{"code": 131000}]}, "fault_reported", "warning"),
    ("messages.unread", {}, "message_not_understood", "critical"),
    ("statuses.unread", {}, "body_not_understood", "info"),
    ("unread", {}, "body_not_understood", "warning"),
    ("something_new", {"a": 1}, "unknown_event", "info"),
]


@pytest.mark.parametrize(("field", "value", "code", "severity"), _WEIGHTS)
def test_what_staff_must_know_is_a_notice_of_the_right_weight(
    field: str, value: Mapping[str, object], code: str, severity: str
) -> None:
    notice = _told(field, value)
    assert notice is not None
    assert (notice.code, notice.severity) == (code, severity)
    assert notice.about_client == code.startswith("client_")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (_STATUS, {"event": "PENDING"}),
        (_QUALITY, {"new_quality_score": "GREEN"}),
        ("account_review_update", {"decision": "DEFERRED"}),
        ("phone_number_name_update", {"decision": "PENDING"}),
        ("user_preferences", {"user_preferences": [{**_STOP, "value": "resume"}]}),
        ("smb_app_state_sync", {"state_sync": [{"action": "add"}]}),
    ],
)
def test_what_nobody_must_know_is_no_notice(field: str, value: Mapping[str, object]) -> None:
    assert _told(field, value) is None


_TEMPLATE = {"message_template_name": "pengingat", "message_template_language": "id"}


@pytest.mark.parametrize(
    ("field", "value", "indonesian", "english"),
    [
        (
            _STATUS,
            {
                **_TEMPLATE,
                "event": "REJECTED",
                "reason": "SCAM",
                "rejection_info": {"reason": "It asks for money."},
            },
            (
                "WhatsApp menolak templat “pengingat” (id). Alasan: SCAM. Penjelasan WhatsApp: "
                "It asks "
                "for money. Perbaiki lalu ajukan lagi."
            ),
            (
                "WhatsApp refused the template “pengingat” (id). Reason: SCAM. WhatsApp "
                "explains: It "
                "asks for money. Correct it and submit it again."
            ),
        ),
        (
            "account_update",
            {
                "event": "ACCOUNT_RESTRICTION",
                "restriction_info": [
                    {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": "Dec"},
                    {"restriction_type": "ODD"},
                ],
            },
            (
                "WhatsApp membatasi akun kantor: memulai percakapan, ODD sampai Dec. Hubungi klien "
                "yang mendesak lewat jalan lain."
            ),
            (
                "WhatsApp restricted the firm's account: starting conversations, ODD until Dec. "
                "Reach "
                "clients with urgent matters in another way."
            ),
        ),
        (
            _NUMBER_QUALITY,
            {
                "display_phone_number": "15550001111",
                "event": "DOWNGRADE",
                "current_limit": "TIER_2K",
            },
            "WhatsApp menurunkan batas kirim nomor kantor 15550001111 menjadi 2.000.",
            "WhatsApp lowered the sending limit of the firm's number 15550001111 to 2,000.",
        ),
        (
            "something_new",
            {"a": 1},
            (
                "WhatsApp mengirim pemberitahuan yang belum dikenal sistem ini: something_new. "
                "Isinya "
                "tersimpan."
            ),
            (
                "WhatsApp sent a notification of a kind that this system does not know yet: "
                "something_new. It is kept."
            ),
        ),
    ],
)
def test_a_notice_says_what_happened_in_both_languages(
    field: str, value: Mapping[str, object], indonesian: str, english: str
) -> None:
    notice = _told(field, value)
    assert notice is not None
    assert notice_text(notice.code, notice.details, Language.INDONESIAN) == indonesian
    assert notice_text(notice.code, notice.details, Language.ENGLISH) == english


@pytest.mark.parametrize("code", NoticeCode)
@pytest.mark.parametrize("language", Language)
def test_a_notice_whose_details_are_gone_is_still_a_sentence(
    code: NoticeCode, language: Language
) -> None:
    text = notice_text(code, {}, language)
    assert text[0].isupper()
    assert not re.search(r"[\[\]{}]|\s\s|\s[.,;:]|\.\.", text)


def test_what_meta_writes_cannot_change_a_notices_text() -> None:
    odd = "{template} [x] {0}"
    notice = _told(_STATUS, {**_TEMPLATE, "event": "PAUSED", "other_info": {"description": odd}})
    assert notice is not None
    assert odd in notice_text(notice.code, notice.details, Language.ENGLISH)


def test_long_explanations_are_cut() -> None:
    notice = _told("account_alerts", {"alert_description": "a" * 9999})
    assert notice is not None
    assert len(notice.details["description"]) == 500


def test_acting_on_an_event_again_gives_the_same_notice_and_another_event_another() -> None:
    event = account_event("messages", {"errors": [{"code": 1}, {"code": 2}]})
    first, second = plan_of(event).steps
    assert first.notice
    assert second.notice
    ids = {notice_id(event, step.ordinal, first.notice) for step in (first, first, second)}
    assert len(ids) == 2
    assert notice_id(replace(event, digest="b" * 32), 0, first.notice) not in ids


def test_of_an_unknown_field_staff_are_told_once_a_day() -> None:
    def told(field: str, digest: str, *, later: timedelta = timedelta()) -> str:
        event = account_event(field, {"a": 1}, digest=digest, received_at=NOW + later)
        (step,) = plan_of(event).steps
        assert step.notice
        assert step.notice.severity is Severity.INFO
        return notice_id(event, step.ordinal, step.notice)

    first = told("new_one", "a" * 32)
    assert told("new_one", "b" * 32) == first
    assert told("another", "a" * 32) != first
    assert told("new_one", "a" * 32, later=timedelta(days=1)) != first
