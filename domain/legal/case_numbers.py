"""Case numbers of Indonesia's courts in one form, whatever a typist or a scanner made of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.legal.courts import Court, CourtKind, court_of, national_court
from domain.legal.found import Doubt
from domain.legal.lookalikes import DIGIT, as_digits, count_digits, shape

# The registers of the courts of first instance and appeal (SIPP), then those of the Supreme Court.
_TYPES: Final = (
    "Pdt.G", "Pdt.P", "Pdt.G.S", "Pdt.Bth", "Pdt.Plw", "Pdt.Eks", "Pdt.Kons", "Pdt",
    "Pdt.Sus-PKPU", "Pdt.Sus-Pailit", "Pdt.Sus-PHI", "Pdt.Sus-HKI", "Pdt.Sus-BPSK",
    "Pdt.Sus-KPPU", "Pdt.Sus-Arbt", "Pdt.Sus-Parpol", "Pdt.Sus-KIP", "Pdt.Sus-Gugatan Lain-lain",
    "Pdt.Sus-Actio Pauliana", "Pdt.Sus-Lain-lain", "Pdt.Sus-Pembatalan Perdamaian", "Pdt.Sus-Merek",
    "Pdt.Sus", "Pid.B", "Pid.S", "Pid.C", "Pid.R", "Pid.Pra", "Pid.Sus", "Pid.Sus-Anak",
    "Pid.Sus-TPK", "Pid.Sus-PRK", "Pid.Sus-HAM", "Pid.Sus-LH", "Pid.Sus-TPPU", "Pid", "Pid.Prap",
    "JN", "JN.Anak", "G", "B", "P", "PLW", "G/TF", "G/KI", "G/LH", "P/FP", "G/PU", "PEN",
)  # fmt: skip
_SUPREME: Final = (
    "Pdt", "Pid", "Pid.Sus", "Pdt.Sus", "Pdt.Sus-PHI", "Pdt.Sus-PKPU", "Pdt.Sus-Pailit",
    "Pdt.Sus-HKI", "Pdt.Sus-BPSK", "Pdt.Sus-KPPU", "Pdt.Sus-Arbt", "Pdt.Sus-Parpol",
    "Pdt.Sus-KIP", "Pid.Sus-TPK", "Pid.Sus-Anak", "Pid.Sus-LH", "TUN", "TUN/KI", "TUN/LH",
    "TUN/TF", "Ag", "Mil", "HUM", "Pjk", "N", "N/HaKI",
)  # fmt: skip
_BY_SHAPE: Final = {shape(each): each for each in _TYPES} | {
    shape("Pdt.Sus PKPU"): "Pdt.Sus-PKPU",
    # G is read as 6 by many a scanner, and S as 5 (which `shape` knows).
    shape("Pdt.6"): "Pdt.G",
    shape("Pdt.6.S"): "Pdt.G.S",
    shape("Tipikor"): "Pid.Sus-TPK",
    shape("Pid.Sus.Tipikor"): "Pid.Sus-TPK",
}
_SUPREME_BY_SHAPE: Final = {shape(each): each for each in _SUPREME}
_YEARS: Final = range(1945, 2101)
_TRUE_DIGITS: Final = 2

_FLAGS: Final = re.ASCII
_SLASH: Final = r"[\s.]{0,6}[/\\][\s.]{0,6}"
_SEQUENCE: Final = rf"(?<![\w/\\.-])(?P<sequence>{DIGIT}{{1,5}})"
_YEAR: Final = rf"(?P<year>[12IlZ]{DIGIT}{{3}})(?![0-9])"
_COURT: Final = (
    r"(?P<court>(?i:P\s?N[\s.]{0,3}(?:Niaga)|P\s?T\s?U\s?N|P\.?\s?T[\s.]{0,2}TUN|PTA|PN|PA|PT|MS))"
    # Looked at without being taken: the next case number may stand right behind.
    r"(?=(?P<seat>[\s.]{0,4}[A-Za-z0-9|][A-Za-z0-9|.' ]{1,24}))"
)
_LOWER: Final = re.compile(
    rf"{_SEQUENCE}{_SLASH}"
    rf"(?P<type>[A-Za-z][A-Za-z0-9.\s-]{{0,30}}(?:/(?:TF|KI|LH|FP|PU))?){_SLASH}"
    rf"{_YEAR}{_SLASH}{_COURT}",
    _FLAGS,
)
_UPPER: Final = re.compile(
    rf"{_SEQUENCE}\s{{0,4}}(?:(?P<step>PK|K|P)|/\s?(?P<long>B/PK|B|PK|K|P)){_SLASH}"
    rf"(?P<type>[A-Za-z][A-Za-z.\s-]{{1,18}}?(?:/(?:KI|LH|TF|HaKI))?){_SLASH}{_YEAR}(?!\s?/)",
    _FLAGS,
)
_CONSTITUTION: Final = re.compile(
    rf"{_SEQUENCE}{_SLASH}(?P<type>PUU|SKLN|PHPU?(?:\.[A-Z]{{1,5}}(?:-[A-Z]{{2,4}})?)?)\s?-\s?"
    rf"(?P<roman>[IVXLl1|]{{1,9}}){_SLASH}{_YEAR}",
    _FLAGS,
)
_MILITARY: Final = re.compile(
    rf"{_SEQUENCE}\s?-\s?K\s?/\s?PM(?P<level>T|U)?[\s.]{{0,3}}(?P<roman>I{{1,3}})\s?-\s?"
    rf"(?P<unit>[0-9]{{2}})\s?/\s?(?P<force>A[DLU])\s?/\s?(?P<month>[IVX]{{1,4}})\s?/\s?{_YEAR}",
    _FLAGS,
)
_COURT_KINDS: Final = {
    "PN": CourtKind.PN, "PNNIAGA": CourtKind.NIAGA, "PT": CourtKind.PT, "PA": CourtKind.PA,
    "PTA": CourtKind.PTA, "MS": CourtKind.MS, "PTUN": CourtKind.PTUN, "PTTUN": CourtKind.PTTUN,
}  # fmt: skip
# The longest seat: `Jkt Sel` and `Banda Aceh` are two words, after which the sentence goes on.
_SEAT_WORDS: Final = 2
_CAPITALS: Final = frozenset({CourtKind.PT, CourtKind.PTTUN})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNumber:
    """A case number in a text, in its court's form: `214/Pdt.G/2026/PN Jkt.Sel`."""

    start: int
    end: int
    number: str
    year: int
    court: Court
    doubts: tuple[Doubt, ...] = ()


