"""Draws small pictures of files, in a process of its own, which may die of them."""

from pathlib import Path
from typing import Final

from adapters.confined import Crashed, Limits, TooMuch, run
from domain.failures import NoPreview
from domain.media import Previews

_MIB: Final = 1024 * 1024
_LIMITS: Final = Limits(memory=768 * _MIB, cpu_seconds=30, seconds=50, file_size=32 * _MIB)


class ConfinedPreviewMaker:
    """Implements `domain.ports.PreviewMaker` for PDF and for pictures; WebP, 320 and 1200 pixels.

    It takes less than a minute whatever the file does. HEIC has no preview: what decodes it is
    under licences that this project cannot take on.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self._limits = limits

    def make(self, file: Path, mime_type: str, to: Path, *, pages: int) -> Previews:
        """See the port.

        Raises:
            Unavailable: no process could be started.
        """
        request = {
            "file": str(file.absolute()),
            "mime_type": mime_type,
            "to": str(to.absolute()),
            "pages": pages,
        }
        try:
            drawn = run("adapters.inspection.drawing", request, self._limits)
        except TooMuch:
            raise NoPreview("drawing it would take more time or memory than it may") from None
        except Crashed as crash:
            raise NoPreview(f"it could not be drawn: {crash}") from None
        return Previews(
            thumbnail=to / drawn["thumbnail"] if drawn["thumbnail"] else None,
            pages=tuple(to / name for name in drawn["pages"]),
            page_count=drawn["page_count"],
        )
