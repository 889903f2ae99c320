"""What stands in a file."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.progress import Progress

from adapters.inspection.inspector import ConfinedInspector
from adapters.ocr.recognizer import DocumentRecognizer
from commands.output import AsJson, print_json, say
from domain.documents import PageText, ReadMethod
from domain.failures import Misconfigured
from domain.legal.recognise import recognise


def ocr(
    file: Annotated[Path, typer.Argument(help="A picture, PDF, office, text or HTML file.")],
    *,
    pages: Annotated[int, typer.Option("--pages", min=1, help="Read so many at most.")] = 200,
    zone: Annotated[str, typer.Option("--zone", help="Where it comes from.")] = "Asia/Jakarta",
    as_json: AsJson = False,
) -> None:
    """Read a document: its words, how sure they are, and what kind of document it is."""
    begun = time.perf_counter()
    where = _zone(zone)
    _check(file)
    mime_type = ConfinedInspector().inspect(file, claimed=None, file_name=None).mime_type
    count, read = _read(file, mime_type, pages, quiet=as_json)
    document = recognise(read, at=datetime.now(UTC), zone=where)
    seconds = round(time.perf_counter() - begun, 2)
    if as_json:
        print_json(
            {
                "file": str(file),
                "mime_type": mime_type,
                "page_count": count,
                "seconds": seconds,
                "confidence": _confidence(read),
                "document": document,
                "text": _text(read),
                "pages": read,
            }
        )
        return
    for page in read:
        say(f"--- {_title(page)}")
        say(page.text)
    say(f"--- {document.kind}, {document.confidence:.0%} sure")
    for field in document.fields:
        doubts = f" (doubtful: {', '.join(field.doubts)})" if field.doubts else ""
        say(f"{field.name}: {field.value}{doubts}")
    say(f"--- {count} page(s), {mime_type}, {seconds} s")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Misconfigured(f"no time zone {name}") from None


def _check(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None


def _read(file: Path, mime_type: str, limit: int, *, quiet: bool) -> tuple[int, list[PageText]]:
    recognizer = DocumentRecognizer()
    # Only the bar needs to know beforehand.
    total = None if quiet else min(limit, recognizer.page_count(file, mime_type))
    read: list[PageText] = []
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task("pages", total=total)

        def on_page(page: PageText) -> None:
            read.append(page)
            progress.advance(task)

        count = recognizer.read(file, mime_type, limit=limit, on_page=on_page)
    return count, sorted(read, key=lambda page: page.number)


def _title(page: PageText) -> str:
    if page.method is ReadMethod.NOT_READ:
        through = f" to {page.last}" if page.last else ""
        return f"page {page.number}{through}: not read, {page.problem}"
    return f"page {page.number}: {page.method}, {page.confidence:.0%} sure"


def _text(read: list[PageText]) -> str:
    return "\n\n".join(page.text for page in read if page.text)


def _confidence(read: list[PageText]) -> float:
    """Of the words together: a page counts by how much stands on it."""
    letters = sum(len(page.text) for page in read)
    return round(sum(page.confidence * len(page.text) for page in read) / (letters or 1), 4)
