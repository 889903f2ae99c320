"""Cuts a long text into messages, between sentences, so that joined again they are the text."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from domain.drafts import LONGEST_TEXT

_END: Final = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]*_~]*(?=\s)|\n")
"""Where a sentence may end: its marks, with what closes after them, before a space; or a line."""

_ABBREVIATIONS: Final = frozenset(
    # Indonesian: addresses, companies, titles, papers, months; then English.
    """
    jl jln gg no lt blok rt rw kel kec kab prov kp komp perum ds dsn pt cv tbk ud pd fa sdn
    bhd dr drs dra ir prof hj h tn ny nn sdr sdri bpk yth alm almh kh ps psl ay jo jis hlm
    hal tgl ttd telp tlp hp wa fax dll dsb dst dkk dgn utk yg spt sbb jan feb mar apr jun
    jul agt agu sep sept okt nov des mr mrs ms vs etc inc ltd co corp st art sec para cf al
    dec aug oct approx
    """.split()  # noqa: SIM905 -- a list would be a page long, a word a line
)
_LIST_MARK: Final = re.compile(r"(?:[0-9]{1,3}|[A-Za-z])\Z")

_ZWJ: Final = "\u200d"
_VIRAMA: Final = 9
"""The combining class of a sign that binds two letters of many Asian scripts into one."""


def split_text(text: str, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
    """The pieces of a text, each of at most `longest` characters; joined, they are the text.

    Cut after a paragraph where that leaves no short piece, otherwise after a sentence, then after
    a word, and in the middle of a word only where it alone is too long; never inside of what a
    reader takes for one character.
    """
    pieces: list[str] = []
    while len(text) > longest:
        at = _cut(text, longest)
        pieces.append(text[:at])
        text = text[at:]
    return (*pieces, text)


def _cut(text: str, longest: int) -> int:
    ends = [at for at in _ends(text, longest) if at <= longest]
    paragraphs = [at for at in ends if text[:at].endswith("\n") and at * 2 >= longest]
    words = [each.end() for each in re.finditer(r"\s+", text[: longest + 1])]
    for places in (paragraphs, ends, [at for at in words if at <= longest]):
        whole = [at for at in places if text[:at].strip() and starts_character(text, at)]
        if whole:
            return whole[-1]
    return next((at for at in range(longest, 0, -1) if starts_character(text, at)), longest)


def _ends(text: str, longest: int) -> Iterator[int]:
    """Where sentences end, after the spaces that follow them."""
    for found in _END.finditer(text, 0, longest + 1):
        at = found.end()
        while at < len(text) and text[at].isspace():
            at += 1
        ended_line = "\n" in text[found.start() : at]
        if at > longest and ended_line:
            # Spaces of the next line may stay with it.
            at = found.end()
        if ended_line or _is_end(text, found.start(), at):
            yield at


def _is_end(text: str, mark: int, then: int) -> bool:
    """Whether a full stop, or what stands for one, ends a sentence."""
    if then < len(text) and text[then].islower():
        return False
    if not text.startswith(".", mark):
        return True
    line = text.rfind("\n", 0, mark) + 1
    before = text[line:mark]
    word = re.split(r"[\s(\[\"'\u201c\u2018/*_~-]", before)[-1]
    begins_line = before.strip() == word
    return not (
        "." in word.strip(".")
        or word.casefold() in _ABBREVIATIONS
        or (len(word) == 1 and word.isupper())
        or (begins_line and _LIST_MARK.match(word))
    )


def starts_character(text: str, at: int) -> bool:
    """Whether a reader sees a new character begin here. Source: Unicode TR29, in short."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (
        unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or after in {_ZWJ, "\u200c"}
        or before == _ZWJ
        or (before, after) == ("\r", "\n")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
        or unicodedata.combining(before) == _VIRAMA
        or (_is_flag_half(after) and _flag_halves_before(text, at) % 2 == 1)
        or _continues_hangul(before, after)
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    first = at
    while first > 0 and _is_flag_half(text[first - 1]):
        first -= 1
    return at - first


def _continues_hangul(before: str, after: str) -> bool:
    is_jamo = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    leads = "\u1100" <= before <= "\u115f" and "\u1100" <= after <= "\u115f"
    return leads or (is_jamo and "\u1160" <= after <= "\u11ff")
