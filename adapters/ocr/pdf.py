"""PDF: the text that stands in it; where there is none, the picture of the page."""

import unicodedata
from pathlib import Path
from typing import Any, Final, cast

import pypdfium2 as untyped  # pyright: ignore[reportMissingTypeStubs] -- it has none
import pypdfium2.raw as untyped_raw  # pyright: ignore[reportMissingTypeStubs] -- it has none
from PIL import Image

from adapters.ocr.document import unread
from adapters.ocr.limits import Limits
from adapters.ocr.pictures import read_picture
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import UnreadableDocument

_DPI: Final = 300
_POINTS: Final = 72

_PLENTY: Final = 200
"""Letters that are a page's text whatever else is on it."""

_ODD: Final = 0.1
"""The share of signs without a meaning from which a text is one that cannot be read."""

_A_PICTURE: Final = 0.3
"""The share of a page that a scan covers at least: apps put a word of advertising on it as text."""

_DEPTH: Final = 4
"""How deep pictures are looked for in forms within forms."""

_pdfium = cast("Any", untyped)
_raw = cast("Any", untyped_raw)


class PdfDocument:
    """A PDF file."""

    def __init__(self, file: Path, limits: Limits) -> None:
        """Open a file.

        Raises:
            UnreadableDocument: it has a password, no pages, or is no PDF.
        """
        self._limits = limits
        try:
            self._pdf = _pdfium.PdfDocument(file)
            # What was filled into a form's fields is drawn and found as text only with this.
            self._pdf.init_forms()
            self.pages = len(self._pdf)
        except untyped.PdfiumError as error:
            locked = cast("Any", error).err_code in (_raw.FPDF_ERR_PASSWORD, _raw.FPDF_ERR_SECURITY)
            problem = ReadProblem.ENCRYPTED if locked else ReadProblem.DAMAGED
            raise UnreadableDocument(problem) from error
        if self.pages == 0:
            raise UnreadableDocument(ReadProblem.DAMAGED)

    def read(self, number: int) -> PageText:
        """One page."""
        try:
            page = self._pdf[number - 1]
            text = _text(page)
            if _is_enough(text, page):
                return PageText(
                    number=number, text=text, confidence=1.0, method=ReadMethod.TEXT_LAYER
                )
            picture = _drawn(page, self._limits.read_pixels)
            page.close()
        except untyped.PdfiumError:
            return unread(number, ReadProblem.DAMAGED)
        return read_picture(picture, number, pixels=self._limits.read_pixels)


def open_file(file: Path, mime_type: str, limits: Limits) -> PdfDocument:  # noqa: ARG001 -- there is only one
    """A PDF file.

    Raises:
        UnreadableDocument: it has a password, no pages, or is no PDF.
    """
    return PdfDocument(file, limits)


def _text(page: Any) -> str:  # noqa: ANN401 -- pypdfium2 has no types
    layer = page.get_textpage()
    found = str(layer.get_text_range())
    layer.close()
    return "\n".join(line.rstrip() for line in found.splitlines()).strip()


def _is_enough(text: str, page: Any) -> bool:  # noqa: ANN401 -- pypdfium2 has no types
    signs = [sign for sign in text if not sign.isspace()]
    letters = sum(sign.isalnum() for sign in signs)
    # A font without a table of its letters gives private signs, or none at all.
    odd = sum(
        unicodedata.category(sign) in ("Co", "Cn", "Cc") or sign == "\ufffd" for sign in signs
    )
    if not letters or odd > _ODD * len(signs):
        return False
    return letters >= _PLENTY or not _is_scan(page)


def _is_scan(page: Any) -> bool:  # noqa: ANN401 -- pypdfium2 has no types
    width, height = page.get_size()
    for picture in page.get_objects([_raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= _A_PICTURE * width * height:
            return True
    return False


def _drawn(page: Any, pixels: int) -> Image.Image:  # noqa: ANN401 -- pypdfium2 has no types
    width, height = page.get_size()
    area = max(width * height, 1.0)
    scale = min(_DPI / _POINTS, (pixels / area) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    # A copy: the memory of a bitmap is pdfium's.
    drawn = bitmap.to_pil().copy()
    bitmap.close()
    return drawn
