"""The sections of firm.yaml that say when the firm is there, how fast it answers, and who."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from adapters.firm_values import Day, Duration, Hours, Name, Section, minutes_of_day
from adapters.holidays_id import holidays_around
from domain.business_time import USUAL_WEEK, OpenDay, OpeningHours, Season, Week
from domain.legal.zones import Zone
from domain.notifications import Channel, NotificationDefaults, QuietHours
from domain.on_call import OnCallDays, OnCallSchedule
from domain.sla import DEFAULT_CHAIN, ChainRole, SlaRules, UrgencyRules

_LONGEST_SEASON: Final = timedelta(days=366)


class _Days(Section):
    monday: Hours = None
    tuesday: Hours = None
    wednesday: Hours = None
    thursday: Hours = None
    friday: Hours = None
    saturday: Hours = None
    sunday: Hours = None

    def week(self, usual: Week) -> Week:
        """The week; a day that is not named is as usual."""
        said = (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday,
            self.sunday,
        )  # fmt: skip
        return tuple(
            otherwise if spans is None else spans
            for spans, otherwise in zip(said, usual, strict=True)
        )


class _Season(_Days):
    name: Name | None = None
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() <= self.last - self.first <= _LONGEST_SEASON:
            raise ValueError("`to` must come after `from`, and within a year")
        return self


class _OpenDay(Section):
    # Not `on`, which YAML takes for a yes.
    day: Day
    hours: Hours


class _Office(_Days):
    zone: Zone | None = None


class OpeningHoursSection(_Office):
    """`opening_hours`: the firm's, and what is different at its other offices."""

    seasons: tuple[_Season, ...] = ()
    closed_on: tuple[Day, ...] = ()
    open_on: tuple[_OpenDay, ...] = ()
    offices: Mapping[Name, _Office] = {}

    @model_validator(mode="after")
    def _opens_at_all(self) -> Self:
        usual = self.week(USUAL_WEEK)
        if not all(any(office.week(usual)) for office in (self, *self.offices.values())):
            raise ValueError("an office must be open on some day of the week")
        return self

    def value(self, holidays: tuple[date, ...]) -> OpeningHours:
        """The firm's own hours."""
        return self._hours(holidays, self.zone or Zone.WIB, self.week(USUAL_WEEK))

    def of_offices(self, holidays: tuple[date, ...]) -> dict[str, OpeningHours]:
        """Those of its other offices: what is not said is as at the firm."""
        usual = self.week(USUAL_WEEK)
        zone = self.zone or Zone.WIB
        return {
            name: self._hours(holidays, office.zone or zone, office.week(usual))
            for name, office in self.offices.items()
        }

    def _hours(self, holidays: tuple[date, ...], zone: Zone, week: Week) -> OpeningHours:
        return OpeningHours(
            zone=zone,
            week=week,
            seasons=tuple(
                Season(first=each.first, last=each.last, week=each.week(week))
                for each in self.seasons
            ),
            closed=tuple(sorted({*holidays, *self.closed_on})),
            open_days=tuple(OpenDay(on=each.day, spans=each.hours or ()) for each in self.open_on),
        )


class HolidaysSection(Section):
    """`holidays`: which public holidays the firm keeps."""

    national: bool = True
    joint_leave: bool = True

    def value(self) -> tuple[date, ...]:
        """The days, for the years around now."""
        if not self.national:
            return ()
        return holidays_around(datetime.now(UTC).date(), joint_leave=self.joint_leave)


class _Urgency(Section):
    first_response: Duration | None = None
    resolution: Duration | None = None
    remind_after: tuple[Duration, ...] | None = None
    escalate_after: Duration | None = None
    repeat_every: Duration | None = None
    around_the_clock: bool | None = None

    def value(self, usual: UrgencyRules) -> UrgencyRules:
        """The rules; what is not said is as usual."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return replace(usual, **{name: each for name, each in said.items() if each is not None})


class SlaSection(Section):
    """`sla`: how long a client may wait, for each urgency."""

    normal: _Urgency = _Urgency()
    high: _Urgency = _Urgency()
    emergency: _Urgency = _Urgency()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        rules = self.value(DEFAULT_CHAIN)
        for name, each in (
            ("normal", rules.normal), ("high", rules.high), ("emergency", rules.emergency),
        ):  # fmt: skip
            if each.resolution < each.first_response:
                raise ValueError(f"{name}: `resolution` must not be before `first_response`")
            if any(after >= each.first_response for after in each.remind_after):
                raise ValueError(f"{name}: `remind_after` must be before `first_response`")
        return self

    def value(self, chain: tuple[ChainRole, ...]) -> SlaRules:
        """The rules, with whom to tell."""
        usual = SlaRules()
        return SlaRules(
            chain=chain,
            normal=self.normal.value(usual.normal),
            high=self.high.value(usual.high),
            emergency=self.emergency.value(usual.emergency),
        )


class EscalationSection(Section):
    """`escalation`: who is told of what waits, first to last."""

    chain: Annotated[tuple[ChainRole, ...], Field(min_length=1)] = DEFAULT_CHAIN

    @field_validator("chain")
    @classmethod
    def _possible(cls, value: tuple[ChainRole, ...]) -> tuple[ChainRole, ...]:
        if ChainRole.HOLDER in value or len(set(value)) < len(value):
            raise ValueError("only responsible, deputy and on_call, each once")
        return value


class _OnCallDays(Section):
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    name: Name

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`to` must come after `from`")
        return self


class OnCallSection(Section):
    """`on_call`: whose turn it is, by the names of `lawyershub lawyer add`."""

    rota: tuple[Name, ...] = ()
    since: Day = OnCallSchedule().since
    days: tuple[_OnCallDays, ...] = ()

    def value(self, zone: Zone) -> OnCallSchedule:
        """The schedule, in the firm's zone."""
        return OnCallSchedule(
            rota=self.rota,
            since=self.since,
            dated=tuple(
                OnCallDays(first=each.first, last=each.last, name=each.name) for each in self.days
            ),
            zone=zone,
        )


def _quiet(value: object) -> object:
    begins, ends = minutes_of_day(value)
    return QuietHours(begins=begins, ends=ends)


class NotificationsSection(Section):
    """`notifications`: how people are told who have not said how they want to be."""

    channels: tuple[Channel, ...] = NotificationDefaults().channels
    quiet_hours: Annotated[QuietHours | None, BeforeValidator(_quiet)] = None

    def value(self, zone: Zone) -> NotificationDefaults:
        """The defaults, in the firm's zone."""
        return NotificationDefaults(
            channels=tuple(dict.fromkeys(self.channels)), quiet_hours=self.quiet_hours, zone=zone
        )
