"""Files of every kind that tests need, made here: sound ones, and ones that mean harm."""

import gzip
import io
import re
import struct
import tempfile
import wave
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import docx
import msoffcrypto  # pyright: ignore[reportMissingTypeStubs] - it has none
import openpyxl
import pptx
import xlwt  # pyright: ignore[reportMissingTypeStubs] - it has none
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from devstack.service import REPOSITORY

_SAMPLES = REPOSITORY / "simulator/messages/samples"
_SECTOR = 512


def sample(name: str) -> bytes:
    return (_SAMPLES / name).read_bytes()


def picture(kind: str = "JPEG", size: tuple[int, int] = (160, 120), **more: object) -> bytes:
    made = io.BytesIO()
    Image.effect_mandelbrot(size, (-2.0, -1.5, 1.0, 1.5), 50).convert("RGB").save(
        made, kind, **cast("Any", more)
    )
    return made.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG whose picture is all black, made without ever having it in memory."""
    packing = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    packed = b"".join(packing.compress(row * 100) for _ in range(height // 100)) + packing.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def boxed(brand: bytes, *compatible: bytes) -> bytes:
    """The beginning of what phones write: HEIC, MP4, 3GP, M4A."""
    return _box(b"ftyp", brand + b"\0\0\0\0" + b"".join(compatible)) + _box(b"mdat", bytes(64))


def sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(1600))
    return made.getvalue()


def zipped(parts: Mapping[str, bytes], *, mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", mode) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_parts(document: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A document that is a ZIP file, with more in it."""
    made = io.BytesIO(document)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def encrypted_zip() -> bytes:
    """A ZIP file whose one entry says that it is encrypted."""
    made = bytearray(zipped({"rahasia.pdf": b"x" * 100}, mode=zipfile.ZIP_STORED))
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(start) + at] |= 1
    return bytes(made)


def word() -> bytes:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Surat kuasa khusus")
    document.save(made)
    return made.getvalue()


def sheet() -> bytes:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


def slides() -> bytes:
    made = io.BytesIO()
    pptx.Presentation().save(made)
    return made.getvalue()


def old_sheet() -> bytes:
    made = io.BytesIO()
    book: Any = cast("Any", xlwt).Workbook()
    book.add_sheet("Tagihan").write(0, 0, "Rp 1.000")
    book.save(made)
    return made.getvalue()


def old_sheet_with_macros() -> bytes:
    """A workbook whose one sheet says that it is a sheet of macros."""
    made = bytearray(old_sheet())
    at = made.index(b"\x85\x00")
    made[at + 9] = 1
    return bytes(made)


