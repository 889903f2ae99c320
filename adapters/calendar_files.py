"""Deadlines as calendar files (RFC 5545), which every calendar takes."""

from datetime import UTC, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

from domain.deadlines import CalendarEntry
from domain.legal.zones import Zone

_PRODUCT: Final = "-//Lawyers Hub//WhatsApp//ID"


class CalendarFiles:
    """Implements `domain.ports.CalendarWriter`."""

    def write(self, entry: CalendarEntry) -> bytes:
        """See the port. A time is told in UTC, so that no calendar has to know Indonesia's zones.

        Without a zone a time is not certain: it is a whole day then.
        """
        event = icalendar.Event()
        event.add("uid", f"{entry.id}@lawyershub")  # pyright: ignore[reportUnknownMemberType] -- untyped in the package
        event.add("dtstamp", entry.at.astimezone(UTC))  # pyright: ignore[reportUnknownMemberType] -- the same
        event.add("summary", entry.summary)  # pyright: ignore[reportUnknownMemberType] -- the same
        event.add("dtstart", _start(entry))  # pyright: ignore[reportUnknownMemberType] -- the same
        event.add("status", "CONFIRMED" if entry.confirmed else "TENTATIVE")  # pyright: ignore[reportUnknownMemberType] -- the same
        event.add("class", "CONFIDENTIAL")  # pyright: ignore[reportUnknownMemberType] -- the same
        if entry.location:
            event.add("location", entry.location)  # pyright: ignore[reportUnknownMemberType] -- the same
        calendar = icalendar.Calendar()
        calendar.add("prodid", _PRODUCT)  # pyright: ignore[reportUnknownMemberType] -- the same
        calendar.add("version", "2.0")  # pyright: ignore[reportUnknownMemberType] -- the same
        calendar.add_component(event)
        return calendar.to_ical()


def _start(entry: CalendarEntry) -> object:
    if entry.time is None or entry.zone is None:
        return entry.on
    local = datetime.combine(
        entry.on, time.fromisoformat(entry.time), ZoneInfo(Zone(entry.zone).iana)
    )
    return local.astimezone(UTC)
