"""Identifiers in the forms Meta gives them: wamids, business-scoped user ids, trace ids."""

import base64
import re
import secrets
import string
from typing import Final, Literal

import phonenumbers

BSUID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")

_HEX_LENGTH: Final = {"client": 20, "office": 18}
_DIRECTION: Final = {"client": 0x12, "office": 0x11}


def new_wamid(*, phone: str, sender: Literal["client", "office"]) -> str:
    """A message id that, like Meta's, spells out the client's number.

    `wamid.` and the base64 of `1c 18 <len> <digits> 15 02 00 <11|12> 18 <len> <hex id> 00`;
    0x12 and 20 hex digits for what a client wrote, 0x11 and 18 for what the office sent.
    """
    number = phone.encode("ascii")
    length = _HEX_LENGTH[sender]
    unique = secrets.token_hex(length // 2).upper().encode("ascii")
    raw = (
        bytes([0x1C, 0x18, len(number)])
        + number
        + bytes([0x15, 0x02, 0x00, _DIRECTION[sender], 0x18, length])
        + unique
        + b"\x00"
    )
    return "wamid." + base64.b64encode(raw).decode("ascii")


def new_user_id(phone: str) -> str:
    """A business-scoped user id: the ISO country of the number and twenty random digits."""
    country_code = phonenumbers.parse(f"+{phone}").country_code or 0
    country = phonenumbers.region_code_for_country_code(country_code)
    return f"{country}.1" + "".join(secrets.choice(string.digits) for _ in range(19))


def new_client_id() -> str:
    """An opaque id that may stand in a URL: letters only, so that it never looks like a number."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def new_media_id() -> str:
    """The id of a media file: sixteen digits, as Meta's mostly are."""
    return "1" + "".join(secrets.choice(string.digits) for _ in range(15))


def new_trace_id() -> str:
    """Meta's `fbtrace_id`."""
    return "A" + secrets.token_urlsafe(16).replace("-", "x")
