"""Bodies with everything else that Meta tells: of templates, numbers, accounts, calls, phones."""

from collections.abc import Callable
from typing import Any, Final

from tests.bodies.writer import OFFICE, Json, Writer, change, contact, told, value, webhook

Builder = Callable[[Writer], Json]


def _told(name: str, **content: object) -> Builder:
    # With its number, so that what one webhook tells is never what another told.
    return lambda of: told(of, name, {**content, "made_up": of.number})


def _template(name: str, **content: object) -> Builder:
    return lambda of: told(
        of,
        name,
        {
            "message_template_id": 300_000_000_000_000 + of.number,
            "message_template_name": "pengingat_sidang",
            "message_template_language": "id",
            **content,
        },
    )


def _preference(choice: str) -> Builder:
    return lambda of: told(
        of,
        "user_preferences",
        value(
            of,
            contacts=[contact(of)],
            user_preferences=[
                {
                    "wa_id": of.phone,
                    "user_id": of.user_id,
                    "detail": f"User requested to {choice} marketing messages",
                    "category": "marketing_messages",
                    "value": choice,
                    "timestamp": of.seconds(),
                }
            ],
        ),
    )


def _call(event: str, **more: object) -> Builder:
    return lambda of: told(
        of,
        "calls",
        value(
            of,
            contacts=[contact(of)],
            calls=[
                {
                    "id": f"wacid.made-up-{of.number}",
                    "from": of.phone,
                    "to": OFFICE,
                    "event": event,
                    "direction": "USER_INITIATED",
                    "timestamp": str(of.seconds()),
                    **more,
                }
            ],
        ),
    )


def _call_status(of: Writer) -> Json:
    statuses = [
        {
            "id": f"wacid.made-up-{of.number}",
            "type": "call",
            "status": state,
            "timestamp": str(of.seconds(nth)),
            "recipient_id": of.phone,
        }
        for nth, state in enumerate(("RINGING", "ACCEPTED", "REJECTED"))
    ]
    return told(of, "calls", value(of, statuses=statuses))


def _history(of: Writer) -> Json:
    said: list[dict[str, Any]] = [
        {
            "from": of.phone,
            "id": of.wamid(nth),
            "timestamp": str(of.seconds(-1000 + nth)),
            "type": "text",
            "text": {"body": f"Dahulu {nth}"},
            "history_context": {"status": "READ"},
        }
        for nth in range(3)
    ]
    chunk = {
        "metadata": {"phase": 0, "chunk_order": 1, "progress": 55},
        "threads": [{"id": of.phone, "messages": said}],
    }
    return told(of, "history", value(of, history=[chunk]))


def _history_media(of: Writer) -> Json:
    picture = {
        "from": of.phone,
        "id": of.wamid(4),
        "timestamp": str(of.seconds(-900)),
        "type": "image",
        "image": {"mime_type": "image/jpeg", "sha256": "ab" * 32, "id": "900000000009999"},
    }
    return told(of, "history", value(of, contacts=[contact(of)], messages=[picture]))


def _history_declined(of: Writer) -> Json:
    error = {
        "code": 2593109,
        "title": "History sharing is turned off",
        "message": "History sharing is turned off",
        "error_data": {"details": "The business does not share its history"},
    }
    return told(of, "history", value(of, history=[{"errors": [error]}], made_up=of.number))


def _echo(of: Writer) -> Json:
    said = {
        "from": OFFICE,
        "to": of.phone,
        "to_user_id": of.user_id,
        "id": of.wamid(5, ours=True),
        "timestamp": str(of.seconds()),
        "type": "text",
        "text": {"body": "Dijawab dari telepon kantor"},
    }
    return told(of, "smb_message_echoes", value(of, message_echoes=[said]))


def _state_sync(of: Writer) -> Json:
    known = {
        "type": "contact",
        "contact": {"full_name": of.name, "first_name": "Klien", "phone_number": of.phone},
        "action": "add",
        "metadata": {"timestamp": str(of.seconds())},
    }
    return told(of, "smb_app_state_sync", value(of, state_sync=[known]))


def _user_id_update(of: Writer) -> Json:
    update = {
        "wa_id": of.phone,
        "detail": "The user id has changed",
        "user_id": {"previous": of.user_id, "current": of.other(1).user_id},
        "timestamp": of.seconds(),
    }
    return told(of, "user_id_update", value(of, user_id_update=[update]))


def _errors_alone(of: Writer) -> Json:
    error = {
        "code": 130429,
        "title": "Rate limit hit",
        "message": "Rate limit hit",
        "error_data": {"details": f"Made up for {of.number}"},
        "href": "https://errors.example/130429",
    }
    return webhook(change(value(of, errors=[error])))


