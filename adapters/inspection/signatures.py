"""Types that the first bytes of a file tell.

Of the libraries that do this, the one that is kept up takes every ZIP file for a document and
plain text for OpenDocument, another has had no release for years, and the third needs a library
of the operating system; and none looks far enough into ZIP, OLE and PDF files, which matter most
here and are looked into elsewhere. So the rest is a table.
"""

import struct
from typing import Final

UNKNOWN: Final = "application/octet-stream"
ZIP: Final = "application/zip"
GZIP: Final = "application/gzip"
COMPOUND: Final = "application/x-ole-storage"
PDF: Final = "application/pdf"

EXTENSIONS: Final[dict[str, str]] = {
    "application/epub+zip": ".epub",
    GZIP: ".gz",
    "application/java-archive": ".jar",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/onenote": ".one",
    PDF: ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.android.package-archive": ".apk",
    "application/vnd.microsoft.portable-executable": ".exe",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": ".pptm",
    "application/vnd.ms-word.document.macroenabled.12": ".docm",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.rar": ".rar",
    "application/x-7z-compressed": ".7z",
    "application/x-bzip2": ".bz2",
    "application/x-tar": ".tar",
    "application/x-xz": ".xz",
    "application/xml": ".xml",
    ZIP: ".zip",
    "application/zstd": ".zst",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/flac": ".flac",
    "audio/midi": ".mid",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "image/jp2": ".jp2",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tiff",
    "image/vnd.microsoft.icon": ".ico",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "video/3gpp": ".3gp",
    "video/3gpp2": ".3g2",
    "video/mp4": ".mp4",
    "video/mpeg": ".mpg",
    "video/ogg": ".ogv",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/x-msvideo": ".avi",
}
"""The extension that a file of each type is saved with."""

_AT_THE_START: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"MThd", "audio/midi"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", COMPOUND),
    (b"\x1f\x8b\x08", GZIP),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    # Java's classes and Apple's programs for several processors begin alike; both run.
    (b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (b"dex\n03", "application/vnd.android.dex"),
    (b"\x00asm", "application/wasm"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"ITSF\x03\x00\x00\x00", "application/vnd.ms-htmlhelp"),
    (b"FWS", "application/vnd.adobe.flash.movie"),
    (b"CWS", "application/vnd.adobe.flash.movie"),
    (b"ZWS", "application/vnd.adobe.flash.movie"),
)

EXECUTABLE: Final = frozenset(
    {
        "application/java-archive",
        "application/vnd.adobe.flash.movie",
        "application/vnd.android.dex",
        "application/vnd.android.package-archive",
        "application/vnd.microsoft.portable-executable",
        "application/vnd.ms-htmlhelp",
        "application/wasm",
        "application/x-executable",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/x-msi",
        "application/x-mswinurl",
        "text/x-script",
    }
)
"""Types that run something when they are opened."""

OPAQUE: Final = frozenset(
    {
        "application/vnd.ms-cab-compressed",
        "application/vnd.rar",
        "application/x-7z-compressed",
        "application/x-bzip2",
        "application/x-iso9660-image",
        "application/x-tar",
        "application/x-xz",
        "application/zstd",
    }
)
"""Archives that nothing here can look into."""

_BRANDS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"hevc", "image/heic"),
    (b"mif1", "image/heif"),
    (b"msf1", "image/heif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
    (b"M4B ", "audio/mp4"),
    (b"3g2", "video/3gpp2"),
    (b"3gp", "video/3gpp"),
    (b"3ge", "video/3gpp"),
    (b"3gr", "video/3gpp"),
    (b"3gs", "video/3gpp"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_PDF_WITHIN: Final = 1024
"""Readers look for a PDF's beginning this far into a file."""


def sniff(head: bytes) -> str:
    """The type that the first 64 KiB of a file tell; `application/octet-stream` if they do not."""
    for start, mime_type in _AT_THE_START:
        if head.startswith(start):
            return mime_type
    return _boxed(head) or _other(head)


def _boxed(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[:4] == b"OggS":
        return "video/ogg" if b"\x80theora" in head[:512] else "audio/ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[4:8] != b"ftyp":
        return None
    size = struct.unpack(">I", head[:4])[0]
    # `mif1` says only that it is a picture; the compatible brands say how it is compressed.
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, 128), 4))]
    first = next((kind for start, kind in _BRANDS if brands[0].startswith(start)), None)
    if first != "image/heif":
        return first or "video/mp4"
    kinds = [kind for brand in brands for start, kind in _BRANDS if brand.startswith(start)]
    return next((kind for kind in kinds if kind != "image/heif"), first)


def _other(head: bytes) -> str:
    if head[:2] == b"MZ" and _is_program(head):
        return "application/vnd.microsoft.portable-executable"
    if head[:2] == b"BM" and len(head) > 18 and head[6:10] == b"\x00\x00\x00\x00":  # noqa: PLR2004 - where its header begins
        return "image/bmp"
    if has_pdf(head):
        return PDF
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head[0x8001:0x8006] == b"CD001":
        return "application/x-iso9660-image"
    return _stream(head)


def _stream(head: bytes) -> str:
    if len(head) < 4 or head[0] != 0xFF:  # noqa: PLR2004 - a frame's header
        return UNKNOWN
    # Frames of sound begin with 11 or 12 ones; what follows must be a frame that can be.
    if head[1] & 0xF6 == 0xF0:  # noqa: PLR2004
        return "audio/aac"
    # Layers II and III; what would be the first layer is rather UTF-16's mark.
    is_frame = head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08  # noqa: PLR2004
    is_possible = head[1] & 0x06 in {2, 4} and head[2] & 0xF0 != 0xF0  # noqa: PLR2004
    return "audio/mpeg" if is_frame and is_possible else UNKNOWN


def has_pdf(head: bytes) -> bool:
    """Whether a PDF begins where readers look for it."""
    return b"%PDF-" in head[:_PDF_WITHIN]


def _is_program(head: bytes) -> bool:
    # Words may begin with MZ as well; a program's header holds zeros.
    if b"\x00" in head[:64]:
        return True
    at = struct.unpack_from("<I", head, 60)[0] if len(head) > 64 else len(head)  # noqa: PLR2004
    return head[at : at + 2] == b"PE"
