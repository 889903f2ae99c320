"""The sections of firm.yaml on hours, deadlines of answers, on-call and notifications."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.firm_policy import load
from adapters.holidays_id import holidays_around
from domain.business_time import OpenDay, OpeningHours, Season, Span
from domain.failures import Misconfigured
from domain.legal.zones import Zone
from domain.notifications import Channel, NotificationDefaults, QuietHours
from domain.on_call import OnCallDays, OnCallSchedule
from domain.policy import OUT_OF_HOURS, FirmPolicy
from domain.sla import ChainRole, SlaRules

_SHIPPED = Path(__file__).parents[2] / "firm.yaml"
_WHOLE = _SHIPPED.read_text(encoding="utf-8")
_START, _END = _WHOLE.index("\nopening_hours:"), _WHOLE.index("\ntexts:")
_OLD = _WHOLE[:_START] + _WHOLE[_END : _WHOLE.index("  # Said of a message that comes while")]
"""As a firm has it that was there before these sections."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def _load(folder: Path, *more: str) -> FirmPolicy:
    path = folder / "firm.yaml"
    path.write_text("\n".join((_OLD, *more)), encoding="utf-8")
    return load(path)


def test_an_old_file_still_loads_and_gets_what_is_usual(tmp_path: Path) -> None:
    policy = _load(tmp_path)
    assert policy.sla == SlaRules()
    assert policy.on_call.names() == ()
    assert policy.notifications == NotificationDefaults()
    assert policy.texts.out_of_hours == OUT_OF_HOURS
    assert policy.hours.week == OpeningHours().week
    assert date(2026, 12, 25) in policy.hours.closed
    assert policy.hours_of("Denpasar") == policy.hours_of(None) == policy.hours


def test_the_shipped_file_says_what_it_means() -> None:
    policy = load(_SHIPPED)
    friday = datetime(2026, 11, 27, 5, tzinfo=UTC)
    assert not policy.hours.is_open(friday)
    assert policy.hours.next_opening(friday) == datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
    assert policy.sla == SlaRules()
    assert policy.notifications.quiet_hours == QuietHours(begins=21 * 60, ends=6 * 60)
    assert len(policy.hours.around(friday).closed) < 60


def test_hours_holidays_and_offices_are_read(tmp_path: Path) -> None:
    policy = _load(
        tmp_path,
        "opening_hours:",
        "  zone: WITA",
        "  monday: [08.30-12:00, '13:00 - 24:00']",
        "  tuesday: closed",
        "  seasons: [{name: Ramadan, from: 2027-02-08, to: 2027-03-09, monday: 08:00-15:00}]",
        "  closed_on: [2026-12-31]",
        "  open_on: [{day: 2026-12-25, hours: 09:00-10:00}]",
        "  offices:",
        "    Jayapura: {zone: WIT, monday: closed}",
        "holidays: {national: false}",
    )
    split = (Span(opens=510, closes=720), Span(opens=780, closes=1440))
    usual = (Span(opens=540, closes=1020),)
    hours = policy.hours
    assert hours.zone is Zone.WITA
    assert hours.week == (split, (), usual, usual, usual, (), ())
    ramadan = (Span(opens=480, closes=900),)
    assert hours.seasons == (
        Season(first=date(2027, 2, 8), last=date(2027, 3, 9), week=(ramadan, *hours.week[1:])),
    )
    assert hours.closed == (date(2026, 12, 31),)
    assert hours.open_days == (
        OpenDay(on=date(2026, 12, 25), spans=(Span(opens=540, closes=600),)),
    )
    branch = policy.hours_of("Jayapura")
    assert (branch.zone, branch.week) == (Zone.WIT, ((), *hours.week[1:]))
    assert branch.closed == hours.closed


