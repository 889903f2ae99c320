"""A reading process, seen from outside: it is asked for pages, watched, and ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, Self

import adapters
from adapters.ocr import speech
from adapters.ocr.limits import Limits
from adapters.ocr.speech import Answer
from domain.documents import ReadProblem
from domain.failures import Unavailable

_ROOT: Final = Path(adapters.__file__).parent.parent


class Reader:
    """One process with one file; leaving the context ends all that it started."""

    def __init__(self, file: Path, mime_type: str, limits: Limits) -> None:
        """Start a process, which opens the file.

        Raises:
            Unavailable: it could not start.
        """
        self._limits = limits
        self._folder = TemporaryDirectory(prefix="reading-")
        ours, its = Pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-P", "-m", "adapters.ocr.child", str(its.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                # What libraries say of a document may quote it.
                stderr=subprocess.DEVNULL,
                cwd=self._folder.name,
                env=_environment(self._folder.name),
                pass_fds=[its.fileno()],
                # A group of its own, which Tesseract is in too: they are ended together.
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            self._folder.cleanup()
            raise Unavailable(f"no process for a document: {error.errno}") from None
        finally:
            its.close()
        self.connection: Connection = ours
        self.page: int | None = None
        """What it is reading; None while it opens the file, or when it has nothing to do."""
        self._until = self._deadline()
        self._say(speech.task(file, mime_type, limits))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, page: int) -> None:
        """Have a page read."""
        self.page, self._until = page, self._deadline()
        self._say(page)

    def answer(self) -> Answer | Literal[ReadProblem.TIME_LIMIT] | None:
        """What it says when it is ready; that it is late; None where it has died."""
        try:
            if self.late and not self.connection.poll():
                return ReadProblem.TIME_LIMIT
            return speech.answer(speech.hear(self.connection))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            # Whoever talks like this is no longer our program.
            return None

    @property
    def late(self) -> bool:
        """Its time for what it does is over."""
        return time.monotonic() > self._until

    def end(self) -> None:
        """Kill it and what it started, and remove what they wrote."""
        self.connection.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._folder.cleanup()

    def _say(self, said: object) -> None:
        # One that has died is found out by its answer.
        with contextlib.suppress(OSError):
            speech.tell(self.connection, said)

    def _deadline(self) -> float:
        return time.monotonic() + self._limits.a_page.total_seconds()


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours but where programs are; one thread, as there is a process for each core."""
    known = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return known | {
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "TMPDIR": folder,
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
