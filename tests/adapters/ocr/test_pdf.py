"""PDF files as clients send them: written, scanned, both, locked."""

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import UnreadableDocument
from tests.adapters.ocr.letters import SUMMONS
from tests.adapters.ocr.pages import scan, words_right
from tests.adapters.ocr.pdfs import PASSWORD, joined, stamped, written

Read = Callable[[Path], Sequence[PageText]]

LETTER = "\n".join(textwrap.wrap(SUMMONS, 90)[:20])


def test_written_pages_are_taken_as_they_are_and_scanned_ones_recognised(
    tmp_path: Path, read: Read
) -> None:
    file = joined(tmp_path / "mixed.pdf", [written([LETTER]), scan(SUMMONS), written([LETTER])])
    first, second, third = read(file)
    assert first.text.split() == third.text.split() == LETTER.split()
    assert (first.method, first.confidence) == (ReadMethod.TEXT_LAYER, 1.0)
    assert second.method is ReadMethod.OCR
    assert words_right(SUMMONS, second.text) >= 0.98


def test_a_scan_is_recognised_although_an_app_wrote_its_name_on_it(
    tmp_path: Path, read: Read
) -> None:
    file = tmp_path / "stamped.pdf"
    file.write_bytes(stamped(scan("Surat kuasa khusus"), "Dipindai dengan aplikasi"))
    (page,) = read(file)
    assert page.method is ReadMethod.OCR
    assert "Surat kuasa khusus" in page.text


def test_a_written_page_of_two_words_needs_no_recognition(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "annex.pdf"
    file.write_bytes(written(["Lampiran Satu"]))
    (page,) = read(file)
    assert (page.text, page.method) == ("Lampiran Satu", ReadMethod.TEXT_LAYER)


def test_a_file_with_a_password_says_so(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "locked.pdf"
    file.write_bytes(written(["Rahasia"], trailer=f"/Encrypt {PASSWORD} /ID [<00> <00>]"))
    with pytest.raises(UnreadableDocument) as refused:
        read(file)
    assert refused.value.problem is ReadProblem.ENCRYPTED
