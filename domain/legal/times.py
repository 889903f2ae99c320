"""Times of day as Indonesian papers and people write them, with the zone that they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from domain.legal.found import Doubt
from domain.legal.lookalikes import as_digits, blurred
from domain.legal.zones import Zone

_FLAGS: Final = re.IGNORECASE | re.ASCII
_DIGIT: Final = "[0-9OoIl|!]"
_ZONE: Final = rf"(?:\s{{0,3}}\(?(?P<zone>{blurred('wib')}|{blurred('wita')}|{blurred('wit')})\b)?"
_PART: Final = r"(?:\s{1,3}(?P<part>pagi|siang|sore|petang|malam)\b)?"
_TO: Final = r"\s{0,3}(?:s\s?/\s?d|s\.\s?d\.?|sampai(?:\s{1,3}dengan)?|hingga|-)\s{0,3}"
_UNTIL: Final = (
    rf"(?:{_TO}(?:pukul\s{{1,3}}|jam\s{{1,3}})?(?P<until>[0-9]{{1,2}}[.:][0-9]{{2}})(?![0-9.]))?"
)
_CLOCK: Final = re.compile(
    rf"(?:\b(?P<said>pukul|pkl|jam|waktu)[\s:.]{{0,6}}|(?<![\w.,:/-]))"
    rf"(?P<hour>{_DIGIT}{{1,2}})\s?[.:,]\s?(?P<minute>{_DIGIT}{{2}})(?:[.:][0-9]{{2}})?(?![\w/]|[.,:][0-9])"
    rf"{_UNTIL}{_PART}{_ZONE}",
    _FLAGS,
)
_SAID: Final = re.compile(
    rf"\b(?:pukul|pkl|jam)[\s:.]{{1,4}}(?P<half>setengah\s{{1,3}})?(?P<hour>[0-9]{{1,2}})(?![\w/]|[.,:][0-9])"
    r"(?:\s{1,3}(?P<shift>lewat|lebih|kurang)\s{1,3}(?:(?P<minutes>[0-9]{1,2})\b|(?P<quarter>seperempat)))?"
    rf"{_PART}{_ZONE}",
    _FLAGS,
)
# What a part of the day covers, on the 24-hour clock; 1 is one at night, 13 is one at noon.
_PARTS: Final = {
    "pagi": range(1, 12),
    "siang": range(10, 16),
    "sore": range(14, 19),
    "petang": range(15, 20),
    "malam": range(18, 24),
}
_NOON: Final = 12
_HOURS: Final = 24
_MINUTES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time of day in a text. `value` is None where it is none; `zone` where none is named."""

    start: int
    end: int
    written: str
    value: time | None
    until: time | None = None
    zone: Zone | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def normal(self) -> str:
        """`09:00 WIB`, `09:00-12:00 WIB`, without a zone `09:00`, else what is written."""
        if self.value is None:
            return " ".join(self.written.split())
        until = f"-{self.until:%H:%M}" if self.until else ""
        return f"{self.value:%H:%M}{until}{f' {self.zone}' if self.zone else ''}"

    def in_zone(self, court: Zone | None) -> "TimeMention":
        """The same with the zone of the court's city where it names none; both are said."""
        if self.zone is None:
            doubt = Doubt.ZONE_FROM_COURT if court else Doubt.ZONE_UNKNOWN
            return replace(self, zone=court, doubts=(*self.doubts, doubt))
        if court and court is not self.zone:
            return replace(self, doubts=(*self.doubts, Doubt.ZONE_DIFFERS))
        return self


def find_times(text: str) -> list[TimeMention]:
    """Every time of day in the order written: what follows `pukul`, or a zone or part of a day."""
    found = [*_clock_times(text), *_said_times(text)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    apart: list[TimeMention] = []
    for mention in found:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return apart


def _clock_times(text: str) -> Iterator[TimeMention]:
    for match in _CLOCK.finditer(text):
        if not (match["said"] or match["zone"] or match["part"]):
            # 10.30 alone is an amount, a section or a version as well.
            continue
        hour, hour_letters = as_digits(match["hour"])
        minute, minute_letters = as_digits(match["minute"])
        letters = hour_letters or minute_letters
        yield _mention(
            match,
            hour=int(hour),
            minute=int(minute),
            doubts=[Doubt.LETTERS_READ_AS_DIGITS] if letters else [],
            until=match["until"],
        )


def _said_times(text: str) -> Iterator[TimeMention]:
    for match in _SAID.finditer(text):
        shift = 15 if match["quarter"] else int(match["minutes"] or 0)
        before = (match["shift"] or "").lower() == "kurang"
        minutes = int(match["hour"]) * _MINUTES + (-shift if before else shift)
        if match["half"]:
            # `setengah sembilan` is half an hour before nine.
            minutes -= 30
        unsaid = not match["part"] and 1 <= int(match["hour"]) <= _NOON
        yield _mention(
            match,
            hour=minutes // _MINUTES,
            minute=minutes % _MINUTES,
            # `jam 9` is also nine in the evening; `pukul 09.00` is a paper's, of 24 hours.
            doubts=[Doubt.HALF_DAY_UNKNOWN] if unsaid else [],
        )


def _mention(
    match: re.Match[str], *, hour: int, minute: int, doubts: list[Doubt], until: str | None = None
) -> TimeMention:
    part = (match["part"] or "").lower()
    if part:
        hour, fits = _in_part(hour, part)
        if not fits:
            doubts.append(Doubt.DAY_PART_DIFFERS)
    value = _time(hour, minute)
    last = _time(*(int(each) for each in re.split("[.:]", until))) if until else None
    if value is None or (until and (last is None or last <= value)):
        doubts.append(Doubt.TIME_IMPOSSIBLE)
    return TimeMention(
        start=match.start(),
        end=match.end(),
        written=match.group(),
        value=value,
        until=last,
        zone=_zone(match["zone"]),
        doubts=tuple(doubts),
    )


def _in_part(hour: int, part: str) -> tuple[int, bool]:
    """An hour on the 24-hour clock, and whether that part of the day has it."""
    covered = _PARTS[part]
    if hour in covered or hour >= _HOURS:
        return hour, hour in covered
    if hour + _NOON in covered:
        return hour + _NOON, True
    # `jam 12 malam`, `jam 2 malam`: which day it belongs to must be asked.
    return (0 if part == "malam" and hour == _NOON else hour), False


def _time(hour: int, minute: int) -> time | None:
    if 0 <= hour < _HOURS and 0 <= minute < _MINUTES:
        return time(hour, minute)
    return None


def _zone(written: str | None) -> Zone | None:
    if not written:
        return None
    letters = written.upper()
    if letters.endswith("TA"):
        return Zone.WITA
    return Zone.WIT if letters.endswith("T") else Zone.WIB
