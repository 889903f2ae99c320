"""What every kind of file becomes when it is opened for reading."""

from pathlib import Path
from typing import Protocol

from adapters.ocr.limits import Limits
from domain.documents import PageText, ReadMethod, ReadProblem


class Document(Protocol):
    """An open file; it belongs to the reading process, and ends with it."""

    @property
    def pages(self) -> int:
        """How many pages it has."""
        ...

    def read(self, number: int) -> PageText:
        """One page; the first is 1.

        Raises:
            MemoryError: it would take more than the process may have.
        """
        ...


class Opener(Protocol):
    """A module that opens files of some types."""

    def open_file(self, file: Path, mime_type: str, limits: Limits) -> Document:
        """An open file.

        Raises:
            UnreadableDocument: nothing of it can be read.
        """
        ...


def unread(number: int, problem: ReadProblem) -> PageText:
    """A page that could not be read."""
    return PageText(
        number=number, text="", confidence=0.0, method=ReadMethod.NOT_READ, problem=problem
    )