def find_case_numbers(text: str) -> list[CaseNumber]:
    """Every case number of a text, in the order written."""
    found = [*_lower(text), *_upper(text), *_constitution(text), *_military(text)]
    found.sort(key=lambda case: (case.start, -case.end))
    apart: list[CaseNumber] = []
    for case in found:
        if not apart or case.start >= apart[-1].end:
            apart.append(case)
    return apart


def _lower(text: str) -> Iterator[CaseNumber]:
    for match in _LOWER.finditer(text):
        numbers = _numbers(match)
        if numbers is None:
            continue
        sequence, year, doubts = numbers
        kind = _COURT_KINDS.get(re.sub(r"[\s.]", "", match["court"].upper()))
        if kind is None:
            continue
        court, length = _court(kind, match["seat"])
        if not court.seat:
            continue
        register = _BY_SHAPE.get(shape(match["type"]))
        if register is None:
            if not court.known or kind is CourtKind.PT:
                # A company's letter: `001/SK/2026/PT Maju Jaya`.
                continue
            register = "".join(match["type"].split())
            doubts.append(Doubt.CASE_TYPE_UNKNOWN)
        if kind in _CAPITALS:
            register = register.upper()
        if not court.known:
            doubts.append(Doubt.COURT_UNKNOWN)
        yield CaseNumber(
            start=match.start(),
            end=match.start("seat") + length,
            number=f"{sequence}/{register}/{year}/{court.suffix}",
            year=year,
            court=court,
            doubts=tuple(doubts),
        )


