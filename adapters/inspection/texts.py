"""Looks at files that are text: what kind, and whether it runs or fetches anything."""

import re
from typing import Final

from adapters.inspection.seeing import Look
from domain.media import Finding

_MOST: Final = 16 * 1024 * 1024
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PAGE: Final = re.compile(
    r"\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|iframe|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_DRAWING: Final = re.compile(r"\s*(<\?xml|<!doctype\s+svg|<!--|<svg)", re.IGNORECASE)
_RUNS: Final = re.compile(
    r"<\s*(script|iframe|object|embed|foreignobject)\b|javascript\s*:|vbscript\s*:"
    r"|\son[a-z]{3,}\s*=|http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"#!|@echo\s+off\b|<\?php\b|<job\b|<package\b.*<job\b", re.IGNORECASE)
_MAIL: Final = re.compile(
    r"(From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Date|Subject): \S",
    re.IGNORECASE,
)


def look(into: Look, head: bytes) -> str | None:
    """The type of a file of text; None where it is none."""
    words = decoded(head)
    if words is None:
        return None
    mime_type = _type(words)
    if mime_type in {"text/html", "image/svg+xml"}:
        whole = decoded(into.file.read_bytes()[:_MOST]) if len(head) < _size(into) else words
        if _RUNS.search(whole or words):
            into.findings.add(Finding.MACROS)
    if mime_type == "application/rtf" and re.search(rb"\\obj(data|emb|ocx)", _read(into)):
        into.findings.add(Finding.ATTACHMENTS)
    if mime_type == "message/rfc822" and re.search(
        rb"^content-disposition:\s*attachment", _read(into), re.IGNORECASE | re.MULTILINE
    ):
        into.findings.add(Finding.ATTACHMENTS)
    return mime_type


def decoded(content: bytes) -> str | None:
    """The words of a text; None where it is none. What is not UTF is read as Latin letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = content.decode("utf-16", "replace")
    else:
        try:
            # A letter may be cut in two at the end of what was read.
            words = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            is_cut = error.start >= len(content) - 3
            words = (
                content[: error.start].decode() if is_cut else content.decode("cp1252", "replace")
            )
    return None if _CONTROLS.search(words) else words


def _type(words: str) -> str:  # noqa: PLR0911 - one line for each kind
    start = words.lstrip("\ufeff \t\r\n")
    if _PAGE.match(start):
        return "text/html"
    if _DRAWING.match(start):
        return "image/svg+xml" if re.search(r"<(\w+:)?svg\b", words[:8192]) else "application/xml"
    if start.startswith("{\\rt"):
        return "application/rtf"
    if start.startswith("[InternetShortcut]"):
        return "application/x-mswinurl"
    if _SCRIPT.match(start):
        return "text/x-script"
    upper = start[:16].upper()
    if upper.startswith("BEGIN:VCARD"):
        return "text/vcard"
    if upper.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    return "message/rfc822" if _MAIL.match(start) and "\n" in start else "text/plain"


def _size(into: Look) -> int:
    return into.file.stat().st_size


def _read(into: Look) -> bytes:
    with into.file.open("rb") as file:
        return file.read(_MOST)
