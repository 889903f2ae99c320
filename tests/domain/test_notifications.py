"""Who is on call, who sleeps, and what a notification says."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.analysis import Language, Urgency
from domain.business_time import zone_time
from domain.ids import ConversationId, LawyerId
from domain.legal.zones import Zone
from domain.notifications import (
    ADDRESS,
    NotificationKind,
    QuietHours,
    kind_of,
    notification_id,
    notification_text,
)
from domain.on_call import OnCallDays, OnCallSchedule
from domain.sla import AlarmKind

_CONVERSATION = ConversationId("3f2a91c0" + "0" * 24)
_MINUTES = st.integers(0, 1439)
_MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 -- aware
)  # fmt: skip


@given(_MOMENTS, _MINUTES, _MINUTES, st.sampled_from(Zone))
def test_quiet_hours_end_within_a_day_and_at_their_end_nobody_sleeps(
    at: datetime, begins: int, ends: int, zone: Zone
) -> None:
    quiet = QuietHours(begins=begins, ends=(begins + 1 if begins == ends else ends) % 1440)
    end = quiet.end_at(at, zone)
    if end is None:
        return
    assert at < end <= at + timedelta(days=1)
    assert quiet.end_at(end, zone) is None
    just_before = end - timedelta(microseconds=1)
    assert quiet.end_at(just_before, zone) == end


@pytest.mark.parametrize(
    ("local", "ends"),
    [("20:59", None), ("21:00", "06:00"), ("23:59", "06:00"), ("05:59", "06:00"), ("06:00", None)],
)
def test_quiet_hours_go_over_midnight(local: str, ends: str | None) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{local}").replace(tzinfo=zone_time(Zone.WITA))
    end = QuietHours(begins=21 * 60, ends=6 * 60).end_at(at, Zone.WITA)
    assert (end and f"{end.astimezone(zone_time(Zone.WITA)):%H:%M}") == ends


def test_each_is_on_call_for_a_week_and_a_day_named_counts_more() -> None:
    schedule = OnCallSchedule(
        rota=("Dewi", "Budi"),
        since=date(2026, 11, 23),
        dated=(OnCallDays(first=date(2026, 12, 24), last=date(2026, 12, 25), name="Rina"),),
    )

    def on(day: date) -> str | None:
        return schedule.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    assert [on(date(2026, 11, day)) for day in (22, 23, 29, 30)] == ["Budi", "Dewi", "Dewi", "Budi"]
    assert [on(date(2026, 12, day)) for day in (23, 24, 25, 26)] == ["Dewi", "Rina", "Rina", "Dewi"]
    assert schedule.names() == ("Dewi", "Budi", "Rina")
    # It is still Sunday in London, and Monday in Jakarta.
    assert schedule.at(datetime(2026, 11, 22, 17, tzinfo=UTC)) == "Dewi"


def test_nobody_is_on_call_where_nobody_is_named() -> None:
    assert OnCallSchedule().at(datetime(2026, 11, 24, tzinfo=UTC)) is None


def test_a_schedule_shows_no_names() -> None:
    day = OnCallDays(first=date(2026, 1, 1), last=date(2026, 1, 1), name="Rina")
    assert not re.search("Dewi|Rina", repr(OnCallSchedule(rota=("Dewi",), dated=(day,))))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NotificationKind))
def test_every_kind_has_its_sentence(kind: NotificationKind, language: Language) -> None:
    text = notification_text(kind, _CONVERSATION, language)
    assert text[-1] in ".?"
    assert ("3f2a91c0…" in text) == (kind is not NotificationKind.NUMBER_STOPPED)
    assert "{" not in notification_text(kind, None, language)


def test_an_emergency_is_told_as_one() -> None:
    assert kind_of(AlarmKind.REPEAT, Urgency.EMERGENCY) is NotificationKind.EMERGENCY
    assert kind_of(AlarmKind.WAITING, Urgency.EMERGENCY) is NotificationKind.EMERGENCY
    assert kind_of(AlarmKind.WAITING, Urgency.HIGH) is NotificationKind.MESSAGE_WAITING
    for alarm in AlarmKind:
        for urgency in Urgency:
            assert kind_of(alarm, urgency) in NotificationKind


def test_a_notification_is_the_same_for_the_same_person_and_reason_only() -> None:
    someone, other = LawyerId("a" * 32), LawyerId("b" * 32)
    one = notification_id("7/overdue", _CONVERSATION, someone)
    assert one == notification_id("7/overdue", _CONVERSATION, someone)
    assert re.fullmatch("[0-9a-f]{32}", one)
    assert one != notification_id("7/overdue", _CONVERSATION, other)
    assert one != notification_id("7/unresolved", _CONVERSATION, someone)
    assert one != notification_id("7/overdue", None, someone)


@pytest.mark.parametrize("address", ["dewi@firm.example", "d.l+hub@mail.firm.co.id"])
def test_an_address_is_one(address: str) -> None:
    assert re.fullmatch(ADDRESS, address, re.ASCII)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "dewi",
        "dewi@firm",
        "a@b.c\nBcc: x@y.z",
        "a b@c.de",
        "a@b.de,c@d.ef",
        "<a@b.de>",
        "@b.de",
    ],
)
def test_what_could_be_read_otherwise_is_no_address(address: str) -> None:
    assert not re.fullmatch(ADDRESS, address, re.ASCII)
