"""The reading process: opens one file and reads the pages it is asked for, confined.

It knows no setting and no secret, and may die of what it reads.
"""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from adapters.ocr import speech
from adapters.ocr.limits import Limits

_FILE_BYTES: Final = 256 * 1024**2
"""Of a file that is written: a picture of a page is the largest."""


def main() -> None:
    """Serve until nobody asks any more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with Connection(int(sys.argv[1])) as connection:
        task = speech.hear(connection)
        limits = speech.limits(task["limits"])
        _confine(limits)
        _serve(connection, Path(task["file"]), task["mime_type"], limits)


def _serve(connection: Connection, file: Path, mime_type: str, limits: Limits) -> None:
    # Imported when the process is confined, as all of it parses what it does not trust.
    from pytesseract import TesseractError  # noqa: PLC0415 -- see above # pyright: ignore[reportMissingTypeStubs] -- it has none

    from adapters.ocr.document import unread  # noqa: PLC0415 -- see above
    from adapters.ocr.opening import open_document  # noqa: PLC0415 -- see above
    from domain.documents import ReadProblem  # noqa: PLC0415 -- see above
    from domain.failures import Misconfigured, UnreadableDocument  # noqa: PLC0415 -- see above

    try:
        document = open_document(file, mime_type, limits)
    except UnreadableDocument as error:
        return speech.tell(connection, {"unreadable": error.problem})
    except MemoryError:
        return speech.tell(connection, {"unreadable": ReadProblem.TOO_LARGE})
    speech.tell(connection, {"pages": document.pages})
    while (number := _asked(connection)) is not None:
        try:
            page = document.read(number)
        except Misconfigured as error:
            return speech.tell(connection, {"misconfigured": str(error)})
        except MemoryError:
            page = unread(number, ReadProblem.TOO_LARGE)
        except TesseractError as error:
            if error.status < 0:
                # Killed, perhaps by a system short of memory: it is tried once more, elsewhere.
                raise
            page = unread(number, ReadProblem.DAMAGED)
        speech.tell(connection, asdict(page))
    return None


def _asked(connection: Connection) -> int | None:
    with contextlib.suppress(EOFError):
        return int(speech.hear(connection))
    return None


def _confine(limits: Limits) -> None:
    """Tesseract inherits the limits, each of its processes for itself."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        # A core would be a client's document on the disk.
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _end_with_parent() -> None:
    """A parent that is killed cannot clean up: its end of the pipe closes, and all this ends."""
    os.read(sys.stdin.fileno(), 1)
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
