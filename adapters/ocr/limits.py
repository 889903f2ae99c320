"""How much a document may cost: whoever sends it decides what is in it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document is given; the defaults suit a process per core with 2 GiB each."""

    a_page: timedelta = timedelta(seconds=60)
    """For one page, and for opening the document: a dense A4 page takes about 3 seconds."""
    memory_bytes: int = 2 * 1024**3
    """Address space of a reading process, and of the Tesseract that it starts, each."""
    decoded_pixels: int = 64_000_000
    """Of a picture when it is decoded: an A2 scan at 300 dpi is 35 million."""
    read_pixels: int = 18_000_000
    """Of a picture when it is read: an A3 scan at 300 dpi. Larger ones are made smaller."""
    unpacked_bytes: int = 256 * 1024**2
    """Of all that an office file unpacks to."""
    text_bytes: int = 32 * 1024**2
    """Of a text or HTML file, and of all words of an office file."""
