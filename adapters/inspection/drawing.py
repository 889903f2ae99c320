"""The program that draws previews of one file, in a process of its own; see `adapters.confined`."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it has none
from PIL import Image, ImageOps, ImageSequence

from adapters.confined import serve
from adapters.inspection.pictures import DECODED, MOST_PIXELS
from adapters.inspection.signatures import PDF

_THUMBNAIL: Final = 320
_PAGE: Final = 1200
"""Pixels of the longer side."""
_TIFF: Final = "image/tiff"


class _TooLarge(Exception):
    """More pixels than are ever decoded."""


def draw(request: Mapping[str, Any]) -> dict[str, object]:
    """Answer one request: `file`, `mime_type`, `to` and `pages`; names of files come back."""
    file, to, mime_type = Path(request["file"]), Path(request["to"]), request["mime_type"]
    if mime_type == PDF:
        count, drawn = _pdf(file)
    elif mime_type in DECODED:
        count, drawn = _picture(file, mime_type)
    else:
        return {"thumbnail": None, "pages": [], "page_count": None}
    names = list[str]()
    for number, page in enumerate(islice(drawn, max(1, request["pages"])), start=1):
        if number == 1:
            _save(page, to / "thumbnail.webp", _THUMBNAIL)
        if number <= request["pages"]:
            names.append(f"page-{number}.webp")
            _save(page, to / names[-1], _PAGE)
    return {"thumbnail": "thumbnail.webp", "pages": names, "page_count": count}


def _pdf(file: Path) -> tuple[int, Iterator[Image.Image]]:
    document: Any = pypdfium2.PdfDocument(file)
    return len(document), (_page(document[number]) for number in range(len(document)))


def _page(page: Any) -> Image.Image:  # noqa: ANN401 - untyped
    scale = _PAGE / max(*page.get_size(), 1)
    return cast("Image.Image", page.render(scale=scale).to_pil())


def _picture(file: Path, mime_type: str) -> tuple[int | None, Iterator[Image.Image]]:
    picture = Image.open(file)
    if mime_type == _TIFF:
        # Scanners and fax machines write pages.
        return getattr(picture, "n_frames", 1), map(_upright, ImageSequence.Iterator(picture))
    # A JPEG is decoded no larger than is needed; twice that, so that it stays sharp.
    picture.draft("RGB", (2 * _PAGE, 2 * _PAGE))
    return None, iter([_upright(picture)])


def _upright(picture: Image.Image) -> Image.Image:
    if picture.width * picture.height > MOST_PIXELS:
        raise _TooLarge
    if picture.format == "JPEG":
        # Turning it round takes as much memory again, so not before it is small.
        picture.thumbnail((2 * _PAGE, 2 * _PAGE))
    # A copy in any case: the pages of a TIFF are one picture that moves on.
    return ImageOps.exif_transpose(picture)


def _save(picture: Image.Image, to: Path, longer_side: int) -> None:
    small = picture.copy()
    small.thumbnail((longer_side, longer_side))
    # On white, and as a picture of its own: nothing of what the camera noted comes along.
    seen = small.convert("RGBA")
    bare = Image.new("RGB", seen.size, "white")
    bare.paste(seen, mask=seen.getchannel("A"))
    bare.save(to, "WEBP", quality=80)


# The limits stand here and are the process's own; Pillow's are for those without.
Image.MAX_IMAGE_PIXELS = None

if __name__ == "__main__":
    serve(draw)
