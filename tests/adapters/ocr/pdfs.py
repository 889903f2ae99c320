"""PDF files written by hand, also such as no program writes."""

import io
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pypdfium2 as untyped  # pyright: ignore[reportMissingTypeStubs] -- it has none
from PIL import Image

_pdfium = cast("Any", untyped)

PASSWORD = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "28" * 32 + "> /U <" + "42" * 32 + "> >>"
"""Nobody knows the password."""


def pdf(objects: Mapping[int, bytes], *, trailer: str = "") -> bytes:
    """A file of these objects; the first is its catalogue."""
    written = io.BytesIO(b"%PDF-1.7\n")
    written.seek(0, io.SEEK_END)
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = written.tell()
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    begin = written.tell()
    written.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        written.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    size = max(objects) + 1
    written.write(f"trailer << /Size {size} /Root 1 0 R {trailer} >>\n".encode())
    written.write(b"startxref\n%d\n%%%%EOF" % begin)
    return written.getvalue()


def stream(content: bytes, entries: str = "") -> bytes:
    """A packed stream."""
    packed = zlib.compress(content, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>".encode()
    return b"%s\nstream\n%s\nendstream" % (head, packed)


def written(pages: Sequence[str], *, box: str = "0 0 595 842", trailer: str = "") -> bytes:
    """Pages with a text layer."""
    # A bracket ends a text, unless it is marked.
    pages = [text.replace("(", r"\(").replace(")", r"\)") for text in pages]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    kids: list[str] = []
    for text in pages:
        number = len(objects) + 2
        lines = " ".join(f"({line}) Tj T*" for line in text.splitlines())
        objects[number] = stream(f"BT /F1 9 Tf 11 TL 50 790 Td {lines} ET".encode())
        objects[number + 1] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        kids.append(f"{number + 1} 0 R")
    objects[2] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    return pdf(objects, trailer=trailer)


def drawing(draw: bytes, resources: Mapping[int, bytes], names: str) -> bytes:
    """A page that draws objects, and after it one that is as it should be."""
    sound = stream(b"BT /F1 12 Tf 50 700 Td (Halaman ini utuh) Tj ET")
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources {} >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 2 /Kids [4 0 R 5 0 R] >>",
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            4: page.format(6, f"<< /XObject << {names} >> >>").encode(),
            5: page.format(7, "<< /Font << /F1 3 0 R >> >>").encode(),
            6: stream(draw),
            7: sound,
            **resources,
        }
    )


def endless(depth: int = 40) -> bytes:
    """A drawing of ten drawings of ten drawings, as often as it takes to never end."""
    forms = {
        10 + level: stream(
            b"/X Do " * 10 if level < depth else b"0 0 10 10 re f",
            f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
            f"/Resources << /XObject << /X {11 + level} 0 R >> >>",
        )
        for level in range(depth + 1)
    }
    return drawing(b"/X Do", forms, "/X 10 0 R")


def bomb(side: int) -> bytes:
    """A page with a picture of so many pixels a side, of which nearly nothing is in the file."""
    pack = zlib.compressobj(1)
    rows = b"".join([*(pack.compress(bytes(side * 3)) for _ in range(side)), pack.flush()])
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent 8 "
        f"/ColorSpace /DeviceRGB /Filter /FlateDecode /Length {len(rows)} >>"
    )
    picture = b"%s\nstream\n%s\nendstream" % (head.encode(), rows)
    return drawing(b"595 0 0 842 0 0 cm /X Do", {10: picture}, "/X 10 0 R")


def stamped(page: Image.Image, words: str) -> bytes:
    """A scan with a few words over it as text, as apps for scanning put their name there."""
    jpeg = io.BytesIO()
    page.save(jpeg, "JPEG")
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} "
        f"/BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode "
        f"/Length {len(jpeg.getvalue())} >>"
    )
    content = f"q 595 0 0 842 0 0 cm /X Do Q BT /F1 8 Tf 400 20 Td ({words}) Tj ET"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>",
            5: stream(content.encode()),
            6: b"%s\nstream\n%s\nendstream" % (head.encode(), jpeg.getvalue()),
        }
    )


def joined(file: Path, parts: Sequence[bytes | Image.Image]) -> Path:
    """One file of pages that were written and pages that were scanned."""
    whole = _pdfium.PdfDocument.new()
    for part in parts:
        content = part if isinstance(part, bytes) else _scanned(part)
        whole.import_pages(_pdfium.PdfDocument(content))
    whole.save(file)
    return file


def _scanned(page: Image.Image) -> bytes:
    content = io.BytesIO()
    page.save(content, "PDF", resolution=300)
    return content.getvalue()
