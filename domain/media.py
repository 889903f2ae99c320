"""A file that a client sent: where it is, and what is known of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.messages import MediaKind

_KIB: Final = 1024
_MIB: Final = 1024 * _KIB

LARGEST: Final[Mapping[MediaKind, int]] = MappingProxyType(
    {
        MediaKind.IMAGE: 5 * _MIB,
        MediaKind.VIDEO: 16 * _MIB,
        MediaKind.AUDIO: 16 * _MIB,
        MediaKind.DOCUMENT: 100 * _MIB,
        MediaKind.STICKER: 500 * _KIB,
    }
)
"""The largest file of each kind in bytes. Source: Meta's "Supported media types"."""

Progress = Callable[[int], None]
"""Told how many bytes there are so far, each few seconds; what it raises goes through."""


class MediaState(StrEnum):
    """How far a file came. A message is there whatever happens to its file."""

    WAITING = "waiting"
    """Not fetched yet."""
    KEPT = "kept"
    """In the firm's bucket, as the client sent it."""
    QUARANTINED = "quarantined"
    """Kept, and nobody is given it until a lawyer releases it."""
    GONE = "gone"
    """WhatsApp has it no longer: the client has to send it again."""
    REFUSED = "refused"
    """Larger than WhatsApp allows, or not what WhatsApp said it was."""
    FAILED = "failed"
    """It could not be fetched or kept; it can be tried again."""


class Finding(StrEnum):
    """What makes a file one that nobody is given unasked."""

    VIRUS = "virus"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    EXECUTABLE = "executable"
    NOT_AS_CLAIMED = "not_as_claimed"
    """Its content is of another type than WhatsApp or its name says."""
    BOMB = "bomb"
    """Unpacked or decoded it would be far larger than it is."""
    DAMAGED = "damaged"
    ATTACHMENTS = "attachments"
    """Other files travel inside it, which were not looked at."""
    OPAQUE = "opaque"
    """An archive of a kind that nothing here can look into."""
    NOT_SCANNED = "not_scanned"
    """A virus scanner is configured and could not look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a file is, by its content. `mime_type` is `application/octet-stream` where unknown."""

    mime_type: str
    extension: str
    """With its point, for a name to save it under; empty where unknown."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMedia:
    """A file as it came from WhatsApp: `size` in bytes, `sha256` of 32 bytes."""

    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Previews:
    """Pictures of a file, in files: a small one and its first pages; none for what has no picture.

    `page_count` is of the whole file; None where it has no pages.
    """

    thumbnail: Path | None = None
    pages: tuple[Path, ...] = ()
    page_count: int | None = None
