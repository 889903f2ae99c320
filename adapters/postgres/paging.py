"""Pages of rows by (moment, id), so that new rows shift nothing."""

import re
from datetime import datetime
from typing import Final

from domain.failures import UnknownRecord

_CURSOR: Final = re.compile(r"(\d{20})-([0-9a-f]{32})", re.ASCII)
_PLACE: Final = re.compile(r"(\d{20})-(\d{20})-([0-9a-f]{32})", re.ASCII)
_MOMENT: Final = "%Y%m%d%H%M%S%f"


def cursor(at: datetime | None, row_id: str) -> str:
    """Where a page ended, as it is given out."""
    return f"{at:{_MOMENT}}-{row_id}"


def position(given: str) -> tuple[datetime, str]:
    """Where a page ended, as it was given out.

    Raises:
        UnknownRecord: it never was.
    """
    parts = _CURSOR.fullmatch(given)
    if parts is None:
        raise UnknownRecord("no such page")
    return _moment(parts[1]), parts[2]


def place_cursor(place: tuple[datetime, datetime, str]) -> str:
    """Where a page of a conversation ended, as it is given out: sent, arrived, id."""
    sent, arrived, row_id = place
    return f"{sent:{_MOMENT}}-{arrived:{_MOMENT}}-{row_id}"


def place_of(given: str) -> tuple[datetime, datetime, str]:
    """The same, as it was given out.

    Raises:
        UnknownRecord: it never was.
    """
    parts = _PLACE.fullmatch(given)
    if parts is None:
        raise UnknownRecord("no such page")
    return _moment(parts[1]), _moment(parts[2]), parts[3]


def _moment(digits: str) -> datetime:
    try:
        return datetime.strptime(f"{digits}+0000", f"{_MOMENT}%z")
    except ValueError:
        raise UnknownRecord("no such page") from None
