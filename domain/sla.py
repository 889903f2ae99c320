"""How long a client may wait, who is told meanwhile, and who after them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.analysis import Urgency
from domain.business_time import OpeningHours


class ChainRole(StrEnum):
    """Somebody whom an alarm is for; who that is at that moment is found when it goes out."""

    HOLDER = "holder"
    """Whoever has taken the conversation."""
    RESPONSIBLE = "responsible"
    DEPUTY = "deputy"
    ON_CALL = "on_call"
    """The partner, or whoever else stands in the firm's on-call schedule."""


DEFAULT_CHAIN: Final = (ChainRole.RESPONSIBLE, ChainRole.DEPUTY, ChainRole.ON_CALL)


class AlarmKind(StrEnum):
    """Why somebody is told."""

    WAITING = "waiting"
    """A message waits: said once, when it comes."""
    REMINDER = "reminder"
    ESCALATION = "escalation"
    """It waits still, and the next in the chain is told."""
    REPEAT = "repeat"
    """An emergency that nobody has taken."""
    OVERDUE = "overdue"
    """The first answer is late."""
    UNRESOLVED = "unresolved"
    """It was to be settled by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRules:
    """The times for messages of one urgency, all counted from when the client wrote."""

    first_response: timedelta
    resolution: timedelta
    remind_after: tuple[timedelta, ...] = ()
    escalate_after: timedelta | None = None
    """After each such time the next in the chain is told as well; None: nobody else is."""
    repeat_every: timedelta | None = None
    """How often everybody told so far is told again, until somebody takes it."""
    around_the_clock: bool = False
    """Whether the office's hours do not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaRules:
    """What the firm asks of itself, from firm.yaml."""

    chain: tuple[ChainRole, ...] = DEFAULT_CHAIN
    """Who is told, first to last; at least one."""
    normal: UrgencyRules = UrgencyRules(
        first_response=timedelta(hours=4),
        resolution=timedelta(hours=24),
        remind_after=(timedelta(hours=2),),
        escalate_after=timedelta(hours=3),
    )
    high: UrgencyRules = UrgencyRules(
        first_response=timedelta(hours=1),
        resolution=timedelta(hours=8),
        remind_after=(timedelta(minutes=30),),
        escalate_after=timedelta(minutes=45),
    )
    emergency: UrgencyRules = UrgencyRules(
        first_response=timedelta(minutes=15),
        resolution=timedelta(hours=24),
        escalate_after=timedelta(minutes=5),
        repeat_every=timedelta(minutes=5),
        around_the_clock=True,
    )

    def of(self, urgency: Urgency) -> UrgencyRules:
        """The times for one urgency."""
        match urgency:
            case Urgency.NORMAL:
                return self.normal
            case Urgency.HIGH:
                return self.high
            case Urgency.EMERGENCY:
                return self.emergency


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that somebody must be told, and from when on."""

    name: str
    """Tells it from the other alarms of one waiting, such as `reminder-1`; names nobody."""
    kind: AlarmKind
    due: datetime
    to: tuple[ChainRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A client who waits, and what was done about it; what a conversation remembers of it.

    It ends, and is forgotten, when the matter is settled.
    """

    urgency: Urgency
    since: datetime
    """When the first of the messages was received."""
    taken: bool = False
    """Whether somebody of the firm has said that they see to it."""
    answered: bool = False
    """Whether a person has answered since."""
    raised: tuple[str, ...] = field(default=())
    """The names of the alarms that went out."""
    repeats: int = 0
    """The number of the last repetition that went out."""

    def with_raised(self, alarm: Alarm) -> "Waiting":
        """The same after an alarm went out."""
        repeats, raised = self.repeats, self.raised
        if alarm.kind is AlarmKind.REPEAT:
            repeats = max(repeats, _repetition(alarm.name))
        elif alarm.name not in raised:
            raised = (*raised, alarm.name)
        return Waiting(
            urgency=self.urgency,
            since=self.since,
            taken=self.taken,
            answered=self.answered,
            raised=raised,
            repeats=repeats,
        )


