"""Finds deadlines in recognised documents and in clients' messages; nothing is guessed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Final

from domain.deadline_rules import IsHoliday, is_working_day, last_day, rule_for
from domain.deadlines import DeadlineDoubt, DeadlineKind, DeadlineSource, ProposedDeadline
from domain.documents import PageText, ReadMethod
from domain.legal.calendar_words import WEEKDAY, weekday_of
from domain.legal.case_numbers import CaseNumber, find_case_numbers
from domain.legal.day_senses import DaySense, day_senses
from domain.legal.found import DocumentKind, Doubt, Field, FieldName, RecognisedDocument
from domain.legal.pages import DOUBTED
from domain.legal.recognise import recognise

MOST: Final = 10
"""Deadlines that are taken from one message or document."""

_WEEK: Final = 7
_MOST_DAYS: Final = 400
"""A longer period is no deadline of a letter."""

_UNCERTAIN: Final = frozenset(
    {
        Doubt.PAGE_HARD_TO_READ,
        Doubt.LETTERS_READ_AS_DIGITS,
        Doubt.WEEKDAY_DIFFERS,
        Doubt.DAY_MONTH_AMBIGUOUS,
        Doubt.YEAR_MISSING,
        Doubt.YEAR_IMPLAUSIBLE,
        Doubt.DATE_IMPOSSIBLE,
        Doubt.WEEK_AMBIGUOUS,
        Doubt.WORDS_AND_FIGURES_DIFFER,
        Doubt.SEVERAL_CANDIDATES,
    }
)
"""Doubts with which a day is none that anybody should write into a calendar."""

_TIME: Final = re.compile(
    r"(?P<clock>[0-9]{2}:[0-9]{2})(?:-[0-9:]{5})?(?: (?P<zone>WITA|WIT|WIB))?"
)
_TIME_UNCERTAIN: Final = frozenset(
    {
        Doubt.TIME_IMPOSSIBLE,
        Doubt.HALF_DAY_UNKNOWN,
        Doubt.DAY_PART_DIFFERS,
        Doubt.ZONE_DIFFERS,
        Doubt.SEVERAL_CANDIDATES,
    }
)
_PERIOD: Final = re.compile(r"P(?P<days>[0-9]{1,3})D")
_YEARLESS: Final = re.compile(r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_BY_DEFAULT: Final = re.compile(r"\bverstek\b|tidak\s{1,3}hadir", re.IGNORECASE)
_FLAGS: Final = re.IGNORECASE | re.ASCII
_KINDS: Final = (
    (
        DeadlineKind.POLICE_SUMMONS,
        re.compile(
            r"\b(?:polisi|polres\w*|polsek|polda|bareskrim|kepolisian|penyidik\w*|bap|diperiksa|"
            r"kejaksaan|police)\b",
            _FLAGS,
        ),
    ),
    (DeadlineKind.ANSWER, re.compile(r"\b(?:somasi|teguran|demand letter)\b", _FLAGS)),
    (
        DeadlineKind.APPEAL,
        re.compile(r"\b(?:banding|kasasi|verzet|peninjauan kembali|appeal)\b", _FLAGS),
    ),
    (
        DeadlineKind.HEARING,
        re.compile(
            r"\b(?:sidang\w*|persidangan|mediasi|pengadilan|relaas|panggil\w*|dipanggil|pn|pa|ptun|"
            r"hakim|hearing|court|summons)\b",
            _FLAGS,
        ),
    ),
    (
        DeadlineKind.OTHER,
        re.compile(
            r"\b(?:tenggat|tenggang waktu|batas waktu|paling lambat|jatuh tempo|deadline)\b", _FLAGS
        ),
    ),
)
_Senses = Mapping[str, frozenset[DaySense]]
_SHORT_TEXT: Final = 600
"""In a text this short, what a date is for may stand in another line than the date."""
_BARE_WEEKDAY: Final = re.compile(rf"\b(?:hari\s{{1,3}})?(?P<weekday>{WEEKDAY})\b", _FLAGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What a reader of one kind of document works with."""

    document: RecognisedDocument
    text: str
    sent_on: date
    source: DeadlineSource
    is_holiday: IsHoliday

    @property
    def case(self) -> CaseNumber | None:
        field = self.document.first(FieldName.CASE_NUMBER)
        return next(iter(find_case_numbers(field.value)), None) if field else None

    @property
    def court(self) -> str | None:
        case = self.case
        return self.value(FieldName.COURT) or (case.court.name if case else None)

    def value(self, name: FieldName) -> str | None:
        field = self.document.first(name)
        return field.value if field else None


