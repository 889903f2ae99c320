"""Who of the firm is on call at a moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.business_time import zone_time
from domain.legal.zones import Zone

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallDays:
    """Days for which somebody stands in the schedule by date; both ends are in it."""

    first: date
    last: date
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSchedule:
    """The firm's on-call schedule, by the names of its people; a day begins at midnight.

    It stays in the policy: names do not travel through Temporal.
    """

    rota: tuple[str, ...] = field(default=(), repr=False)
    """A week each, over and over."""
    since: date = date(2026, 1, 5)
    """The first day of the first one's week."""
    dated: tuple[OnCallDays, ...] = ()
    """Counts before the rota; the first that fits."""
    zone: Zone = Zone.WIB

    def names(self) -> tuple[str, ...]:
        """Everybody in the schedule, each once."""
        return tuple(dict.fromkeys((*self.rota, *(each.name for each in self.dated))))

    def at(self, at: datetime) -> str | None:
        """The name of whoever is on call; None where the schedule names nobody."""
        on = at.astimezone(zone_time(self.zone)).date()
        for days in self.dated:
            if days.first <= on <= days.last:
                return days.name
        if not self.rota:
            return None
        return self.rota[((on - self.since) // _WEEK) % len(self.rota)]