def alarms(
    urgency: Urgency, received_at: datetime, rules: SlaRules, hours: OpeningHours
) -> tuple[Alarm, ...]:
    """All alarms of a message that nobody takes or answers, but the repetitions; in order.

    Outside of the office's hours a message is told at once all the same: it disturbs nobody whose
    quiet hours these are, and whoever works late sees it. The times begin with the next opening.
    """
    of = rules.of(urgency)
    responsible, last = rules.chain[:1], rules.chain[-1:]
    found = [
        Alarm(name="waiting", kind=AlarmKind.WAITING, due=received_at, to=responsible),
        Alarm(
            name="overdue",
            kind=AlarmKind.OVERDUE,
            due=_due(received_at, of.first_response, of, hours),
            to=_each_once(*responsible, *last),
        ),
        Alarm(
            name="unresolved",
            kind=AlarmKind.UNRESOLVED,
            due=_due(received_at, of.resolution, of, hours),
            to=_each_once(*responsible, *last),
        ),
    ]
    for number, after in enumerate(of.remind_after, start=1):
        due = _due(received_at, after, of, hours)
        found.append(
            Alarm(name=f"reminder-{number}", kind=AlarmKind.REMINDER, due=due, to=responsible)
        )
    if of.escalate_after is not None:
        for step, role in enumerate(rules.chain[1:], start=1):
            due = _due(received_at, of.escalate_after * step, of, hours)
            found.append(
                Alarm(name=f"escalation-{step}", kind=AlarmKind.ESCALATION, due=due, to=(role,))
            )
    return tuple(sorted(found, key=lambda alarm: (alarm.due, _RANK[alarm.kind], alarm.name)))


def next_alarm(
    waiting: Waiting, now: datetime, rules: SlaRules, hours: OpeningHours
) -> Alarm | None:
    """The alarm that comes next, perhaps one that should have gone out by `now`; None: no more.

    Whoever raises an alarm goes on with `waiting.with_raised(alarm)`. Of repetitions that were
    missed while nothing ran only the latest is made up for.
    """
    left = [
        alarm
        for alarm in _heeding(waiting, alarms(waiting.urgency, waiting.since, rules, hours))
        if alarm.name not in waiting.raised
    ]
    repeat = _repeat(waiting, now, rules)
    candidates = [*left[:1], repeat] if repeat else left[:1]
    return min(candidates, key=lambda alarm: alarm.due, default=None)


def _heeding(waiting: Waiting, found: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """What is still to be said to whom, given what was done."""
    if not (waiting.taken or waiting.answered):
        return found
    kinds = {AlarmKind.UNRESOLVED}
    if not waiting.answered:
        kinds |= {AlarmKind.REMINDER, AlarmKind.OVERDUE}
    return tuple(
        Alarm(name=alarm.name, kind=alarm.kind, due=alarm.due, to=_to_holder(waiting, alarm))
        for alarm in found
        if alarm.kind in kinds
    )


def _to_holder(waiting: Waiting, alarm: Alarm) -> tuple[ChainRole, ...]:
    if not waiting.taken:
        return alarm.to
    # Whoever took it is asked in the place of who should have; the last of the chain still
    # hears of what is late.
    return _each_once(ChainRole.HOLDER, *alarm.to[1:])


def _repeat(waiting: Waiting, now: datetime, rules: SlaRules) -> Alarm | None:
    of = rules.of(waiting.urgency)
    if of.repeat_every is None or waiting.taken or waiting.answered:
        return None
    number = max(waiting.repeats + 1, (now - waiting.since) // of.repeat_every)
    due = waiting.since + of.repeat_every * number
    steps = len(rules.chain)
    if of.escalate_after is not None:
        steps = min(steps, 1 + (due - waiting.since) // of.escalate_after)
    return Alarm(
        name=f"{AlarmKind.REPEAT}-{number}",
        kind=AlarmKind.REPEAT,
        due=due,
        to=rules.chain[: steps if of.escalate_after is not None else 1],
    )


def _due(start: datetime, after: timedelta, of: UrgencyRules, hours: OpeningHours) -> datetime:
    return start + after if of.around_the_clock else hours.add(start, after)


def _repetition(name: str) -> int:
    return int(name.rpartition("-")[2])


def _each_once(*roles: ChainRole) -> tuple[ChainRole, ...]:
    return tuple(dict.fromkeys(roles))


# Of alarms that are due at one moment the milder go out first.
_RANK: Final = {kind: rank for rank, kind in enumerate(AlarmKind)}