def deadlines_in_document(
    document: RecognisedDocument,
    text: str,
    *,
    at: datetime,
    zone: tzinfo,
    is_holiday: IsHoliday,
    source: DeadlineSource = DeadlineSource.DOCUMENT,
) -> tuple[ProposedDeadline, ...]:
    """The deadlines that a recognised document speaks of, or that begin with it.

    `text` is that of its pages, `at` when it was sent to the firm. Total: what is not certain has
    no day, and says why.
    """
    reader = _READERS.get(document.kind)
    if reader is None:
        return ()
    sent_on = at.astimezone(zone).date()
    reading = _Reading(
        document=document, text=text, sent_on=sent_on, source=source, is_holiday=is_holiday
    )
    return _distinct(reader(reading), reading)


def deadlines_in_text(
    text: str, *, at: datetime, zone: tzinfo, is_holiday: IsHoliday
) -> tuple[ProposedDeadline, ...]:
    """The deadlines that a client's own words tell: days near words of courts and of the police.

    `at` is when it was written, from which `lusa` is told.
    """
    page = PageText(number=1, text=text, confidence=1.0, method=ReadMethod.TEXT_LAYER)
    document = recognise([page], at=at, zone=zone)
    if document.kind in _READERS:
        return deadlines_in_document(
            document, text, at=at, zone=zone, is_holiday=is_holiday, source=DeadlineSource.TEXT
        )
    sent_on = at.astimezone(zone).date()
    reading = _Reading(
        document=document,
        text=text,
        sent_on=sent_on,
        source=DeadlineSource.TEXT,
        is_holiday=is_holiday,
    )
    senses = day_senses(page, at=at, zone=zone)
    return _distinct(_mentioned(reading, senses), reading)


def _hearings(reading: _Reading) -> Iterator[ProposedDeadline]:
    yield from _appointments(
        reading, DeadlineKind.HEARING, FieldName.HEARING_DATE, FieldName.HEARING_TIME
    )


def _summonses(reading: _Reading) -> Iterator[ProposedDeadline]:
    for each in _appointments(
        reading, DeadlineKind.POLICE_SUMMONS, FieldName.SUMMONS_DATE, FieldName.SUMMONS_TIME
    ):
        yield replace(each, court=reading.value(FieldName.POLICE_OFFICE))


def _appointments(
    reading: _Reading, kind: DeadlineKind, day: FieldName, hour: FieldName
) -> Iterator[ProposedDeadline]:
    days, hours = reading.document.all(day), reading.document.all(hour)
    for place, field in enumerate(days):
        time = _hour_of(place, days, hours)
        # Of one day the first hour is the one called to.
        first = next(iter(hours), None) if len(days) == 1 else None
        yield _with_time(reading, _of_day(reading, kind, field), time or first)


def _answers(reading: _Reading) -> Iterator[ProposedDeadline]:
    for field in reading.document.all(FieldName.DEADLINE):
        period = _PERIOD.fullmatch(field.value)
        if period is None:
            yield _of_day(reading, DeadlineKind.ANSWER, field)
            continue
        days = int(period["days"])
        if 0 < days <= _MOST_DAYS:
            yield _counted_letter(reading, field, days)


def _counted_letter(reading: _Reading, field: Field, days: int) -> ProposedDeadline:
    """Days that count from a receipt nobody has told of: no day, and the earliest it may be."""
    letter = reading.document.first(FieldName.LETTER_DATE)
    start = _certain(letter) if letter else None
    since = DeadlineDoubt.FROM_LETTER if start else DeadlineDoubt.FROM_MESSAGE
    end = last_day(
        start or reading.sent_on,
        days,
        working=Doubt.WORKING_DAYS in field.doubts,
        is_holiday=reading.is_holiday,
    )
    moved = (DeadlineDoubt.MOVED_FROM_DAY_OFF,) if end and end[1] else ()
    return _proposal(
        reading,
        DeadlineKind.ANSWER,
        field,
        on=None,
        suggestion=end[0] if end else None,
        doubts=(since, *moved),
    )


def _appeals(reading: _Reading) -> Iterator[ProposedDeadline]:
    """The period that a decision opens, counted from its day."""
    decided = reading.document.first(FieldName.DECISION_DATE)
    found = _counted_appeal(reading, decided) if decided else None
    if found:
        yield found


