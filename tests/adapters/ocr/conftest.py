"""Reads files as a worker does."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from adapters.ocr.recognizer import DocumentRecognizer
from domain.documents import PageText

OPENXML: Final = "application/vnd.openxmlformats-officedocument"

TYPES: Final = {
    ".docx": f"{OPENXML}.wordprocessingml.document",
    ".gif": "image/gif",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": f"{OPENXML}.presentationml.presentation",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xlsx": f"{OPENXML}.spreadsheetml.sheet",
}


@pytest.fixture
def recognizer() -> DocumentRecognizer:
    return DocumentRecognizer()


@pytest.fixture
def read(recognizer: DocumentRecognizer) -> Callable[[Path], Sequence[PageText]]:
    """The pages of a file, in their order."""

    def pages(file: Path) -> Sequence[PageText]:
        told: list[PageText] = []
        recognizer.read(file, TYPES[file.suffix], limit=50, on_page=told.append)
        return sorted(told, key=lambda page: page.number)

    return pages
