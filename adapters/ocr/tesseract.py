"""Tesseract: the words of a picture that lies straight."""

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import pytesseract as untyped  # pyright: ignore[reportMissingTypeStubs] -- it has none
from PIL import Image

from domain.failures import Misconfigured

_LANGUAGES: Final = ("ind", "eng")
_FEW: Final = "-c min_characters_to_try=20"
"""By default Tesseract does not say which way up a page is that has fewer than 50 letters."""

_DOUBT: Final = 2.0
"""Of Tesseract's own measure for which way up a page is: right ones have 6 and more."""

_pytesseract = cast("Any", untyped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was read: lines as they lie on the page, and how sure Tesseract is, 0 to 1."""

    text: str
    confidence: float

    @property
    def weight(self) -> float:
        """For comparing two readings of one picture: much that is sure beats little."""
        return self.confidence * len(self.text)


def recognise(picture: Image.Image) -> Words:
    """The words of a grey picture.

    Raises:
        Misconfigured: Tesseract or one of its languages is not installed.
        TesseractError: it failed at this picture.
    """
    version()
    with _kept(picture) as file:
        found = _pytesseract.image_to_data(
            file, lang="+".join(_LANGUAGES), config="--psm 3", output_type=untyped.Output.DICT
        )
    return _words(cast("dict[str, list[Any]]", found))


def turned(picture: Image.Image) -> int | None:
    """By how many degrees clockwise a picture must be turned to stand upright.

    None where Tesseract cannot tell, as with few words or none.
    """
    version()
    with _kept(picture) as file:
        try:
            found = _pytesseract.image_to_osd(
                file, config=f"--psm 0 {_FEW}", output_type=untyped.Output.DICT
            )
        except untyped.TesseractError as error:
            if error.status < 0:
                raise
            # That is how it says that it saw too few letters.
            return None
    return int(found["rotate"]) if found["orientation_conf"] > _DOUBT else None


@functools.cache
def version() -> str:
    """Which Tesseract there is, and the languages that it reads here.

    Raises:
        Misconfigured: it, or one of the languages, is not installed.
    """
    if shutil.which("tesseract") is None:
        raise Misconfigured("Tesseract is not installed (Debian: tesseract-ocr)")
    missing = set(_LANGUAGES) - set(_pytesseract.get_languages())
    if missing:
        raise Misconfigured(f"Tesseract has no language {', '.join(sorted(missing))}")
    return f"Tesseract {_pytesseract.get_tesseract_version()}, {'+'.join(_LANGUAGES)}"


class _kept:  # noqa: N801 -- a context manager, used as a function
    """A picture as a file that Tesseract can map: PNG, as pytesseract has it, takes 0.3 s more."""

    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture
        self._folder = TemporaryDirectory(prefix="page-")

    def __enter__(self) -> str:
        file = Path(self._folder.name) / "page.pgm"
        self._picture.save(file)
        return str(file)

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _words(found: dict[str, list[Any]]) -> Words:
    lines: list[str] = []
    place, block = None, None
    sure, letters = 0.0, 0
    for index, text in enumerate(found["text"]):
        word, confidence = str(text).strip(), float(found["conf"][index])
        if not word or confidence < 0:
            continue
        here = tuple(found[each][index] for each in ("block_num", "par_num", "line_num"))
        if here == place:
            lines[-1] += f" {word}"
        else:
            if block is not None and here[:2] != block:
                lines.append("")
            lines.append(word)
        place, block = here, here[:2]
        sure += confidence / 100 * len(word)
        letters += len(word)
    return Words(text="\n".join(lines), confidence=round(sure / letters, 4) if letters else 0.0)
