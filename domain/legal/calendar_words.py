"""The names of days, months and parts of a day, as Indonesians and scanners write them."""

import re
from typing import Final

from domain.legal.lookalikes import any_of

_DAYS: Final = (
    ("senin",), ("selasa",), ("rabu",), ("kamis",), ("jumat", "jum'at", "jumaat"), ("sabtu",),
    ("minggu", "ahad"),
)  # fmt: skip
_MONTHS: Final = (
    ("januari", "jan", "january"),
    ("februari", "pebruari", "feb", "peb", "february"),
    ("maret", "mar", "mrt", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agu", "agt", "ags", "agust", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "oct", "october"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "des", "dec", "december"),
)

WEEKDAY: Final = any_of(*(name for names in _DAYS for name in names))
MONTH: Final = any_of(*(name for names in _MONTHS for name in names))

_DAY_PATTERNS: Final = tuple(
    re.compile(any_of(*names), re.IGNORECASE | re.ASCII) for names in _DAYS
)
_MONTH_PATTERNS: Final = tuple(
    re.compile(any_of(*names), re.IGNORECASE | re.ASCII) for names in _MONTHS
)


def weekday_of(name: str) -> int | None:
    """Monday is 0."""
    return _position(_DAY_PATTERNS, name)


def month_of(name: str) -> int | None:
    """January is 1."""
    found = _position(_MONTH_PATTERNS, name)
    return None if found is None else found + 1


def _position(patterns: tuple[re.Pattern[str], ...], name: str) -> int | None:
    return next((at for at, each in enumerate(patterns) if each.fullmatch(name)), None)
