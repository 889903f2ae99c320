"""How long media files live, and which of them may be sent as what."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.faults import FaultBoard
from simulator.records import MediaFile
from simulator.storage.media import MediaFiles

_DAY: Final = 24 * 3600.0
_UPLOADED_DAYS: Final = 30
_RECEIVED_DAYS: Final = 7
_KILO: Final = 1024
_MEGA: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRule:
    """The types of one kind of media message and the largest file in bytes."""

    types: frozenset[str]
    largest: int


_OFFICE_TYPE: Final = "application/vnd.openxmlformats-officedocument."
# Source: Meta's "Supported media types"; a sticker that does not move may have only 100 KB.
RULES: Final[dict[str, MediaRule]] = {
    "audio": MediaRule(
        types=frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
        largest=16 * _MEGA,
    ),
    "document": MediaRule(
        types=frozenset(
            {
                "text/plain",
                "application/pdf",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                f"{_OFFICE_TYPE}wordprocessingml.document",
                f"{_OFFICE_TYPE}spreadsheetml.sheet",
                f"{_OFFICE_TYPE}presentationml.presentation",
            }
        ),
        largest=100 * _MEGA,
    ),
    "image": MediaRule(types=frozenset({"image/jpeg", "image/png"}), largest=5 * _MEGA),
    "sticker": MediaRule(types=frozenset({"image/webp"}), largest=500 * _KILO),
    "video": MediaRule(types=frozenset({"video/mp4", "video/3gpp"}), largest=16 * _MEGA),
}


def bare_type(mime_type: str) -> str:
    """The type without parameters: `audio/ogg` of `audio/ogg; codecs=opus`."""
    return mime_type.partition(";")[0].strip().lower()


def rule_of(mime_type: str) -> MediaRule | None:
    """The rule a file of this type is under when it is uploaded; None for a type Meta refuses."""
    bare = bare_type(mime_type)
    return next((rule for rule in RULES.values() if bare in rule.types), None)


class Uploads:
    """Media files as the Graph API sees them: those whose time has not run out.

    Time runs as fast as the simulated clock.
    """

    def __init__(self, *, files: MediaFiles, faults: FaultBoard) -> None:
        self._files = files
        self._faults = faults

    def get(self, media_id: str) -> MediaFile | None:
        """The file of this id: for 30 days after an upload, for 7 after a client's message."""
        file = self._files.get(media_id)
        if file is None:
            return None
        days = _UPLOADED_DAYS if file.uploaded else _RECEIVED_DAYS
        age = (time.time() - file.created_at) * self._faults.now.clock_speed
        return file if age < days * _DAY else None
