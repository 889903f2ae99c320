"""Long texts are cut between sentences, and joined again they are what was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.drafts import LONGEST_TEXT
from domain.sentences import split_text, starts_character

_TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcAB .!?\n,0123456789()"),
        st.sampled_from("\u0301\u200d\U0001f44d\U0001f3fd\U0001f1ee\U0001f1e9\u0915\u094d\u0937\r"),
        st.characters(codec="utf-8"),
    ),
    max_size=300,
)


@given(_TEXTS, st.integers(min_value=8, max_value=60))
def test_pieces_are_short_and_joined_they_are_the_text(text: str, longest: int) -> None:
    pieces = split_text(text, longest)
    assert "".join(pieces) == text
    assert all(len(piece) <= longest for piece in pieces)
    assert all(pieces) or pieces == ("",)


@given(_TEXTS)
def test_no_cut_is_inside_of_what_a_reader_takes_for_one_character(text: str) -> None:
    at = 0
    for piece in split_text(text, 40)[:-1]:
        at += len(piece)
        # Only a character that alone is longer than a message is cut.
        around = text[max(0, at - 40) : at + 1]
        assert starts_character(text, at) or not any(
            starts_character(around, place) for place in range(1, len(around))
        )


def test_a_short_text_is_one_message() -> None:
    assert split_text("Selamat pagi. " * 3) == ("Selamat pagi. " * 3,)
    assert split_text("a" * LONGEST_TEXT) == ("a" * LONGEST_TEXT,)


@pytest.mark.parametrize(
    "kept",
    [
        "Alamat kami di Jl. Sudirman dekat bank itu.",
        "Sesuai putusan No. 12/Pdt.G/2024 perkara itu.",
        "Kuasa hukumnya Budi Santoso, S.H. Dari kantor lain.",
        "Tergugat adalah PT. Maju Jaya yang baru.",
        "Keterangan dr. Sari dan Dr. Tono sudah ada.",
        "Bacalah https://example.com/a.b?c=d.E dahulu saja.",
        "Nilainya Rp 1.000.000 dan Rp 2.500.000,00 lagi.",
        "Ibu A. Lestari, M.Kn. Akan datang besok pagi.",
        "Ps. 1365 KUHPer jo. Pasal lain yang berlaku.",
        "Lampirkan KTP, KK, dll. Kemudian kirim semua.",
    ],
)
def test_a_full_stop_that_ends_no_sentence_is_no_place_to_cut(kept: str) -> None:
    before = "Ini kalimat pertama. "
    # The limit lies within the second sentence, so that its own full stops are the last ones.
    for longest in range(len(before) + 8, len(before + kept)):
        first = split_text(before + kept + " Selesai.", longest)[0]
        assert first == before


def test_a_text_is_cut_after_the_last_sentence_that_fits() -> None:
    text = "Satu dua tiga. Empat lima! Enam tujuh? Delapan sembilan."
    assert split_text(text, 40) == ("Satu dua tiga. Empat lima! Enam tujuh? ", "Delapan sembilan.")


def test_a_paragraph_is_a_better_place_than_a_sentence_unless_little_would_be_left() -> None:
    text = "Satu dua tiga empat.\n\nLima. Enam tujuh delapan sembilan sepuluh."
    assert split_text(text, 30)[0] == "Satu dua tiga empat.\n\n"
    early = "Satu.\n\nDua tiga empat. Lima enam. Tujuh delapan sembilan sepuluh."
    assert split_text(early, 40)[0] == "Satu.\n\nDua tiga empat. Lima enam. "


def test_a_list_mark_stays_with_its_line() -> None:
    text = "Bawalah:\n1. Kartu tanda penduduk asli\n2. Kartu keluarga yang terbaru"
    assert [piece.count("\n2.") + piece.startswith("2.") for piece in split_text(text, 44)] == [
        0,
        1,
    ]


def test_a_year_at_the_end_of_a_sentence_ends_it() -> None:
    assert split_text("Putusan tahun 2024. Kami menunggu kabar.", 30)[0] == "Putusan tahun 2024. "


def test_words_stay_whole_where_no_sentence_ends() -> None:
    pieces = split_text("kata " * 30, 22)
    assert all(piece.endswith("kata ") for piece in pieces)


@pytest.mark.parametrize(
    "character",
    [
        "\U0001f469\u200d\u2696\ufe0f",
        "\U0001f44d\U0001f3fd",
        "\U0001f1ee\U0001f1e9",
        "e\u0301\u0323",
        "\u0915\u094d\u0937\u093f",
        "\u1112\u1161\u11ab",
        "\r\n",
    ],
    ids=lambda each: " ".join(f"{ord(letter):04x}" for letter in each),
)
def test_a_character_of_several_code_points_stays_whole(character: str) -> None:
    for length in range(12, 12 + len(character)):
        pieces = split_text(character * 9, length)
        assert all(len(piece) % len(character) == 0 for piece in pieces)


def test_a_character_that_is_longer_than_a_message_is_cut_all_the_same() -> None:
    marks = "a" + "\u0301" * 100
    assert unicodedata.combining("\u0301")
    assert [len(piece) for piece in split_text(marks, 40)] == [40, 40, 21]


def test_many_sentences_become_few_messages() -> None:
    text = "Pasal 1 menyebut hal itu dengan jelas. " * 400
    pieces = split_text(text)
    assert len(pieces) == -(-len(text) // LONGEST_TEXT)
    assert all(piece.endswith(". ") for piece in pieces)
