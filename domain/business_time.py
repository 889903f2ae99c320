"""Business time: when an office is open, and what a duration of its open hours comes to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Final

from domain.legal.zones import Zone

_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = 24 * 60
_LONGEST_SEASON: Final = timedelta(days=366)
_WELL_BEFORE: Final = timedelta(days=62)
_WELL_AFTER: Final = timedelta(days=400)

# Indonesia knows no daylight saving time: an offset is the whole truth about a zone.
_OFFSETS: Final = {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}


def zone_time(zone: Zone) -> timezone:
    """A zone as an offset: what workflows may use, for it reads no file."""
    return timezone(timedelta(hours=_OFFSETS[zone]), zone.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time of a day in which an office is open, in minutes after midnight; the end is open."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= _MIDNIGHT:
            raise ValueError("an office opens before it closes, on the same day")


Spans = tuple[Span, ...]
"""A day's hours, in order and apart from each other; none of a day on which it is closed."""

Week = tuple[Spans, ...]
"""Seven days' hours, Monday first."""

_WORKDAY: Final = (Span(opens=9 * 60, closes=17 * 60),)
USUAL_WEEK: Final[Week] = (_WORKDAY,) * 5 + ((),) * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Days on which another week's hours are kept, such as Ramadan; both ends are in it."""

    first: date
    last: date
    week: Week

    def __post_init__(self) -> None:
        _check_week(self.week)
        if not timedelta() <= self.last - self.first <= _LONGEST_SEASON:
            raise ValueError("a season ends after it begins, and within a year")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A day on which an office is open although it would not be, or at other hours."""

    on: date
    spans: Spans

    def __post_init__(self) -> None:
        _check_day(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When an office is open. The most particular word counts: a day, a closed day, a season.

    Total: some day of the usual week is open, so every office opens again after its exceptions.
    """

    zone: Zone = Zone.WIB
    week: Week = USUAL_WEEK
    seasons: tuple[Season, ...] = ()
    closed: tuple[date, ...] = ()
    """Public holidays and whatever other days the office is closed on."""
    open_days: tuple[OpenDay, ...] = ()

    def __post_init__(self) -> None:
        _check_week(self.week)
        if not any(self.week):
            raise ValueError("an office is open on some day of the week")

    def around(self, at: datetime) -> "OpeningHours":
        """The same for whoever asks about the months around a moment, and smaller to carry."""
        first, last = (at - _WELL_BEFORE).date(), (at + _WELL_AFTER).date()
        return replace(
            self,
            seasons=tuple(each for each in self.seasons if each.last >= first),
            closed=tuple(sorted(on for on in set(self.closed) if first <= on <= last)),
            open_days=tuple(each for each in self.open_days if first <= each.on <= last),
        )

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at a moment."""
        local = at.astimezone(zone_time(self.zone))
        return any(opens <= local < closes for opens, closes in self._spans_on(local.date()))

    def next_opening(self, at: datetime) -> datetime:
        """The first moment from `at` on at which the office is open: `at` itself if it is now."""
        opens, _ = next(self._open_from(at))
        return opens

    def add(self, at: datetime, business: timedelta) -> datetime:
        """The moment at which so much business time has passed since `at`; `at` for none."""
        left = business
        if left <= timedelta():
            return at
        for opens, closes in self._open_from(at):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("every office opens again")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """How much business time passes between two moments; none where the end is not after."""
        passed = timedelta()
        for opens, closes in self._open_from(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def _open_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open times from a moment on, in order; there is no last one."""
        local = at.astimezone(zone_time(self.zone))
        on = local.date()
        while True:
            for opens, closes in self._spans_on(on):
                if closes > local:
                    yield max(opens, local).astimezone(UTC), closes.astimezone(UTC)
            on += _DAY

    def _spans_on(self, on: date) -> Iterator[tuple[datetime, datetime]]:
        midnight = datetime(on.year, on.month, on.day, tzinfo=zone_time(self.zone))
        for span in self._day(on):
            yield (
                midnight + timedelta(minutes=span.opens),
                midnight + timedelta(minutes=span.closes),
            )

    def _day(self, on: date) -> Spans:
        for each in self.open_days:
            if each.on == on:
                return each.spans
        if on in self.closed:
            return ()
        for season in self.seasons:
            if season.first <= on <= season.last:
                return season.week[on.weekday()]
        return self.week[on.weekday()]


def _check_week(week: Week) -> None:
    if len(week) != len(USUAL_WEEK):
        raise ValueError("a week has seven days")
    for day in week:
        _check_day(day)


def _check_day(spans: Spans) -> None:
    if any(late.opens < early.closes for early, late in pairwise(spans)):
        raise ValueError("a day's hours stand in order and do not overlap")
