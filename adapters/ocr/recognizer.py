"""Reads documents in processes of their own: a page that kills its process is one page lost."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final, Self

from adapters.ocr.document import unread
from adapters.ocr.limits import Limits
from adapters.ocr.reader import Reader
from adapters.ocr.slots import Slots
from domain.documents import PageText, ReadProblem
from domain.failures import Failure, Unavailable, UnreadableDocument

_TRIES: Final = 2
"""Processes that a page may kill: the first may have died of something else."""

_A_SECOND: Final = 1.0


class DocumentRecognizer:
    """A `TextRecognizer`. One instance a worker: `processes` is for all documents together."""

    def __init__(self, *, processes: int | None = None, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._slots = Slots(processes or os.cpu_count() or 1)

    def page_count(self, file: Path, mime_type: str) -> int:
        """How many pages a file has."""
        with _Reading(file, mime_type, self._limits, self._slots, _nothing) as reading:
            return reading.pages

    def read(
        self,
        file: Path,
        mime_type: str,
        *,
        limit: int,
        on_page: Callable[[PageText], None],
        done: Collection[int] = (),
        alive: Callable[[], None] | None = None,
    ) -> int:
        """Read a file's first `limit` pages but those that are `done`."""
        with _Reading(file, mime_type, self._limits, self._slots, alive or _nothing) as reading:
            wanted = [page for page in range(1, min(reading.pages, limit) + 1) if page not in done]
            for page in reading.read(wanted):
                on_page(page)
            if reading.pages > limit:
                on_page(_beyond(limit + 1, reading.pages))
            return reading.pages


class _Reading:
    """One document and the processes that read it, each of which holds a slot."""

    def __init__(
        self,
        file: Path,
        mime_type: str,
        limits: Limits,
        slots: Slots,
        alive: Callable[[], None],
    ) -> None:
        self._file, self._mime_type, self._limits = file, mime_type, limits
        self._slots, self._alive = slots, alive
        self._readers: list[Reader] = []
        self._left: list[int] = []
        self._deaths: Counter[int] = Counter()
        self.pages = 0

    def __enter__(self) -> Self:
        self._slots.take(self._alive)
        self._start()
        try:
            self.pages = self._opened()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for reader in list(self._readers):
            self._end(reader)

    def read(self, pages: list[int]) -> Iterator[PageText]:
        """Those pages, as they are done."""
        self._left = pages[::-1]
        self._go_on(self._readers[0])
        while self._readers:
            if len(self._left) > len(self._readers) and self._slots.take_spare():
                self._start()
            for reader in self._ready():
                page = self._heard(reader)
                if page:
                    yield page

    def _opened(self) -> int:
        """How many pages there are, when the first process has opened the file."""
        while True:
            for reader in self._ready():
                answer = reader.answer()
                if isinstance(answer, int):
                    return answer
                if isinstance(answer, Failure):
                    raise answer
                if answer is ReadProblem.TIME_LIMIT:
                    raise UnreadableDocument(answer)
                self._deaths[0] += 1
                if self._deaths[0] == _TRIES:
                    raise UnreadableDocument(ReadProblem.DAMAGED)
                self._replace(reader)

    def _heard(self, reader: Reader) -> PageText | None:
        """The page that a process has done with, or that it could not be done with."""
        page, answer = reader.page, reader.answer()
        if isinstance(answer, Failure):
            raise answer
        if isinstance(answer, int) or (isinstance(answer, PageText) and answer.number == page):
            self._go_on(reader)
            return answer if isinstance(answer, PageText) else None
        if page is None:
            # The file was opened before, so it is not the file that is at fault.
            raise Unavailable("a process for a document did not open it")
        self._deaths[page] += 1
        late = answer is ReadProblem.TIME_LIMIT
        given_up = late or self._deaths[page] == _TRIES
        if not given_up:
            self._left.append(page)
        self._replace(reader)
        if not given_up:
            return None
        return unread(page, ReadProblem.TIME_LIMIT if late else ReadProblem.DAMAGED)

    def _ready(self) -> list[Reader]:
        """Processes that said something, have died, or are late: none, when a second is over."""
        said = wait([reader.connection for reader in self._readers], timeout=_A_SECOND)
        self._alive()
        return [reader for reader in self._readers if reader.connection in said or reader.late]

    def _go_on(self, reader: Reader) -> None:
        spared = self._slots.wanted and len(self._readers) > 1
        if self._left and not spared:
            reader.ask(self._left.pop())
        else:
            self._end(reader)

    def _replace(self, reader: Reader) -> None:
        """End a process; start another with its slot where there is something to read."""
        self._readers.remove(reader)
        reader.end()
        if self._left or not self.pages:
            self._start()
        else:
            self._slots.give()

    def _start(self) -> None:
        """Start a process with a slot that was taken."""
        try:
            self._readers.append(Reader(self._file, self._mime_type, self._limits))
        except BaseException:
            self._slots.give()
            raise

    def _end(self, reader: Reader) -> None:
        self._readers.remove(reader)
        reader.end()
        self._slots.give()


def _beyond(first: int, last: int) -> PageText:
    return replace(unread(first, ReadProblem.BEYOND_LIMIT), last=last)


def _nothing() -> None:
    pass
