"""Values that stand behind a label, on its line or on the next, or in a second column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.legal.found import Doubt
from domain.legal.lookalikes import any_of
from domain.legal.pages import AT_MOST, Page

_FLAGS: Final = re.IGNORECASE | re.ASCII | re.MULTILINE
# Two columns on one line, flattened by whoever read it.
_COLUMN: Final = re.compile(r"\s{4,}|\t")
_LABEL_ONLY: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ./()]{1,34}[:;]?")
_VALUE_ONLY: Final = re.compile(r"[:;]\s{0,8}(?P<value>\S.{0,200})")
# Longest column of labels that is paired with a column of values.
_COLUMN_LENGTH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The value behind a label, and where it starts in its page."""

    value: str
    start: int
    doubts: tuple[Doubt, ...] = ()


def label(*words: str, colon: bool = True) -> re.Pattern[str]:
    """A pattern for a label at the start of a line; without `colon`, a blank may stand for it."""
    mark = "[:;=]" if colon else r"(?:[:;=.]|(?<=[ \t])|(?=[0-9]))"
    return re.compile(
        rf"^[ \t>*+-]{{0,40}}(?:[0-9a-z]{{1,2}}[.)][ \t]{{0,4}})?{any_of(*words)}"
        rf"[ \t.]{{0,40}}(?:{mark}[ \t:.]{{0,10}}(?P<value>[^\n]{{0,300}})|(?=\n|\Z))",
        _FLAGS,
    )


def values(page: Page, pattern: re.Pattern[str]) -> Iterator[Labelled]:
    """What stands behind a label of this page, the first of each place."""
    for count, match in enumerate(pattern.finditer(page.text)):
        if count == AT_MOST:
            return
        found = _behind(page, match)
        if found:
            yield found


def first_value(page: Page, pattern: re.Pattern[str]) -> Labelled | None:
    """The first value behind a label."""
    return next(values(page, pattern), None)


def _behind(page: Page, match: re.Match[str]) -> Labelled | None:
    written = match["value"] or ""
    value = _COLUMN.split(written.strip())[0].strip(" :;.,")
    if value:
        return Labelled(value=value, start=match.start("value") + written.index(value[0]))
    here = page.line_number(match.end())
    return _in_column(page, here) or _on_next_line(page, here)


def _on_next_line(page: Page, here: int) -> Labelled | None:
    for number in range(here + 1, min(here + 3, len(page.lines))):
        line = page.lines[number]
        if line:
            # A label of its own is no value.
            if ":" in line.lstrip(" :") or line.endswith(":"):
                return None
            value = line.strip(" :;.,")
            return Labelled(value=value, start=page.starts[number]) if value else None
    return None


def _in_column(page: Page, here: int) -> Labelled | None:
    """`NIK / Nama / Alamat`, then `: 3174… / : BUDI / : JL…`: paired by their order."""
    lines = page.lines
    top = here
    while top > 0 and here - top < _COLUMN_LENGTH and _LABEL_ONLY.fullmatch(lines[top - 1]):
        top -= 1
    bottom = here
    while bottom + 1 < len(lines) and _LABEL_ONLY.fullmatch(lines[bottom + 1]):
        bottom += 1
        if bottom - here > _COLUMN_LENGTH:
            return None
    column = [
        (found["value"].strip(), number)
        for number in range(bottom + 1, min(bottom + 1 + _COLUMN_LENGTH, len(lines)))
        if (found := _VALUE_ONLY.fullmatch(lines[number]))
    ]
    # A heading above the labels has no value: the last label and the last value belong together.
    at = len(column) - 1 - (bottom - here)
    if not 0 <= at < len(column) or len(column) > bottom - top + 1:
        return None
    value, number = column[at]
    return Labelled(value=value, start=page.starts[number], doubts=(Doubt.LAYOUT_FLATTENED,))
