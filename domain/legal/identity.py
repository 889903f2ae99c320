"""NIK and family card numbers, checked against what they spell out: region and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.legal.found import Doubt
from domain.legal.lookalikes import as_digits, count_digits

# The provinces' codes (Permendagri 100.1.1-6117/2022, with the six provinces of Papua).
_PROVINCES: Final = frozenset(
    {*range(11, 20), 21, *range(31, 37), 51, 52, 53, *range(61, 66), *range(71, 77), 81, 82}
    | set(range(91, 97))
)
_LENGTH: Final = 16
# A woman's day of birth is written with 40 added.
_WOMAN: Final = 40
# Most of what is read must be digits, or it is a word.
_TRUE_DIGITS: Final = 10
_DIGIT: Final = "[0-9OoIl|!SBZ]"
_NUMBER: Final = re.compile(rf"(?<![\w|!]){_DIGIT}(?:[ .-]?{_DIGIT}){{13,17}}(?![\w|!])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityNumber:
    """A number of sixteen digits: region, date, sequence. `digits` may be too few or too many."""

    start: int
    end: int
    digits: str
    doubts: tuple[Doubt, ...]

    def birth_dates(self) -> tuple[date, ...]:
        """The dates of birth that a NIK may mean: it does not tell the century."""
        return _dates(self.digits) if len(self.digits) == _LENGTH else ()


def find_identity_numbers(text: str) -> Iterator[IdentityNumber]:
    """Every number of 14 to 18 digits, with what speaks against its being a NIK."""
    for match in _NUMBER.finditer(text):
        if count_digits(match.group()) < _TRUE_DIGITS:
            continue
        digits, letters = as_digits(match.group())
        doubts = [Doubt.LETTERS_READ_AS_DIGITS] if letters else []
        yield IdentityNumber(
            start=match.start(),
            end=match.end(),
            digits=digits,
            doubts=(*doubts, *_implausible(digits)),
        )


def _implausible(digits: str) -> Iterator[Doubt]:
    if len(digits) != _LENGTH:
        yield Doubt.NUMBER_LENGTH
        return
    if int(digits[:2]) not in _PROVINCES or digits[2:4] == "00" or digits[4:6] == "00":
        yield Doubt.REGION_UNKNOWN
    if not _dates(digits) or digits[12:] == "0000":
        yield Doubt.NUMBER_DATE_IMPOSSIBLE


def _dates(digits: str) -> tuple[date, ...]:
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    if day > _WOMAN:
        day -= _WOMAN
    dates: list[date] = []
    for century in (1900, 2000):
        try:
            dates.append(date(century + year, month, day))
        except ValueError:
            continue
    return tuple(dates)