def open_document(*more: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": b"<x/>", **dict.fromkeys(more, b"<x/>")})


def encrypted_word() -> bytes:
    made = io.BytesIO()
    file: Any = cast("Any", msoffcrypto).OfficeFile(io.BytesIO(word()))
    file.encrypt("made up", made)
    return made.getvalue()


def compound(streams: Mapping[str, bytes], *, clsid: bytes = bytes(16)) -> bytes:
    """An OLE compound file with streams of at least 4096 bytes in its root. Source: [MS-CFB]."""
    names = list(streams)
    sizes = [max(1, -(-len(streams[name]) // _SECTOR)) for name in names]
    directory_sectors = -(-(len(names) + 1) // 4)
    starts, at = list[int](), 1 + directory_sectors
    fat = [0xFFFFFFFD, *range(2, 1 + directory_sectors), 0xFFFFFFFE]
    for size in sizes:
        starts.append(at)
        fat += [*range(at + 1, at + size), 0xFFFFFFFE]
        at += size
    assert len(fat) <= 128

    none = 0xFFFFFFFF

    def entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le")
        return (
            written.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(written), kind, 1, none, right, child)
            + (clsid if kind == 5 else bytes(16))
            + bytes(20)
            + struct.pack("<IQ", start, size)
        )

    # No short streams: each is padded to where the ordinary sectors begin.
    end = 0xFFFFFFFE
    root = entry("Root Entry", 5, child=1 if names else none, right=none, start=end, size=0)
    entries = [root] + [
        entry(
            name,
            2,
            child=none,
            right=number + 2 if number + 1 < len(names) else none,
            start=starts[number],
            size=max(4096, len(streams[name])),
        )
        for number, name in enumerate(names)
    ]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff" * 432
    )
    body = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    body += b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    for name, size in zip(names, sizes, strict=True):
        body += streams[name].ljust(size * _SECTOR, b"\0")
    return header + body


def old_word(*more: str, flags: int = 0) -> bytes:
    """A Word document of before 2007: as much of it as tells what it is."""
    beginning = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags)
    return compound({name: bytes(4096) for name in more} | {"WordDocument": beginning.ljust(4096)})


def old_slides(token: int = 0xE391C05F) -> bytes:
    user = struct.pack("<IIII", 0, 0, 0x14, token).ljust(4096, b"\0")
    return compound({"Current User": user, "PowerPoint Document": bytes(4096)})


def _saved(document: PdfWriter) -> bytes:
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def pdf(pages: int = 1, *, size: tuple[float, float] = (595, 842)) -> bytes:
    document = PdfWriter()
    for _ in range(pages):
        document.add_blank_page(*size)
    return _saved(document)


def coloured_pdf(*colours: str) -> bytes:
    """A page of each colour, which is three numbers from 0 to 1."""
    document = PdfWriter()
    for colour in colours:
        page = document.add_blank_page(595, 842)
        page[_name("Contents")] = _stream(document, f"{colour} rg 0 0 595 842 re f".encode())
    return _saved(document)


def pdf_of_many_pages(pages: int) -> bytes:
    """A PDF whose page tree names the same few pages over and over, which is soon written."""
    once = pdf()
    kids = re.search(rb"/Kids \[\s*(\d+ 0 R)\s*\]", once)
    assert kids
    many = once.replace(kids[0], b"/Kids [ " + (kids[1] + b" ") * pages + b"]")
    return many.replace(b"/Count 1", b"/Count %d" % pages)


def pdf_in_a_circle() -> bytes:
    """A PDF whose page tree is a part of itself, twice."""
    once = pdf()
    top = re.search(rb"(\d+) 0 obj\s<<\s/Type /Pages", once)
    kids = re.search(rb"/Kids \[\s*\d+ 0 R\s*\]", once)
    assert top
    assert kids
    return once.replace(kids[0], b"/Kids [ " + top[1] + b" 0 R " + top[1] + b" 0 R ]")


def pdf_with(change: str) -> bytes:
    """A PDF that does something it should not, hidden in a compressed object."""
    document = PdfWriter()
    page = document.add_blank_page(595, 842)
    match change:
        case "javascript":
            document.root_object[_name("OpenAction")] = _action("JavaScript", JS="app.alert(1)")
        case "launch":
            document.root_object[_name("OpenAction")] = _action("Launch", F="cmd.exe")
        case "inner":
            action = document._add_object(_action("JavaScript", JS="1"))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - there is no other way
            page[_name("AA")] = DictionaryObject({_name("O"): action})
        case "attachment":
            document.add_attachment("a.bin", b"MZ")
        case "bomb":
            content = zlib.compress(zlib.compress(bytes(150_000_000), 9), 9)
            filters = ArrayObject([_name("FlateDecode")] * 2)
            page[_name("Contents")] = _stream(document, content, Filter=filters)
        case "picture":
            side = NumberObject(60_000)
            picture = _stream(
                document, b"\xff\xd8\xff", Subtype=_name("Image"), Filter=_name("DCTDecode"),
                Width=side, Height=side,
            )  # fmt: skip
            held = DictionaryObject({_name("A"): picture})
            page[_name("Resources")] = DictionaryObject({_name("XObject"): held})
        case _:
            raise AssertionError(change)
    return _packed(_saved(document))


def _packed(document: bytes) -> bytes:
    """The same PDF with all that is no stream within one, as newer programs write it."""
    found = re.findall(rb"(\d+) 0 obj\s(.*?)\sendobj", document, re.DOTALL)
    streams = {int(number): body for number, body in found if b"endstream" in body}
    inner = {int(number): body for number, body in found if b"endstream" not in body}
    root = re.search(rb"/Root (\d+ 0 R)", document)
    assert root
    index, content = b"", b""
    for number, body in inner.items():
        index += b"%d %d " % (number, len(content))
        content += body + b"\n"
    holder = max(*streams, *inner, 0) + 1
    zipped = zlib.compress(index + content)
    streams[holder] = (
        b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(inner), len(index), len(zipped), zipped)
    )
    places = {number: (2, holder, place) for place, number in enumerate(inner)}
    made = b"%PDF-1.5\n"
    for number, body in streams.items():
        places[number] = (1, len(made), 0)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[holder + 1] = (1, len(made), 0)
    table = b"".join(
        struct.pack(">BIH", *places.get(number, (0, 0, 0))) for number in range(holder + 2)
    )
    return made + (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %s /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (holder + 1, holder + 2, root[1], len(table), table, len(made))
    )


def _name(name: str) -> NameObject:
    return NameObject(f"/{name}")


def _action(kind: str, **more: str) -> DictionaryObject:
    said = {_name(key): TextStringObject(value) for key, value in more.items()}
    return DictionaryObject({_name("S"): _name(kind), **said})


def _stream(document: PdfWriter, content: bytes, **more: PdfObject) -> IndirectObject:
    stream = StreamObject()
    stream.set_data(content)
    for key, value in more.items():
        stream[_name(key)] = value
    return document._add_object(stream)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - there is no other way


def encrypted_pdf(*, user: str) -> bytes:
    document = PdfWriter()
    document.add_blank_page(595, 842)
    document.encrypt(user, "made up", algorithm="AES-256")
    return _saved(document)


def zip_bomb() -> bytes:
    """Forty megabytes of nothing, ten thousand times over in files within files."""
    inner = zipped({"0": bytes(40_000_000)})
    return zipped({str(number): inner for number in range(100)})


def lying_zip_bomb() -> bytes:
    """A bomb whose directory says that it holds next to nothing."""
    made = bytearray(zipped({"a.txt": bytes(200_000_000)}))
    for start, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", made, made.index(start) + at, 10)
    return bytes(made)


def nested_zip(depth: int) -> bytes:
    made = zipped({"a.txt": b"a"})
    for _ in range(depth):
        made = zipped({"a.zip": made})
    return made


def gzip_bomb() -> bytes:
    made = io.BytesIO()
    with gzip.GzipFile(fileobj=made, mode="wb") as file:
        for _ in range(200):
            file.write(bytes(1_000_000))
    return made.getvalue()


def program() -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(200)


def shortcut() -> bytes:
    return b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(60)


def written(content: bytes, folder: Path | None = None) -> Path:
    """The content in a file; its name says nothing."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    return Path(file.name)
