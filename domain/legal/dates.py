"""Dates as Indonesian papers and people write them; what is doubtful is said, never supplied."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.legal.calendar_words import MONTH, WEEKDAY, month_of, weekday_of
from domain.legal.found import Doubt
from domain.legal.lookalikes import as_digits, count_digits
from domain.legal.numerals import number_of, spelled

_YEARS: Final = range(1900, 2101)
# A year that a scanner read needs this many true digits, or it may be a word.
_TRUE_DIGITS: Final = 2
_MONTHS: Final = 12
_FLAGS: Final = re.IGNORECASE | re.ASCII
_DIGIT: Final = "[0-9OoIl|!]"
_YEAR: Final = r"(?P<year>[12Il|!Z][0-9OoIl|!SBZ]{3})(?![0-9])"
_BEFORE: Final = rf"(?:(?P<weekday>{WEEKDAY})[\s,.(/:;-]{{0,8}}(?:tanggal|tgl\.?)?[\s,.:)]{{0,4}})?"
_TO: Final = r"\s{0,3}(?:s\s?/\s?d|s\.\s?d\.?|sampai(?:\s{1,3}dengan)?|hingga|-)\s{0,3}"
# `dua puluh satu`, and `seribu sembilan ratus sembilan puluh sembilan`.
_DAY_WORDS: Final = spelled(3)
_YEAR_WORDS: Final = spelled(7)
# On one line: `Rp 5` above `sampai 31 Desember` is no day.
_TO_DAY: Final = _TO.replace(r"\s", "[ \t]")
_IN_FIGURES: Final = r"(?:\s{0,3}\([^()\n]{1,20}\))?"

_NAMED: Final = re.compile(
    rf"{_BEFORE}(?:(?<![\w/])|(?<=tanggal)|(?<=tgl))(?P<day>{_DIGIT}{{1,2}})"
    rf"(?:\s{{0,2}}\((?P<day_words>{_DAY_WORDS})\s{{0,2}}\))?"
    rf"(?:{_TO_DAY}(?P<until>{_DIGIT}{{1,2}}))?"
    rf"[\s.,/-]{{0,6}}(?:bulan\s{{1,6}})?(?P<month>{MONTH})(?![a-z])"
    rf"(?:[\s.,/-]{{0,6}}(?:tahun\s{{1,6}})?{_YEAR}|\s?[-/']\s?(?P<short>[0-9]{{2}})(?![0-9.:]))?",
    _FLAGS,
)
_NUMERIC: Final = re.compile(
    rf"{_BEFORE}(?<![\w/.-])(?P<first>{_DIGIT}{{1,2}})\s?(?P<mark>[-/.])\s?"
    rf"(?P<second>{_DIGIT}{{1,2}})\s?(?P=mark)\s?"
    rf"(?:{_YEAR}|(?P<short>[0-9]{{2}}))(?![\w/]|[-.][0-9])",
    _FLAGS,
)
_ISO: Final = re.compile(
    rf"{_BEFORE}(?<![\w/.-])(?P<iso>(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])(?![0-9/-])", _FLAGS
)
_SPELLED: Final = re.compile(
    rf"{_BEFORE}\b(?P<day>{_DAY_WORDS}){_IN_FIGURES}[\s,-]{{0,6}}(?:bulan\s{{1,6}})?"
    rf"(?P<month>{MONTH})(?![a-z]){_IN_FIGURES}[\s,-]{{0,6}}(?:tahun\s{{0,6}})?"
    rf"(?:(?P<words>{_YEAR_WORDS})|{_YEAR})?",
    _FLAGS,
)
_RANGE: Final = re.compile(_TO, _FLAGS)
_OPENING: Final = re.compile(r"[\s,(]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date in a text. `value` is None where the year is missing or the date is none."""

    start: int
    end: int
    written: str
    value: date | None
    month_day: tuple[int, int] | None = None
    """Where the year is missing."""
    until: date | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def iso(self) -> str:
        """`2026-12-07`, `2026-12-07/2026-12-09`, without a year `--12-07`, else what is written."""
        if self.value:
            first = self.value.isoformat()
            return f"{first}/{self.until.isoformat()}" if self.until else first
        if self.month_day:
            return "--{:02}-{:02}".format(*self.month_day)
        return " ".join(self.written.split())


_Reader = Callable[[re.Match[str]], DateMention | None]


