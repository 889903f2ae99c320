"""Dates and times as Indonesian papers, people and scanners write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.legal.dates import find_dates
from domain.legal.found import Doubt
from domain.legal.numerals import number_of
from domain.legal.relative_dates import find_relative_dates
from domain.legal.times import find_times
from domain.legal.zones import Zone

_WIB = ZoneInfo("Asia/Jakarta")
_SUNDAY = datetime(2026, 11, 22, 20, 0, tzinfo=_WIB)
_WEDNESDAY = _SUNDAY + timedelta(days=3)
_MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
]  # fmt: skip
_WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "iso", "doubts"),
    [
        ("Senin, 7 Desember 2026", "2026-12-07", []),
        ("hari Jum'at tanggal 4 Desember 2026", "2026-12-04", []),
        ("7 Des 2026", "2026-12-07", []),
        ("7-Des-2026", "2026-12-07", []),
        ("7Desember2026", "2026-12-07", []),
        ("2026-12-07", "2026-12-07", []),
        ("25-12-2026", "2026-12-25", []),
        ("07-12-2026", "2026-12-07", [Doubt.DAY_MONTH_AMBIGUOUS]),
        ("Senin, 07/12/2026", "2026-12-07", []),
        ("Minggu, 07/12/2026", "2026-12-07", [Doubt.DAY_MONTH_AMBIGUOUS, Doubt.WEEKDAY_DIFFERS]),
        ("07/12/26", "2026-12-07", [Doubt.YEAR_SHORT, Doubt.DAY_MONTH_AMBIGUOUS]),
        ("12/25/2026", "2026-12-25", [Doubt.MONTH_FIRST]),
        ("Selasa, 7 Desember 2026", "2026-12-07", [Doubt.WEEKDAY_DIFFERS]),
        ("7 Desernber 2O26", "2026-12-07", [Doubt.LETTERS_READ_AS_DIGITS]),
        ("7 Desember pukul 09.00 WIB", "--12-07", [Doubt.YEAR_MISSING]),
        ("29 Februari", "--02-29", [Doubt.YEAR_MISSING]),
        ("31 Februari 2026", "31 Februari 2026", [Doubt.DATE_IMPOSSIBLE]),
        ("7 Desember 1826", "1826-12-07", [Doubt.YEAR_IMPLAUSIBLE]),
        ("Hari : Senin\nTanggal : 7 Desember 2026", "2026-12-07", []),
        ("tanggal 7 (tujuh) bulan Desember tahun 2026", "2026-12-07", []),
        ("tanggal 7 (delapan) Desember 2026", "2026-12-07", [Doubt.WORDS_AND_FIGURES_DIFFER]),
        ("tujuh bulan Desember tahun dua ribu dua puluh enam", "2026-12-07", []),
        ("hari Senin tanggal tujuh Desember\nduaribu dua pu1uh enarn", "2026-12-07", []),
        ("tujuh Desember dua ribu dua puluh enam (07-12-2026)", "2026-12-07", []),
        (
            "tujuh Desember dua ribu dua puluh enam (08-12-2026)",
            "2026-12-07",
            [Doubt.WORDS_AND_FIGURES_DIFFER],
        ),
        ("7 s/d 9 Desember 2026", "2026-12-07/2026-12-09", []),
        ("28 November s.d. 2 Desember 2026", "2026-11-28/2026-12-02", []),
        ("9 sampai dengan 7 Desember 2026", "2026-12-09/2026-12-07", [Doubt.DATE_IMPOSSIBLE]),
    ],
)
def test_a_date_is_read_and_what_is_doubtful_is_said(
    text: str, iso: str, doubts: list[Doubt]
) -> None:
    (found,) = find_dates(text)
    assert found.iso == iso
    assert list(found.doubts) == doubts


@pytest.mark.parametrize(
    "text",
    [
        "Nomor: 01/12/2026/LAW", "12.30.45", "telepon 0812-3456-7890", "Il Mei", "dua tiga",
        "Rp 7.12.26", "pasal 7 ayat 12", "2026", "Senin", "bulan Desember 2026", "minggu depan",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == []
    assert find_relative_dates(text, at=_SUNDAY, zone=_WIB) == []


@given(day=_DAYS)
def test_a_full_date_with_its_weekday_has_no_doubt(day: date) -> None:
    text = f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
    (found,) = find_dates(f"pada hari {text} pukul 09.00 WIB")
    assert (found.value, found.doubts) == (day, ())


@given(day=_DAYS, weekday=st.sampled_from(_WEEKDAYS))
def test_a_weekday_that_is_not_the_dates_is_always_said(day: date, weekday: str) -> None:
    (found,) = find_dates(f"{weekday}, {day.day} {_MONTHS[day.month - 1]} {day.year}")
    assert (Doubt.WEEKDAY_DIFFERS in found.doubts) == (weekday != _WEEKDAYS[day.weekday()])


@pytest.mark.parametrize(
    ("text", "at", "day", "ambiguous"),
    [
        ("lusa", _SUNDAY, date(2026, 11, 24), False),
        ("besok pagi", _SUNDAY, date(2026, 11, 23), False),
        ("hari ini", _SUNDAY, date(2026, 11, 22), False),
        ("kemarin", _SUNDAY, date(2026, 11, 21), False),
        ("3 hari lagi", _SUNDAY, date(2026, 11, 25), False),
        ("Senin depan", _SUNDAY, date(2026, 11, 23), False),
        ("Senin depan", _WEDNESDAY, date(2026, 11, 30), False),
        ("Jumat depan", _WEDNESDAY, date(2026, 12, 4), True),
        ("hari Minggu depan", _WEDNESDAY, date(2026, 12, 6), True),
    ],
)
def test_a_date_told_from_today_is_said_to_be(
    text: str, at: datetime, day: date, *, ambiguous: bool
) -> None:
    (found,) = find_relative_dates(text, at=at, zone=_WIB)
    assert found.value == day
    assert Doubt.RELATIVE_DATE in found.doubts
    assert (Doubt.WEEK_AMBIGUOUS in found.doubts) == ambiguous


def test_tomorrow_depends_on_the_zone_of_who_says_it() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("UTC"))
    west, east = (
        find_relative_dates("besok", at=late, zone=ZoneInfo(zone.iana))[0].value
        for zone in (Zone.WIB, Zone.WIT)
    )
    assert (west, east) == (date(2026, 11, 23), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "normal", "doubts"),
    [
        ("pukul 09.00 WIB", "09:00 WIB", []),
        ("Pukul : 9:30 WITA", "09:30 WITA", []),
        ("09.00 s/d 12.00 WIT", "09:00-12:00 WIT", []),
        ("Pukul : O9.OO W1B", "09:00 WIB", [Doubt.LETTERS_READ_AS_DIGITS]),
        ("jam 9 pagi", "09:00", []),
        ("jam 2 siang", "14:00", []),
        ("jam 7 malam", "19:00", []),
        ("jam setengah 9 pagi", "08:30", []),
        ("jam 9 kurang seperempat pagi", "08:45", []),
        ("jam 9", "09:00", [Doubt.HALF_DAY_UNKNOWN]),
        ("jam 12 malam", "00:00", [Doubt.DAY_PART_DIFFERS]),
        ("21.00 pagi", "21:00", [Doubt.DAY_PART_DIFFERS]),
        ("pukul 25.00 WIB", "pukul 25.00 WIB", [Doubt.TIME_IMPOSSIBLE]),
        ("pukul 12.00-09.00", "12:00-09:00", [Doubt.TIME_IMPOSSIBLE]),
    ],
)
def test_a_time_is_read_and_what_is_doubtful_is_said(
    text: str, normal: str, doubts: list[Doubt]
) -> None:
    (found,) = find_times(text)
    assert found.normal == normal
    assert list(found.doubts) == doubts


def test_a_zone_is_never_supplied_in_silence() -> None:
    (bare,) = find_times("pukul 09.00")
    (named,) = find_times("pukul 09.00 WIB")
    assert bare.in_zone(None).doubts == (Doubt.ZONE_UNKNOWN,)
    assert bare.in_zone(Zone.WITA).normal == "09:00 WITA"
    assert bare.in_zone(Zone.WITA).doubts == (Doubt.ZONE_FROM_COURT,)
    assert named.in_zone(Zone.WITA).normal == "09:00 WIB"
    assert named.in_zone(Zone.WITA).doubts == (Doubt.ZONE_DIFFERS,)
    assert named.in_zone(Zone.WIB).doubts == ()


@pytest.mark.parametrize("text", ["Rp 10.30", "versi 10.30", "Pasal 10.30", "12.30.45"])
def test_a_number_alone_is_no_time(text: str) -> None:
    assert find_times(text) == []


_UNITS = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def _spelled(number: int) -> str:
    if number < 10:
        return _UNITS[number - 1] if number else ""
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{_UNITS[number - 11]} belas"
    for size, one, name in ((10**9, "satu miliar", "miliar"), (10**6, "satu juta", "juta"),
                            (1000, "seribu", "ribu"), (100, "seratus", "ratus"),
                            (10, "", "puluh")):  # fmt: skip
        if number >= size:
            count, rest = divmod(number, size)
            lead = one if count == 1 else f"{_spelled(count)} {name}"
            return f"{lead} {_spelled(rest)}".strip()
    return ""


@given(number=st.integers(1, 10**12 - 1), spaced=st.booleans())
def test_every_spelled_number_is_read(number: int, *, spaced: bool) -> None:
    words = _spelled(number)
    assert number_of(words if spaced else words.replace(" ", "")) == number


@pytest.mark.parametrize("words", ["", "dua tiga", "puluh dua", "ribu", "belas", "juta ribu"])
def test_words_that_are_no_number_are_none(words: str) -> None:
    assert number_of(words) is None
