"""Phone numbers, as Meta and as people write them."""

import re
from typing import Final

import phonenumbers

_NUMBER: Final = re.compile(r"\+?[1-9][0-9]{4,14}", re.ASCII)
_SEPARATORS: Final = re.compile(r"[\s().-]")
_HOME: Final = "ID"


def from_wa_id(wa_id: str) -> str:
    """Meta's `wa_id` is a number with its country code and without the `+`; with it here.

    Empty where it is anything else: what is not a number must never become one. The digits stay
    Meta's: in some countries they differ from the number's usual form, and only they can be sent
    to.
    """
    number = _SEPARATORS.sub("", wa_id)
    return f"+{number.removeprefix('+')}" if _NUMBER.fullmatch(number) else ""


def as_written(text: str) -> str:
    """What people write down, in E.164: `0812…`, `62812…` and `+62 812…` are one number.

    A number that starts with neither `+` nor `0` is read with its country code, as Meta writes it,
    where that is possible, otherwise as one of Indonesia's. Empty where it is none.
    """
    number = _SEPARATORS.sub("", text.strip())
    if not number.startswith(("+", "0")):
        international = _parsed(f"+{number}")
        if international:
            return international
    return _parsed(number)


def same_number(phone: str) -> str:
    """What is equal for equal numbers, however they are written; for look-ups, not for sending."""
    return _parsed(phone) or phone


def _parsed(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