def _counted_appeal(reading: _Reading, decided: Field) -> ProposedDeadline | None:
    """The last day of the period that runs from a day; None where none is known to run."""
    case = reading.case
    by_default = _BY_DEFAULT.search(reading.text) is not None
    rule = rule_for(case, by_default=by_default) if case else None
    if rule is None:
        return None
    start = _certain(decided)
    end = (
        last_day(start, rule.days, working=rule.working, is_holiday=reading.is_holiday)
        if start
        else None
    )
    moved = (DeadlineDoubt.MOVED_FROM_DAY_OFF,) if end and end[1] else ()
    doubts = (DeadlineDoubt.PERIOD_OF_LAW, DeadlineDoubt.FROM_PRONOUNCEMENT, *moved)
    found = _proposal(
        reading, DeadlineKind.APPEAL, decided, on=end[0] if end else None, doubts=doubts
    )
    return replace(found, rule=str(rule.period), value=f"{rule.period} {decided.value}")


def _appeal_told(reading: _Reading, start: Field) -> ProposedDeadline:
    """A client tells when a decision was given or received: never the last day, nor a certain one.

    Which of the two days it was, and which decision, is theirs to say and a lawyer's to find.
    """
    counted = _counted_appeal(reading, start)
    found = counted or _proposal(reading, DeadlineKind.APPEAL, start, on=None)
    told = replace(found, on=None, suggestion=found.on)
    return _doubted(told, DeadlineDoubt.START_OF_PERIOD)


def _mentioned(reading: _Reading, senses: _Senses) -> Iterator[ProposedDeadline]:
    """Days in a client's own words, where something says what they are for."""
    hours = reading.document.all(FieldName.TIME)
    dates = reading.document.all(FieldName.DATE)
    called = [each for each in dates if DaySense.BORN not in senses.get(each.value, ())]
    for field in called:
        sense = senses.get(field.value, frozenset())
        kind = _kind_of(reading, field.line)
        if kind is None or DaySense.MOVED_FROM in sense:
            continue
        if kind is DeadlineKind.APPEAL and DaySense.START in sense:
            yield _appeal_told(reading, field)
            continue
        # Of a day that was moved the hour may have been moved as well.
        beside = [each for each in called if each.line == field.line]
        times = [each for each in hours if each.line == field.line]
        found = _of_day(reading, kind, field)
        gone = DaySense.GONE in sense
        time = _hour_of(beside.index(field), beside, times)
        yield _with_time(reading, _passed(found) if gone else found, time)
    dated = {each.line for each in dates}
    for line in reading.text.splitlines():
        plain = line.strip()
        kind = _kind_of(reading, plain) if plain not in dated else None
        beside = [hour for hour in hours if hour.line == plain]
        matches = list(islice(_BARE_WEEKDAY.finditer(plain), MOST if kind else 0))
        for match in matches:
            found = _of_weekday(reading, kind or DeadlineKind.OTHER, match["weekday"], plain)
            one = len(beside) == len(matches) == 1
            yield _with_time(reading, found, beside[0] if one else None)


def _hour_of(place: int, days: Sequence[Field], hours: Sequence[Field]) -> Field | None:
    """The hour of one of several days: as many of both belong together in their order."""
    return hours[place] if len(hours) == len(days) else None


def _passed(found: ProposedDeadline) -> ProposedDeadline:
    """A day that is over: nothing is to be done on it, or another day is meant."""
    told = replace(found, on=None, suggestion=found.on or found.suggestion)
    return told if Doubt.DATE_PAST in found.doubts else _doubted(told, Doubt.DATE_PAST)


def _doubted(found: ProposedDeadline, doubt: Doubt | DeadlineDoubt) -> ProposedDeadline:
    sure = round(found.confidence * DOUBTED, 3)
    return replace(found, confidence=sure, doubts=(*found.doubts, str(doubt)))


def _of_weekday(reading: _Reading, kind: DeadlineKind, said: str, line: str) -> ProposedDeadline:
    """`hari Senin`: no certain day, and the coming one as the earliest."""
    weekday = weekday_of(said) or 0
    away = (weekday - reading.sent_on.weekday()) % _WEEK
    return ProposedDeadline(
        kind=kind,
        source=reading.source,
        value=said.lower(),
        on=None,
        line=line[:_SHORT_TEXT],
        page=None,
        confidence=0.4,
        court=reading.court,
        case_number=reading.value(FieldName.CASE_NUMBER),
        suggestion=_plus(reading.sent_on, away),
        doubts=(str(DeadlineDoubt.WEEKDAY_ONLY),),
    )


