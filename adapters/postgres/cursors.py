"""Where a page of a list ends: a moment and an id, as the text that is given out and back."""

import re
from datetime import datetime
from typing import Final

from domain.failures import UnknownRecord

_CURSOR: Final = re.compile(r"(\d{20})-([0-9a-f]{32})", re.ASCII)


def cursor(at: datetime, row: str) -> str:
    """The text for a place in a list."""
    return f"{at:%Y%m%d%H%M%S%f}-{row}"


def position(given: str) -> tuple[datetime, str]:
    """The place that a text stands for.

    Raises:
        UnknownRecord: it is none that was given out.
    """
    found = _CURSOR.fullmatch(given)
    try:
        if found:
            return datetime.strptime(f"{found[1]}+0000", "%Y%m%d%H%M%S%f%z"), found[2]
    except ValueError:
        found = None
    raise UnknownRecord("no such page")