def _court(kind: CourtKind, written: str) -> tuple[Court, int]:
    """The court of the seat that a text goes on with, and how much of it the seat takes."""
    lead = len(written) - len(written.lstrip(" .\n\t"))
    parts = list(re.finditer(r"[A-Za-z0-9|']+", written[lead:]))
    if kind is CourtKind.PN and len(parts) > 1 and shape(parts[0].group()) == shape("Niaga"):
        court, length = _court(CourtKind.NIAGA, written[lead + parts[0].end() :])
        return court, lead + parts[0].end() + length
    for count in range(min(_SEAT_WORDS, len(parts)), 0, -1):
        end = parts[count - 1].end()
        court = court_of(kind, written[lead : lead + end])
        if court.known:
            return court, lead + end
    if not parts:
        return court_of(kind, ""), lead
    # A seat that we do not know goes on after a point without a blank: `Xyz.Abc`.
    joined = len(parts) > 1 and written[lead + parts[0].end()] == "."
    glued = joined and parts[1].start() == parts[0].end() + 1
    end = parts[1 if glued else 0].end()
    return court_of(kind, written[lead : lead + end]), lead + end


def _upper(text: str) -> Iterator[CaseNumber]:
    for match in _UPPER.finditer(text):
        numbers = _numbers(match)
        register = _SUPREME_BY_SHAPE.get(shape(match["type"]))
        if numbers is None or register is None:
            continue
        sequence, year, doubts = numbers
        step = f" {match['step']}" if match["step"] else f"/{match['long']}"
        yield CaseNumber(
            start=match.start(),
            end=match.end(),
            number=f"{sequence}{step}/{register}/{year}",
            year=year,
            court=national_court(CourtKind.MA),
            doubts=tuple(doubts),
        )


def _constitution(text: str) -> Iterator[CaseNumber]:
    for match in _CONSTITUTION.finditer(text):
        numbers = _numbers(match)
        if numbers is None:
            continue
        sequence, year, doubts = numbers
        roman = match["roman"].translate(str.maketrans("l1|", "III"))
        if roman != match["roman"]:
            doubts.append(Doubt.LETTERS_READ_AS_DIGITS)
        yield CaseNumber(
            start=match.start(),
            end=match.end(),
            number=f"{sequence}/{match['type']}-{roman}/{year}",
            year=year,
            court=national_court(CourtKind.MK),
            doubts=tuple(doubts),
        )


def _military(text: str) -> Iterator[CaseNumber]:
    for match in _MILITARY.finditer(text):
        numbers = _numbers(match)
        if numbers is None:
            continue
        sequence, year, doubts = numbers
        seat = f"{match['roman']}-{match['unit']}"
        level = match["level"] or ""
        yield CaseNumber(
            start=match.start(),
            end=match.end(),
            number=f"{sequence}-K/PM{level} {seat}/{match['force']}/{match['month']}/{year}",
            year=year,
            court=Court(kind=CourtKind.PM, city=None, seat=seat, zone=None),
            doubts=(*doubts, Doubt.COURT_UNKNOWN),
        )


def _numbers(match: re.Match[str]) -> tuple[int, int, list[Doubt]] | None:
    """The number and the year, or None where they are words."""
    if not count_digits(match["sequence"]) or count_digits(match["year"]) < _TRUE_DIGITS:
        return None
    sequence, letters = as_digits(match["sequence"])
    year, more_letters = as_digits(match["year"])
    if int(year) not in _YEARS:
        return None
    corrected = letters or more_letters
    return int(sequence), int(year), [Doubt.LETTERS_READ_AS_DIGITS] if corrected else []
