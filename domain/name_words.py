"""The words that make up a name, without titles, degrees and company forms."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final


def words_in(words: str) -> frozenset[str]:
    """A set of the words of a line."""
    return frozenset(words.split())


_TITLES: Final = words_in(
    # Forms of address, and what religion, nobility and the army give.
    "bapak bpk pak ibu bu saudara saudari sdr sdri tuan nyonya nona tn ny nn mr mrs ms miss "
    "almarhum almarhumah alm almh haji hajjah hajah hj kh kyai kiai ustad ustadz ustadzah ust "
    "habib tgk tengku teuku raden rd ra rm rr rngt kgph krt kpp kompol akp akbp kombes iptu ipda "
    "aiptu aipda bripka brigadir bripda briptu kapten letkol "
    # Degrees that are nobody's name.
    "dr drs dra ir prof drg drh sh mh mkn msi mba skom mkom spd mpd sag mag ssos msos sip mip ssi "
    "skm phd llm llb lc bsc msc amd sth shum mhum mhi shi sei mei mec meng sikom mikom sfarm mfarm "
    "skep mkep spog spa spb mct cla ctl cpl cmlc beng sked stp spt sps shut mhut spsi mpsi ners "
    "sstp spdi mpdi mti"
)
_SHORT_TITLES: Final = words_in("ma se st mm mt sp mp ca ak ba ss apt cpa ns spi")
"""Degrees that may be a name as well: dropped only where a point or a comma shows what they are."""

_LEADING: Final = frozenset({"h", "r"})
"""Haji and Raden in front of a name; an initial anywhere else."""

_COMPANIES: Final = words_in(
    "pt cv ud pd nv fa firma tbk persero yayasan koperasi kop perum perumda perseroan terbatas ltd "
    "pte inc corp llc gmbh bhd"
)
_FATHERS: Final = frozenset({"bin", "binti", "bt", "ibn"})
_ALIAS: Final = frozenset({"alias", "als", "aka", "qq", "dkk", "cs"})
_ALSO: Final = frozenset({"dan", "melawan", "vs", "and"})
_TITLE_LETTERS: Final = 4

_MARKS: Final = re.compile(r"['\u2018\u2019\u02bc\u02bb\u00b4`]")
_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?|[,;:!?()\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One name as words in plain letters. `first` are those before `bin` or `binti`."""

    words: tuple[str, ...]
    first: tuple[str, ...]
    company: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a text, plain.

    `breaks` where the text pauses before it, `firm` after a PT, `comma` after a comma in a name.
    """

    word: str
    breaks: bool = False
    firm: bool = False
    comma: bool = False


def plain(text: str) -> str:
    """A text in small letters without accents, apostrophes and what cannot be seen."""
    # NFKD may make letters that are not small: they are folded after it as well.
    spread = unicodedata.normalize("NFKD", text.casefold()).casefold()
    seen = (each for each in spread if unicodedata.category(each) not in {"Mn", "Cf", "Me"})
    return _MARKS.sub("", "".join(seen))


def namings(name: str) -> tuple[Naming, ...]:
    """The names in a name: `Budi Santoso alias Budi Gendut` is two.

    So is `Santoso, Budi`, which may be a Budi Santoso.
    """
    tokens = tuple(tokens_of(name, names=True))
    company = any(token.firm for token in tokens) or bool(
        _COMPANIES.intersection(plain(name).split())
    )
    parts = _parts(tokens, _ALIAS if company else _ALIAS | _ALSO)
    found = (
        _naming(words, company=company)
        for part in parts
        for words in (_words_of(part), *(() if company else _turned(part)))
    )
    return tuple(naming for naming in found if naming.words)


def tokens_of(text: str, *, names: bool = False) -> Iterator[Token]:
    """The words of a text without titles, in order.

    In a name, `names`, a comma is no pause: only titles come after it.
    """
    breaks = firm = comma = apart = False
    for word, dotted in _letters_joined(text):
        if word in {",", ";", ":", "!", "?", "(", ")"}:
            comma = word == ","
            apart = apart or (comma and names)
            breaks = breaks or not names
        elif word == "\n":
            comma = False
        elif word in _COMPANIES:
            firm, breaks = True, True
        elif word in _TITLES or (word in _SHORT_TITLES and (dotted or comma)):
            continue
        elif names and comma and dotted:
            # A degree that nobody listed.
            continue
        else:
            yield Token(word=word, breaks=breaks, firm=firm, comma=apart)
            breaks = firm = apart = False


def without_fathers(words: list[str]) -> list[str]:
    """Words without `bin` and `binti`."""
    return [word for word in words if word not in _FATHERS]


def _naming(words: list[str], *, company: bool) -> Naming:
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    first = words
    for place, word in enumerate(words):
        if word in _FATHERS:
            first = words[:place]
            break
    return Naming(words=tuple(without_fathers(words)), first=tuple(first), company=company)


def _parts(tokens: tuple[Token, ...], between: frozenset[str]) -> Iterator[list[Token]]:
    for apart, part in groupby(tokens, key=lambda token: token.word in between):
        if not apart:
            yield list(part)


def _words_of(tokens: list[Token]) -> list[str]:
    return [token.word for token in tokens]


def _turned(tokens: list[Token]) -> Iterator[list[str]]:
    """The words after the one comma of a name before those in front of it."""
    commas = [place for place, token in enumerate(tokens) if place and token.comma]
    if len(commas) == 1:
        yield _words_of([*tokens[commas[0] :], *tokens[: commas[0]]])


def _letters_joined(text: str) -> Iterator[tuple[str, bool]]:
    """Words and pauses; `S.H.` and `S. H.` are one word, `M.Yusuf` is two."""
    letters: list[str] = []
    for match in _WORD.finditer(plain(text)):
        written = match.group()
        parts = [part for part in written.split(".") if part]
        dotted = "." in written
        if dotted and len(parts) == 1 and len(parts[0]) == 1:
            letters.append(parts[0])
            continue
        if letters:
            yield from _initials(letters)
            letters = []
        joined = "".join(parts)
        if (
            dotted
            and max(map(len, parts)) <= _TITLE_LETTERS
            and joined in _TITLES | _SHORT_TITLES | _COMPANIES
        ):
            yield joined, True
        elif dotted and all(len(part) == 1 for part in parts):
            yield from _initials(parts)
        elif not parts:
            continue
        else:
            for part in parts:
                yield part, dotted
    yield from _initials(letters)


def _initials(letters: list[str]) -> Iterator[tuple[str, bool]]:
    joined = "".join(letters)
    if joined in _TITLES | _SHORT_TITLES | _COMPANIES:
        yield joined, True
        return
    for letter in letters:
        yield letter, True
