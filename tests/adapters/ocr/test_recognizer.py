"""Processes that read: one page is lost at most, and nothing of them is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psutil
import pytest
from PIL import Image

from adapters.ocr.recognizer import DocumentRecognizer
from domain.documents import PageText, ReadProblem
from domain.failures import Misconfigured
from tests.adapters.ocr.conftest import TYPES
from tests.adapters.ocr.pages import scan

_READ_ALL: Final = """
import sys
from pathlib import Path
from adapters.ocr.recognizer import DocumentRecognizer
DocumentRecognizer(processes=2).read(
    Path(sys.argv[1]), "image/tiff", limit=50, on_page=lambda page: print(page.number, flush=True)
)
"""


class Interrupted(Exception):
    pass


@pytest.fixture
def fax(tmp_path: Path) -> Path:
    """Six small pages."""
    pages = [scan(f"Halaman nomor {each}").crop((0, 150, 1200, 350)) for each in range(1, 7)]
    file = tmp_path / "fax.tiff"
    pages[0].save(file, save_all=True, append_images=pages[1:])
    return file


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where reading processes keep what they write."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def numbers(pages: Sequence[PageText]) -> list[int]:
    return sorted(page.number for page in pages)


def reading(folder: Path) -> list[psutil.Process]:
    """Processes that have their files in a folder: readers, and Tesseract."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR", "").startswith(f"{folder}/"):
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found


def until_nothing_is_left(folder: Path) -> None:
    for _ in range(500):
        if not reading(folder) and not list(folder.iterdir()):
            return
        time.sleep(0.02)
    pytest.fail(f"left behind: {reading(folder)}, {list(folder.rglob('*'))}")


def test_every_page_is_told_once(fax: Path, recognizer: DocumentRecognizer) -> None:
    told: list[PageText] = []
    assert recognizer.read(fax, TYPES[".tiff"], limit=50, on_page=told.append) == 6
    assert {page.number: page.text for page in told} == {
        each: f"Halaman nomor {each}" for each in range(1, 7)
    }
    assert len(told) == 6


def test_pages_that_are_kept_already_are_not_read_again(
    fax: Path, recognizer: DocumentRecognizer
) -> None:
    told: list[PageText] = []
    recognizer.read(fax, TYPES[".tiff"], limit=5, done={1, 2, 4}, on_page=told.append)
    *pages, rest = told
    assert numbers(pages) == [3, 5]
    assert (rest.number, rest.last, rest.problem) == (6, 6, ReadProblem.BEYOND_LIMIT)


def test_processes_that_are_killed_lose_no_page(
    fax: Path, temporary: Path, recognizer: DocumentRecognizer
) -> None:
    told: list[PageText] = []
    killed: list[int] = []

    def kill_once(page: PageText) -> None:
        told.append(page)
        if not killed:
            for process in reading(temporary):
                killed.append(process.pid)
                process.kill()

    recognizer.read(fax, TYPES[".tiff"], limit=50, on_page=kill_once)
    assert killed
    assert {page.number: page.text for page in told} == {
        each: f"Halaman nomor {each}" for each in range(1, 7)
    }
    until_nothing_is_left(temporary)


def test_a_page_at_which_every_process_dies_is_the_only_one_lost(
    fax: Path, temporary: Path
) -> None:
    told: list[PageText] = []
    killed: set[int] = set()
    stop = threading.Event()

    def kill_two() -> None:
        """The first two processes that have Tesseract at work, which is both times on one page."""
        while len(killed) < 2 and not stop.wait(0.005):
            for reader in reading(temporary):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if reader.pid not in killed and reader.children():
                        reader.kill()
                        killed.add(reader.pid)

    watcher = threading.Thread(target=kill_two)
    watcher.start()
    DocumentRecognizer(processes=1).read(fax, TYPES[".tiff"], limit=50, on_page=told.append)
    stop.set()
    watcher.join()
    assert len(killed) == 2
    assert numbers(told) == list(range(1, 7))
    lost = [page for page in told if page.problem]
    assert [page.problem for page in lost] == [ReadProblem.DAMAGED]
    until_nothing_is_left(temporary)


def test_whoever_is_told_may_end_it_and_nothing_is_left(
    fax: Path, temporary: Path, recognizer: DocumentRecognizer
) -> None:
    def interrupt(_: PageText) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        recognizer.read(fax, TYPES[".tiff"], limit=50, on_page=interrupt)
    until_nothing_is_left(temporary)
    # Its slots are free again.
    assert recognizer.page_count(fax, TYPES[".tiff"]) == 6


def test_a_worker_that_is_killed_leaves_neither_processes_nor_pages(
    fax: Path, temporary: Path
) -> None:
    worker = subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-c", _READ_ALL, str(fax)], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout
    assert worker.stdout.readline().strip().isdigit()
    assert reading(temporary)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    until_nothing_is_left(temporary)


def test_a_long_document_makes_room_for_another(fax: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.png"
    Image.new("L", (300, 100), 255).save(small)
    recognizer = DocumentRecognizer(processes=2)
    told: list[PageText] = []
    done_before_the_last = False

    def ignore(_: PageText) -> None:
        pass

    other = threading.Thread(
        target=lambda: recognizer.read(small, TYPES[".png"], limit=1, on_page=ignore)
    )

    def on_page(page: PageText) -> None:
        nonlocal done_before_the_last
        told.append(page)
        if len(told) == 1:
            other.start()
        elif len(told) < 6:
            # Nothing is asked of the first document meanwhile: it has to have made room before.
            other.join(5)
            done_before_the_last = not other.is_alive()

    recognizer.read(fax, TYPES[".tiff"], limit=50, on_page=on_page)
    other.join()
    assert done_before_the_last
    assert len(told) == 6


def test_whoever_waits_is_told_that_it_is_alive(fax: Path, recognizer: DocumentRecognizer) -> None:
    calls: list[None] = []
    recognizer.read(
        fax, TYPES[".tiff"], limit=1, on_page=lambda _: None, alive=lambda: calls.append(None)
    )
    assert calls


def test_without_tesseract_a_person_must_install_it(
    fax: Path, recognizer: DocumentRecognizer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match="Tesseract is not installed"):
        recognizer.read(fax, TYPES[".tiff"], limit=1, on_page=lambda _: None)


def test_a_reading_process_knows_no_secret_of_ours(
    fax: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, recognizer: DocumentRecognizer
) -> None:
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "made-up-token")
    seen: list[dict[str, str]] = []
    recognizer.read(
        fax, TYPES[".tiff"], limit=50,
        on_page=lambda _: seen.extend(each.environ() for each in reading(temporary)),
    )  # fmt: skip
    assert seen
    assert [names for names in seen if "WHATSAPP_ACCESS_TOKEN" in names] == []
