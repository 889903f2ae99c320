"""How many words of a page are read, however it comes."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from domain.documents import PageText, ReadMethod
from tests.adapters.ocr.letters import POWER_OF_ATTORNEY, SUMMONS
from tests.adapters.ocr.pages import noisy, photographed, scan, tilted, words_right

Read = Callable[[Path], Sequence[PageText]]
Kept = Callable[[Image.Image], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    def keep(page: Image.Image) -> Path:
        file = tmp_path / "page.jpg"
        page.save(file, quality=90)
        return file

    return keep


@pytest.mark.parametrize("letter", [SUMMONS, POWER_OF_ATTORNEY])
def test_a_clean_scan_is_read(letter: str, read: Read, kept: Kept) -> None:
    (page,) = read(kept(scan(letter)))
    assert words_right(letter, page.text) >= 0.98
    assert page.method is ReadMethod.OCR
    assert page.confidence > 0.9


@pytest.mark.parametrize("degrees", [-2.0, 3.0])
def test_a_page_that_lay_crookedly_is_read(degrees: float, read: Read, kept: Kept) -> None:
    (page,) = read(kept(tilted(scan(SUMMONS), degrees)))
    assert words_right(SUMMONS, page.text) >= 0.95


def test_a_poor_copy_is_read(read: Read, kept: Kept) -> None:
    (page,) = read(kept(noisy(scan(SUMMONS), grain=60)))
    assert words_right(SUMMONS, page.text) >= 0.95


def test_a_phone_photo_with_a_shadow_is_read(read: Read, kept: Kept) -> None:
    (page,) = read(kept(photographed(scan(POWER_OF_ATTORNEY))))
    assert words_right(POWER_OF_ATTORNEY, page.text) >= 0.95


def test_a_crooked_phone_photo_that_whatsapp_made_small_is_read(read: Read, kept: Kept) -> None:
    (page,) = read(kept(photographed(tilted(scan(SUMMONS), -2.3), long_side=1600)))
    assert words_right(SUMMONS, page.text) >= 0.95


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_is_read_whichever_way_up_it_lies(degrees: int, read: Read, kept: Kept) -> None:
    (page,) = read(kept(scan(POWER_OF_ATTORNEY).rotate(degrees, expand=True)))
    assert words_right(POWER_OF_ATTORNEY, page.text) >= 0.98


def test_a_few_words_upside_down_are_read(read: Read, kept: Kept) -> None:
    heading = "\n".join(SUMMONS.splitlines()[:5])
    (page,) = read(kept(scan(heading).rotate(180)))
    assert words_right(heading, page.text) >= 0.98


def test_a_camera_says_in_the_file_which_way_up_it_was(tmp_path: Path, read: Read) -> None:
    heading = "\n".join(SUMMONS.splitlines()[:5])
    file = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 3
    scan(heading).rotate(180).save(file, exif=exif)
    (page,) = read(file)
    assert words_right(heading, page.text) >= 0.98


def test_pictures_of_any_kind_of_colour_are_read(tmp_path: Path, read: Read) -> None:
    line = "Nomor 214/Pdt.G/2026/PN Jkt.Sel"
    page = scan(line).crop((0, 100, 2480, 500))
    deep = page.convert("I").point(lambda value: value * 40).convert("I;16")
    # Black letters on nothing at all.
    clear = page.copy()
    clear.putalpha(page.point(lambda value: 255 - value))
    colours = [page.convert(mode) for mode in ("1", "P", "CMYK")]
    file = tmp_path / "colours.tiff"
    deep.save(file, save_all=True, append_images=[clear, clear.convert("RGBA"), *colours])
    assert [words_right(line, page.text) for page in read(file)] == [1.0] * 6


def test_every_picture_of_a_fax_is_a_page(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "fax.tiff"
    first, second = (scan(text).convert("1") for text in ("Halaman pertama", "Halaman kedua"))
    first.save(file, save_all=True, append_images=[second], compression="group4")
    assert [(page.number, page.text) for page in read(file)] == [
        (1, "Halaman pertama"),
        (2, "Halaman kedua"),
    ]


def test_a_blank_page_has_no_words_and_nobody_is_sure_of_it(read: Read, kept: Kept) -> None:
    (page,) = read(kept(scan("")))
    assert (page.text, page.confidence, page.problem) == ("", 0.0, None)


def test_a_photo_of_a_hundred_million_pixels_is_read(tmp_path: Path, read: Read) -> None:
    heading = "\n".join(SUMMONS.splitlines()[:5])
    large = scan(heading).resize((9000, 12730))
    content = io.BytesIO()
    large.save(content, "JPEG", quality=70)
    file = tmp_path / "large.jpg"
    file.write_bytes(content.getvalue())
    (page,) = read(file)
    assert words_right(heading, page.text) >= 0.98
