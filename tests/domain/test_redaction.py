"""What leaves the firm of a text, and that all of it comes back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.redaction import UNKNOWN, Redactor

_NAMES = (
    "Budi Santoso",
    "Siti Nurhaliza binti Ahmad",
    "PT Maju Jaya Abadi",
    "Lukman Hakim",
    "Li Na",
)


def _redacted(text: str, *names: str) -> str:
    redactor = Redactor(names)
    redacted = redactor.redact(text)
    assert redactor.restore(redacted) == text
    return redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("482913", "[ANGKA_1]"),
        ("Pin saya 482 913 ya pak", "Pin saya [ANGKA_1] ya pak"),
        ("Halo\n482913\nkodenya: 482913", "Halo\n[ANGKA_1]\nkodenya: [ANGKA_1]"),
        ("saya bayar 150000 kemarin", "saya bayar 150000 kemarin"),
        ("NIK saya 3174091203850004", "NIK saya [NIK_1]"),
        ("nik: 3174 0912 0385 0004.", "nik: [NIK_1]."),
        ("3174-0912-0385-0004", "[NIK_1]"),
        ("KK 3174091203850009", "KK [KK_1]"),
        ("nomor kartu keluarga kami 3174091203850009", "nomor kartu keluarga kami [KK_1]"),
        ("NPWP 09.254.294.3-407.000", "NPWP [NPWP_1]"),
        ("npwp saya 092542943407000", "npwp saya [NPWP_1]"),
        ("09.254.294.3-407.000", "[NPWP_1]"),
        ("npwp 16 digit: 0925429434070001", "npwp 16 digit: [NPWP_1]"),
        ("hp 081234567890", "hp [TELEPON_1]"),
        ("0812-3456-7890", "[TELEPON_1]"),
        ("+62 812 3456 7890", "[TELEPON_1]"),
        ("6281234567890", "[TELEPON_1]"),
        ("(021) 555 1234", "[TELEPON_1]"),
        ("+1 (415) 555-2671", "[TELEPON_1]"),
        ("+65 6123 4567", "[TELEPON_1]"),
        ("\u202a+62 812\u20113456\u20117890\u202c", "\u202a[TELEPON_1]\u202c"),
        ("0\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33456789", "[TELEPON_1]"),
        ("telp 5551234", "telp [TELEPON_1]"),
        ("surel budi.s+x@contoh.co.id ya", "surel [SUREL_1] ya"),
        ("rek BCA 1234567890", "rek BCA [REKENING_1]"),
        ("no rek. 12345", "no rek. [REKENING_1]"),
        ("rekening Bank Mandiri 130-00-1234567-8", "rekening Bank Mandiri [REKENING_1]"),
        ("kartu 4111 1111 1111 1111", "kartu [KARTU_1]"),
        ("5500005555555559", "[KARTU_1]"),
        ("DE89 3704 0044 0532 0130 00", "[REKENING_1]"),
        ("paspor A1234567", "paspor [PASPOR_1]"),
        ("passport no. x 123456", "passport no. [PASPOR_1]"),
        ("https://a.b/c?token=rahasia ya", "[TAUTAN_1] ya"),
        ("wa.me/6281234567890", "[TAUTAN_1]"),
        ("drive.google.com/file/d/abc", "[TAUTAN_1]"),
        ("214/Pdt.G/2026/PN Jkt.Sel", "[PERKARA_1]"),
        ("perkara 12/pid.b/2026 itu", "perkara [PERKARA_1] itu"),
        ("perkara no 12 Pdt.G 2026 PN Jkt", "perkara no [PERKARA_1]"),
        ("perkara 12 Pdt.G 2026 PN Jkt Sel ya", "perkara [PERKARA_1] ya"),
        ("perkara 12-Pid-B-2026 itu", "perkara [PERKARA_1] itu"),
        ("no. 45 g 2026 ptun jkt sudah", "no. [PERKARA_1] sudah"),
        ("0812/3456/789 ya", "[TELEPON_1] ya"),
        ("0812,3456,789", "[TELEPON_1]"),
        ("08123_456_789", "[TELEPON_1]"),
        ("0812 / 3456 / 7890", "[TELEPON_1]"),
        ("+62/812/3456/7890", "[TELEPON_1]"),
        ("62_812_3456_789", "[TELEPON_1]"),
        ("628,123,456,789", "[TELEPON_1]"),
        ("(021)/555/1234", "[TELEPON_1]"),
        ("hubungi 0812-3456-\n7890", "hubungi [TELEPON_1]"),
        ("0812345\r\n67890 saya", "[TELEPON_1] saya"),
        ("lunas, rp\n6281234567", "lunas, rp\n[TELEPON_1]"),
        ("62812345/00000", "[TELEPON_1]"),
        ("081234567890/081234567891", "[TELEPON_1]/[TELEPON_2]"),
        ("081234567890\n081234567891", "[TELEPON_1]\n[TELEPON_2]"),
        ("081234567890\n2 anak, 15 tahun", "[TELEPON_1]\n2 anak, 15 tahun"),
        ("kode 99887766554433221100", "kode [ANGKA_1]"),
    ],
)  # fmt: skip
def test_what_tells_who_somebody_is_does_not_leave(text: str, redacted: str) -> None:
    assert _redacted(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "sidang tanggal 12-05-2026 jam 10.00",
        "tanggal 12/05/2026, bukan 2026-05-13",
        "biaya Rp 1.500.000.000,00",
        "rp150000000 lunas",
        "nilai proyek 2.500.000.000",
        "nilai 62.500.000,00",
        "USD 62,500,000",
        "rp62500000,00 dibayar",
        "harga 625,000,000",
        "luas 0,25 hektar, 150000 per meter",
        "pasal 01, 02, 03",
        "12 orang 2026",
        "sidang 12 Pid",
        "nomor 12 dan 1234567",
        "pasal 1365 KUHPerdata",
        "selamat pagi",
        "contoh.co.id",
        "",
    ],
)
def test_what_tells_nobody_apart_stays(text: str) -> None:
    assert _redacted(text, *_NAMES) == text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Saya Budi Santoso", "Saya [NAMA_1]"),
        ("saya BUDI santoso.", "saya [NAMA_1]."),
        ("pak Santoso, ini Budi", "pak [NAMA_1], ini [NAMA_2]"),
        ("B\u00fadi", "[NAMA_1]"),
        ("Budi dan Budi", "[NAMA_1] dan [NAMA_1]"),
        ("Budiman bukan Budi", "Budiman bukan [NAMA_1]"),
        ("anak Siti Nurhaliza", "anak [NAMA_1]"),
        ("digugat PT. Maju Jaya Abadi", "digugat [NAMA_1]"),
        ("hakim yang maju, hari ini", "hakim yang maju, hari ini"),
        ("lawan: Lukman Hakim", "lawan: [NAMA_1]"),
        ("Li Na sakit", "[NAMA_1] sakit"),
        ("PT Maju Jaya menggugat", "[NAMA_1] menggugat"),
        ("na, li pergi", "na, li pergi"),
        ("BudiSantoso", "[NAMA_1]"),
        ("akun @budisantoso itu", "akun @[NAMA_1] itu"),
        ("budi_santoso88", "[NAMA_1]_[NAMA_2]88"),
        ("SitiNurhaliza, MajuJayaAbadi", "[NAMA_1], [NAMA_2]"),
        ("Lina pergi", "Lina pergi"),
        ("rek 1234567890 an Budi", "rek [REKENING_1] an [NAMA_1]"),
    ],
)
def test_known_names_do_not_leave_and_everyday_words_stay(text: str, redacted: str) -> None:
    assert _redacted(text, *_NAMES) == redacted


def test_the_same_value_has_the_same_placeholder_in_every_text_of_a_call() -> None:
    redactor = Redactor(["Budi"])
    assert redactor.redact("Budi 081234567890") == "[NAMA_1] [TELEPON_1]"
    assert redactor.redact("081234567890, 081234567891") == "[TELEPON_1], [TELEPON_2]"


@pytest.mark.parametrize(
    "literal", ["[NAMA_1]", "[nama_1]", "[ NAMA _ 1 ]", "[NAMA-1]", "[TEKS_1]"]
)
def test_a_client_who_writes_a_placeholder_gets_nobodys_name(literal: str) -> None:
    redactor = Redactor(["Budi Santoso"])
    redacted = redactor.redact(f"{literal} dari Budi Santoso")
    assert redacted == "[TEKS_1] dari [NAMA_1]"
    assert redactor.restore(redacted) == f"{literal} dari Budi Santoso"
    # Whatever a model does with it, it stays the client's own words.
    assert redactor.restore("[TEKS_1]") == literal


def test_a_placeholder_that_a_model_made_up_says_nothing() -> None:
    redactor = Redactor(["Budi Santoso", "Siti"])
    redactor.redact("Budi Santoso menelepon")
    assert redactor.restore("[NAMA_1], [NAMA_2], [nama_1], [NIK_1]") == (
        f"Budi Santoso, {UNKNOWN}, {UNKNOWN}, {UNKNOWN}"
    )


def test_what_is_put_back_is_not_looked_at_again() -> None:
    redactor = Redactor(["Budi"])
    redactor.redact("Budi [NAMA_1]")
    assert redactor.restore("[TEKS_1]") == "[NAMA_1]"


_DIGITS = st.text("0123456789", min_size=16, max_size=16)
_GAPS = st.sampled_from(["", " ", "-", ".", " - "])


@st.composite
def _numbers(draw: st.DrawFn) -> str:
    digits, gap = draw(_DIGITS), draw(_GAPS)
    size = draw(st.integers(2, 8))
    kind = draw(st.sampled_from(["nik", "phone", "account"]))
    if kind == "phone":
        gap = draw(_GAPS | st.sampled_from(["/", ",", "_", "\n", " / ", ", ", "-\n"]))
        digits = draw(st.sampled_from(["08", "+628", "628"])) + digits[: draw(st.integers(7, 10))]
    elif kind == "account":
        digits = digits[: draw(st.integers(8, 15))]
        gap = gap.replace(".", " ")
    return gap.join(digits[at : at + size] for at in range(0, len(digits), size))


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Nd"]), max_size=20)
_SECRETS = _numbers() | st.sampled_from(
    [
        "budi@contoh.id",
        "https://x.id/?t=abc",
        "4111 1111 1111 1111",
        *_NAMES,
        "Santoso",
        "NURHALIZA",
    ]
)


@given(parts=st.lists(_WORDS | _SECRETS | st.sampled_from(["[NAMA_1]", "[NIK_", "1]", "["])))
def test_all_of_any_text_comes_back(parts: list[str]) -> None:
    _redacted("".join(parts), *_NAMES)
    _redacted(" ".join(parts), *_NAMES)


@given(text=st.text(), names=st.lists(st.text(max_size=12), max_size=4))
def test_all_of_any_text_comes_back_whatever_the_names_are(text: str, names: list[str]) -> None:
    _redacted(text, *names)


@settings(max_examples=300)
@given(before=_WORDS, secret=_SECRETS, after=_WORDS)
def test_no_secret_is_in_what_leaves(before: str, secret: str, after: str) -> None:
    redacted = _redacted(f"{before}\n{secret}\n{after}", *_NAMES)
    around = f"{before}\n\n{after}"
    assert secret in around or secret not in redacted
    for run in re.findall(r"\d{5,}", secret):
        assert run not in redacted


@pytest.mark.parametrize(
    "unit",
    ["a", "a.a", "1 ", "1/a", "@a.a", "[NAMA_", "Budi ", "www.", "rek 1234567890 ", "a/", "0812-",
     "1/Pdt.G/2026/PN Jkt Sel ", "A1 ", "-.-", "a-.b@", "((", "GB12 ", "paspor no ", "12-05-2026 ",
     "Li ", "\u202a1", "x@", "1.", "8:8/", "0812/", "01,", "62_", "0812\n3456,", "08\n", "1 G ",
     "12 Pdt.G 2026 PN Jkt ", "12 pdt a a ", "BudiSantoso", "@budisantoso "],
)  # fmt: skip
def test_a_long_text_is_looked_at_once(unit: str) -> None:
    # Nothing may look at the same letters again and again: the suite's time limit is the test.
    _redacted((unit * 65_536)[:65_536], *_NAMES, *["Li " * 50])
