"""Office, text and HTML files: what stands in them, and where."""

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from pptx.util import Inches

from domain.documents import PageText, ReadMethod
from tests.adapters.ocr.letters import SUMMONS

Read = Callable[[Path], Sequence[PageText]]


def test_a_word_file_gives_its_letterhead_paragraphs_and_tables(tmp_path: Path, read: Read) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kantor Hukum Kusumawardani"
    document.add_paragraph("Surat Kuasa Khusus")
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Pemberi kuasa"
    table.cell(0, 2).text = "Sri Wahyuni"
    document.add_paragraph("Jakarta, 16 November 2026")
    file = tmp_path / "kuasa.docx"
    document.save(str(file))
    (page,) = read(file)
    assert page.text.splitlines() == [
        "Kantor Hukum Kusumawardani",
        "Surat Kuasa Khusus",
        "Pemberi kuasa\tSri Wahyuni",
        "Jakarta, 16 November 2026",
    ]
    assert (page.method, page.confidence) == (ReadMethod.TEXT_LAYER, 1.0)


def test_every_sheet_of_a_workbook_is_a_page(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "Tagihan"
    first.append(["Honorarium", 15_000_000])
    first.append([None, None])
    first.append(["Biaya perkara", 350_000.5])
    book.create_sheet("Bukti").append(["Kuitansi"])
    file = tmp_path / "tagihan.xlsx"
    book.save(file)
    assert [page.text for page in read(file)] == [
        "Tagihan\nHonorarium\t15000000\nBiaya perkara\t350000.5",
        "Bukti\nKuitansi",
    ]


def test_every_slide_is_a_page(tmp_path: Path, read: Read) -> None:
    show = pptx.Presentation()
    for words in ("Kronologi perkara", "Daftar saksi"):
        slide = show.slides.add_slide(show.slide_layouts[6])
        box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
        box.text_frame.text = words
    file = tmp_path / "kronologi.pptx"
    show.save(str(file))
    assert [page.text for page in read(file)] == ["Kronologi perkara", "Daftar saksi"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_whichever_encoding(encoding: str, tmp_path: Path, read: Read) -> None:
    text = "Perjanjian sewa antara André Müller dan Françoise Wijaya, sebesar £ 350."
    file = tmp_path / "perjanjian.txt"
    file.write_bytes((text + "\r\n" + text).encode(encoding))
    assert [page.text for page in read(file)] == [f"{text}\n{text}"]


def test_a_long_text_is_cut_into_pages_and_nothing_of_it_is_lost(
    tmp_path: Path, read: Read
) -> None:
    file = tmp_path / "panjang.txt"
    file.write_text(SUMMONS * 5)
    pages = read(file)
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert " ".join(page.text for page in pages).split() == (SUMMONS * 5).split()


def test_of_a_web_page_what_is_shown_is_read(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "putusan.html"
    file.write_text(
        "<html><head><title>Putusan</title><style>p {color: red}</style></head><body>"
        "<script>alert('tidak')</script><h1>PUTUSAN</h1><p>Menolak gugatan\n<b>seluruhnya</b>.</p>"
        "<table><tr><td>Biaya</td><td>Rp 350.000</td></tr></table>Jakarta &amp; Bogor</body></html>"
    )
    (page,) = read(file)
    assert page.text.splitlines() == [
        "PUTUSAN",
        "Menolak gugatan seluruhnya.",
        "Biaya Rp 350.000",
        "Jakarta & Bogor",
    ]
