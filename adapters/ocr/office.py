"""Word, Excel and PowerPoint: the text of their documents, sheets and slides."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import docx
import openpyxl
import pptx
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from adapters.ocr.limits import Limits
from adapters.ocr.texts import TextDocument
from domain.documents import ReadProblem
from domain.failures import UnreadableDocument

_ENTRIES: Final = 10_000
"""Files within an office file; a real one has hundreds."""

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a file begins that an office program locked with a password."""

_DEEP: Final = 8
"""How deep tables may stand in tables."""


def open_file(file: Path, mime_type: str, limits: Limits) -> TextDocument:
    """An office file: Word's is cut into pages, a sheet or a slide is a page.

    Raises:
        UnreadableDocument: it has a password, is damaged, or unpacks to too much.
    """
    _check(file, limits)
    try:
        return TextDocument(_bounded(_PARTS[mime_type](file), limits.text_bytes))
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:
        raise UnreadableDocument(ReadProblem.DAMAGED) from error


def _check(file: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        with file.open("rb") as content:
            locked = content.read(len(_OLE)) == _OLE
        problem = ReadProblem.ENCRYPTED if locked else ReadProblem.DAMAGED
        raise UnreadableDocument(problem) from error
    # More than it says here cannot come out of an entry: zipfile stops there.
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes or len(entries) > _ENTRIES:
        raise UnreadableDocument(ReadProblem.TOO_LARGE)


def _bounded(parts: Iterable[str], most: int) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > most:
            raise UnreadableDocument(ReadProblem.TOO_LARGE)
        yield part


def _word(file: Path) -> Iterator[str]:
    with file.open("rb") as content:
        document = docx.Document(content)
    yield "\n".join([*_headers(document), *_blocks(document), *_footers(document)])


def _headers(document: WordDocument) -> Iterator[str]:
    """Letterheads, which say who writes."""
    for section in document.sections:
        if not section.header.is_linked_to_previous:
            yield from _blocks(section.header)


def _footers(document: WordDocument) -> Iterator[str]:
    for section in document.sections:
        if not section.footer.is_linked_to_previous:
            yield from _blocks(section.footer)


def _blocks(container: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 -- four types that share no parent
    for block in cast("Iterable[Paragraph | WordTable]", container.iter_inner_content()):
        if isinstance(block, Paragraph):
            yield block.text
        elif depth < _DEEP:
            for row in block.rows:
                # A cell that spans several columns is given for each of them.
                cells = dict.fromkeys(row.cells)
                yield "\t".join("\n".join(_blocks(cell, depth + 1)) for cell in cells)


def _excel(file: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        # A sheet says itself how large it is, and may say anything.
        cast("Any", sheet).reset_dimensions()
        yield "\n".join([sheet.title, *_rows(sheet.iter_rows(values_only=True))])


def _rows(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row in rows:
        if any(value is not None for value in row):
            yield "\t".join("" if value is None else str(value) for value in row)


def _powerpoint(file: Path) -> Iterator[str]:
    with file.open("rb") as content:
        show = pptx.Presentation(content)
    for slide in show.slides:
        lines = list(_shapes(slide.shapes))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            lines.append(slide.notes_slide.notes_text_frame.text)
        yield "\n".join(lines)


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield "\t".join(cell.text for cell in row.cells)
        elif hasattr(shape, "shapes") and depth < _DEEP:
            yield from _shapes(shape.shapes, depth + 1)


_OPENXML: Final = "application/vnd.openxmlformats-officedocument"

_PARTS: Final[Mapping[str, Callable[[Path], Iterator[str]]]] = {
    f"{_OPENXML}.wordprocessingml.document": _word,
    f"{_OPENXML}.spreadsheetml.sheet": _excel,
    f"{_OPENXML}.presentationml.presentation": _powerpoint,
}
