"""The day and hour a paper calls somebody to, told apart from the other dates it carries."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from domain.legal.dates import DateMention, find_dates
from domain.legal.day_senses import moved_from
from domain.legal.found import Doubt, Field, FieldName
from domain.legal.pages import Page
from domain.legal.times import TimeMention, find_times
from domain.legal.zones import Zone

_FLAGS: Final = re.IGNORECASE | re.ASCII
_BEFORE: Final = 70
_AFTER: Final = 160
# What stands before a date that is not the one called to: when it was written or decided.
_WRITTEN: Final = re.compile(
    r"(?:hari\s{1,3}ini\W{0,4}|tertanggal\W{0,4}|(?:surat|putusan|penetapan|nomor|laporan|lahir)"
    r"[^\n]{0,60}tanggal\W{0,6})(?:[a-z']{1,8}\W{0,4})?(?:tanggal\s{1,3})?\Z",
    _FLAGS,
)
# `Jakarta, 25 November 2026` at the start of a line.
_SIGNED: Final = re.compile(r"(?:^|\n)[ \t]{0,60}[A-Z][A-Za-z .]{2,30},\s{0,3}(?:tanggal\s)?\Z")
# `hari ini Rabu, 25 November`: the weekday is part of the date.
_TODAY: Final = re.compile(r"hari\s{1,3}ini\W{0,4}(?:tanggal\s{1,3})?\Z", _FLAGS)
_CALLED: Final = re.compile(
    r"(?:sidang|menghadap|hadir|datang|pada\s{1,3}hari|hari\s{0,3}[/,&]?\s{0,3}(?:dan\s{1,3})?"
    r"(?:tanggal|tgl)?\s{0,3}:)",
    _FLAGS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    page: Page
    mention: DateMention
    weight: int
    time: TimeMention | None


def appointment(
    pages: Sequence[Page],
    *,
    day: FieldName,
    hour: FieldName,
    zone: Zone | None,
    today: date,
) -> list[Field]:
    """The date and time called to; several where the text does not tell which, all doubted."""
    proposed = [each for page in pages for each in _proposed(page)]
    best = max((each.weight for each in proposed), default=0)
    if best < 1:
        return []
    chosen = [each for each in proposed if each.weight == best]
    days = {each.mention.iso for each in chosen}
    doubts = (Doubt.SEVERAL_CANDIDATES,) if len(days) > 1 else ()
    fields: list[Field] = []
    for each in chosen:
        fields.append(date_field(each.page, day, each.mention, today=today, doubts=doubts))
        if each.time:
            fields.append(time_field(each.page, hour, each.time.in_zone(zone), doubts=doubts))
        if not doubts:
            break
    return fields


def date_field(
    page: Page,
    name: FieldName,
    mention: DateMention,
    *,
    today: date | None = None,
    doubts: Sequence[Doubt] = (),
) -> Field:
    """A date as a field; with `today`, one that has passed is doubted."""
    last = mention.until or mention.value
    past = (Doubt.DATE_PAST,) if today and last and last < today else ()
    found = (*mention.doubts, *doubts, *past)
    # The line of the day itself: a weekday may stand on the line before.
    figures = re.search(r"[0-9]", mention.written)
    place = mention.start + (figures.start() if figures else 0)
    return page.field(name, mention.iso, place, doubts=found)


def time_field(
    page: Page, name: FieldName, mention: TimeMention, *, doubts: Sequence[Doubt] = ()
) -> Field:
    """A time as a field."""
    return page.field(name, mention.normal, mention.start, doubts=(*mention.doubts, *doubts))


def written_date(pages: Sequence[Page]) -> list[Field]:
    """When a paper says it was written: `Jakarta, 25 November 2026`, or `pada hari ini …`."""
    for page in pages:
        for mention in find_dates(page.text):
            before = page.text[max(mention.start - _BEFORE, 0) : mention.start]
            if _SIGNED.search(before) or _TODAY.search(before):
                return [date_field(page, FieldName.LETTER_DATE, mention)]
    return []


def today_in(at: datetime, zone: tzinfo) -> date:
    """The day of a moment in a zone."""
    return at.astimezone(zone).date()


def _proposed(page: Page) -> list[_Proposed]:
    times = find_times(page.text)
    starts = [each.start for each in times]
    found: list[_Proposed] = []
    dates = find_dates(page.text)
    moved = moved_from(page.text, dates)
    for mention in dates:
        before = page.text[max(mention.start - _BEFORE, 0) : mention.start]
        at = bisect_left(starts, mention.end)
        near = at < len(times) and starts[at] - mention.end <= _AFTER
        time = times[at] if near else None
        weight = (2 if time else 0) + (1 if _CALLED.search(before) else 0)
        if _WRITTEN.search(before) or _SIGNED.search(before) or mention.start in moved:
            weight -= 3
        found.append(_Proposed(page=page, mention=mention, weight=weight, time=time))
    return found
