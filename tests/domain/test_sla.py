"""Who is told that a client waits, when, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.analysis import Urgency
from domain.business_time import OpeningHours
from domain.sla import (
    Alarm,
    AlarmKind,
    ChainRole,
    SlaRules,
    UrgencyRules,
    Waiting,
    alarms,
    next_alarm,
)

_HOURS = OpeningHours()
_RULES = SlaRules()
_MONDAY_NINE = datetime(2026, 11, 23, 2, tzinfo=UTC)
_SATURDAY_NIGHT = datetime(2026, 11, 28, 16, tzinfo=UTC)
_LAWYER, _DEPUTY, _ON_CALL = _RULES.chain

_DURATIONS = st.timedeltas(timedelta(minutes=30), timedelta(hours=30))
_RULES_OF_ONE = st.builds(
    UrgencyRules,
    first_response=_DURATIONS,
    resolution=_DURATIONS,
    remind_after=st.lists(_DURATIONS, max_size=3).map(tuple),
    escalate_after=st.none() | _DURATIONS,
    repeat_every=st.none() | _DURATIONS,
    around_the_clock=st.booleans(),
)
_CHAINS = st.lists(
    st.sampled_from([_LAWYER, _DEPUTY, _ON_CALL]), min_size=1, max_size=3, unique=True
).map(tuple)
_ALL_RULES = st.builds(
    SlaRules, chain=_CHAINS, normal=_RULES_OF_ONE, high=_RULES_OF_ONE, emergency=_RULES_OF_ONE
)
_MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 -- aware
)  # fmt: skip


def _waiting(urgency: Urgency, since: datetime = _MONDAY_NINE) -> Waiting:
    return Waiting(urgency=urgency, since=since)


def _play(
    waiting: Waiting, until: datetime, rules: SlaRules = _RULES, hours: OpeningHours = _HOURS
) -> tuple[list[Alarm], Waiting]:
    """What goes out while nobody does anything, as a workflow would have it."""
    out: list[Alarm] = []
    now = waiting.since
    while (alarm := next_alarm(waiting, now, rules, hours)) and alarm.due <= until:
        now = max(now, alarm.due)
        out.append(alarm)
        waiting = waiting.with_raised(alarm)
    return out, waiting


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(Urgency), _MOMENTS, _ALL_RULES)
def test_every_alarm_has_somebody_to_tell_and_comes_in_order(
    urgency: Urgency, received: datetime, rules: SlaRules
) -> None:
    found = alarms(urgency, received, rules, _HOURS)
    assert found[0].due == received
    assert all(alarm.to for alarm in found)
    assert [alarm.due for alarm in found] == sorted(alarm.due for alarm in found)
    assert len({alarm.name for alarm in found}) == len(found)
    assert {alarm.kind for alarm in found} >= {
        AlarmKind.WAITING, AlarmKind.OVERDUE, AlarmKind.UNRESOLVED,
    }  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(Urgency), _MOMENTS, _ALL_RULES)
def test_each_alarm_goes_out_once_and_then_there_are_no_more(
    urgency: Urgency, received: datetime, rules: SlaRules
) -> None:
    out, waiting = _play(_waiting(urgency, received), received + timedelta(days=2), rules)
    names = [alarm.name for alarm in out]
    assert len(set(names)) == len(names)
    assert [alarm.due for alarm in out] == sorted(alarm.due for alarm in out)
    settled = Waiting(
        urgency=urgency, since=received, answered=True, raised=(*waiting.raised, "unresolved")
    )
    assert next_alarm(settled, received + timedelta(days=30), rules, _HOURS) is None


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(Urgency), _MOMENTS, _ALL_RULES, st.timedeltas(timedelta(), timedelta(8)))
def test_what_was_missed_is_told_and_repetitions_only_once(
    urgency: Urgency, received: datetime, rules: SlaRules, outage: timedelta
) -> None:
    now = received + outage
    waiting = _waiting(urgency, received)
    late: list[Alarm] = []
    while (alarm := next_alarm(waiting, now, rules, _HOURS)) and alarm.due <= now:
        late.append(alarm)
        waiting = waiting.with_raised(alarm)
    assert [alarm for alarm in late if alarm.kind is not AlarmKind.REPEAT] == [
        alarm for alarm in alarms(urgency, received, rules, _HOURS) if alarm.due <= now
    ]
    assert sum(alarm.kind is AlarmKind.REPEAT for alarm in late) <= 1


def test_the_chain_to_its_end_in_open_hours() -> None:
    out, _ = _play(_waiting(Urgency.NORMAL), _MONDAY_NINE + timedelta(days=7))
    hours = [(alarm.kind, alarm.to, alarm.due - _MONDAY_NINE) for alarm in out]
    assert hours == [
        (AlarmKind.WAITING, (_LAWYER,), timedelta()),
        (AlarmKind.REMINDER, (_LAWYER,), timedelta(hours=2)),
        (AlarmKind.ESCALATION, (_DEPUTY,), timedelta(hours=3)),
        (AlarmKind.OVERDUE, (_LAWYER, _ON_CALL), timedelta(hours=4)),
        (AlarmKind.ESCALATION, (_ON_CALL,), timedelta(hours=6)),
        (AlarmKind.UNRESOLVED, (_LAWYER, _ON_CALL), timedelta(days=2, hours=8)),
    ]


def test_at_night_the_times_begin_with_the_next_opening() -> None:
    overdue = next(
        alarm
        for alarm in alarms(Urgency.NORMAL, _SATURDAY_NIGHT, _RULES, _HOURS)
        if alarm.kind is AlarmKind.OVERDUE
    )
    assert overdue.due == datetime(2026, 11, 30, 6, tzinfo=UTC)


def test_an_emergency_at_night_is_told_at_once_and_until_somebody_takes_it() -> None:
    out, waiting = _play(
        _waiting(Urgency.EMERGENCY, _SATURDAY_NIGHT), _SATURDAY_NIGHT + timedelta(minutes=21)
    )
    told = [(alarm.name, alarm.to, (alarm.due - _SATURDAY_NIGHT).seconds // 60) for alarm in out]
    everybody = (_LAWYER, _DEPUTY, _ON_CALL)
    assert told == [
        ("waiting", (_LAWYER,), 0),
        ("escalation-1", (_DEPUTY,), 5),
        ("repeat-1", (_LAWYER, _DEPUTY), 5),
        ("escalation-2", (_ON_CALL,), 10),
        ("repeat-2", everybody, 10),
        ("overdue", (_LAWYER, _ON_CALL), 15),
        ("repeat-3", everybody, 15),
        ("repeat-4", everybody, 20),
    ]
    taken = Waiting(
        urgency=Urgency.EMERGENCY, since=_SATURDAY_NIGHT, taken=True, raised=waiting.raised
    )
    left = next_alarm(taken, _SATURDAY_NIGHT + timedelta(minutes=21), _RULES, _HOURS)
    assert left is not None
    assert (left.kind, left.to) == (AlarmKind.UNRESOLVED, (ChainRole.HOLDER, _ON_CALL))


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(Urgency), _MOMENTS, _ALL_RULES, st.booleans())
def test_whoever_took_it_is_reminded_and_nobody_else_is_sent_after(
    urgency: Urgency,
    received: datetime,
    rules: SlaRules,
    answered: bool,  # noqa: FBT001 -- drawn
) -> None:
    waiting = Waiting(urgency=urgency, since=received, taken=True, answered=answered)
    out, _ = _play(waiting, received + timedelta(days=60), rules)
    kinds = {alarm.kind for alarm in out}
    assert kinds <= {AlarmKind.REMINDER, AlarmKind.OVERDUE, AlarmKind.UNRESOLVED}
    assert not answered or kinds == {AlarmKind.UNRESOLVED}
    assert all(alarm.to[0] is ChainRole.HOLDER for alarm in out)


@pytest.mark.parametrize("value", [_RULES, _waiting(Urgency.EMERGENCY)])
async def test_rules_and_what_waits_travel_through_temporal(value: SlaRules | Waiting) -> None:
    payloads = await pydantic_data_converter.encode([value])
    assert await pydantic_data_converter.decode(payloads, [type(value)]) == [value]
