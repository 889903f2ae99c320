"""Names of Indonesian people and companies: the same one, however it is written.

A name is found by its forms, each a text that is only ever kept as a keyed hash. A party keeps all
of its forms; who is looked for is looked for by others, so that two people who merely share two
words of three are not taken for one: `Muhammad Rizki Ramadhan` is found by `Muhammad Rizki`, and
not by `Muhammad Rizki Pratama`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from domain.name_sounds import sounds
from domain.name_words import Naming, Token, namings, tokens_of, without_fathers, words_in

INDEX: Final = "party_name"
"""The kind of blind index that forms are kept under."""

_SHORTEST: Final = 2
_LONGEST_WINDOW: Final = 4
_LONGEST_NAME: Final = 12
"""Words; whatever is longer is no name, but may begin with one."""

_FIRST_OF_MANY: Final = frozenset(
    heard for name in ("muhammad", "ahmad", "siti", "nur") for heard in sounds((name,))
)
"""What so many names begin with that it is left out as often as not, as it sounds."""
_MUHAMMAD: Final = "m"

_PAUSES: Final = words_in(
    "yang dan atau di ke dari untuk dengan pada oleh dalam karena kalau jika bila maka agar supaya "
    "ini itu saya aku kami kita anda kamu dia mereka tidak bukan belum sudah telah akan sedang ada "
    "adalah apakah bagaimana kapan dimana mengapa kenapa siapa mohon tolong terima kasih selamat "
    "the and or of to in is are was were my your his her their our for with from by not"
)
"""Words that are in no name: a name ends before them."""

_INTRODUCED: Final = (("nama", "saya"), ("atas", "nama"), ("my", "name", "is"), ("a", "n"))
_INTRODUCING: Final = frozenset({"saya", "namaku", "an", "bernama", "nama"})


class Likeness(StrEnum):
    """How alike two names are."""

    EXACT = "exact"
    """The same words, titles, letter case and punctuation aside."""
    PHONETIC = "phonetic"
    """They sound the same: Soeharto and Suharto, Djoko and Joko."""


class _Part(StrEnum):
    """What a form stands for."""

    ANY = "any"
    """A party's whole name or a short one; whoever is called just that is looked for here."""
    WHOLE = "whole"
    """A party's whole name: a longer name may be that one written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """A way to find a name. `text` goes into a blind index and nowhere else."""

    text: str
    likeness: Likeness


def name_forms(name: str) -> tuple[NameForm, ...]:
    """The forms that a party of this name is kept under; none where there is no name in it.

    The whole name, its first two words, its first and last, and the name without a Muhammad or a
    Siti in front; each as it is written and as it sounds. One word alone is only ever a whole name.
    """
    return _distinct(form for naming in namings(name) for form in _kept(naming))


def forms_looked_for(name: str) -> tuple[NameForm, ...]:
    """The forms by which somebody of this name is looked for among the parties."""
    return _distinct(form for naming in namings(name) for form in _looked_for(naming))


def forms_in_text(text: str, limit: int) -> tuple[NameForm, ...]:
    """The forms to look for in a running text: at most `limit`, of its words two to four together.

    One word alone is taken for a name only where it is introduced as one: `nama saya Budi`,
    `PT Gojek`.
    """
    return _distinct(islice(_in_text(list(tokens_of(text))), limit * 2), limit)


def _kept(naming: Naming) -> Iterator[NameForm]:
    whole = naming.words[:_LONGEST_NAME]
    for words in (whole, *_short(naming), *_without_first(naming)):
        yield from _forms(_Part.ANY, words)
    if len(whole) >= _SHORTEST:
        yield from _forms(_Part.WHOLE, whole)


def _looked_for(naming: Naming) -> Iterator[NameForm]:
    whole = naming.words[:_LONGEST_NAME]
    yield from _forms(_Part.ANY, whole)
    # Only a party whose whole name is that: an Ahmad and a Muhammad are two people.
    for words in (*_short(naming), *_without_first(naming)):
        yield from _forms(_Part.WHOLE, words)


def _without_first(naming: Naming) -> Iterator[tuple[str, ...]]:
    """`Rizki Pratama` of `Muhammad Rizki Pratama`; two words at least must be left."""
    words = naming.words[:_LONGEST_NAME]
    while not naming.company and len(words) > _SHORTEST and _is_first_of_many(words[0]):
        words = words[1:]
        yield words


def _is_first_of_many(word: str) -> bool:
    return word == _MUHAMMAD or not _FIRST_OF_MANY.isdisjoint(sounds((word,)))


def _short(naming: Naming) -> Iterator[tuple[str, ...]]:
    words = naming.words[:_LONGEST_NAME]
    if len(words) <= _SHORTEST:
        return
    yield words[:_SHORTEST]
    if not naming.company:
        yield (words[0], words[-1])
        if len(naming.first) > _SHORTEST:
            yield (words[0], naming.first[-1])


def _in_text(tokens: Sequence[Token]) -> Iterator[NameForm]:
    for run in _runs(tokens):
        for start in range(len(run)):
            for length in range(_SHORTEST, min(_LONGEST_WINDOW, len(run) - start) + 1):
                yield from _forms(_Part.ANY, tuple(run[start : start + length]))
    for word in _introduced(tokens):
        yield from _forms(_Part.ANY, (word,))


def _runs(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """Words that stand together without a pause."""
    run: list[str] = []
    for token in tokens:
        pause = token.word in _PAUSES or token.word.isdecimal()
        if token.breaks or pause:
            yield without_fathers(run)
            run = []
        if not pause:
            run.append(token.word)
    yield without_fathers(run)


def _introduced(tokens: Sequence[Token]) -> Iterator[str]:
    words = [token.word for token in tokens]
    for place, token in enumerate(tokens):
        before = words[max(place - 3, 0) : place]
        introduced = bool(before) and (
            before[-1] in _INTRODUCING
            or any(tuple(before[-len(phrase) :]) == phrase for phrase in _INTRODUCED)
        )
        if (introduced or token.firm) and token.word not in _PAUSES:
            yield token.word


def _forms(part: _Part, words: tuple[str, ...]) -> Iterator[NameForm]:
    yield NameForm(text=f"{Likeness.EXACT}:{part}:{' '.join(words)}", likeness=Likeness.EXACT)
    for heard in sounds(words):
        yield NameForm(text=f"{Likeness.PHONETIC}:{part}:{heard}", likeness=Likeness.PHONETIC)


def _distinct(forms: Iterable[NameForm], limit: int | None = None) -> tuple[NameForm, ...]:
    return tuple(islice(dict.fromkeys(forms), limit))
