"""What the learned weights see of a text: its words, their neighbours, and pieces of words."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from adapters.ai.embedded.spelling import BREAKS, Reading

ROOM: Final = 1 << 15
"""How many places there are for features; several may share one."""

_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_LONGEST_WORD: Final = 24
_PIECES: Final = (3, 4, 5)
_LONGEST_COUNT: Final = 8


@dataclass(frozen=True, slots=True)
class Features:
    """The places of a text's features."""

    phrases: tuple[int, ...]
    """Words and pairs of neighbours, in the forms the rules know; punctuation is a word too."""
    pieces: tuple[int, ...]
    """Three to five letters of the words as they were written."""
    words: tuple[int, ...]
    """A number for every word that is none itself, in order."""


def features(reading: Reading) -> Features:
    """The features of a text; the time it takes grows with its length only."""
    words = [word for word in reading.clauses.split() if word not in BREAKS and not word.isdigit()]
    return Features(
        phrases=_places(_phrases(reading)),
        pieces=_places(_pieces(reading)),
        words=tuple(_number(word) for word in words),
    )


def _places(them: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({zlib.crc32(each.encode(errors="replace")) % ROOM for each in set(them)}))


def _number(word: str) -> int:
    """63 bits: nobody's word shares them with another's."""
    digest = hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _phrases(reading: Reading) -> Iterator[str]:
    before = "^"
    count = 0
    for word in reading.clauses.split():
        count += 1
        form = "#" if word.isdigit() else word
        yield f"w {form}"
        yield f"b {before} {form}"
        before = form
    yield f"b {before} $"
    yield f"l {min(count // 3, _LONGEST_COUNT)}"


def _pieces(reading: Reading) -> Iterator[str]:
    for word in set(reading.raw):
        if word.isdigit():
            continue
        shown = _DRAWN_OUT.sub(r"\1", word)[:_LONGEST_WORD]
        framed = f"^{shown}$"
        for size in _PIECES:
            for at in range(len(framed) - size + 1):
                yield f"p {framed[at : at + size]}"
