"""Pictures that are sent as such: photos, scans, faxes of several pages."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from adapters.ocr.document import unread
from adapters.ocr.limits import Limits
from adapters.ocr.pictures import read_picture
from domain.documents import PageText, ReadProblem
from domain.failures import UnreadableDocument

_FORMATS: Final = {
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
}


class ImageDocument:
    """A picture; in a TIFF, each of its pictures is a page."""

    def __init__(self, file: Path, mime_type: str, limits: Limits) -> None:
        """Look at a picture's head; nothing is decoded.

        Raises:
            UnreadableDocument: it is not what it is said to be.
        """
        # `read` looks at the size itself, after a JPEG was asked to become smaller.
        Image.MAX_IMAGE_PIXELS = None
        self._limits = limits
        try:
            self._image = Image.open(file, formats=[_FORMATS[mime_type]])
            self.pages = (
                int(getattr(self._image, "n_frames", 1)) if mime_type == "image/tiff" else 1
            )
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise UnreadableDocument(ReadProblem.DAMAGED) from error

    def read(self, number: int) -> PageText:
        """One picture."""
        try:
            self._image.seek(number - 1)
            _decode_smaller(self._image, 2 * self._limits.read_pixels)
            if self._image.width * self._image.height > self._limits.decoded_pixels:
                return unread(number, ReadProblem.TOO_LARGE)
            upright = ImageOps.exif_transpose(self._image)
        except (OSError, EOFError, SyntaxError, ValueError):
            return unread(number, ReadProblem.DAMAGED)
        return read_picture(upright, number, pixels=self._limits.read_pixels)


def _decode_smaller(image: Image.Image, pixels: int) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth of its size where it is too large."""
    width, height = image.size
    for part in (1, 2, 4, 8):
        if (width // part) * (height // part) <= pixels:
            if part > 1:
                image.draft(None, (width // part, height // part))
            return


def open_file(file: Path, mime_type: str, limits: Limits) -> ImageDocument:
    """A picture, not decoded yet.

    Raises:
        UnreadableDocument: it is not what it is said to be.
    """
    return ImageDocument(file, mime_type, limits)
