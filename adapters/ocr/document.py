"""What every kind of file becomes when it is opened for reading."""

from typing import Protocol

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


def unread(number: int, problem: ReadProblem) -> PageText:
    """A page that could not be read."""
    return PageText(
        number=number, text="", confidence=0.0, method=ReadMethod.NOT_READ, problem=problem
    )
