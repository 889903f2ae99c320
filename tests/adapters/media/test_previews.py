"""Thumbnails and page previews: upright, small, bare of what the camera noted, and bounded."""

import io
from pathlib import Path

import pytest
from PIL import Image

from adapters.confined import Limits
from adapters.previews import ConfinedPreviewMaker
from domain.failures import NoPreview
from domain.media import Previews
from tests.adapters.media import bodies

_MAKER = ConfinedPreviewMaker()
_MIB = 1024 * 1024


def _make(content: bytes, mime_type: str, folder: Path, *, pages: int = 3) -> Previews:
    to = folder / "to"
    to.mkdir()
    return _MAKER.make(bodies.written(content, folder), mime_type, to, pages=pages)


def _size(file: Path | None) -> tuple[int, int]:
    assert file
    with Image.open(file) as picture:
        assert picture.format == "WEBP"
        return picture.size


def _colour(file: Path | None, at: tuple[float, float]) -> str:
    """Which of red, green and blue there is most of at a point, from 0 to 1."""
    assert file
    with Image.open(file) as picture:
        point = int(at[0] * (picture.width - 1)), int(at[1] * (picture.height - 1))
        shares = picture.convert("RGB").getpixel(point)
    assert isinstance(shares, tuple)
    return "rgb"[shares.index(max(shares))]


def _photo(orientation: int, kind: str = "JPEG") -> bytes:
    """Red above, blue below, as it was meant to be seen when it is turned."""
    picture = Image.new("RGB", (1600, 2400), "blue")
    picture.paste("red", (0, 0, 1600, 1200))
    turned = {1: picture, 3: picture.rotate(180), 6: picture.rotate(90, expand=True)}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Kenari"
    made = io.BytesIO()
    more = {"comment": b"Kenari"} if kind == "JPEG" else {}
    turned.save(made, kind, exif=exif, **more)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_photo_is_upright_and_bare(orientation: int, kind: str, tmp_path: Path) -> None:
    content = _photo(orientation, kind)
    assert b"Kenari" in content
    made = _make(content, f"image/{kind.lower()}", tmp_path)
    assert _size(made.thumbnail) == (213, 320)
    assert [_size(page) for page in made.pages] == [(800, 1200)]
    for file in (made.thumbnail, *made.pages):
        assert file
        assert b"Kenari" not in file.read_bytes()
        with Image.open(file) as picture:
            assert not picture.getexif()
        assert [_colour(file, (0.5, 0.1)), _colour(file, (0.5, 0.9))] == ["r", "b"]


def test_the_first_pages_of_a_pdf_are_drawn(tmp_path: Path) -> None:
    colours = ("1 0 0", "0 1 0", "0 0 1", "1 0 0")
    previews = _make(bodies.coloured_pdf(*colours), "application/pdf", tmp_path, pages=3)
    assert previews.page_count == 4
    assert [_colour(page, (0.5, 0.5)) for page in previews.pages] == ["r", "g", "b"]
    assert _colour(previews.thumbnail, (0.5, 0.5)) == "r"
    assert {max(_size(page)) for page in previews.pages} == {1200}
    assert max(_size(previews.thumbnail)) == 320


def test_the_pages_of_a_fax_are_drawn(tmp_path: Path) -> None:
    made = io.BytesIO()
    first, second = Image.new("RGB", (100, 140), "red"), Image.new("RGB", (100, 140), "blue")
    first.save(made, "TIFF", save_all=True, append_images=[second])
    previews = _make(made.getvalue(), "image/tiff", tmp_path)
    assert previews.page_count == 2
    assert [_colour(page, (0.5, 0.5)) for page in previews.pages] == ["r", "b"]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "AVIF", "JPEG2000"])
def test_every_kind_of_picture_is_drawn(kind: str, tmp_path: Path) -> None:
    types = {"JPEG2000": "image/jp2"}
    made = _make(bodies.picture(kind), types.get(kind, f"image/{kind.lower()}"), tmp_path)
    # It is not made larger than it is.
    assert _size(made.thumbnail) == (160, 120)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16", "CMYK"])
def test_every_sort_of_colour_is_drawn(mode: str, tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new(mode, (500, 400)).save(made, "TIFF" if mode == "CMYK" else "PNG")
    kind = "image/tiff" if mode == "CMYK" else "image/png"
    assert _size(_make(made.getvalue(), kind, tmp_path).thumbnail) == (320, 256)


@pytest.mark.parametrize("mime_type", ["text/plain", "audio/ogg", "image/heic", "image/svg+xml"])
def test_what_has_no_picture_has_no_preview(mime_type: str, tmp_path: Path) -> None:
    assert _make(b"surat", mime_type, tmp_path) == Previews()


@pytest.mark.parametrize(
    ("content", "mime_type"),
    [
        (bodies.png_of(30_000, 30_000), "image/png"),
        (bodies.picture()[:1500], "image/jpeg"),
        (b"no picture", "image/png"),
        (b"%PDF-1.7 no pages", "application/pdf"),
        (bodies.encrypted_pdf(user="made up"), "application/pdf"),
    ],
    ids=["bomb", "half", "none", "broken", "encrypted"],
)
def test_what_cannot_be_drawn_is_said(content: bytes, mime_type: str, tmp_path: Path) -> None:
    with pytest.raises(NoPreview) as raised:
        _make(content, mime_type, tmp_path)
    assert not raised.value.retryable


def test_drawing_ends_at_its_limits(tmp_path: Path) -> None:
    file = bodies.written(bodies.picture("PNG", (4000, 4000)), tmp_path)
    small = Limits(memory=200 * _MIB, cpu_seconds=30, seconds=50, file_size=_MIB)
    with pytest.raises(NoPreview):
        ConfinedPreviewMaker(small).make(file, "image/png", tmp_path, pages=1)


def test_a_large_photo_and_a_long_pdf_fit(tmp_path: Path) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (12_000, 9_000), "red").save(photo, "JPEG")
    assert _size(_make(photo.getvalue(), "image/jpeg", tmp_path).thumbnail) == (320, 240)
    (tmp_path / "pdf").mkdir()
    made = _make(bodies.pdf(5_000), "application/pdf", tmp_path / "pdf", pages=5)
    assert (made.page_count, len(made.pages)) == (5_000, 5)
