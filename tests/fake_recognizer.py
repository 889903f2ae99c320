"""In-memory fakes of what reads files and hears recordings; see `tests/fakes.py`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import Failure, UnreadableDocument


@dataclass(slots=True)
class FakeRecognizer:
    """Implements `domain.ports.TextRecognizer`: reads `pages` in every file.

    It `dies_after` so many pages; `failures` are raised first.
    """

    pages: list[str] = field(default_factory=lambda: ["Selamat pagi"])
    failures: list[Failure] = field(default_factory=list[Failure])
    dies_after: int | None = None
    dies_of: Exception = field(default_factory=lambda: RuntimeError("the worker died"))
    read_pages: list[int] = field(default_factory=list[int])
    unknown: bool = False

    def page_count(self, file: Path, mime_type: str) -> int:
        """See the port."""
        assert file.exists()
        assert mime_type
        return len(self.pages)

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
        """See the port."""
        if self.unknown:
            raise UnreadableDocument(ReadProblem.UNKNOWN_TYPE)
        if self.failures:
            raise self.failures.pop(0)
        for number in range(1, min(limit, self.page_count(file, mime_type)) + 1):
            if number in done:
                continue
            if self.dies_after is not None and len(self.read_pages) >= self.dies_after:
                self.dies_after = None
                raise self.dies_of
            if alive is not None:
                alive()
            self.read_pages.append(number)
            text = self.pages[number - 1]
            on_page(PageText(number=number, text=text, confidence=0.9, method=ReadMethod.OCR))
        if len(self.pages) > limit:
            beyond = PageText(number=limit + 1, text="", confidence=0, method=ReadMethod.NOT_READ)
            on_page(replace(beyond, problem=ReadProblem.BEYOND_LIMIT, last=len(self.pages)))
        return len(self.pages)


@dataclass(slots=True)
class FakeTranscriber:
    """Implements `domain.ports.Transcriber`: hears `words`; `failures` are raised first."""

    words: str = "Selamat pagi"
    failures: list[Failure] = field(default_factory=list[Failure])
    heard: int = 0

    def transcribe(self, file: Path, mime_type: str, *, alive: Callable[[], None]) -> str:
        """See the port."""
        assert file.exists()
        assert mime_type.startswith("audio/")
        alive()
        if self.failures:
            raise self.failures.pop(0)
        self.heard += 1
        return self.words