def test_sla_chain_and_on_call_are_read(tmp_path: Path) -> None:
    policy = _load(
        tmp_path,
        "sla: {normal: {first_response: 30m, remind_after: []}, high: {around_the_clock: true}}",
        "escalation: {chain: [on_call]}",
        "on_call:",
        "  rota: [Dewi Lestari, Budi]",
        "  since: 2026-11-23",
        "  days: [{from: 2026-12-24, to: 2026-12-25, name: Rina}]",
        "notifications: {channels: [webhook], quiet_hours: 22:00-05:30}",
    )
    assert policy.sla.chain == (ChainRole.ON_CALL,)
    assert policy.sla.normal.first_response == timedelta(minutes=30)
    assert policy.sla.normal.remind_after == ()
    assert policy.sla.normal.resolution == SlaRules().normal.resolution
    assert policy.sla.high.around_the_clock
    assert policy.sla.emergency == SlaRules().emergency
    assert policy.on_call == OnCallSchedule(
        rota=("Dewi Lestari", "Budi"),
        since=date(2026, 11, 23),
        dated=(OnCallDays(first=date(2026, 12, 24), last=date(2026, 12, 25), name="Rina"),),
    )
    assert policy.notifications == NotificationDefaults(
        channels=(Channel.WEBHOOK,), quiet_hours=QuietHours(begins=1320, ends=330)
    )


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["opening_hours:", "  monday: 9-5"], "opening_hours.monday"),
        (["opening_hours:", "  monday:"], "opening_hours.monday"),
        (["opening_hours:", "  monday: []"], "opening_hours.monday"),
        (["opening_hours:", "  monday: 17:00-09:00"], "opening_hours.monday"),
        (["opening_hours:", "  monday: 09:00-25:00"], "opening_hours.monday"),
        (["opening_hours:", "  monday: 09:00-17:99"], "opening_hours.monday"),
        (["opening_hours:", "  monday: [13:00-17:00, 09:00-12:00]"], "opening_hours.monday"),
        (["opening_hours:", "  zone: GMT"], "opening_hours.zone"),
        (["opening_hours:", "  closed_on: [20261231]"], "opening_hours.closed_on.0"),
        (
            ["opening_hours:", "  seasons:", "    - {from: 2027-03-09, to: 2027-02-08}"],
            "opening_hours.seasons.0",
        ),
        (["holidays:", "  country: ID"], "holidays.country"),
        (["sla:", "  normal:", "    first_response: soon"], "sla.normal.first_response"),
        (["escalation:", "  chain: []"], "escalation.chain"),
        (["escalation:", "  chain: [holder]"], "escalation.chain"),
        (["escalation:", "  chain: [deputy, deputy]"], "escalation.chain"),
        (["on_call:", "  rota: ['']"], "on_call.rota.0"),
        (
            ["on_call:", "  days:", "    - {from: 2026-12-25, to: 2026-12-24, name: Rina}"],
            "on_call.days.0",
        ),
        (["notifications:", "  channels: [fax]"], "notifications.channels.0"),
        (["notifications:", "  quiet_hours: 21:00-21:00"], "notifications.quiet_hours"),
        (["notifications:", "  quiet_hours: always"], "notifications.quiet_hours"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(
    tmp_path: Path, lines: list[str], place: str
) -> None:
    with pytest.raises(Misconfigured) as raised:
        _load(tmp_path, *lines)
    last = _OLD.count("\n") + 1 + len(lines)
    assert str(raised.value).startswith(f"{tmp_path / 'firm.yaml'}:{last}: {place}: ")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sla: {high: {resolution: 10m}}", "high: `resolution`"),
        ("sla: {normal: {remind_after: [4h]}}", "normal: `remind_after`"),
        (
            "\n  ".join(
                ("opening_hours:", *(f"{day}: closed" for day in _WEEKDAYS)),
            ),
            "open on some day",
        ),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        _load(tmp_path, line)


def test_a_receipt_that_does_not_say_when_is_refused(tmp_path: Path) -> None:
    text = _WHOLE.replace("akan ditangani mulai {opens}", "akan ditangani nanti")
    path = tmp_path / "firm.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"texts\.out_of_hours"):
        load(path)


def test_indonesias_holidays_are_known_and_joint_leave_is_a_choice() -> None:
    around = date(2026, 6, 1)
    national = holidays_around(around, joint_leave=False)
    everything = holidays_around(around, joint_leave=True)
    assert set(national) < set(everything)
    assert list(everything) == sorted(set(everything))
    for day in (date(2025, 8, 17), date(2026, 3, 21), date(2026, 12, 25), date(2027, 1, 1)):
        assert day in national
    assert date(2026, 12, 24) in everything
    assert date(2026, 12, 24) not in national
    assert {day.year for day in national} >= {2025, 2026, 2027, 2028, 2029}