def _of_day(reading: _Reading, kind: DeadlineKind, field: Field) -> ProposedDeadline:
    on = _certain(field)
    return _proposal(
        reading, kind, field, on=on, suggestion=None if on else _suggested(field, reading.sent_on)
    )


def _proposal(
    reading: _Reading,
    kind: DeadlineKind,
    field: Field,
    *,
    on: date | None,
    suggestion: date | None = None,
    doubts: Sequence[str] = (),
) -> ProposedDeadline:
    return ProposedDeadline(
        kind=kind,
        source=reading.source,
        value=field.value,
        on=on,
        line=field.line,
        page=field.page if reading.source is DeadlineSource.DOCUMENT else None,
        confidence=field.confidence,
        court=reading.court,
        room=reading.value(FieldName.ROOM),
        case_number=reading.value(FieldName.CASE_NUMBER),
        suggestion=suggestion,
        doubts=tuple(dict.fromkeys((*map(str, field.doubts), *map(str, doubts)))),
    )


def _with_time(
    reading: _Reading, proposal: ProposedDeadline, time: Field | None
) -> ProposedDeadline:
    """A day with its hour, where that is certain; its doubts are told either way."""
    if time is None:
        return proposal
    read = _TIME.fullmatch(time.value)
    certain = read is not None and _TIME_UNCERTAIN.isdisjoint(time.doubts)
    zone = read["zone"] if read and certain else None
    doubts = [str(doubt) for doubt in time.doubts]
    case = reading.case
    if certain and zone is None and case and case.court.zone:
        zone = case.court.zone
        doubts = [doubt for doubt in doubts if doubt != Doubt.ZONE_UNKNOWN]
        doubts.append(str(Doubt.ZONE_FROM_COURT))
    return replace(
        proposal,
        value=f"{proposal.value} {time.value}",
        time=read["clock"] if read and certain else None,
        zone=zone,
        doubts=tuple(dict.fromkeys((*proposal.doubts, *doubts))),
    )


def _kind_of(reading: _Reading, line: str) -> DeadlineKind | None:
    beside = (line, reading.text) if len(reading.text) <= _SHORT_TEXT else (line,)
    for text in beside:
        for kind, words in _KINDS:
            if words.search(text):
                return kind
    return None


def _certain(field: Field) -> date | None:
    """The day of a field; None where anything makes it uncertain."""
    if not _UNCERTAIN.isdisjoint(field.doubts):
        return None
    return _day(field.value)


def _suggested(field: Field, sent_on: date) -> date | None:
    """Where a lawyer may start: the day as it was read, or the next of a day without a year."""
    day = _day(field.value)
    yearless = _YEARLESS.fullmatch(field.value)
    if day or not yearless:
        return day
    month, number = int(yearless["month"]), int(yearless["day"])
    for year in (sent_on.year, sent_on.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= sent_on:
            return day
    return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.split("/", maxsplit=1)[0])
    except ValueError:
        return None


def _plus(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _distinct(found: Iterator[ProposedDeadline], reading: _Reading) -> tuple[ProposedDeadline, ...]:
    once: dict[tuple[DeadlineKind, str], ProposedDeadline] = {}
    for each in found:
        off = (
            each.on is not None
            and each.kind in {DeadlineKind.HEARING, DeadlineKind.POLICE_SUMMONS}
            and not is_working_day(each.on, reading.is_holiday)
        )
        doubts = (*each.doubts, str(DeadlineDoubt.ON_DAY_OFF)) if off else each.doubts
        told = replace(each, doubts=doubts)
        if told.on and told.on < reading.sent_on:
            told = _passed(told)
        once.setdefault((told.kind, told.value), told)
    return tuple(islice(once.values(), MOST))


_READERS: Final[Mapping[DocumentKind, Callable[[_Reading], Iterator[ProposedDeadline]]]] = {
    DocumentKind.COURT_SUMMONS: _hearings,
    DocumentKind.POLICE_SUMMONS: _summonses,
    DocumentKind.COURT_DECISION: _appeals,
    DocumentKind.DEMAND_LETTER: _answers,
}
