"""Compares what a file is with what WhatsApp and its name say it is.

A JPEG that is called PNG is harmless: every program that shows pictures looks at the content. So
types are compared by family, where a family is opened by the same kind of program and none of it
runs anything: pictures; recordings; writings, tables and slides of the office programs; text.
"""

import mimetypes
from pathlib import PurePosixPath
from typing import Final

from adapters.inspection.signatures import EXECUTABLE, EXTENSIONS, OPAQUE, PDF, UNKNOWN, ZIP

_SAYS_NOTHING: Final = {"", UNKNOWN, "binary/octet-stream", "application/x-binary"}
_FAMILIES: Final[dict[str, str]] = {
    "application/csv": "text",
    "application/json": "text",
    "application/mp4": "recording",
    "application/ogg": "recording",
    "application/rtf": "writing",
    "application/msword": "writing",
    "application/vnd.ms-word": "writing",
    "application/vnd.ms-excel": "table",
    "application/vnd.ms-powerpoint": "slides",
    "application/vnd.oasis.opendocument.text": "writing",
    "application/vnd.oasis.opendocument.spreadsheet": "table",
    "application/vnd.oasis.opendocument.presentation": "slides",
    "application/x-pdf": PDF,
    "application/x-rar": "application/vnd.rar",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-zip-compressed": ZIP,
    "application/x-zip": ZIP,
    "application/x-msdos-program": "program",
    "application/x-msdownload": "program",
    "application/x-sh": "program",
    "application/xml": "text",
    "image/svg+xml": "page",
    "message/rfc822": "text",
    "text/html": "page",
    "text/rtf": "writing",
    "application/xhtml+xml": "page",
}
_STARTS: Final = (
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.", "writing"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.", "table"),
    ("application/vnd.openxmlformats-officedocument.presentationml.", "slides"),
    ("application/vnd.ms-word.", "writing"),
    ("application/vnd.ms-excel.", "table"),
    ("application/vnd.ms-powerpoint.", "slides"),
    ("audio/", "recording"),
    ("video/", "recording"),
    ("image/", "picture"),
    ("text/", "text"),
)
_OF_ZIP: Final = {"writing", "table", "slides", "application/epub+zip", ZIP}
# The machine's own list of types must not decide what is found.
_BY_NAME: Final = mimetypes.MimeTypes(filenames=())
for _type, _extension in EXTENSIONS.items():
    _BY_NAME.add_type(_type, _extension)

_RUN: Final = (
    *("apk", "bat", "chm", "cmd", "com", "cpl", "desktop", "dll", "exe", "hta", "jar", "js"),
    *("jse", "lnk", "msi", "msix", "pif", "ps1", "reg", "scf", "scr", "sh", "url", "vbe"),
    *("vbs", "wsf", "wsh"),
)
"""Extensions of what systems run when it is opened."""
_KNOWN: Final = {*EXTENSIONS, *_FAMILIES.values(), *(family for _, family in _STARTS)}


def says_otherwise(mime_type: str, claimed: str | None, file_name: str | None) -> bool:
    """Whether what is claimed, or what the name says, is of another family than the content."""
    claims = [_bare(claimed), _bare(_of_name(file_name))]
    return any(_differs(mime_type, claim) for claim in claims)


def runs_by_name(file_name: str | None) -> bool:
    """Whether a file of this name is run when it is opened, whatever is in it."""
    return PurePosixPath((file_name or "").strip(" .").lower()).suffix.lstrip(".") in _RUN


def told_more_closely(mime_type: str, claimed: str | None, file_name: str | None) -> str:
    """Plain text as the kind of text that it is called: no content tells tables from prose."""
    claims = {_bare(claimed), _bare(_of_name(file_name))}
    if mime_type == "text/plain":
        return next(
            (kind for kind in ("text/csv", "application/json") if kind in claims), mime_type
        )
    return mime_type


def _differs(mime_type: str, claim: str) -> bool:
    if claim in _SAYS_NOTHING:
        return False
    family, claimed = _family(mime_type), _family(claim)
    if family == claimed or (claimed == ZIP and family in _OF_ZIP):
        return False
    # Of a type that is not known here only that it runs nothing can be said.
    return claimed in _KNOWN or mime_type in EXECUTABLE or mime_type in OPAQUE or family == "page"


def _family(mime_type: str) -> str:
    if mime_type in EXECUTABLE:
        return "program"
    return _FAMILIES.get(mime_type) or next(
        (family for start, family in _STARTS if mime_type.startswith(start)), mime_type
    )


def _bare(claim: str | None) -> str:
    return (claim or "").partition(";")[0].strip().lower()


def _of_name(file_name: str | None) -> str | None:
    suffix = PurePosixPath((file_name or "").strip(" .").lower()).suffix
    # What is run by its name is a finding of its own.
    is_type = suffix and not runs_by_name(file_name)
    return _BY_NAME.guess_type(f"file{suffix}")[0] if is_type else None