def find_dates(text: str) -> list[DateMention]:
    """Every date of a text in the order written; a range and a repeated date are one each."""
    found = [
        *_read(_NAMED, _named, text),
        *_read(_NUMERIC, _numeric, text),
        *_read(_ISO, _iso, text),
        *_read(_SPELLED, _spelled, text),
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    apart: list[DateMention] = []
    for mention in found:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return list(_joined(apart, text))


def _read(pattern: re.Pattern[str], reader: _Reader, text: str) -> Iterator[DateMention]:
    for match in pattern.finditer(text):
        mention = reader(match)
        if mention:
            yield mention


def _named(match: re.Match[str]) -> DateMention | None:
    day, letters = as_digits(match["day"])
    month = month_of(match["month"])
    if month is None:
        return None
    year, doubts = _year(match)
    if year is None and (letters or not count_digits(match["day"])):
        # Without a year, `Il Mei` is more likely words than a date.
        return None
    if letters:
        doubts.append(Doubt.LETTERS_READ_AS_DIGITS)
    if match["day_words"] and number_of(match["day_words"]) != int(day):
        doubts.append(Doubt.WORDS_AND_FIGURES_DIFFER)
    mention = _mention(match, day=int(day), month=month, year=year, doubts=doubts)
    if match["until"] and mention.value:
        last, last_letters = as_digits(match["until"])
        until = _date(mention.value.year, month, int(last))
        worse = [
            *([Doubt.LETTERS_READ_AS_DIGITS] if last_letters else []),
            *([] if until and until > mention.value else [Doubt.DATE_IMPOSSIBLE]),
        ]
        return replace(mention, until=until, doubts=(*mention.doubts, *worse))
    return mention


def _numeric(match: re.Match[str]) -> DateMention | None:
    if count_digits(match.group()) < 2 * _TRUE_DIGITS or (
        # 12.30.45 is a time or a number of a letter.
        match["mark"] == "." and match["short"]
    ):
        return None
    first, first_letters = as_digits(match["first"])
    second, second_letters = as_digits(match["second"])
    year, doubts = _year(match)
    if year is None:
        return None
    if first_letters or second_letters:
        doubts.append(Doubt.LETTERS_READ_AS_DIGITS)
    day, month = int(first), int(second)
    if month > _MONTHS >= day >= 1:
        day, month = month, day
        doubts.append(Doubt.MONTH_FIRST)
    elif day <= _MONTHS and day != month and not _weekday_settles(match, year, month, day):
        doubts.append(Doubt.DAY_MONTH_AMBIGUOUS)
    return _mention(match, day=day, month=month, year=year, doubts=doubts)


def _weekday_settles(match: re.Match[str], year: int, month: int, day: int) -> bool:
    """Whether the weekday beside a date fits the day first, and the month first does not."""
    weekday = weekday_of(match["weekday"]) if match["weekday"] else None
    read, other = _date(year, month, day), _date(year, day, month)
    return (
        weekday is not None
        and read is not None
        and read.weekday() == weekday
        and (other is None or other.weekday() != weekday)
    )


def _iso(match: re.Match[str]) -> DateMention:
    year, month, day = (int(part) for part in match["iso"].split("-"))
    return _mention(match, day=day, month=month, year=year, doubts=[])


def _spelled(match: re.Match[str]) -> DateMention | None:
    day, month = number_of(match["day"]), month_of(match["month"])
    if day is None or month is None:
        return None
    doubts: list[Doubt] = []
    if match["words"]:
        year = number_of(match["words"])
    else:
        year, doubts = _year(match)
    if year is None:
        doubts = [Doubt.YEAR_MISSING]
    return _mention(match, day=day, month=month, year=year, doubts=doubts)


def _year(match: re.Match[str]) -> tuple[int | None, list[Doubt]]:
    written = match["year"]
    if written and count_digits(written) >= _TRUE_DIGITS:
        digits, letters = as_digits(written)
        return int(digits), [Doubt.LETTERS_READ_AS_DIGITS] if letters else []
    short = match["short"] if "short" in match.re.groupindex else None
    if short:
        # Papers of this century; a birth date's century is judged by who reads the card.
        return 2000 + int(short), [Doubt.YEAR_SHORT]
    return None, [Doubt.YEAR_MISSING]


def _mention(
    match: re.Match[str], *, day: int, month: int, year: int | None, doubts: list[Doubt]
) -> DateMention:
    written = match.group()
    start = match.start()
    if year is None:
        # 2024 is a leap year: 29 February may be meant.
        possible = _date(2024, month, day) is not None
        return DateMention(
            start=start,
            end=match.end(),
            written=written,
            value=None,
            month_day=(month, day) if possible else None,
            doubts=tuple(doubts) if possible else (*doubts, Doubt.DATE_IMPOSSIBLE),
        )
    value = _date(year, month, day)
    if value is None:
        doubts.append(Doubt.DATE_IMPOSSIBLE)
    elif match["weekday"] and weekday_of(match["weekday"]) != value.weekday():
        doubts.append(Doubt.WEEKDAY_DIFFERS)
    if year not in _YEARS:
        doubts.append(Doubt.YEAR_IMPLAUSIBLE)
    return DateMention(
        start=start, end=match.end(), written=written, value=value, doubts=tuple(doubts)
    )


def _joined(mentions: list[DateMention], text: str) -> Iterator[DateMention]:
    """Ranges of two dates, and a date repeated in figures in brackets, as one."""
    held: DateMention | None = None
    for mention in mentions:
        together = _together(held, mention, text) if held else None
        if together is None and held:
            yield held
        held = together or mention
    if held:
        yield held


def _together(first: DateMention, second: DateMention, text: str) -> DateMention | None:
    between = text[first.end : second.start]
    if first.until or second.until or len(between) > 30:  # noqa: PLR2004 - `sampai dengan` fits
        return None
    if _OPENING.fullmatch(between) and "(" in between:
        return _repeated(first, second)
    if not _RANGE.fullmatch(between) or not second.value:
        return None
    value = first.value
    doubts = first.doubts
    if first.month_day:
        # `28 November s/d 2 Desember 2026`: the year is written once, for both.
        value = _date(second.value.year, *first.month_day)
        doubts = tuple(doubt for doubt in doubts if doubt is not Doubt.YEAR_MISSING)
    if value is None:
        return None
    wrong = () if value < second.value else (Doubt.DATE_IMPOSSIBLE,)
    return DateMention(
        start=first.start,
        end=second.end,
        written=text[first.start : second.end],
        value=value,
        until=second.value,
        doubts=tuple(dict.fromkeys((*doubts, *second.doubts, *wrong))),
    )


def _repeated(first: DateMention, second: DateMention) -> DateMention:
    """`tujuh Desember dua ribu dua puluh enam (07-12-2026)`: written twice, so it proves itself."""
    if first.value is not None and first.value == second.value:
        return replace(first, end=second.end)
    return replace(first, end=second.end, doubts=(*first.doubts, Doubt.WORDS_AND_FIGURES_DIFFER))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
