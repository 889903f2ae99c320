"""Which code reads which type of file."""

from pathlib import Path
from typing import Final

from adapters.ocr import images, office, pdf, texts
from adapters.ocr.document import Document
from adapters.ocr.limits import Limits
from domain.documents import ReadProblem
from domain.failures import UnreadableDocument

TYPES: Final = images.TYPES | office.TYPES | pdf.TYPES | texts.TYPES


def open_document(file: Path, mime_type: str, limits: Limits) -> Document:
    """An open file.

    Raises:
        UnreadableDocument: nothing of it can be read.
    """
    if mime_type in pdf.TYPES:
        return pdf.PdfDocument(file, limits)
    if mime_type in images.TYPES:
        return images.ImageDocument(file, mime_type, limits)
    if mime_type in office.TYPES:
        return office.open_office(file, mime_type, limits)
    if mime_type in texts.TYPES:
        return texts.open_text(file, mime_type, limits)
    raise UnreadableDocument(ReadProblem.UNKNOWN_TYPE)
