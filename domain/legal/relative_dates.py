"""Dates that are told from today: `besok pagi`, `lusa`, `Senin depan`, `3 hari lagi`."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from domain.legal.calendar_words import weekday_of
from domain.legal.dates import DateMention
from domain.legal.found import Doubt
from domain.legal.lookalikes import any_of

_DAYS_AWAY: Final = {
    "hari ini": 0, "malam ini": 0, "sore ini": 0, "siang ini": 0, "pagi ini": 0, "besok lusa": 2,
    "besok": 1, "esok": 1, "lusa": 2, "kemarin lusa": -2, "kemarin dulu": -2, "kemarin": -1,
}  # fmt: skip
_WEEK: Final = 7
# Minggu is a week as well as a Sunday: only `hari Minggu` is the day.
_WEEKDAY: Final = any_of("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu")
_AWAY: Final = "|".join(each.replace(" ", r"\s{1,3}") for each in _DAYS_AWAY)
_RELATIVE: Final = re.compile(
    r"\b(?:"
    rf"(?P<away>{_AWAY})\b"
    rf"|(?P<weekday>{_WEEKDAY}|(?<=hari\s)minggu)\s{{1,3}}"
    r"(?:(?P<next>depan|mendatang|yang\s{1,3}akan\s{1,3}datang|yad)|(?P<this>ini|besok))\b"
    r"|(?P<count>[0-9]{1,3})\s{1,3}hari\s{1,3}lagi\b)",
    re.IGNORECASE | re.ASCII,
)


def find_relative_dates(text: str, *, at: datetime, zone: tzinfo) -> list[DateMention]:
    """Every date told from today, `at` being the moment it was said and `zone` the sayer's.

    All carry the doubt `RELATIVE_DATE`: who reads them knows whether `at` is when it was said.
    """
    today = at.astimezone(zone).date()
    return [mention for match in _RELATIVE.finditer(text) if (mention := _mention(match, today))]


def _mention(match: re.Match[str], today: date) -> DateMention | None:
    doubts = [Doubt.RELATIVE_DATE]
    if match["weekday"]:
        weekday = weekday_of(match["weekday"]) or 0
        away = (weekday - today.weekday()) % _WEEK
        if match["next"]:
            coming = away or _WEEK
            # That of the next week; for some speakers it is the coming one.
            away = _WEEK - today.weekday() + weekday
            if coming != away:
                doubts.append(Doubt.WEEK_AMBIGUOUS)
    elif match["count"]:
        away = int(match["count"])
    else:
        away = _DAYS_AWAY[" ".join(match["away"].lower().split())]
    try:
        value = today + timedelta(days=away)
    except OverflowError:
        return None
    return DateMention(
        start=match.start(),
        end=match.end(),
        written=match.group(),
        value=value,
        doubts=tuple(doubts),
    )
