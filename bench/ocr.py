"""How fast pages are read against Tesseract alone, what each step brings, and how much it takes."""

import contextlib
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import psutil
from PIL import Image

from adapters.ocr import enhance, tesseract
from adapters.ocr.limits import Limits
from adapters.ocr.recognizer import DocumentRecognizer
from bench.meta import report
from domain.documents import PageText
from tests.adapters.ocr.letters import POWER_OF_ATTORNEY, SUMMONS
from tests.adapters.ocr.pages import noisy, photographed, scan, tilted, words_right
from tests.adapters.ocr.pdfs import joined

_PAGES: Final = 8
_MANY: Final = 200
_PIXELS: Final = Limits().read_pixels
_LARGE: Final = (5_900, 5_900)
_MIB: Final = 1024 * 1024

_Step = Callable[[Image.Image], Image.Image]


def measure() -> None:
    """Accuracy with each step left out in turn, speed against bare Tesseract, scaling, memory."""
    # As the reading processes have it.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        _accuracy()
        _speed(Path(folder))
        _memory(Path(folder))


def _accuracy() -> None:
    """The share of words that are right, bare, with all steps, and with each of them left out."""
    summons, power = scan(SUMMONS), scan(POWER_OF_ATTORNEY)
    kinds: Mapping[str, tuple[Image.Image, str]] = {
        "clean": (summons, SUMMONS),
        "tilted 1": (tilted(power, 1), POWER_OF_ATTORNEY),
        "tilted -2": (tilted(power, -2), POWER_OF_ATTORNEY),
        "tilted 3": (tilted(summons, 3), SUMMONS),
        "noisy": (noisy(summons), SUMMONS),
        "very noisy": (noisy(power, grain=60), POWER_OF_ATTORNEY),
        "photo": (photographed(summons), SUMMONS),
        "photo, 1600 pixels, tilted": (
            photographed(tilted(power, -2.3), long_side=1600),
            POWER_OF_ATTORNEY,
        ),
        "photo, 900 pixels": (photographed(summons, long_side=900), SUMMONS),
    }
    steps: Mapping[str, _Step] = {
        "light": enhance.evened,
        "size": lambda page: enhance.sized(page, pixels=_PIXELS),
        "grain": enhance.denoised,
        "straight": lambda page: enhance.straight(page, enhance.lie(page).tilt),
    }
    order = ("size", "light", "grain", "straight")
    for kind, (page, text) in kinds.items():
        grey = enhance.grey(page)
        figures = {
            "bare": _right(grey, [], text),
            "all": _right(grey, [*map(steps.get, order)], text),
        }
        for left_out in order:
            rest = [steps[name] for name in order if name != left_out]
            figures[f"without_{left_out}"] = _right(grey, rest, text)
        report(f"words right, {kind}", **{name: f"{each:.3f}" for name, each in figures.items()})


def _right(page: Image.Image, steps: Sequence[_Step | None], text: str) -> float:
    for step in steps:
        if step:
            page = step(page)
    return words_right(text, tesseract.recognise(page).text)


def _speed(folder: Path) -> None:
    """Scanned pages of a PDF, one and two processes, against as many bare Tesseracts."""
    file = joined(folder / "scanned.pdf", [scan(SUMMONS), scan(POWER_OF_ATTORNEY)] * (_PAGES // 2))
    pages: list[Path] = []
    for number, text in enumerate([SUMMONS, POWER_OF_ATTORNEY] * (_PAGES // 2)):
        pages.append(folder / f"{number}.png")
        scan(text).save(pages[-1])
    one, two = (_against_bare(file, pages, processes) for processes in (1, 2))
    report("two processes / one", pages_a_second=f"{two / one:.2f}")


def _against_bare(file: Path, pages: Sequence[Path], processes: int) -> float:
    """Pages a second."""
    ours: list[float] = []
    bare: list[float] = []
    # In turn, so that what else runs on the machine is shared.
    for _ in range(2):
        ours.append(_timed(lambda: _read(file, processes)))
        bare.append(_timed(lambda: _bare(pages, processes)))
    read, alone = _PAGES / statistics.median(ours), _PAGES / statistics.median(bare)
    report(
        f"A4 pages a second, {processes} process(es)",
        ours=f"{read:.2f}",
        bare_tesseract=f"{alone:.2f}",
        ours_to_bare=f"{read / alone:.2f}",
    )
    return read


def _bare(pages: Sequence[Path], processes: int) -> None:
    with ThreadPoolExecutor(processes) as threads:
        list(threads.map(_tesseract, pages))


def _tesseract(page: Path) -> None:
    subprocess.run(  # noqa: S603 -- wherever Tesseract is
        ["tesseract", str(page), "-", "-l", "ind+eng", "tsv"],  # noqa: S607 -- see above
        capture_output=True,
        check=True,
    )


def _read(file: Path, processes: int, *, limit: int = 1000, kind: str = "application/pdf") -> int:
    told: list[PageText] = []
    DocumentRecognizer(processes=processes).read(file, kind, limit=limit, on_page=told.append)
    return sum(page.problem is None for page in told)


def _memory(folder: Path) -> None:
    """The largest sum of what this process's children hold at once."""
    heading = scan("\n".join(SUMMONS.splitlines()[:5]))
    long = joined(folder / "long.pdf", [heading] * _MANY)
    with _peak() as peak:
        seconds = _timed(lambda: _read(long, 2))
    report(f"PDF of {_MANY} pages", peak=f"{peak[0] / _MIB:.0f} MB", took=f"{seconds:.0f} s")
    large = folder / "large.tiff"
    # The largest file that WhatsApp takes, and as many pixels as may be decoded.
    Image.effect_noise(_LARGE, 90).convert("RGB").save(large)
    with _peak() as peak:
        seconds = _timed(lambda: _read(large, 2, kind="image/tiff"))
    size = large.stat().st_size / _MIB
    report(f"picture of {size:.0f} MB", peak=f"{peak[0] / _MIB:.0f} MB", took=f"{seconds:.0f} s")


def _timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


@contextlib.contextmanager
def _peak() -> Generator[list[int]]:
    """The resident bytes of all processes below this one, looked at many times a second."""
    most, over = [0], threading.Event()

    def look() -> None:
        us = psutil.Process()
        while not over.wait(0.05):
            held = 0
            for process in us.children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    held += process.memory_info().rss
            most[0] = max(most[0], held)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()
