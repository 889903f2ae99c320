"""What a day in a text is not: born on, moved away from, gone by, or the start of a period."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.documents import PageText
from domain.legal.calendar_words import WEEKDAY
from domain.legal.dates import DateMention, find_dates
from domain.legal.pages import as_page
from domain.legal.relative_dates import find_relative_dates

_FLAGS: Final = re.IGNORECASE | re.ASCII
_BEFORE: Final = 80
_AFTER: Final = 40

_STOP: Final = re.compile(r"[\n;.!?0-9]")
_TGL: Final = re.compile(r"\b(?P<word>tgl|tg|pd)\.", _FLAGS)
_BORN: Final = re.compile(
    r"\b(?:(?:ke)?lahir(?:an)?|ttl|born|birth|dob)\b(?P<between>.{0,40})\Z", _FLAGS
)
_DUTY: Final = re.compile(
    r"\b(?:\w*sidang\w*|mediasi|banding|kasasi|verzet|\w*panggil\w*|hadir|menghadap|batas|tenggat|"
    r"tenggang|lambat|tempo|polisi|polres|diperiksa|perkara|put\w*|hearing|court|deadline)\b",
    _FLAGS,
)
"""Between a birth and a day: the day is for something else."""
_GONE: Final = re.compile(
    rf"\b(?:kemarin|kemaren|yesterday)[\s,(]{{0,3}}(?:{WEEKDAY})?\W*\Z", _FLAGS
)
_FROM: Final = re.compile(r"\b(?:dari|semula|from)\b[^,]{0,30}\Z", _FLAGS)
_TO: Final = re.compile(r"\b(?:ke|menjadi|jadi|to)\b[^\n;!?]{0,25}\Z", _FLAGS)
_MOVED: Final = re.compile(
    r"\b(?:ditunda|diundur(?:kan)?|dipindah(?:kan)?|digeser|dimajukan|dijadwal(?:kan)?\s{1,3}ulang|"
    r"postponed|moved|rescheduled)\b",
    _FLAGS,
)
_OTHER_CLAUSE: Final = re.compile(r"[\n;!?]|\b(?:dan|sidang|and)\b", _FLAGS)
_LONGEST_MOVE: Final = 80

# What is done with a decision on the day from which its period runs.
_TAKEN: Final = re.compile(
    r"\b(?:(?:di|me|ke)?(?:terima|nerima|bacakan|ucapkan|jatuhkan|beritahukan|sampaikan)(?:kan|nya)?|"
    r"(?:di|me)?(?:putus|mutus)(?:kan)?|keluar|turun|received|served|pronounced|delivered|"
    r"handed\s{1,3}down|notified)\b",
    _FLAGS,
)
_DECISION: Final = re.compile(
    r"\b(?:putusan(?:nya)?|vonis(?:nya)?|penetapan|verdict|judge?ment|decision)\b", _FLAGS
)
_LIMIT: Final = re.compile(
    r"\b(?:batas\w*|tenggat\w*|tenggang|terakhir|(?:paling|se)\s?lambat\w*|jatuh\s{1,3}tempo|"
    r"maksimal|sebelum|sampai|hingga|deadline|until|before|by|due|last)\b",
    _FLAGS,
)


class DaySense(StrEnum):
    """What a day stands for, where it is not simply one to come."""

    BORN = "born"
    MOVED_FROM = "moved_from"
    """X of `dari X ke Y`."""
    GONE = "gone"
    """`kemarin`, whatever the date says."""
    START = "start"
    """When a decision was given or received: a period runs from it."""


_EVERY_TIME: Final = frozenset({DaySense.BORN, DaySense.MOVED_FROM})


def day_senses(page: PageText, *, at: datetime, zone: tzinfo) -> Mapping[str, frozenset[DaySense]]:
    """What the days of a page stand for, each by its normal form.

    A day that is mentioned several times is one of birth, or one moved from, only where it is that
    every time.
    """
    text = as_page(page).text
    dates = find_dates(text)
    moved = moved_from(text, dates)
    found: dict[str, list[frozenset[DaySense]]] = {}
    for mention in (*dates, *find_relative_dates(text, at=at, zone=zone)):
        senses = _senses(text, mention, moved=mention.start in moved)
        found.setdefault(mention.iso, []).append(senses)
    return {iso: _together(each) for iso, each in found.items()}


def moved_from(text: str, dates: Sequence[DateMention]) -> frozenset[int]:
    """Where the days begin from which something was moved to the day that is written next."""
    return frozenset(
        first.start
        for first, second in pairwise(dates)
        if _moves(_clause(text, first.start), text[first.end : second.start])
    )


def _together(mentions: Sequence[frozenset[DaySense]]) -> frozenset[DaySense]:
    def told(sense: DaySense) -> bool:
        each = [sense in senses for senses in mentions]
        return all(each) if sense in _EVERY_TIME else any(each)

    return frozenset(sense for sense in DaySense if told(sense))


def _moves(before: str, between: str) -> bool:
    if len(between) > _LONGEST_MOVE or _OTHER_CLAUSE.search(between):
        return False
    return bool(_TO.search(between) and (_FROM.search(before) or _MOVED.search(between)))


def _senses(text: str, mention: DateMention, *, moved: bool) -> frozenset[DaySense]:
    before = _clause(text, mention.start)
    after = _STOP.split(text[mention.end : mention.end + _AFTER], maxsplit=1)[0]
    born = _BORN.search(before)
    told = {
        DaySense.BORN: born is not None and not _DUTY.search(born["between"]),
        DaySense.MOVED_FROM: moved,
        DaySense.GONE: _GONE.search(before) is not None,
        DaySense.START: _starts(before, after),
    }
    return frozenset(sense for sense, so in told.items() if so)


def _starts(before: str, after: str) -> bool:
    """Whether a decision was given or received on a day; a limit named after that is another."""
    limit, taken = _last(_LIMIT, before), _last(_TAKEN, before)
    if limit >= 0:
        return taken > limit
    return taken >= 0 or bool(_DECISION.search(before) or _TAKEN.search(after))


def _last(words: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in words.finditer(text)), default=-1)


def _clause(text: str, end: int) -> str:
    """What stands before a place, back to the last stop or number."""
    before = _TGL.sub(r"\g<word> ", text[max(end - _BEFORE, 0) : end])
    return _STOP.split(before)[-1]
