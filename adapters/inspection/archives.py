"""Looks into ZIP files, the documents that are ZIP files, and gzip, unpacking no more than allowed.

Sources: ECMA-376 part 2 (Open Packaging Conventions), OASIS OpenDocument 1.3 part 2.
"""

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from adapters.inspection.seeing import Damaged, Look
from adapters.inspection.signatures import GZIP, ZIP
from domain.media import Finding

_CHUNK: Final = 256 * 1024
_MOST_READ: Final = 8 * 1024 * 1024
_IS_ENCRYPTED: Final = 0x1
_LONGEST_TYPE: Final = 128
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OFFICE_PARTS: Final = (
    ("word/", f"{_OFFICE}wordprocessingml.document", "application/vnd.ms-word.document"),
    ("xl/", f"{_OFFICE}spreadsheetml.sheet", "application/vnd.ms-excel.sheet"),
    ("ppt/", f"{_OFFICE}presentationml.presentation", "application/vnd.ms-powerpoint.presentation"),
)
_CODE: Final = re.compile(
    r"(^|/)vbaproject\.bin$|(^|/)vbadata\.xml$|^xl/macrosheets/|/activex/|^(basic|scripts)/.+"
)
_EMBEDDED: Final = re.compile(r"^(word|xl|ppt)/embeddings/.+|^object \d+$")
_FETCHES: Final = re.compile(
    rb"""<Relationship\b(?=[^>]*TargetMode\s*=\s*["']External)"""
    rb"""(?=[^>]*/(attachedTemplate|oleObject|frame|subDocument)["'])"""
    rb"""(?=[^>]*Target\s*=\s*["'](https?:|ftp:|\\\\|file:/{4,5}|mhtml:))""",
    re.IGNORECASE,
)
"""A part that is fetched from elsewhere when the document is opened."""
_MIME_TYPES: Final = {
    "application/epub+zip",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
}


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


LookInside = Callable[[Look], object]


def look(into: Look, look_inside: LookInside) -> str:
    """The type of a ZIP file; `look_inside` looks at each file in it.

    Raises:
        Damaged: it cannot be read.
        Bomb: it would unpack to too much.
    """
    try:
        with zipfile.ZipFile(into.file) as archive:
            return _look(archive, into, look_inside)
    except NotImplementedError:
        # Packed in a way that nothing here knows.
        into.findings.add(Finding.OPAQUE)
        return ZIP
    except (
        EOFError, LookupError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error,
    ) as error:  # fmt: skip
        raise Damaged from error


def _look(archive: zipfile.ZipFile, into: Look, look_inside: LookInside) -> str:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    into.budget.spend_parts(len(entries))
    # By what the directory says, before a byte of it is unpacked; what it hides is counted too.
    into.budget.spend(sum(entry.file_size for entry in entries))
    into.budget.unpacked -= sum(entry.file_size for entry in entries)
    names = {entry.filename.lower() for entry in entries}
    mime_type = _type(archive, names)
    if any(_CODE.search(name) for name in names):
        into.findings.add(Finding.MACROS)
    is_document = mime_type != ZIP
    for entry in entries:
        if entry.flag_bits & _IS_ENCRYPTED:
            into.findings.add(Finding.ENCRYPTED)
        elif is_document and not _EMBEDDED.search(entry.filename.lower()):
            _read_through(archive, entry, into)
        else:
            _look_at_file(archive, entry, into, look_inside)
    return mime_type


def _type(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "androidmanifest.xml" in names and "classes.dex" in names:
        return "application/vnd.android.package-archive"
    if "meta-inf/manifest.mf" in names and any(name.endswith(".class") for name in names):
        return "application/java-archive"
    if "[content_types].xml" in names:
        for folder, plain, with_code in _OFFICE_PARTS:
            if any(name.startswith(folder) for name in names):
                is_macro = any(name.endswith("vbaproject.bin") for name in names)
                return f"{with_code}.macroenabled.12" if is_macro else plain
    if "mimetype" in archive.namelist():
        said = _beginning(archive, archive.getinfo("mimetype"))
        return said if said in _MIME_TYPES else ZIP
    return ZIP


def _beginning(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _IS_ENCRYPTED:
        return ""
    with archive.open(entry) as part:
        return part.read(_LONGEST_TYPE).decode("ascii", "replace").strip()


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Look) -> None:
    """Unpack a part of a document as far as allowed; its check sum is looked at on the way."""
    name = entry.filename.lower()
    beginning = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            into.budget.spend(len(chunk))
            if len(beginning) < _MOST_READ:
                beginning += chunk if name.endswith((".rels", "manifest.xml")) else b""
    if name.endswith(".rels") and _FETCHES.search(beginning):
        into.findings.add(Finding.MACROS)
    if name == "meta-inf/manifest.xml" and b"encryption-data" in beginning:
        into.findings.add(Finding.ENCRYPTED)


def _look_at_file(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Look, look_inside: LookInside
) -> None:
    with archive.open(entry) as part:
        _unpacked(part, entry.filename, into, look_inside)


def _unpacked(part: _Readable, name: str, into: Look, look_inside: LookInside) -> object:
    # A file of its own in the child's folder: names in archives are data, never paths.
    with tempfile.NamedTemporaryFile(delete=True) as file:
        while chunk := part.read(_CHUNK):
            into.budget.spend(len(chunk))
            file.write(chunk)
        file.flush()
        return look_inside(into.inside(Path(file.name), name))


def look_at_gzip(into: Look, look_inside: LookInside) -> str:
    """The same for a file packed with gzip."""
    try:
        with gzip.open(into.file) as part:
            _unpacked(part, into.name.removesuffix(".gz"), into, look_inside)
    except (zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise Damaged from error
    return GZIP


def is_zip_at_the_end(file: Path) -> bool:
    """Whether a file of another type is a ZIP file as well: those are read from their end."""
    return zipfile.is_zipfile(file)
