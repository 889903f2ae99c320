"""A client's file name becomes one that harms nobody."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.file_names import ascii_file_name, safe_file_name


@pytest.mark.parametrize(
    ("name", "extension", "safe"),
    [
        ("Surat Kuasa.pdf", ".pdf", "Surat Kuasa.pdf"),
        ("Putusan No. 12.PDF", ".pdf", "Putusan No. 12.pdf"),
        ("../../etc/passwd", ".pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.ini", "", "win.ini"),
        ("/", ".pdf", "file.pdf"),
        ("..", ".pdf", "file.pdf"),
        (".bashrc", "", "bashrc"),
        (None, ".jpg", "file.jpg"),
        ("", "", "file"),
        ("gaji\u202efdp.exe", ".exe", "gajifdp.exe"),
        ("a\r\nSet-Cookie: x=1", ".pdf", "a Set-Cookie_ x_1.pdf"),
        ('a".pdf', ".pdf", "a_.pdf"),
        ("CON.pdf", ".pdf", "file_CON.pdf"),
        ("lpt1", "", "file_lpt1"),
        ("foto.jpg", ".exe", "foto.jpg.exe"),
        ("nol\u200blebar\x00.pdf", ".pdf", "nollebar.pdf"),
        ("akhir. . ", ".pdf", "akhir.pdf"),
        ("perjanjian — é 契約.pdf", ".pdf", "perjanjian — é 契約.pdf"),
        ("\ud800surat.pdf", ".pdf", "surat.pdf"),
        ("x" * 5000, ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(name: str | None, extension: str, safe: str) -> None:
    assert safe_file_name(name, extension) == safe


@given(some.text(), some.sampled_from([".pdf", "", ".docx"]))
def test_no_name_leads_anywhere(name: str, extension: str) -> None:
    safe = safe_file_name(name, extension)
    assert safe.endswith(extension)
    assert 0 < len(safe.encode()) < 150
    assert not set(safe) & set('/\\\0\r\n":')
    assert safe not in {".", ".."}
    assert not any(unicodedata.category(each).startswith("C") for each in safe)
    fallback = ascii_file_name(safe)
    assert fallback.isascii()
    assert fallback.isprintable()
    assert '"' not in fallback


def test_accents_are_dropped_where_only_ascii_is_understood() -> None:
    assert ascii_file_name("perjanjian é 契約.pdf") == "perjanjian e __.pdf"
