"""Pages of rows by (moment, id), so that new rows shift nothing."""

import re
from datetime import datetime
from typing import Final

from domain.failures import UnknownRecord

_CURSOR: Final = re.compile(r"(\d{20})-([0-9a-f]{32})", re.ASCII)


def cursor(at: datetime | None, row_id: str) -> str:
    """Where a page ended, as it is given out."""
    return f"{at:%Y%m%d%H%M%S%f}-{row_id}"


def position(given: str) -> tuple[datetime, str]:
    """Where a page ended, as it was given out.

    Raises:
        UnknownRecord: it never was.
    """
    parts = _CURSOR.fullmatch(given)
    try:
        if parts:
            return datetime.strptime(f"{parts[1]}+0000", "%Y%m%d%H%M%S%f%z"), parts[2]
    except ValueError:
        parts = None
    raise UnknownRecord("no such page")
