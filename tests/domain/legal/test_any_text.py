"""No text, however hostile, is refused, misquoted or slow out of proportion to its length."""

import gc
from datetime import datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.documents import PageText, ReadMethod
from domain.legal.pages import LONGEST_LINE
from domain.legal.recognise import recognise
from tests.domain.legal import papers
from tests.domain.legal.papers import PAPERS, as_pages
from tests.domain.legal.unseen import UNSEEN

_WIB = ZoneInfo("Asia/Jakarta")
_AT = datetime(2026, 11, 22, 20, 0, tzinfo=_WIB)
_MEGABYTE = 1_000_000
_LONG = 100_000

_EVERY = [*(text for _, _, texts in PAPERS for text in texts), *(text for _, _, text in UNSEEN)]
_LINES = sorted({line for text in _EVERY for line in text.splitlines()})
_BITS = (
    st.sampled_from(_LINES)
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "\n",
            "\r\n",
            "\u2028",
            "\x0c",
            "\t",
            " ",
            "/",
            "214/Pdt.G/",
            "PN ",
            "Rp ",
            "pukul ",
            "Senin, ",
        ]
    )
)
_TEXTS = st.lists(_BITS, max_size=30).map("".join) | st.lists(_BITS, max_size=30).map("\n".join)


@st.composite
def _blurred(draw: st.DrawFn) -> str:
    """One of the papers with some characters lost, doubled or taken for others."""
    text = draw(st.sampled_from(_EVERY))
    at = draw(st.lists(st.integers(0, len(text) - 1), max_size=12))
    letters = list(text)
    for place in at:
        letters[place] = draw(st.sampled_from(["", "0", "O", "l", "1", " ", "\n", "||", ".", "/"]))
    return "".join(letters)


@settings(max_examples=300)
@given(
    texts=st.lists(_TEXTS | _blurred() | st.text(), max_size=3),
    confidence=st.floats(allow_nan=True, allow_infinity=True),
    method=st.sampled_from(ReadMethod),
)
@example(texts=["9" * 5000, "Rp " + "9" * 5000], confidence=1, method=ReadMethod.OCR)
@example(texts=["Rp 999999999999999999999999 m"], confidence=1, method=ReadMethod.OCR)
def test_any_text_is_answered_and_every_field_shows_its_line(
    texts: list[str], confidence: float, method: ReadMethod
) -> None:
    pages = [
        PageText(number=number, text=text, confidence=confidence, method=method)
        for number, text in enumerate(texts, 1)
    ]
    document = recognise(pages, at=_AT, zone=_WIB)
    assert 0 <= document.confidence <= 1
    for field in document.fields:
        assert field.line in texts[field.page - 1]
        assert field.line == field.line.strip()
        assert not set(field.line) & set("\n\r\u2028\x0c")
        assert len(field.line) <= LONGEST_LINE
        assert 0 <= field.confidence <= 1
        assert field.value
        assert field.doubtful == bool(field.doubts)


@pytest.mark.parametrize(
    "at", [datetime(1, 1, 1, tzinfo=_WIB), datetime(9999, 12, 31, tzinfo=_WIB)]
)
def test_the_ends_of_time_are_moments_too(at: datetime) -> None:
    text = "besok, kemarin, 999 hari lagi, Senin depan saya datang"
    assert recognise(as_pages(text), at=at, zone=_WIB).kind


@pytest.mark.parametrize(
    "unit",
    [
        "1", "l", "A", "\n", "1/", "1-", "- ", "dua ", "Senin, ", "214/Pdt.G/", "Rp 1.", "PN ",
        "7 Desember 2026 ", "Nama\n", ": x\n", "sebagai Tergugat ", "kepada\n", "pukul 09.00 ",
        "PIHAK PERTAMA disebut ", "antara A lawan ", "3174050712850003 ", "No. ", "1a.",
        papers.RELAAS, papers.KTP_COLUMNS,
    ],
)  # fmt: skip
def test_twice_the_text_takes_twice_the_work(unit: str) -> None:
    # Four times the text: four times the work, or sixteen times where a pattern backtracks. The
    # head makes the kind's own reader search the rest as well.
    long = f"{papers.RELAAS}{unit * (_LONG // len(unit))}"
    quarter = long[: len(long) // 4]
    assert _work(long) < 9 * max(_work(quarter), 0.01)


def test_a_megabyte_takes_four_times_a_quarter_of_it() -> None:
    mixed = "".join(_EVERY) + "1/ dua Senin, Rp 1. PN 214/Pdt.G/ Nama\n: x\n7 Desember 3174-"
    long = mixed * (_MEGABYTE // len(mixed) + 1)
    assert _work(long) < 9 * _work(long[: len(long) // 4])


def _work(text: str) -> float:
    gc.collect()
    begun = process_time()
    recognise(as_pages(text), at=_AT, zone=_WIB)
    return process_time() - begun


@pytest.mark.parametrize("text", [paper for _, _, texts in PAPERS[:22] for paper in texts[:1]])
def test_no_reader_takes_more_than_its_share_of_a_long_paper(text: str) -> None:
    rest = "Nama : x\nsebagai Tergugat disebut PIHAK KEDUA Rp 5 jatuh tempo 7 Desember 2026\n"
    long = text + rest * 1000
    assert _work(long) < 9 * max(_work(long[: len(long) // 4]), 0.01)
