"""Numbers in Indonesian words, as deeds, verdicts and receipts spell them."""

import re
from typing import Final

from domain.legal.lookalikes import any_of, blurred

_UNITS: Final = (
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
)  # fmt: skip
_WORDS: Final = (
    *_UNITS, "sepuluh", "sebelas", "seratus", "seribu", "belas", "puluh", "ratus", "ribu", "juta",
    "miliar", "milyar",
)  # fmt: skip
_VALUES: Final = {word: value for value, word in enumerate(_UNITS, 1)}
_SCALES: Final = (("miliar", 1_000_000_000), ("juta", 1_000_000), ("ribu", 1_000))

_WORD: Final = re.compile(any_of(*_WORDS), re.IGNORECASE | re.ASCII)
_EACH: Final = tuple(
    (re.compile(blurred(word), re.IGNORECASE | re.ASCII), word.replace("milyar", "miliar"))
    for word in _WORDS
)


def spelled(most: int) -> str:
    """A pattern for a run of at most so many number words, however they are spaced."""
    return rf"(?:{any_of(*_WORDS)}[\s-]{{0,3}}){{1,{most}}}"


def number_of(words: str) -> int | None:
    """`dua ribu dua puluh enam` -> 2026; None for words that are no number, like `dua tiga`."""
    tokens = [_plain(found.group()) for found in _WORD.finditer(words)]
    total = 0
    for scale, size in _SCALES:
        if tokens[:1] == ["seribu"] and scale == "ribu":
            total += size
            tokens = tokens[1:]
        elif scale in tokens:
            at = tokens.index(scale)
            count = _below_thousand(tokens[:at])
            if not count:
                return None
            total += count * size
            tokens = tokens[at + 1 :]
    rest = _below_thousand(tokens)
    return total + rest if rest is not None and total + rest > 0 else None


def _below_thousand(tokens: list[str]) -> int | None:  # noqa: PLR0911 - a case for each form
    total, rest = 0, tokens
    if rest[:1] == ["seratus"]:
        total, rest = 100, rest[1:]
    elif rest[1:2] == ["ratus"] and rest[0] in _VALUES:
        total, rest = _VALUES[rest[0]] * 100, rest[2:]
    match rest:
        case []:
            return total
        case ["sepuluh"]:
            return total + 10
        case ["sebelas"]:
            return total + 11
        case [unit] if unit in _VALUES:
            return total + _VALUES[unit]
        case [unit, "belas"] if unit in _VALUES:
            return total + 10 + _VALUES[unit]
        case [unit, "puluh"] if unit in _VALUES:
            return total + 10 * _VALUES[unit]
        case [tens, "puluh", unit] if tens in _VALUES and unit in _VALUES:
            return total + 10 * _VALUES[tens] + _VALUES[unit]
        case _:
            return None


def _plain(word: str) -> str:
    return next((plain for pattern, plain in _EACH if pattern.fullmatch(word)), "")
