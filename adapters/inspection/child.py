"""The program that looks into one file, in a process of its own; see `adapters.confined`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from adapters.confined import serve
from adapters.inspection import archives, compound, pdf, pictures, texts
from adapters.inspection.claims import runs_by_name, says_otherwise, told_more_closely
from adapters.inspection.seeing import Bomb, Budget, Damaged, Look
from adapters.inspection.signatures import (
    COMPOUND,
    EXECUTABLE,
    EXTENSIONS,
    GZIP,
    OPAQUE,
    PDF,
    UNKNOWN,
    ZIP,
    has_pdf,
    sniff,
)
from domain.media import Finding

_HEAD: Final = 64 * 1024
_CLOSED: Final = {Finding.BOMB, Finding.DAMAGED, Finding.ENCRYPTED}


def inspect(request: Mapping[str, Any]) -> dict[str, object]:
    """Answer one request: `file`, `claimed` and `file_name`."""
    file = Path(request["file"])
    claimed, name = request["claimed"], request["file_name"]
    top = Look(file=file, name=name or "", budget=Budget(file.stat().st_size))
    mime_type = _look(top)
    found = top.findings
    # Of a container that could not be opened it is not known what would have been in it.
    is_closed = mime_type in {ZIP, COMPOUND} and bool(found & _CLOSED)
    if not is_closed and says_otherwise(mime_type, claimed, name):
        found.add(Finding.NOT_AS_CLAIMED)
        if mime_type in {"text/html", "image/svg+xml"} and Finding.MACROS in found:
            # A page with a script that calls itself a picture means to be run.
            found.add(Finding.EXECUTABLE)
    mime_type = told_more_closely(mime_type, claimed, name)
    return {
        "mime_type": mime_type,
        "extension": EXTENSIONS.get(mime_type, ""),
        "findings": [finding.value for finding in Finding if finding in found],
    }


def _look(into: Look) -> str:
    """The type of a file; what is found is noted, also when it is cut short."""
    with into.file.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        into.findings.add(Finding.DAMAGED)
        return UNKNOWN
    if runs_by_name(into.name):
        into.findings.add(Finding.EXECUTABLE)
    mime_type = sniff(head)
    try:
        mime_type = _look_as(mime_type, into, head)
    except Bomb:
        into.findings.add(Finding.BOMB)
    except Damaged:
        into.findings.add(Finding.DAMAGED)
    if mime_type in EXECUTABLE:
        into.findings.add(Finding.EXECUTABLE)
    if mime_type in OPAQUE:
        into.findings.add(Finding.OPAQUE)
    if mime_type == "application/onenote":
        into.findings.add(Finding.ATTACHMENTS)
    return mime_type


def _look_as(mime_type: str, into: Look, head: bytes) -> str:
    if mime_type == ZIP:
        return archives.look(into, _look)
    if mime_type == GZIP:
        return archives.look_at_gzip(into, _look)
    if mime_type == COMPOUND:
        return compound.look(into)
    if mime_type == UNKNOWN:
        return texts.look(into, head) or UNKNOWN
    if mime_type == PDF or has_pdf(head):
        _look_for_a_second_type(mime_type, into)
        pdf.look(into)
    elif mime_type.startswith("image/"):
        if archives.is_zip_at_the_end(into.file):
            _look_for_a_second_type(mime_type, into)
            archives.look(into, _look)
        if mime_type in pictures.DECODED:
            pictures.look(into)
    return mime_type


def _look_for_a_second_type(mime_type: str, into: Look) -> None:
    """A file that is two things is one thing to whoever checks it and another to who opens it."""
    if mime_type != PDF or archives.is_zip_at_the_end(into.file):
        into.findings.add(Finding.NOT_AS_CLAIMED)


if __name__ == "__main__":
    serve(inspect)
