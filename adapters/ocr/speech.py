"""What a reading process and whoever started it say to each other.

JSON, not pickles: a file that takes over the reading process must not take over the other.
"""

import json
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from adapters.ocr.limits import Limits
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import Misconfigured, UnreadableDocument

_LONGEST: Final = 64 * 1024**2
"""Bytes of one thing that is said: far more than a page."""

Answer = int | PageText | UnreadableDocument | Misconfigured
"""Of the reading process: at first how many pages there are, then each page that it is asked for;
or why it cannot."""


def tell(connection: Connection, said: object) -> None:
    """Say something that JSON can hold."""
    connection.send_bytes(json.dumps(said).encode())


def hear(connection: Connection) -> Any:  # noqa: ANN401 -- JSON
    """What the other says next.

    Raises:
        EOFError: it has ended.
    """
    return json.loads(connection.recv_bytes(_LONGEST))


def task(file: Path, mime_type: str, limits: Limits) -> dict[str, object]:
    """What a reading process is told first."""
    return {
        "file": str(file.absolute()),
        "mime_type": mime_type,
        "limits": asdict(limits) | {"a_page": None},
    }


def limits(said: dict[str, Any]) -> Limits:
    """The limits in a task. The time is not the process's own to keep."""
    return Limits(**{name: value for name, value in said.items() if name != "a_page"})


def answer(said: dict[str, Any]) -> Answer:
    """What a reading process answered."""
    if "pages" in said:
        return int(said["pages"])
    if "unreadable" in said:
        return UnreadableDocument(ReadProblem(said["unreadable"]))
    if "misconfigured" in said:
        return Misconfigured(str(said["misconfigured"]))
    problem = said["problem"]
    return PageText(
        number=int(said["number"]),
        text=str(said["text"]),
        confidence=float(said["confidence"]),
        method=ReadMethod(said["method"]),
        problem=ReadProblem(problem) if problem else None,
    )
