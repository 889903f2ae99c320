"""Looks into files in a process of their own, which may die of them."""

from pathlib import Path
from typing import Final

import structlog

from adapters.confined import Crashed, Limits, TooMuch, run
from adapters.inspection.signatures import UNKNOWN
from domain.media import Finding, Inspection

_MIB: Final = 1024 * 1024
_LIMITS: Final = Limits(memory=768 * _MIB, cpu_seconds=45, seconds=50, file_size=256 * _MIB)

_log = structlog.get_logger()


class ConfinedInspector:
    """Implements `domain.ports.FileInspector`; takes less than a minute whatever the file does."""

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self._limits = limits

    def inspect(self, file: Path, *, claimed: str | None, file_name: str | None) -> Inspection:
        """See the port.

        Raises:
            Unavailable: no process could be started.
        """
        request = {"file": str(file.absolute()), "claimed": claimed, "file_name": file_name}
        try:
            seen = run("adapters.inspection.child", request, self._limits)
        except TooMuch:
            return Inspection(mime_type=UNKNOWN, extension="", findings=(Finding.BOMB,))
        except Crashed as crash:
            # Whoever opens it could fare no better. The reason may be a fault of ours.
            _log.warning("a file could not be looked into", reason=str(crash))
            return Inspection(mime_type=UNKNOWN, extension="", findings=(Finding.DAMAGED,))
        return Inspection(
            mime_type=seen["mime_type"],
            extension=seen["extension"],
            findings=tuple(Finding(finding) for finding in seen["findings"]),
        )
