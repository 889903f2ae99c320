"""Looks into PDF files: passwords, code, files within, and what a reader would have to draw.

Source: ISO 32000-2, 7.7.3 (page tree), 12.6.4 (actions).
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from pypdf import PasswordType, PdfReader, apply_configuration
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from adapters.inspection.seeing import Bomb, Budget, Damaged, Look
from domain.media import Finding

_MIB: Final = 1024 * 1024
_MOST_PAGES: Final = 10_000
_LARGEST_PAGE: Final = 14_400.0
"""Points: 200 inches, what PDF itself allowed for a long time."""
_MOST_OBJECTS: Final = 2_000_000
_MOST_PIXELS: Final = 250_000_000
_CODE: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/ImportData", "/RichMedia"})
_LARGEST_PART: Final = 256 * _MIB
_LARGEST_STREAM: Final = 100 * _MIB
"""As it stands in the file, which is no larger."""
_CHUNK: Final = _MIB


def look(into: Look) -> None:
    """Note what is found.

    Raises:
        Damaged: no page of it can be read.
        Bomb: it has too many pages, or too large ones, or would unpack to too much.
    """
    try:
        with (
            apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM),
            into.file.open("rb") as file,
        ):
            document = PdfReader(file)
            if document.is_encrypted and document.decrypt("") is PasswordType.NOT_DECRYPTED:
                into.findings.add(Finding.ENCRYPTED)
                return
            _look(document, into)
    except FileNotDecryptedError:
        into.findings.add(Finding.ENCRYPTED)
    except LimitReachedError as error:
        raise Bomb from error
    except (
        PyPdfError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError,
        RuntimeError, TypeError, ValueError, struct.error, zlib.error,
    ) as error:  # fmt: skip
        raise Damaged from error


def _look(document: PdfReader, into: Look) -> None:
    _count_pages(document)
    budget = Budget(into.file.stat().st_size)
    for item in _objects(document):
        if isinstance(item, DictionaryObject | ArrayObject):
            _look_at(item, into)
        if isinstance(item, StreamObject):
            _check_stream(item, budget)


def _count_pages(document: PdfReader) -> None:
    """Go through the tree of pages, which may be said to be small and grow back into itself."""
    top = _dictionary(document.root_object["/Pages"])
    told = _at(top, "/Count")
    if isinstance(told, int) and told > _MOST_PAGES:
        raise Bomb
    waiting: list[object] = [top]
    seen, pages = 0, 0
    while waiting:
        node = _dictionary(waiting.pop())
        seen += 1
        kids = _at(node, "/Kids")
        if isinstance(kids, ArrayObject):
            waiting += _held(kids)
        else:
            pages += 1
        if seen + len(waiting) > 2 * _MOST_PAGES or pages > _MOST_PAGES:
            raise Bomb
    if pages == 0:
        raise Damaged


def _objects(document: PdfReader) -> Iterator[PdfObject | None]:
    """Every object, one after the other; those that were packed together together."""
    count = sum(map(len, document.xref.values())) + len(document.xref_objStm)
    if count > _MOST_OBJECTS:
        raise Bomb
    for generation, numbers in list(document.xref.items()):
        for number in list(numbers):
            yield document.get_object(IndirectObject(number, generation, document))
            # What was looked at is not looked at again, and may be large.
            document.resolved_objects.pop((generation, number), None)
    for number in sorted(document.xref_objStm, key=document.xref_objStm.__getitem__):
        yield document.get_object(IndirectObject(number, 0, document))


def _look_at(item: DictionaryObject | ArrayObject, into: Look) -> None:
    """Note what a dictionary says; what it refers to has its own turn, what it holds has not."""
    waiting: list[DictionaryObject | ArrayObject] = [item]
    while waiting:
        now = waiting.pop()
        if isinstance(now, DictionaryObject):
            _note(now, into)
            _check_page(now)
        waiting += [each for each in _held(now) if isinstance(each, DictionaryObject | ArrayObject)]


def _note(dictionary: DictionaryObject, into: Look) -> None:
    if "/JS" in dictionary or _at(dictionary, "/S") in _CODE:
        into.findings.add(Finding.MACROS)
    if _at(dictionary, "/Subtype") == "/RichMedia":
        into.findings.add(Finding.MACROS)
    if "/EmbeddedFiles" in dictionary or "/EF" in dictionary:
        into.findings.add(Finding.ATTACHMENTS)


def _check_page(dictionary: DictionaryObject) -> None:
    """Any dictionary that says how large a page is: a page may have it from those above it."""
    box = _at(dictionary, "/MediaBox")
    if not isinstance(box, ArrayObject):
        return
    left, bottom, right, top = (_number(side) for side in _held(box))
    unit = _number(_at(dictionary, "/UserUnit")) if "/UserUnit" in dictionary else 1.0
    if max(abs(right - left), abs(top - bottom)) * unit > _LARGEST_PAGE:
        raise Bomb


def _check_stream(stream: StreamObject, budget: Budget) -> None:
    if _at(stream, "/Subtype") == "/Image":
        # It is decoded line by line, so its measures bound it whatever it is packed with.
        width, height = (_number(_at(stream, key)) for key in ("/Width", "/Height"))
        if width * height > _MOST_PIXELS:
            raise Bomb
        return
    filters = _at(stream, "/Filter")
    names = (
        [str(_resolved(each)) for each in _held(filters)]
        if isinstance(filters, ArrayObject)
        else [str(filters)]
    )
    if any(name not in {"/FlateDecode", "/Fl"} for name in names):
        return
    # As it stands in the file; the class of packed streams would unpack it first.
    packed = StreamObject.get_data(stream)
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


def _held(container: DictionaryObject | ArrayObject) -> list[object]:
    """What stands in a dictionary or an array, references as such: they lead in circles."""
    # Of what is asked of these classes themselves, some is followed and some is not.
    if isinstance(container, DictionaryObject):
        return list(dict[str, object].values(container))
    return list[object].copy(container)


def _at(dictionary: DictionaryObject, key: str) -> object:
    """A value, wherever it stands; None where there is none."""
    return _resolved(dict[str, object].get(dictionary, key))


def _resolved(value: object) -> object:
    return value.get_object() if isinstance(value, PdfObject) else value


def _dictionary(value: object) -> DictionaryObject:
    """A dictionary, wherever it stands; an empty one of what is none."""
    found = _resolved(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _number(value: object) -> float:
    """A number, wherever it stands; 0 of what is none."""
    found = _resolved(value)
    return float(found) if isinstance(found, int | float) else 0.0
