"""What Meta tells of the account, its number and its templates."""

from pydantic import JsonValue

from simulator.fields.telling import Occasion, Value

_TEMPLATE: Value = {
    "message_template_id": 100000000000031,
    "message_template_name": "pengingat_sidang",
    "message_template_language": "id",
}


def template_status(occasion: Occasion) -> Value:
    """A template is approved."""
    return {
        "event": occasion.word or "APPROVED",
        **_TEMPLATE,
        "reason": "NONE",
        "message_template_category": "UTILITY",
    }


def template_category(occasion: Occasion) -> Value:
    """Meta puts a template into another category."""
    new = occasion.word or "MARKETING"
    return {**_TEMPLATE, "previous_category": "UTILITY", "new_category": new}


def template_quality(occasion: Occasion) -> Value:
    """A template's quality falls."""
    new = occasion.word or "YELLOW"
    return {"previous_quality_score": "GREEN", "new_quality_score": new, **_TEMPLATE}


def template_components(occasion: Occasion) -> Value:
    """A template was edited."""
    del occasion
    return {**_TEMPLATE, "message_template_element": "Sidang Anda {{1}}."}


def account(occasion: Occasion) -> Value:
    """The account may not begin conversations for a week."""
    if occasion.word is not None and occasion.word != "ACCOUNT_RESTRICTION":
        return {"event": occasion.word}
    restriction: JsonValue = {
        "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
        "expiration": int(occasion.now) + 7 * 24 * 3600,
    }
    return {"event": "ACCOUNT_RESTRICTION", "restriction_info": [restriction]}


def account_review(occasion: Occasion) -> Value:
    """The review of the account ends."""
    return {"decision": occasion.word or "APPROVED"}


def account_alerts(occasion: Occasion) -> Value:
    """Something about the account to look at."""
    return {
        "entity_type": "PHONE_NUMBER",
        "entity_id": occasion.office.phone_number_id,
        "alert_info": {
            "alert_severity": "WARNING",
            "alert_status": "ACTIVE",
            "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
            "alert_description": "Your business is not yet eligible for a higher limit.",
        },
    }


def number_quality(occasion: Occasion) -> Value:
    """The number may send more a second."""
    return {
        "display_phone_number": occasion.office.digits,
        "event": occasion.word or "THROUGHPUT_UPGRADE",
        "current_limit": "TIER_UNLIMITED",
    }


def number_name(occasion: Occasion) -> Value:
    """The number's display name is decided on."""
    return {
        "display_phone_number": occasion.office.digits,
        "decision": occasion.word or "APPROVED",
        "requested_verified_name": occasion.office.verified_name,
        "rejection_reason": None,
    }


def capability(occasion: Occasion) -> Value:
    """The limits of the business change."""
    del occasion
    return {"max_daily_conversation_per_phone": 2000, "max_phone_numbers_per_business": 25}


def security(occasion: Occasion) -> Value:
    """Somebody asks to turn the number's PIN off."""
    return {
        "display_phone_number": occasion.office.digits,
        "event": occasion.word or "PIN_RESET_REQUEST",
        "requester": "100000000000055",
    }


def business_username(occasion: Occasion) -> Value:
    """The office's own username is decided on (2026)."""
    return {
        "display_phone_number": occasion.office.digits,
        "username": "kantorhukumcontoh",
        "status": occasion.word or "approved",
    }


def something_new(occasion: Occasion) -> Value:
    """A field nobody has heard of."""
    del occasion
    return {"event": "SOMETHING_NEW", "details": {"since": "2027"}}
