"""Small real files a client may send: made for this folder, of nobody and nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file beside this one, and what a phone says of it."""

    name: str
    mime_type: str
    filename: str | None = None

    def content(self) -> bytes:
        """The bytes."""
        return (_FOLDER / self.name).read_bytes()


SAMPLES: Final = {
    "image": Sample(name="picture.jpg", mime_type="image/jpeg"),
    "video": Sample(name="video.mp4", mime_type="video/mp4"),
    "audio": Sample(name="voice.ogg", mime_type="audio/ogg; codecs=opus"),
    "document": Sample(
        name="letter.pdf", mime_type="application/pdf", filename="surat-kuasa-contoh.pdf"
    ),
    "sticker": Sample(name="sticker.webp", mime_type="image/webp"),
}
"""One for each media type of Meta's."""
