"""Calendar files as calendars read them, and the days on which courts do not work."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import icalendar
import pytest

from adapters.calendar_files import CalendarFiles
from adapters.holidays_id import IndonesianHolidays
from domain.deadlines import CalendarEntry
from domain.ids import DeadlineId

_ENTRY: Final = CalendarEntry(
    id=DeadlineId("d" * 32),
    summary="Sidang 214/Pdt.G/2026/PN Jkt.Sel",
    on=date(2026, 12, 7),
    time="09:00",
    zone="WIB",
    location="Pengadilan Negeri Jakarta Selatan, Ruang 3",
    confirmed=True,
    at=datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC),
)


def _event(entry: CalendarEntry) -> icalendar.Component:
    calendar = icalendar.Calendar.from_ical(CalendarFiles().write(entry))
    (event,) = calendar.events
    return event


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 2), ("WITA", 1), ("WIT", 0)])
def test_nine_oclock_is_nine_oclock_in_each_of_indonesias_zones(zone: str, hour: int) -> None:
    start = _event(replace(_ENTRY, zone=zone)).decoded("dtstart")
    assert start == datetime(2026, 12, 7, hour, tzinfo=UTC)


@pytest.mark.parametrize("unsure", [{"zone": None}, {"time": None, "zone": None}])
def test_without_a_certain_time_it_is_a_whole_day(unsure: dict[str, None]) -> None:
    assert _event(replace(_ENTRY, **unsure)).decoded("dtstart") == date(2026, 12, 7)


def test_a_calendar_knows_an_entry_again_and_whether_it_is_certain() -> None:
    confirmed, proposed = _event(_ENTRY), _event(replace(_ENTRY, confirmed=False, summary="x"))
    assert str(confirmed["uid"]) == str(proposed["uid"]) == f"{'d' * 32}@lawyershub"
    assert (str(confirmed["status"]), str(proposed["status"])) == ("CONFIRMED", "TENTATIVE")
    assert str(confirmed["summary"]) == _ENTRY.summary
    assert str(confirmed["location"]) == _ENTRY.location


def test_no_line_can_be_added_by_what_a_document_says() -> None:
    written = CalendarFiles().write(replace(_ENTRY, summary="Sidang\r\nATTENDEE:mailto:a@b.c"))
    assert not any(line.startswith(b"ATTENDEE") for line in written.splitlines())


def test_public_holidays_and_days_of_leave_are_days_off() -> None:
    is_holiday = IndonesianHolidays()
    assert is_holiday(date(2026, 8, 17))
    assert is_holiday(date(2026, 12, 24))
    assert not is_holiday(date(2026, 12, 23))
    assert not is_holiday(date(2026, 12, 6))
