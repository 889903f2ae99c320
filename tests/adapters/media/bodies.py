"""Files of every kind that tests need, made here: sound ones, and ones that mean harm."""

import gzip
import io
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
import pikepdf
import pptx
import xlwt  # pyright: ignore[reportMissingTypeStubs] - it has none
from PIL import Image

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


def _saved(document: pikepdf.Pdf, **more: object) -> bytes:
    made = io.BytesIO()
    document.save(made, **cast("Any", more))
    return made.getvalue()


def pdf(pages: int = 1, *, size: tuple[float, float] = (595, 842)) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
        document.pages[-1].obj.MediaBox = pikepdf.Array([0, 0, *map(int, size)])
    return _saved(document)


def pdf_of_many_pages(pages: int) -> bytes:
    """A PDF whose page tree names the same few pages over and over, which is soon written."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    document.Root.Pages.Kids = pikepdf.Array([page] * pages)
    document.Root.Pages.Count = pages
    return _saved(document)


def pdf_with(change: str) -> bytes:
    """A PDF that does something it should not, hidden in a compressed object."""
    document = pikepdf.new()
    document.add_blank_page()
    name, root = pikepdf.Name, document.Root
    match change:
        case "javascript":
            root.OpenAction = pikepdf.Dictionary(
                S=name.JavaScript, JS=pikepdf.String("app.alert(1)")
            )
        case "launch":
            root.OpenAction = pikepdf.Dictionary(S=name.Launch, F=pikepdf.String("cmd.exe"))
        case "inner":
            action = pikepdf.Dictionary(S=name.JavaScript, JS=pikepdf.String("1"))
            document.pages[0].obj.AA = pikepdf.Dictionary(O=document.make_indirect(action))
        case "attachment":
            document.attachments["a.bin"] = pikepdf.AttachedFileSpec(
                document, b"MZ", description="", filename="a.bin", mime_type="", creation_date="",
                mod_date="",
            )  # fmt: skip

        case "bomb":
            content = zlib.compress(zlib.compress(bytes(150_000_000), 9), 9)
            stream = pikepdf.Stream(document, content)
            stream.Filter = pikepdf.Array([name.FlateDecode, name.FlateDecode])
            document.pages[0].obj.Contents = stream
        case "picture":
            stream = pikepdf.Stream(document, b"\xff\xd8\xff")
            stream.Subtype, stream.Filter = name.Image, name.DCTDecode
            stream.Width = stream.Height = 60_000
            document.pages[0].obj.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(A=document.make_indirect(stream))
            )
        case _:
            raise AssertionError(change)
    return _saved(
        document,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def encrypted_pdf(*, user: str) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    return _saved(document, encryption=pikepdf.Encryption(user=user, owner="made up"))


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
