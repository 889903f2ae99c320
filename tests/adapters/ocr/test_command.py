"""`lawyershub ocr`, as a person and as a program use it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.adapters.ocr.letters import SUMMONS
from tests.adapters.ocr.pages import photographed, scan, words_right
from tests.adapters.ocr.pdfs import written

_LAWYERSHUB = Path(sys.executable).with_name("lawyershub")


def ocr(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 -- our own command
        [_LAWYERSHUB, "ocr", *map(str, arguments)],
        # No settings: it needs no server.
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_program_is_told_the_words_and_what_document_it_is(tmp_path: Path) -> None:
    file = tmp_path / "panggilan.jpg"
    photographed(scan(SUMMONS), long_side=1600).save(file)
    ended = ocr(file, "--json")
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    assert words_right(SUMMONS, told["text"]) >= 0.95
    assert told["document"]["kind"] == "court_summons"
    values = {field["value"] for field in told["document"]["fields"]}
    assert {"214/Pdt.G/2026/PN Jkt.Sel", "2026-12-07"} <= values
    (page,) = told["pages"]
    assert (page["number"], page["method"], page["problem"]) == (1, "ocr", None)
    assert page["confidence"] == told["confidence"] > 0.9
    assert told["mime_type"] == "image/jpeg"
    assert told["seconds"] > 0


def test_a_person_sees_the_pages_and_which_were_not_read(tmp_path: Path) -> None:
    file = tmp_path / "kontrak"
    file.write_bytes(written(["Perjanjian sewa menyewa", "Pasal dua", "Pasal tiga"]))
    ended = ocr(file, "--pages", 1)
    assert ended.returncode == 0, ended.stderr
    assert "--- page 1: text_layer, 100% sure\nPerjanjian sewa menyewa\n" in ended.stdout
    assert "--- page 2 to 3: not read, beyond_limit" in ended.stdout
    assert "--- 3 page(s), application/pdf" in ended.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.pdf", None, "missing.pdf: No such file or directory"),
        ("rusak.pdf", b"%PDF-1.7 rusak", "the document cannot be read: damaged"),
        ("suara.ogg", b"OggS" + bytes(40), "the document cannot be read: unknown_type"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    ended = ocr(file)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("lawyershub: ")
    assert line.endswith(said)
    assert ended.stdout == ""


def test_a_file_is_what_it_contains_and_not_what_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "surat.pdf"
    Image.new("L", (200, 100), 255).save(file, "PNG")
    assert json.loads(ocr(file, "--json").stdout)["mime_type"] == "image/png"
