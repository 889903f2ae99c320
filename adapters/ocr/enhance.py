"""Makes pictures of paper readable: each step is here because it brought words back.

Measured by `./dev bench ocr`, which leaves each out in turn.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

_PAPER: Final = 400
"""Pixels of the long side of a picture in which only the light is left."""

_UNEVEN: Final = 25
"""How many of 255 steps of grey between dark and light paper it takes to even the light out."""

_GRAIN: Final = 3
"""How many steps of grey the middle pixel differs from its neighbours in a noisy picture."""

_BAND: Final = 48
"""Pixels of the height of the strips in which grain is looked for."""

_SMALL: Final = 1400
"""Pixels of the long side below which print of 10 points has too few for Tesseract."""

_PROFILE: Final = 900
"""Pixels of the long side of a picture in which lines of text are still apart."""

_STRAIGHT: Final = 0.15
"""Degrees that need no turning."""

_STEPS: Final = (1.0, 0.25, 0.1)
"""Degrees between the angles that are tried, coarse to fine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """How a page lies."""

    tilt: float
    """Degrees counter-clockwise that set it straight."""
    sideways: bool
    """Its lines of text run from top to bottom."""


def readable(picture: Image.Image, *, pixels: int) -> Image.Image:
    """A grey picture on white paper, evenly lit, without grain, neither too small nor too large."""
    return denoised(evened(sized(grey(picture), pixels=pixels)))


def grey(picture: Image.Image) -> Image.Image:
    """Without colour and transparency; what has more than 8 bits is brought down to them."""
    if picture.mode.startswith(("I", "F")):
        deep = np.asarray(picture, dtype=np.float32)
        low, high = float(deep.min()), float(deep.max())
        return _picture((deep - low) * (255 / max(high - low, 1e-6)))
    if picture.has_transparency_data:
        opaque = picture.convert("RGBA")
        paper = Image.new("RGBA", opaque.size, "white")
        return Image.alpha_composite(paper, opaque).convert("L")
    return picture.convert("L")


def sized(picture: Image.Image, *, pixels: int) -> Image.Image:
    """Large enough for Tesseract, and no larger than that many pixels."""
    longest, area = max(picture.size), picture.width * picture.height
    if area > pixels:
        return ImageOps.scale(picture, (pixels / area) ** 0.5, Image.Resampling.LANCZOS)
    if longest < _SMALL:
        return ImageOps.scale(picture, min(2.0, 2 * _SMALL / longest), Image.Resampling.LANCZOS)
    return picture


def evened(picture: Image.Image) -> Image.Image:
    """With shadows taken away: each pixel against the paper around it."""
    small = picture.reduce(max(1, round(max(picture.size) / _PAPER)))
    paper = (
        small.filter(ImageFilter.MaxFilter(7))
        .filter(ImageFilter.MedianFilter(9))
        .filter(ImageFilter.GaussianBlur(3))
    )
    dark, light = (float(each) for each in np.percentile(np.asarray(paper), (5, 95)))
    if light - dark < _UNEVEN:
        return picture
    background = np.asarray(paper.resize(picture.size, Image.Resampling.BILINEAR), np.float32)
    return _picture(np.asarray(picture, np.float32) * (255 / np.maximum(background, 1)))


def denoised(picture: Image.Image) -> Image.Image:
    """With grain and specks taken away, where there is grain: print without it would suffer."""
    bands = [
        (0, top, picture.width, top + _BAND)
        for top in range(0, max(1, picture.height - _BAND), picture.height // 8 or 1)
    ]
    grain = [_grain(picture.crop(band)) for band in bands]
    if float(np.median(grain)) < _GRAIN:
        return picture
    return picture.filter(ImageFilter.MedianFilter(3))


def lie(picture: Image.Image) -> Lie:
    """How the lines of text lie: at the right angle they are black rows between white ones."""
    ink = ImageOps.invert(picture.reduce(max(1, round(max(picture.size) / _PROFILE))))
    across, along = _best(ink, axis=1), _best(ink, axis=0)
    best = max(across, along)
    return Lie(tilt=best[1] if abs(best[1]) > _STRAIGHT else 0.0, sideways=along > across)


def straight(picture: Image.Image, tilt: float) -> Image.Image:
    """Turned by a few degrees, with white corners."""
    if not tilt:
        return picture
    return picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)


def _best(ink: Image.Image, *, axis: int) -> tuple[float, float]:
    """The sharpest profile along an axis and its angle."""

    def sharpness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), np.float32).mean(axis=axis)
        return float((np.diff(rows) ** 2).sum())

    best = (sharpness(0.0), 0.0)
    for step in _STEPS:
        reach = range(-6, 7) if step == _STEPS[0] else range(-4, 5)
        angles = [best[1] + step * each for each in reach if each]
        tried = ((sharpness(angle), angle) for angle in angles)
        best = max([best, *tried], key=_sharpest)
    return best


def _sharpest(tried: tuple[float, float]) -> float:
    return tried[0]


def _grain(band: Image.Image) -> float:
    smooth = band.filter(ImageFilter.MedianFilter(3))
    return float(np.median(np.abs(np.asarray(band, np.int16) - np.asarray(smooth, np.int16))))


def _picture(values: NDArray[np.floating[Any]]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
