"""A worker that is killed in the middle of fifty scanned pages: what was read is not read again."""

import contextlib
import io
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Generator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from devstack.service import REPOSITORY, tool
from tests.road.road import Road, until

_PAGES = 50
_AT_LEAST = 12
"""Pages that are kept when the worker is killed: many more than are in work at once."""
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_COUNTING = """#!/bin/sh
# Tesseract, and a note of each picture that it is to read the words of.
case "$*" in *"--psm 3"*) sha256sum < "$1" >> {log} ;; esac
exec {tesseract} "$@"
"""


def _scan() -> bytes:
    """Pictures of a few words each, and no text in the file."""
    font = ImageFont.truetype(_FONT, 30)
    pages: list[Image.Image] = []
    for number in range(1, _PAGES + 1):
        page = Image.new("L", (700, 260), 255)
        words = f"Surat kuasa khusus\nhalaman ke {number}\ndari berkas perkara"
        ImageDraw.Draw(page).multiline_text((40, 40), words, font=font, fill=0, spacing=14)
        pages.append(page)
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return made.getvalue()


def _sent(road: Road) -> str:
    """A client sends it; the message's id."""
    person = road.person("Klien berkas tebal")
    kept = road.meta.post(
        "/admin/media?filename=berkas.pdf",
        content=_scan(),
        headers={"Content-Type": "application/pdf"},
    )
    kept.raise_for_status()
    options = {"media_id": kept.json()["id"]}
    sent = road.admin("POST", f"/clients/{person.id}/send/document", options)
    return road.message_id(str(sent["wamid"]))


def _read(road: Road, message: str) -> dict[int, datetime]:
    """When each page was read that is kept."""
    query = "SELECT number, read_at FROM media_pages WHERE message_id = %s AND problem IS NULL"
    return dict(road.rows(query, message))


@contextlib.contextmanager
def _worker(road: Road, programs: Path) -> Generator["subprocess.Popen[bytes]"]:
    """A worker of our own that reads documents, with our own Tesseract before the system's."""
    path = f"{programs}:{road.environment.get('PATH', os.defpath)}"
    process = subprocess.Popen(  # noqa: S603 - our own command
        [tool("lawyershub"), "worker", "--queue", "wa.document.ocr"],
        cwd=REPOSITORY, env={**road.environment, "PATH": path},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(900)
def test_a_worker_that_is_killed_in_the_middle_of_fifty_pages_does_not_read_them_again(
    road: Road, tmp_path: Path
) -> None:
    real = shutil.which("tesseract")
    assert real
    programs, log = tmp_path / "bin", tmp_path / "read"
    programs.mkdir()
    (programs / "tesseract").write_text(_COUNTING.format(log=log, tesseract=real))
    (programs / "tesseract").chmod(0o755)
    road.stack.stop_service("worker-ocr")
    message = _sent(road)
    with _worker(road, programs) as killed:
        until(lambda: len(_read(road, message)) >= _AT_LEAST, "the first pages are read", 240)
        killed.kill()
        killed.wait()
        before = _read(road, message)
    assert _AT_LEAST <= len(before) < _PAGES
    with _worker(road, programs):
        # That the worker died is only missed when no page was heard of for a minute.
        until(lambda: len(_read(road, message)) == _PAGES, "all pages are read", 400)

        def ended() -> bool:
            query = "SELECT reading FROM media WHERE message_id = %s"
            return road.rows(query, message)[0][0] == "read"

        until(ended, "the reading has ended")
    after = _read(road, message)
    assert sorted(after) == list(range(1, _PAGES + 1))
    assert {number: after[number] for number in before} == before
    times = Counter(log.read_text().splitlines())
    assert len(times) == _PAGES
    again = [each for each, count in times.items() if count > 1]
    # Only what each core had in work, or had just read, when it was killed.
    assert len(again) <= 2 * (os.cpu_count() or 1)
    assert max(times.values()) <= 2
