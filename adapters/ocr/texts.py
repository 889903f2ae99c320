"""Files that are text, cut into pieces of about a page."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from adapters.ocr.limits import Limits
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import UnreadableDocument

_A_PAGE: Final = 4000
"""Letters of a piece: a dense A4 page has so many."""

_SAMPLE: Final = 64 * 1024
"""Bytes by which an encoding is recognised."""

_UNSHOWN: Final = frozenset({"script", "style", "template", "noscript", "head"})

_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
        "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip


class TextDocument:
    """Text that stands in a file; `parts` are pages already, and long ones are cut."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._pages = [page for part in parts for page in _cut(part)]
        self.pages = max(1, len(self._pages))

    def read(self, number: int) -> PageText:
        """One piece."""
        text = self._pages[number - 1] if self._pages else ""
        return PageText(number=number, text=text, confidence=1.0, method=ReadMethod.TEXT_LAYER)


def open_file(file: Path, mime_type: str, limits: Limits) -> TextDocument:
    """A text or HTML file, in whichever encoding.

    Raises:
        UnreadableDocument: it is too large, or no text.
    """
    if file.stat().st_size > limits.text_bytes:
        raise UnreadableDocument(ReadProblem.TOO_LARGE)
    text = _decoded(file.read_bytes())
    return TextDocument([_shown(text) if mime_type == "text/html" else text])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(content[:_SAMPLE]).best()
    if guess is None:
        raise UnreadableDocument(ReadProblem.DAMAGED)
    return content.decode(guess.encoding, errors="replace")


def _shown(source: str) -> str:
    page = _Page()
    page.feed(source)
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.shown).split("\n"))
    return "\n".join(line for line in lines if line)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self._unshown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser gives them
        if tag in _UNSHOWN:
            self._unshown.append(tag)
        elif tag in _BLOCKS:
            self.shown.append("\n")
        elif tag in ("td", "th"):
            self.shown.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if self._unshown and tag == self._unshown[-1]:
            self._unshown.pop()
        elif tag in _BLOCKS:
            self.shown.append("\n")
        if tag == "head":
            self._unshown.clear()

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            # A line break in the source is a space on the page.
            self.shown.append(data.replace("\r", " ").replace("\n", " "))


def _cut(text: str) -> Iterator[str]:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    begin = 0
    while begin < len(text):
        end = begin + _A_PAGE
        if end < len(text):
            breaks = (text.rfind(sign, begin + _A_PAGE // 2, end) for sign in ("\n", " "))
            end = next((found for found in breaks if found > 0), end)
        yield text[begin:end].strip()
        begin = end
