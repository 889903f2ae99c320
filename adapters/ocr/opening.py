"""Which code reads which type of file."""

from importlib import import_module
from pathlib import Path
from typing import Final, cast

from adapters.ocr.document import Document, Opener
from adapters.ocr.limits import Limits
from domain.documents import ReadProblem
from domain.failures import UnreadableDocument

_OPENXML: Final = "application/vnd.openxmlformats-officedocument"

_MODULES: Final = {
    "application/pdf": "pdf",
    "image/bmp": "images",
    "image/gif": "images",
    "image/jpeg": "images",
    "image/png": "images",
    "image/tiff": "images",
    "image/webp": "images",
    "text/csv": "texts",
    "text/html": "texts",
    "text/plain": "texts",
    f"{_OPENXML}.presentationml.presentation": "office",
    f"{_OPENXML}.spreadsheetml.sheet": "office",
    f"{_OPENXML}.wordprocessingml.document": "office",
}
"""Only the one that is needed is imported: all of them take half a second, for each document."""


def open_document(file: Path, mime_type: str, limits: Limits) -> Document:
    """An open file.

    Raises:
        UnreadableDocument: nothing of it can be read.
    """
    module = _MODULES.get(mime_type)
    if module is None:
        raise UnreadableDocument(ReadProblem.UNKNOWN_TYPE)
    opener = cast("Opener", import_module(f"adapters.ocr.{module}"))
    return opener.open_file(file, mime_type, limits)
