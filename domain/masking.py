"""What may be shown of personal data where only its presence matters: logs and one-line errors."""

import re

# A run of digits long enough to be a phone number, however it is grouped. A point before it ends an
# abbreviation ("Telp.0812...") unless a digit stands before the point; then it is a decimal.
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?:\+\s*)?\d(?:[\s().\u2010-\u2015-]{0,3}\d){8,14}(?![0-9A-Za-z])"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
# A moment (2026-11-22 10:11:12, also with a T), an address of a machine, an id that is no person's.
_HARMLESS = re.compile(
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
    rf"|(?<![\d.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d.])"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b"
)
# Longer digit runs are ids of Meta's (15 to 17 digits) or identity numbers (NIK: 16 digits).
_LONG_DIGITS = re.compile(r"(?<![0-9])\d{15,}(?![0-9A-Za-z])")
_WAMID = re.compile(
    r"(?:wamid|wacid)(?:\.|%2E)[A-Za-z0-9+/=_%-]+|\b[wg]BGG[A-Za-z0-9+/=_-]+", re.IGNORECASE
)
_BSUID = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{6,128}\b")
_TOKEN = re.compile(r"\bEA[A-Za-z0-9]{20,}|\blh_[A-Za-z0-9_-]{16,}|\b(?i:Bearer|Basic)\s+\S+")
_URL_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):(\S+)(?=@)")
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
    shown: list[str] = []
    end = 0
    for harmless in _HARMLESS.finditer(text):
        shown += [_without_numbers(text[end : harmless.start()]), harmless.group()]
        end = harmless.end()
    return "".join([*shown, _without_numbers(text[end:])])


def _without_numbers(text: str) -> str:
    text = _LONG_DIGITS.sub("***", text)
    return _PHONE.sub(lambda found: mask_phone(found.group()), text)
