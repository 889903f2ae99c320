"""Looks at pictures: how large they would be decoded, before any is."""

import struct
import warnings
from typing import Final

from PIL import Image

from adapters.inspection.seeing import Bomb, Damaged, Look

MOST_PIXELS: Final = 250_000_000
"""More than any phone's camera takes."""
_MOST_DECODED: Final = 50_000_000
_MOST_FRAMES: Final = 2_000
DECODED: Final = frozenset(
    {
        "image/avif", "image/bmp", "image/gif", "image/jp2", "image/jpeg", "image/png",
        "image/tiff", "image/webp",
    }
)  # fmt: skip
"""What can be decoded here; of the others, HEIC among them, the header alone is known."""

# The limits of this product stand here and in the process's own; Pillow's are for those without.
Image.MAX_IMAGE_PIXELS = None


def look(into: Look) -> None:
    """Decode a picture if it is small enough for that.

    Raises:
        Bomb: it has too many pixels or frames.
        Damaged: it cannot be decoded.
    """
    try:
        with warnings.catch_warnings(), Image.open(into.file) as picture:
            warnings.simplefilter("ignore")
            width, height = picture.size
            frames = getattr(picture, "n_frames", 1) if picture.format != "AVIF" else 1
            if width * height > MOST_PIXELS or frames > _MOST_FRAMES:
                raise Bomb
            if into.depth == 0 and width * height <= _MOST_DECODED:
                # A JPEG is decoded at an eighth of its size: that its end is missing shows as well.
                picture.draft("L", (width // 8 or 1, height // 8 or 1))
                picture.load()
    except MemoryError:
        raise
    except (
        EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
        struct.error,
    ) as error:  # fmt: skip
        raise Damaged from error
