"""Amounts of rupiah, in figures and in the words that prove them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from domain.legal.found import Doubt
from domain.legal.lookalikes import as_digits, count_digits
from domain.legal.numerals import number_of, spelled

_FLAGS: Final = re.IGNORECASE | re.ASCII
_DIGIT: Final = "[0-9OoIl|SB]"
# `sembilan ratus sembilan puluh sembilan miliar …` down to the last rupiah.
_WORDS: Final = spelled(24)
_AMOUNT: Final = re.compile(
    rf"(?<![a-z])(?:Rp|IDR)[\s.:]{{0,4}}"
    rf"(?P<figures>[0-9OlI|](?:[.,]?{_DIGIT}| (?=[0-9]{{3}}(?![0-9]))[0-9]){{0,24}})(?![a-z0-9])"
    r"(?:,-)?(?:\s{0,2}(?P<scale>ribu|juta|miliar|milyar|rb|jt|m)\b)?"
    rf"(?:[\s,.=-]{{0,6}}\(\s{{0,3}}(?P<words>{_WORDS})(?:rupiah)?\s{{0,3}}\))?",
    _FLAGS,
)
_SCALES: Final = {
    "ribu": 1000, "rb": 1000, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9,
    "m": 10**9,
}  # fmt: skip
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,5}")
_CENTS: Final = re.compile(r"(?P<whole>.{1,40})[.,](?P<cents>[0-9]{2})", re.DOTALL)
_FRACTION: Final = re.compile(r"[0-9]{1,4}[.,][0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount in a text; `value` is in rupiah, None where its figures are no number."""

    start: int
    end: int
    written: str
    value: Decimal | None
    doubts: tuple[Doubt, ...] = ()

    @property
    def normal(self) -> str:
        """`IDR 1500000`, with cents as `IDR 1500000.50`, else what is written."""
        if self.value is None:
            return " ".join(self.written.split())
        whole = self.value == self.value.to_integral_value()
        return f"IDR {self.value:.0f}" if whole else f"IDR {self.value:.2f}"


def find_amounts(text: str) -> Iterator[Amount]:
    """Every amount that `Rp` or `IDR` stands before."""
    for match in _AMOUNT.finditer(text):
        figures = match["figures"]
        if not count_digits(figures):
            continue
        plain = re.sub(r"[^0-9., ]", lambda letter: as_digits(letter.group())[0], figures)
        doubts = [Doubt.LETTERS_READ_AS_DIGITS] if plain != figures else []
        value = _value(plain, (match["scale"] or "").lower())
        if value is None:
            doubts.append(Doubt.AMOUNT_UNCLEAR)
        elif match["words"] and number_of(match["words"]) != int(value):
            doubts.append(Doubt.WORDS_AND_FIGURES_DIFFER)
        yield Amount(
            start=match.start(),
            end=match.end(),
            written=match.group(),
            value=value,
            doubts=tuple(doubts),
        )


def _value(figures: str, scale: str) -> Decimal | None:
    if scale:
        # `2,5 miliar`: before a word, the mark is that of a fraction.
        if figures.isdigit() or _FRACTION.fullmatch(figures):
            return Decimal(figures.replace(",", ".")) * _SCALES[scale]
        return None
    if figures.isdigit():
        return Decimal(figures)
    if _GROUPED.fullmatch(figures):
        return Decimal(re.sub(r"[., ]", "", figures))
    split = _CENTS.fullmatch(figures)
    if split and (split["whole"].isdigit() or _GROUPED.fullmatch(split["whole"])):
        return Decimal(f"{re.sub(r'[., ]', '', split['whole'])}.{split['cents']}")
    return None
