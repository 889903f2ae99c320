"""Opening hours: what is open, and what a duration of business time comes to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.business_time import OpenDay, OpeningHours, Season, Span, Week, zone_time
from domain.legal.zones import Zone

_MORNING, _AFTERNOON = Span(opens=9 * 60, closes=12 * 60), Span(opens=13 * 60, closes=17 * 60)
_WEEKDAYS: Week = ((_MORNING, _AFTERNOON),) * 5 + ((), ())
_HOURS = OpeningHours(week=_WEEKDAYS)
_MONDAY = date(2026, 11, 23)


def _wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_time(Zone.WIB))


@st.composite
def _spans(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Span(opens=opens, closes=closes) for opens, closes in pairs)


_DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
_MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone
    datetime(2026, 6, 30),  # noqa: DTZ001 -- the same
    timezones=st.sampled_from([UTC, *map(zone_time, Zone), ZoneInfo("Europe/Berlin")]),
)
_DURATIONS = st.timedeltas(timedelta(), timedelta(days=20))


@st.composite
def _offices(draw: st.DrawFn) -> OpeningHours:
    week = st.lists(_spans(), min_size=7, max_size=7).map(tuple)
    seasons: list[Season] = []
    for first in draw(st.lists(_DAYS, max_size=2)):
        last = first + timedelta(days=draw(st.integers(0, 40)))
        seasons.append(Season(first=first, last=last, week=draw(week)))
    return OpeningHours(
        zone=draw(st.sampled_from(Zone)),
        week=draw(week.filter(lambda drawn: sum(_length(day) for day in drawn) >= 120)),
        seasons=tuple(seasons),
        closed=tuple(draw(st.lists(_DAYS, max_size=20))),
        open_days=tuple(
            OpenDay(on=on, spans=draw(_spans())) for on in draw(st.lists(_DAYS, max_size=3))
        ),
    )


def _length(day: tuple[Span, ...]) -> int:
    return sum(span.closes - span.opens for span in day)


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS, _DURATIONS)
def test_what_is_added_has_passed(hours: OpeningHours, at: datetime, business: timedelta) -> None:
    assert hours.elapsed(at, hours.add(at, business)) == business


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS, _DURATIONS, _DURATIONS)
def test_more_business_time_ends_later(
    hours: OpeningHours, at: datetime, one: timedelta, other: timedelta
) -> None:
    less, more = sorted((one, other))
    assert hours.add(at, less) <= hours.add(at, more)
    assert hours.add(hours.add(at, less), more - less) == hours.add(at, more)


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS, _MOMENTS, _DURATIONS)
def test_who_begins_later_ends_later(
    hours: OpeningHours, one: datetime, other: datetime, business: timedelta
) -> None:
    early, late = sorted((one, other))
    assert hours.add(early, business) <= hours.add(late, business)


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS, _MOMENTS, _MOMENTS)
def test_business_time_of_two_stretches_adds_up(
    hours: OpeningHours, one: datetime, two: datetime, three: datetime
) -> None:
    first, middle, last = sorted((one, two, three))
    whole = hours.elapsed(first, last)
    assert whole == hours.elapsed(first, middle) + hours.elapsed(middle, last)
    assert timedelta() <= whole <= last - first
    assert hours.elapsed(last, first) == timedelta()


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS)
def test_the_next_opening_is_open_and_nothing_is_before_it(
    hours: OpeningHours, at: datetime
) -> None:
    opens = hours.next_opening(at)
    assert opens >= at
    assert hours.is_open(opens)
    assert hours.elapsed(at, opens) == timedelta()
    assert hours.is_open(at) == (opens == at)


@settings(deadline=None, max_examples=60)
@given(_offices(), _MOMENTS, _DURATIONS)
def test_only_the_months_around_a_moment_are_needed(
    hours: OpeningHours, at: datetime, business: timedelta
) -> None:
    near = hours.around(at)
    ends = hours.add(at, min(business, timedelta(hours=10)))
    if ends - at < timedelta(days=300):
        assert near.add(at, min(business, timedelta(hours=10))) == ends


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00:00", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-23T17:00:00", False),
        ("2026-11-28T10:00:00", False),
    ],
)
def test_an_office_is_open_from_its_opening_until_just_before_it_closes(
    at: str,
    is_open: bool,  # noqa: FBT001 -- a row of a table
) -> None:
    assert _HOURS.is_open(_wib(at)) is is_open


def test_business_time_goes_over_noon_the_night_and_the_weekend() -> None:
    friday = _wib("2026-11-27T16:00:00")
    assert _HOURS.add(friday, timedelta(hours=1)) == _wib("2026-11-27T17:00:00")
    assert _HOURS.add(friday, timedelta(hours=4, seconds=1)) == _wib("2026-11-30T12:00:00") + (
        timedelta(hours=1, seconds=1)
    )
    saturday = _wib("2026-11-28T10:00:00")
    assert _HOURS.next_opening(saturday) == _wib("2026-11-30T09:00:00")
    assert _HOURS.add(saturday, timedelta()) == saturday


def test_each_zone_has_its_own_nine_oclock() -> None:
    opens = {
        zone: OpeningHours(zone=zone).next_opening(datetime(2026, 11, 22, 12, tzinfo=UTC))
        for zone in Zone
    }
    assert opens[Zone.WIB] == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert opens[Zone.WIB] - opens[Zone.WITA] == timedelta(hours=1)
    assert opens[Zone.WITA] - opens[Zone.WIT] == timedelta(hours=1)


@pytest.mark.parametrize("zone", list(Zone))
@settings(deadline=None, max_examples=60)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 -- made aware below
def test_an_offset_is_all_there_is_to_a_zone(zone: Zone, at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    assert moment.astimezone(zone_time(zone)).replace(tzinfo=None) == moment.astimezone(
        ZoneInfo(zone.iana)
    ).replace(tzinfo=None)


def test_ramadan_has_its_own_hours_and_a_day_named_counts_most() -> None:
    short = (Span(opens=8 * 60, closes=15 * 60),)
    hours = OpeningHours(
        week=_WEEKDAYS,
        seasons=(Season(first=_MONDAY, last=date(2026, 11, 29), week=(short,) * 5 + ((), ())),),
        closed=(date(2026, 11, 24), date(2026, 11, 25)),
        open_days=(OpenDay(on=date(2026, 11, 25), spans=(_AFTERNOON,)),),
    )
    assert hours.is_open(_wib("2026-11-23T08:30:00"))
    assert not hours.is_open(_wib("2026-11-23T15:00:00"))
    assert not hours.is_open(_wib("2026-11-24T10:00:00"))
    assert not hours.is_open(_wib("2026-11-25T10:00:00"))
    assert hours.is_open(_wib("2026-11-25T13:00:00"))
    assert hours.is_open(_wib("2026-11-30T16:00:00"))
    assert hours.add(_wib("2026-11-23T14:00:00"), timedelta(hours=6)) == _wib("2026-11-26T09:00:00")


def test_an_office_that_never_opens_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="open on some day"):
        OpeningHours(week=((),) * 7)
    with pytest.raises(ValueError, match="seven days"):
        OpeningHours(week=((_MORNING,),))
    with pytest.raises(ValueError, match="overlap"):
        OpeningHours(week=((_AFTERNOON, _MORNING),) * 7)
    with pytest.raises(ValueError, match="closes"):
        Span(opens=600, closes=600)


async def test_hours_travel_through_temporal() -> None:
    hours = OpeningHours(
        week=_WEEKDAYS,
        seasons=(Season(first=_MONDAY, last=_MONDAY, week=_WEEKDAYS),),
        closed=(_MONDAY,),
        open_days=(OpenDay(on=_MONDAY, spans=(_MORNING,)),),
    )
    payloads = await pydantic_data_converter.encode([hours])
    assert await pydantic_data_converter.decode(payloads, [OpeningHours]) == [hours]
