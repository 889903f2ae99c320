"""Looks into PDF files: passwords, code, files within, and what a reader would have to draw.

Source: ISO 32000-2, 7.7.3 (page tree), 12.6.4 (actions).
"""

import zlib
from typing import Any, Final, cast

import pikepdf

from adapters.inspection.seeing import Bomb, Budget, Damaged, Look
from domain.media import Finding

_MOST_PAGES: Final = 10_000
_LARGEST_PAGE: Final = 14_400.0
"""Points: 200 inches, what PDF itself allowed for a long time."""
_MOST_OBJECTS: Final = 2_000_000
_MOST_PIXELS: Final = 250_000_000
_CODE: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/ImportData", "/RichMedia"})
_LARGEST_PART: Final = 256 * 1024 * 1024
_CHUNK: Final = 1024 * 1024


def look(into: Look) -> None:
    """Note what is found.

    Raises:
        Damaged: no page of it can be read.
        Bomb: it has too many pages, or too large ones, or would unpack to too much.
    """
    try:
        with pikepdf.open(into.file, suppress_warnings=True) as document:
            _look(document, into)
    except pikepdf.PasswordError:
        into.findings.add(Finding.ENCRYPTED)
    except (
        pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError,
        ValueError,
    ) as error:  # fmt: skip
        raise Damaged from error


def _look(document: pikepdf.Pdf, into: Look) -> None:
    told = document.Root.Pages.get("/Count", 0)
    if isinstance(told, int) and told > _MOST_PAGES:
        raise Bomb
    count = len(document.pages)
    if count > _MOST_PAGES:
        raise Bomb
    if count == 0:
        raise Damaged
    for page in document.pages:
        _check_page(page)
    budget = Budget(into.file.stat().st_size)
    for number, item in enumerate(document.objects):
        if number > _MOST_OBJECTS:
            raise Bomb
        if isinstance(item, pikepdf.Stream):
            _look_at(item.stream_dict, into)
            _check_stream(item, budget)
        else:
            _look_at(item, into)


def _check_page(page: pikepdf.Page) -> None:
    unit = float(cast("Any", page.obj.get("/UserUnit", 1)))
    left, bottom, right, top = (float(cast("Any", side)) for side in page.mediabox)
    if max(abs(right - left), abs(top - bottom)) * unit > _LARGEST_PAGE:
        raise Bomb


def _look_at(item: pikepdf.Object, into: Look) -> None:
    """Note what a dictionary says; what it refers to has its own turn, what it holds has not."""
    waiting: list[pikepdf.Object] = [item]
    while waiting:
        now = waiting.pop()
        if isinstance(now, pikepdf.Dictionary):
            _note(now, into)
            inner = [value for _, value in now.items()]
        elif isinstance(now, pikepdf.Array):
            inner = list(cast("Any", now))
        else:
            continue
        waiting += [
            value
            for value in inner
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _note(dictionary: pikepdf.Dictionary, into: Look) -> None:
    keys = set(dictionary.keys())
    action = dictionary.get("/S")
    if "/JS" in keys or (isinstance(action, pikepdf.Name) and str(action) in _CODE):
        into.findings.add(Finding.MACROS)
    if str(dictionary.get("/Subtype")) == "/RichMedia":
        into.findings.add(Finding.MACROS)
    if "/EmbeddedFiles" in keys or "/EF" in keys:
        into.findings.add(Finding.ATTACHMENTS)


def _check_stream(stream: pikepdf.Stream, budget: Budget) -> None:
    if str(stream.get("/Subtype")) == "/Image":
        # It is decoded line by line, so its measures bound it whatever it is packed with.
        width, height = (int(cast("Any", stream.get(key, 0))) for key in ("/Width", "/Height"))
        if width * height > _MOST_PIXELS:
            raise Bomb
        return
    filters = cast("Any", stream.get("/Filter"))
    names = (
        [str(filters)]
        if isinstance(filters, pikepdf.Name)
        else [str(each) for each in filters or ()]
    )
    if not names or any(name not in {"/FlateDecode", "/Fl"} for name in names):
        return
    packed = stream.read_raw_bytes()
    for _ in names[1:]:
        packed = _unpack(packed, budget, keep=True)
    _unpack(packed, budget, keep=False)


def _unpack(packed: bytes, budget: Budget, *, keep: bool) -> bytes:
    unpacking, size, kept = zlib.decompressobj(), 0, bytearray()
    try:
        while packed:
            chunk = unpacking.decompress(packed, _CHUNK)
            if not chunk:
                break
            size += len(chunk)
            budget.spend(len(chunk))
            if size > _LARGEST_PART:
                raise Bomb
            if keep:
                kept += chunk
            packed = unpacking.unconsumed_tail
    except zlib.error:
        # Readers show what they can of a broken part, and so would this one.
        return bytes(kept)
    return bytes(kept)
