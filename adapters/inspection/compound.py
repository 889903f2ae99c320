"""Looks into OLE compound files: Word, Excel and PowerPoint before 2007, and what Office encrypts.

Sources: [MS-CFB], [MS-DOC] 2.5.2 (FibBase), [MS-XLS] 2.4.28 and 2.4.117 (BoundSheet8, FilePass).
"""

import struct
from typing import Any, Final, cast

import olefile

from adapters.inspection.seeing import Damaged, Look
from adapters.inspection.signatures import COMPOUND
from domain.media import Finding

_MSI: Final = "000C1084-0000-0000-C000-000000000046"
_BOUND_SHEET: Final = 0x0085
_FILE_PASS: Final = 0x002F
_MACRO_SHEET: Final = 1
_WORD_ENCRYPTED: Final = 0x0100
_POWERPOINT_ENCRYPTED: Final = 0xF3D1C4DF
_VBA: Final = {"vba", "macros", "_vba_project_cur", "_vba_project"}
_MOST: Final = 64 * 1024 * 1024


def look(into: Look) -> str:
    """The type of a compound file; what is found is noted.

    Raises:
        Damaged: it cannot be read.
    """
    try:
        # None of it has types that say anything.
        opened = cast("Any", olefile).OleFileIO(str(into.file))
        try:
            return _look(opened, into)
        finally:
            opened.close()
    except MemoryError:
        raise
    except (
        AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError, struct.error,
    ) as error:  # fmt: skip
        raise Damaged from error


def _look(ole: Any, into: Look) -> str:  # noqa: ANN401 - untyped
    entries = cast("list[list[str]]", ole.listdir(streams=True, storages=True))
    into.budget.spend_parts(len(entries))
    names = {part.lower() for entry in entries for part in entry}
    if names & _VBA:
        into.findings.add(Finding.MACROS)
    if "\x01ole10native" in names:
        into.findings.add(Finding.ATTACHMENTS)
    if "encryptedpackage" in names:
        into.findings.add(Finding.ENCRYPTED)
        return COMPOUND
    if "worddocument" in names:
        flags = struct.unpack_from("<H", _start(ole, "WordDocument", 12), 10)[0]
        if flags & _WORD_ENCRYPTED:
            into.findings.add(Finding.ENCRYPTED)
        return "application/msword"
    for book in ("workbook", "book"):
        if book in names:
            _look_at_workbook(_start(ole, book, _MOST), into)
            return "application/vnd.ms-excel"
    if "powerpoint document" in names:
        _look_at_slides(ole, names, into)
        return "application/vnd.ms-powerpoint"
    if "__properties_version1.0" in names:
        if any(name.startswith("__attach_version1.0") for name in names):
            into.findings.add(Finding.ATTACHMENTS)
        return "application/vnd.ms-outlook"
    return "application/x-msi" if ole.root.clsid == _MSI else COMPOUND


def _start(ole: Any, name: str, size: int) -> bytes:  # noqa: ANN401 - untyped
    return cast("bytes", ole.openstream(name).read(size))


def _look_at_workbook(records: bytes, into: Look) -> None:
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if kind == _FILE_PASS:
            into.findings.add(Finding.ENCRYPTED)
            return
        if kind == _BOUND_SHEET and records[at + 9 : at + 10] == bytes([_MACRO_SHEET]):
            into.findings.add(Finding.MACROS)
        if kind == 0 and size == 0:
            return
        at += 4 + size


def _look_at_slides(ole: Any, names: set[str], into: Look) -> None:  # noqa: ANN401 - untyped
    if "encryptedsummary" in names:
        into.findings.add(Finding.ENCRYPTED)
    elif "current user" in names:
        user = _start(ole, "Current User", 16)
        if struct.unpack_from("<I", user, 12)[0] == _POWERPOINT_ENCRYPTED:
            into.findings.add(Finding.ENCRYPTED)