FIELDS: Final[dict[str, Builder]] = {
    "errors alone": _errors_alone,
    "preferences: stop": _preference("stop"),
    "preferences: resume": _preference("resume"),
    "preferences: signup": _preference("signup"),
    "template approved": _template(
        "message_template_status_update", event="APPROVED", reason="NONE",
        message_template_category="UTILITY",
    ),
    "template rejected": _template(
        "message_template_status_update", event="REJECTED", reason="INVALID_FORMAT"
    ),
    "template paused": _template(
        "message_template_status_update", event="PAUSED", reason=None,
        other_info={"title": "FIRST_PAUSE", "description": "Paused for 3 hours"},
    ),
    "template disabled": _template("message_template_status_update", event="DISABLED"),
    "template category": _template(
        "template_category_update", previous_category="UTILITY", new_category="MARKETING"
    ),
    "template quality": _template(
        "message_template_quality_update", previous_quality_score="GREEN",
        new_quality_score="YELLOW",
    ),
    "template components": _template(
        "message_template_components_update", message_template_element="Halo {{1}}"
    ),
    "account violation": _told(
        "account_update", event="ACCOUNT_VIOLATION", violation_info={"violation_type": "SCAM"}
    ),
    "account restricted": _told(
        "account_update", event="ACCOUNT_RESTRICTION",
        restriction_info=[{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
                           "expiration": 1_795_400_000}],
    ),
    "account disabled": _told(
        "account_update", event="DISABLED_UPDATE",
        ban_info={"waba_ban_state": ["DISABLE"], "waba_ban_date": "November 22, 2026"},
    ),
    "account deleted": _told("account_update", event="ACCOUNT_DELETED"),
    "account offboarded": _told("account_update", event="ACCOUNT_OFFBOARDED"),
    "account reconnected": _told("account_update", event="ACCOUNT_RECONNECTED"),
    "account partner": _told(
        "account_update", event="PARTNER_ADDED", waba_info={"waba_id": "200000000000026"}
    ),
    "account price tier": _told(
        "account_update", event="VOLUME_BASED_PRICING_TIER_UPDATE",
        volume_tier_info={"tier_update_time": 1_795_300_000, "region": "Indonesia"},
    ),
    "account review": _told("account_review_update", decision="APPROVED"),
    "account alert": _told(
        "account_alerts", entity_type="WABA", entity_id=200_000_000_000_025,
        alert_info={"alert_severity": "CRITICAL", "alert_status": "ACTIVE",
                    "alert_type": "OBA_APPROVED", "alert_description": "Made up"},
    ),
    "business capability": _told(
        "business_capability_update", max_daily_conversations_per_business="TIER_2K",
        max_phone_numbers_per_business=25,
    ),
    "number quality": _told(
        "phone_number_quality_update", display_phone_number=OFFICE,
        event="THROUGHPUT_UPGRADE", current_limit="TIER_UNLIMITED",
    ),
    "number name": _told(
        "phone_number_name_update", display_phone_number=OFFICE, decision="APPROVED",
        requested_verified_name="Kantor Hukum Karangan", rejection_reason=None,
    ),
    "security": _told(
        "security", display_phone_number=OFFICE, event="PIN_RESET_REQUEST", requester="100007"
    ),
    "call begins": _call("connect", session={"sdp_type": "offer", "sdp": "v=0\r\ns=-\r\n"}),
    "call ends": _call("terminate", status="COMPLETED", duration=61),
    "call statuses": _call_status,
    "history": _history,
    "history's images": _history_media,
    "history declined": _history_declined,
    "echo of the office's phone": _echo,
    "contacts of the office's phone": _state_sync,
    "user id changed": _user_id_update,
    "business username": _told(
        "business_username_updates", display_phone_number=OFFICE, username="kantor.karangan",
        status="approved",
    ),
    "group lifecycle": _told(
        "group_lifecycle_update", groups=[{"type": "group_create", "subject": "Perkara 1"}]
    ),
    "group participants": _told(
        "group_participants_update", groups=[{"type": "group_participants_add"}]
    ),
    "flow status": _told("flows", event="FLOW_STATUS_CHANGE", flow_id="600000000000016"),
    "new account model": _told("whatsapp_account", event="CREATED", waac_id="500000000000015"),
    "a field never seen": _told("a_field_of_next_year", event="NOVEL", deep=[[[{"x": 1.5}]]]),
    "no value": lambda of: webhook({"field": "account_update"}, time=of.seconds(of.number)),
    "a value that is text": lambda of: webhook(
        {"field": "messages", "value": f"text {of.number}"}, time=of.seconds()
    ),
}  # fmt: skip
