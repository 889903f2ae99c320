"""Finds the word that a misspelt one was meant to be.

By what is left of words when letters are lost, as SymSpell does (Garbe, 2012): the time does not
grow with the number of words that are known.
"""

from collections.abc import Collection, Iterator
from typing import Final

_SHORTEST: Final = 6
_LONG: Final = 10
_LONGEST: Final = 20


class Mender:
    """Knows some words by what is left of them when letters are lost.

    A word of six letters or more may have one letter wrong, lost, added or swapped with its
    neighbour; one of ten or more may have two.
    """

    def __init__(self, words: Collection[str], *, most: int = 2) -> None:
        self._most = most
        self._words: dict[str, list[str]] = {}
        for word in sorted(words):
            if len(word) < _SHORTEST:
                continue
            for rest in _shortened(word, self._allowed(word)):
                self._words.setdefault(rest, []).append(word)

    def mend(self, word: str) -> str | None:
        """The word that was meant; None where none is near enough."""
        if not _SHORTEST - 1 <= len(word) <= _LONGEST:
            return None
        best: tuple[int, str] | None = None
        for rest in _shortened(word, self._allowed(word)):
            for meant in self._words.get(rest, ()):
                far = _distance(word, meant)
                if far <= self._allowed(meant) and (best is None or (far, meant) < best):
                    best = (far, meant)
        return best[1] if best else None

    def _allowed(self, word: str) -> int:
        return min(self._most, 1 if len(word) < _LONG else 2)


def _shortened(word: str, most: int) -> Iterator[str]:
    """The word, and what is left of it without up to `most` letters."""
    seen = {word}
    edge = {word}
    for _ in range(most):
        edge = {each[:at] + each[at + 1 :] for each in edge for at in range(len(each))} - seen
        seen |= edge
    yield from seen


def _distance(one: str, other: str) -> int:
    """Letters wrong, lost, added or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for line, letter in enumerate(one, 1):
        before, last, row = row, before, [line]
        for column, wanted in enumerate(other, 1):
            cost = min(
                before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != wanted)
            )
            swapped = (
                line > 1 and column > 1 and letter == other[column - 2] and one[line - 2] == wanted
            )
            row.append(min(cost, last[column - 2] + 1) if swapped else cost)
    return row[-1]
