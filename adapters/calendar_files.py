"""Deadlines as calendar files (RFC 5545), which every calendar takes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
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
        event, calendar = icalendar.Event(), icalendar.Calendar()
        _fill(
            event,
            {
                "uid": f"{entry.id}@lawyershub",
                "dtstamp": entry.at.astimezone(UTC),
                "summary": entry.summary,
                "dtstart": _start(entry),
                "status": "CONFIRMED" if entry.confirmed else "TENTATIVE",
                "class": "CONFIDENTIAL",
            }
            | ({"location": entry.location} if entry.location else {}),
        )
        _fill(calendar, {"prodid": _PRODUCT, "version": "2.0"})
        calendar.add_component(event)
        return calendar.to_ical()


def _fill(component: icalendar.Component, values: Mapping[str, str | date]) -> None:
    for name, value in values.items():
        component.add(name, value)  # pyright: ignore[reportUnknownMemberType] -- the package leaves its values untyped


def _start(entry: CalendarEntry) -> date:
    if entry.time is None or entry.zone is None:
        return entry.on
    zone = ZoneInfo(Zone(entry.zone).iana)
    local = datetime.combine(entry.on, time.fromisoformat(entry.time), zone)
    return local.astimezone(UTC)
