"""A file that a client sent: where it is, and what is known of it."""

from dataclasses import dataclass
from enum import StrEnum


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
    NOT_SCANNED = "not_scanned"
    """A virus scanner is configured and could not look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a file is, by its content. `mime_type` is `application/octet-stream` where unknown."""

    mime_type: str
    extension: str
    """With its point, for a name to save it under; empty where unknown."""
    findings: tuple[Finding, ...] = ()
