"""A page as it is searched: one text whose every place knows the line it stands in."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Final

from domain.documents import PageText, ReadMethod
from domain.legal.found import Doubt, Field, FieldName

LONGEST_LINE: Final = 400
"""A longer line is cut at a blank, so that a page without breaks still has lines to show."""
AT_MOST: Final = 20
"""Fields of one name that are taken from one page."""

# Below it a page's words are wrong too often for a date or a number to be relied on.
_HARD_TO_READ: Final = 0.8
_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# One character for one character, so that places in the text stay places in the page.
_STRAIGHT: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad", "-"),
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        "\uff1a": ":",
        "\uff0f": "/",
        "\u2044": "/",
        "\u2215": "/",
    }
)
DOUBTED: Final = 0.75
"""Each doubt takes a share of the confidence; what is doubted much is never zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The words of one page, straightened: `text` has the length of the page's own."""

    number: int
    text: str
    confidence: float
    hard_to_read: bool
    starts: tuple[int, ...]
    lines: tuple[str, ...]

    def line_number(self, place: int) -> int:
        """Which line a place stands in, from 0."""
        return max(bisect_right(self.starts, place) - 1, 0)

    def line_at(self, place: int) -> str:
        """The line that a place stands in, as the page has it, without blanks around it."""
        return self.lines[self.line_number(place)]

    def field(
        self,
        name: FieldName,
        value: str,
        place: int,
        *,
        confidence: float = 0.95,
        doubts: Iterable[Doubt] = (),
    ) -> Field:
        """A value found at a place of this page."""
        found = (*doubts, Doubt.PAGE_HARD_TO_READ) if self.hard_to_read else tuple(doubts)
        reasons = tuple(dict.fromkeys(found))
        sure = reduce(lambda so_far, _: so_far * DOUBTED, reasons, confidence)
        return Field(
            name=name,
            value=value,
            page=self.number,
            line=self.line_at(place),
            confidence=round(sure * self.confidence, 3),
            doubts=reasons,
        )


def as_page(page: PageText) -> Page:
    """A read page, ready to be searched."""
    starts: list[int] = []
    lines: list[str] = []
    for start, end in _lines(page.text):
        starts.append(start)
        lines.append(page.text[start:end].strip())
    recognised = page.method is not ReadMethod.TEXT_LAYER
    # Asked this way round, a confidence that is no number is too low as well.
    sure = page.confidence if 0 <= page.confidence <= 1 else 0.0
    return Page(
        number=page.number,
        text=page.text.replace("\r\n", " \n").translate(_STRAIGHT),
        confidence=sure if recognised else 1.0,
        hard_to_read=recognised and not sure >= _HARD_TO_READ,
        starts=tuple(starts),
        lines=tuple(lines),
    )


def first_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first matches of a pattern, as many as one page may give."""
    return islice(pattern.finditer(text), AT_MOST)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _BREAK.finditer(text):
        yield from _pieces(text, start, found.start())
        start = found.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_LINE:
        blank = text.rfind(" ", start + LONGEST_LINE // 2, start + LONGEST_LINE)
        cut = blank + 1 if blank >= 0 else start + LONGEST_LINE
        yield start, cut
        start = cut
    yield start, end
