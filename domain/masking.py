"""What may be shown of personal data where only its presence matters: logs and one-line errors."""

import re

# A run of digits long enough to be a phone number, however it is grouped.
_PHONE = re.compile(r"(?<![\w.])(\+?\d(?:[\s().-]?\d){8,14})(?![\w])")
# Longer digit runs are ids of Meta's (15 to 17 digits) or identity numbers (NIK: 16 digits).
_LONG_DIGITS = re.compile(r"(?<![\w.])\d{15,}(?![\w])")
_WAMID = re.compile(r"\b(?:wamid\.|wacid\.|[wg]BGG)[A-Za-z0-9+/=_-]+")
_BSUID = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?\d{6,}[A-Za-z0-9]*\b")
_TOKEN = re.compile(r"\b(?:EA[A-Za-z0-9]{20,}|lh_[A-Za-z0-9_-]{16,}|Bearer\s+\S+)")
_URL_PASSWORD = re.compile(r"(?<=://)([^/\s:@]+):([^/\s@]+)(?=@)")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")


def mask_phone(phone: str) -> str:
    """`+6281200000001` -> `+62812***`: country and operator stay, the person goes."""
    digits = re.sub(r"\D", "", phone)
    return f"+{digits[:5]}***"


def mask(text: str) -> str:
    """A text with everything that looks like a number, wamid, user id, token or address masked.

    It looks for shapes, so it is the last line of defence, never the first: what is logged is
    written without personal data to begin with.
    """
    text = _WAMID.sub("wamid.***", text)
    text = _TOKEN.sub("***", text)
    text = _URL_PASSWORD.sub(r"\1:***", text)
    text = _EMAIL.sub("***@***", text)
    text = _BSUID.sub(lambda found: f"{found.group()[:2]}.***", text)
    text = _LONG_DIGITS.sub("***", text)
    return _PHONE.sub(lambda found: mask_phone(found.group()), text)
