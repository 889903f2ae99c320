"""Reads one picture of a page, whichever way it lies."""

from typing import Final

from PIL import Image

from adapters.ocr import enhance, tesseract
from adapters.ocr.tesseract import Words
from domain.documents import PageText, ReadMethod

_SURE: Final = 0.7
"""What upright pages reach, and pages on their heads do not: see the tests."""


def read_picture(picture: Image.Image, number: int, *, pixels: int) -> PageText:
    """The words of a picture of a page.

    Raises:
        TesseractError: Tesseract failed at it.
    """
    words = _read(enhance.readable(picture, pixels=pixels))
    return PageText(
        number=number, text=words.text, confidence=words.confidence, method=ReadMethod.OCR
    )


def _read(page: Image.Image) -> Words:
    lie = enhance.lie(page)
    page = enhance.straight(page, lie.tilt)
    if not lie.sideways:
        words = tesseract.recognise(page)
        return words if words.confidence >= _SURE else _perhaps_upside_down(page, words)
    # Columns of figures look like lines of text that lie on their side, so Tesseract is asked.
    turn = tesseract.turned(page)
    page = _turned(page, 90 if turn is None else turn)
    words = tesseract.recognise(page)
    return words if words.confidence >= _SURE else _better(words, _turned(page, 180))


def _perhaps_upside_down(page: Image.Image, words: Words) -> Words:
    """What stands there when the page is turned, where that is more than was read."""
    turn = tesseract.turned(page)
    if turn == 0 or (turn is None and not words.text):
        return words
    return _better(words, _turned(page, turn or 180))


def _better(words: Words, page: Image.Image) -> Words:
    return max(words, tesseract.recognise(page), key=lambda each: each.weight)


def _turned(page: Image.Image, clockwise: int) -> Image.Image:
    return page.rotate(-clockwise, expand=True)
