"""Files made to take down whoever opens them, and files that are none."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import docx
import pytest
from PIL import Image

from adapters.ocr.limits import Limits
from adapters.ocr.recognizer import DocumentRecognizer
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import UnreadableDocument
from tests.adapters.ocr.conftest import TYPES
from tests.adapters.ocr.pdfs import bomb, endless, written

Read = Callable[[Path], Sequence[PageText]]

MANY: Final = 100_000

ENTITIES: Final = (
    '<!DOCTYPE d [<!ENTITY a0 "hukum">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def test_of_a_hundred_thousand_pages_the_rest_is_told_as_one(
    tmp_path: Path, recognizer: DocumentRecognizer
) -> None:
    file = tmp_path / "many.pdf"
    file.write_bytes(written(["Satu halaman"] * MANY))
    told: list[PageText] = []
    assert recognizer.read(file, TYPES[".pdf"], limit=3, on_page=told.append) == MANY
    *pages, rest = told
    assert sorted(page.number for page in pages) == [1, 2, 3]
    assert (rest.number, rest.last) == (4, MANY)
    assert (rest.method, rest.problem) == (ReadMethod.NOT_READ, ReadProblem.BEYOND_LIMIT)


def test_a_picture_of_nine_hundred_million_pixels_is_not_decoded(
    tmp_path: Path, read: Read
) -> None:
    file = tmp_path / "vast.png"
    Image.new("1", (30_000, 30_000)).save(file)
    (page,) = read(file)
    assert page.problem is ReadProblem.TOO_LARGE


def test_a_page_with_a_vast_picture_costs_only_itself(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "bomb.pdf"
    file.write_bytes(bomb(12_000))
    first, second = read(file)
    assert (first.text, first.confidence) == ("", 0.0)
    assert second.text == "Halaman ini utuh"


def test_a_drawing_that_never_ends_costs_only_its_page(tmp_path: Path) -> None:
    file = tmp_path / "endless.pdf"
    file.write_bytes(endless())
    told: dict[int, PageText] = {}
    DocumentRecognizer(limits=Limits(a_page=timedelta(seconds=6))).read(
        file, TYPES[".pdf"], limit=9, on_page=lambda page: told.update({page.number: page})
    )
    assert told[1].problem is ReadProblem.TIME_LIMIT
    assert told[2].text == "Halaman ini utuh"


def test_more_memory_than_a_document_may_have_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    Image.new("RGB", (7_000, 7_000)).save(file)
    limits = Limits(memory_bytes=600 * 1024**2)
    told: list[PageText] = []
    DocumentRecognizer(limits=limits).read(file, TYPES[".png"], limit=1, on_page=told.append)
    assert told[0].method is ReadMethod.NOT_READ


def test_an_office_file_that_unpacks_to_gigabytes_is_not_unpacked(
    tmp_path: Path, read: Read
) -> None:
    file = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(bytes(1024**2))
    assert problem(file, read) is ReadProblem.TOO_LARGE


def test_entities_within_entities_are_not_unfolded(tmp_path: Path, read: Read) -> None:
    sound = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("SATU")
    document.save(sound)
    file = tmp_path / "entities.docx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, body = content.split(b"?>", 1)
                content = head + b"?>" + ENTITIES.encode() + body.replace(b"SATU", b"&a11;")
            new.writestr(name, content)
    assert problem(file, read) is ReadProblem.DAMAGED


def test_tables_within_tables_without_end_are_cut_off(tmp_path: Path, read: Read) -> None:
    document = docx.Document()
    table = document.add_table(1, 1)
    for _ in range(60):
        table.cell(0, 0).paragraphs[0].text = "isi"
        table = table.cell(0, 0).add_table(1, 1)
    file = tmp_path / "tables.docx"
    document.save(str(file))
    assert "isi" in read(file)[0].text


@pytest.mark.parametrize("suffix", [".pdf", ".jpg", ".png", ".tiff", ".docx", ".xlsx", ".pptx"])
def test_a_file_that_is_none_is_damaged(suffix: str, tmp_path: Path, read: Read) -> None:
    content = b"%PDF-1.7\n\xff\xd8\xff\x89PNG PK\x03\x04 rusak"
    file = tmp_path / f"broken{suffix}"
    file.write_bytes(content)
    assert problem(file, read) is ReadProblem.DAMAGED


@pytest.mark.parametrize("suffix", [".pdf", ".jpg", ".docx"])
def test_an_empty_file_is_damaged(suffix: str, tmp_path: Path, read: Read) -> None:
    file = tmp_path / f"empty{suffix}"
    file.touch()
    assert problem(file, read) is ReadProblem.DAMAGED


def test_half_a_picture_is_damaged(tmp_path: Path, read: Read) -> None:
    whole = io.BytesIO()
    Image.effect_noise((500, 500), 40).save(whole, "JPEG")
    file = tmp_path / "half.jpg"
    file.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    (page,) = read(file)
    assert page.problem is ReadProblem.DAMAGED


def test_an_office_file_with_a_password_says_so(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "locked.docx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    assert problem(file, read) is ReadProblem.ENCRYPTED


def test_an_empty_text_is_an_empty_page(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    assert [page.text for page in read(file)] == [""]


def test_a_type_that_nobody_reads_is_refused(
    tmp_path: Path, recognizer: DocumentRecognizer
) -> None:
    file = tmp_path / "voice.ogg"
    file.write_bytes(b"OggS")
    with pytest.raises(UnreadableDocument) as refused:
        recognizer.page_count(file, "audio/ogg")
    assert refused.value.problem is ReadProblem.UNKNOWN_TYPE


def problem(file: Path, read: Read) -> ReadProblem:
    with pytest.raises(UnreadableDocument) as refused:
        read(file)
    return refused.value.problem
