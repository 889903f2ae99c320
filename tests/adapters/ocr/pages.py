"""Pictures of letters, as a scanner makes them and as a phone does."""

import io
import textwrap
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (2480, 3508)
"""At 300 dpi."""

_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def scan(text: str, *, size: int = 44, columns: int = 92) -> Image.Image:
    """A clean A4 page at 300 dpi; letters of 44 pixels are those of 10.5 points."""
    page = Image.new("L", A4, 255)
    lines = [
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(paragraph, columns) or [""]
    ]
    ImageDraw.Draw(page).multiline_text(
        (230, 200), "\n".join(lines), font=ImageFont.truetype(_FONT, size), fill=15, spacing=18
    )
    return page


def tilted(page: Image.Image, degrees: float) -> Image.Image:
    """Laid down crookedly."""
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def noisy(page: Image.Image, *, grain: float = 22) -> Image.Image:
    """A poor copy: out of focus, grey grain, and specks."""
    grey = np.asarray(page.filter(ImageFilter.GaussianBlur(1)), dtype=np.float32)
    chance = np.random.default_rng(7)
    grey = grey + chance.normal(0, grain, grey.shape)
    specks = chance.random(grey.shape)
    grey[specks < 0.002] = 0
    grey[specks > 0.998] = 255
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def photographed(page: Image.Image, *, long_side: int | None = None) -> Image.Image:
    """By phone at an evening's desk: light from one side, the shadow of the phone, and grain.

    WhatsApp makes a picture of 1600 pixels of it, unless it is sent as a document.
    """
    width, height = page.size
    down = np.arange(height, dtype=np.float32)[:, None]
    right = np.arange(width, dtype=np.float32)[None, :]
    light = 1.0 - 0.72 * (0.75 * right / width + 0.25 * down / height)
    away = np.hypot((right - 0.62 * width) / (0.33 * width), (down - 0.6 * height) / (0.2 * height))
    light *= 1.0 - 0.5 / (1.0 + np.exp(9.0 * (away - 1.0)))
    paper = 12.0 + np.asarray(page, dtype=np.float32) * light * 0.92
    paper += np.random.default_rng(11).normal(0, 5, paper.shape)
    grey = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
    photo = Image.merge(
        "RGB", (grey, grey.point(lambda v: int(v * 0.95)), grey.point(lambda v: int(v * 0.8)))
    )
    if long_side:
        photo.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    return as_jpeg(photo)


def as_jpeg(page: Image.Image, quality: int = 80) -> Image.Image:
    """What compression leaves of it."""
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=quality)
    return Image.open(kept)


def words_right(text: str, read: str) -> float:
    """The share of a text's words that were read, each as often as it stands there."""
    wanted, found = Counter(text.split()), Counter(read.split())
    return (wanted & found).total() / wanted.total()
