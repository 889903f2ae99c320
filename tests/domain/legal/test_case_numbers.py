"""Case numbers and courts in one form, whatever was made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.legal.case_numbers import find_case_numbers
from domain.legal.court_table import SEATS
from domain.legal.courts import CourtKind, court_of, find_courts
from domain.legal.found import Doubt
from domain.legal.zones import Zone


@pytest.mark.parametrize(
    ("text", "number", "court"),
    [
        ("214/Pdt.G/2026/PN Jkt.Sel", "214/Pdt.G/2026/PN Jkt.Sel", "Negeri Jakarta Selatan"),
        ("214 / Pdt.G / 2026 / PN.Jkt.Sel tanggal", "214/Pdt.G/2026/PN Jkt.Sel", "Selatan"),
        ("214/PDT.G/2026/PN.JKT.SEL", "214/Pdt.G/2026/PN Jkt.Sel", "Negeri Jakarta Selatan"),
        ("214/Pdt.G/2026/PN Jakarta Selatan", "214/Pdt.G/2026/PN Jkt.Sel", "Jakarta Selatan"),
        ("214/Pdt.G/\n2026/PN\nJkt.Sel", "214/Pdt.G/2026/PN Jkt.Sel", "Jakarta Selatan"),
        ("9/Pid.B/2026/PN Bdg antara", "9/Pid.B/2026/PN Bdg", "Negeri Bandung"),
        ("9/Pid.Sus-Anak/2026/PN Mks.", "9/Pid.Sus-Anak/2026/PN Mks", "Negeri Makassar"),
        ("4/Pid.Sus-TPK/2026/PN Jkt.Pst", "4/Pid.Sus-TPK/2026/PN Jkt.Pst", "Jakarta Pusat"),
        ("7/Pid.Pra/2026/PN Sby", "7/Pid.Pra/2026/PN Sby", "Surabaya"),
        ("5/Pdt.P/2026/PA Bdg", "5/Pdt.P/2026/PA.Bdg", "Agama Bandung"),
        ("77/Pdt.G/2026/PA.JS", "77/Pdt.G/2026/PA.JS", "Agama Jakarta Selatan"),
        ("12/G/2026/PTUN.JKT", "12/G/2026/PTUN.JKT", "Tata Usaha Negara Jakarta"),
        ("12/G/TF/2026/PTUN Jkt", "12/G/TF/2026/PTUN.JKT", "Tata Usaha Negara Jakarta"),
        ("12/B/2026/PT.TUN.JKT", "12/B/2026/PT.TUN.JKT", "Tinggi Tata Usaha Negara Jakarta"),
        ("33/PDT/2027/PT DKI", "33/PDT/2027/PT DKI", "Pengadilan Tinggi Jakarta"),
        ("12/Pdt.G/2026/PTA.JK", "12/Pdt.G/2026/PTA.JK", "Tinggi Agama Jakarta"),
        ("9/Pdt.Sus-PKPU/2026/PN Niaga Jkt.Pst", "9/Pdt.Sus-PKPU/2026/PN.Niaga.Jkt.Pst", "Niaga"),
        ("9/Pdt.Sus-PKPU/2026/PN.Niaga.Jkt.Pst", "9/Pdt.Sus-PKPU/2026/PN.Niaga.Jkt.Pst", "Niaga"),
        ("3/Pdt.Sus-PHI/2026/PN Sby", "3/Pdt.Sus-PHI/2026/PN Sby", "Surabaya"),
        ("1/JN/2026/MS.Bna", "1/JN/2026/MS.Bna", "Mahkamah Syar'iyah Banda Aceh"),
        ("123 K/Pdt/2026", "123 K/Pdt/2026", "Mahkamah Agung"),
        ("45 PK/Pid/2026", "45 PK/Pid/2026", "Mahkamah Agung"),
        ("123K/Pdt.Sus-PHI/2026", "123 K/Pdt.Sus-PHI/2026", "Mahkamah Agung"),
        ("123/B/PK/PJK/2026", "123/B/PK/Pjk/2026", "Mahkamah Agung"),
        ("12 P/HUM/2026", "12 P/HUM/2026", "Mahkamah Agung"),
        ("12/PUU-XXIV/2026", "12/PUU-XXIV/2026", "Mahkamah Konstitusi"),
        ("12-K/PM II-08/AD/III/2026", "12-K/PM II-08/AD/III/2026", "Militer II-08"),
    ],
)
def test_a_case_number_has_one_form(text: str, number: str, court: str) -> None:
    (found,) = find_case_numbers(f"perkara Nomor {text}")
    assert found.number == number
    assert court in found.court.name


@pytest.mark.parametrize("text", ["2l4/Pdt.G/2026/PN Jkt.Sel", "214/Pdt.6/2O26/PN Jkt.Se1"])
def test_letters_that_a_scanner_put_are_digits_again_and_doubted(text: str) -> None:
    (found,) = find_case_numbers(text)
    assert found.number == "214/Pdt.G/2026/PN Jkt.Sel"
    assert found.doubts == (Doubt.LETTERS_READ_AS_DIGITS,)


def test_several_in_one_text_are_all_found() -> None:
    found = find_case_numbers(
        "Nomor 214/Pdt.G/2026/PN Jkt.Sel jo. 33/PDT/2027/PT DKI jo. Nomor 123 K/Pdt/2028"
    )
    assert [each.number for each in found] == [
        "214/Pdt.G/2026/PN Jkt.Sel",
        "33/PDT/2027/PT DKI",
        "123 K/Pdt/2028",
    ]


def test_a_court_that_we_do_not_know_is_said() -> None:
    (found,) = find_case_numbers("5/Pid.B/2026/PN Xyz tanggal")
    assert found.number == "5/Pid.B/2026/PN Xyz"
    assert found.doubts == (Doubt.COURT_UNKNOWN,)
    assert found.court.zone is None


def test_a_register_that_we_do_not_know_is_said() -> None:
    (found,) = find_case_numbers("12/Xx.G/2026/PN Jap")
    assert found.doubts == (Doubt.CASE_TYPE_UNKNOWN,)
    assert found.court.zone is Zone.WIT


@pytest.mark.parametrize(
    "text",
    [
        "001/SK/2026/PT Maju Contoh", "012/SK/XI/2026", "INV/2026/0042", "07/12/2026",
        "S.Pgl/12/XI/2026/Reskrim", "lO/ll/2026", "1/2/3/4", "LP/B/999/X/2026",
    ],
)  # fmt: skip
def test_a_letters_number_is_no_case(text: str) -> None:
    assert find_case_numbers(text) == []


@given(
    seat=st.sampled_from(SEATS),
    sequence=st.integers(1, 9999),
    register=st.sampled_from(["Pdt.G", "Pid.B", "Pid.Sus", "Pdt.P", "Pdt.Sus-PHI"]),
    year=st.integers(2000, 2040),
    gap=st.sampled_from(["", " ", "\n", " \n "]),
)
def test_every_court_of_the_table_is_found_in_its_numbers(
    seat: tuple[str, str, tuple[str, ...], Zone], sequence: int, register: str, year: int, gap: str
) -> None:
    city, code, _, zone = seat
    written = f"{sequence}{gap}/{register}/{gap}{year}/{gap}PN {code}"
    (found,) = find_case_numbers(f"Nomor {written}; antara")
    assert found.court.city == city
    assert found.court.zone is zone
    # Written once more in its form, it is the same.
    assert [each.number for each in find_case_numbers(found.number)] == [found.number]


def test_no_two_district_courts_share_a_code() -> None:
    codes = [code.lower() for _, code, _, _ in SEATS]
    assert len(codes) == len(set(codes))


def test_what_looks_like_two_courts_is_neither() -> None:
    assert court_of(CourtKind.PN, "Kdl").city == "Kendal"
    assert court_of(CourtKind.PN, "Kdi").city == "Kendari"
    assert not court_of(CourtKind.PN, "Kd1").known


@pytest.mark.parametrize(
    ("text", "name", "zone"),
    [
        ("Pengadilan Negeri Denpasar", "Pengadilan Negeri Denpasar", Zone.WITA),
        ("PENGADILAN NEGERI KELAS IA KHUSUS\nJAKARTA PUSAT", "Pengadilan Negeri Jakarta Pusat",
         Zone.WIB),
        ("Pengadilan Niaga pada Pengadilan Negeri Jakarta Pusat", "Pengadilan Niaga Jakarta Pusat",
         Zone.WIB),
        ("PengadilanAgama Surabaya", "Pengadilan Agama Surabaya", Zone.WIB),
        ("PENGADI1AN NEGERI JAYAPURA", "Pengadilan Negeri Jayapura", Zone.WIT),
        ("PN Jaksel", "Pengadilan Negeri Jakarta Selatan", Zone.WIB),
        ("Mahkamah Agung", "Mahkamah Agung", Zone.WIB),
    ],
)  # fmt: skip
def test_a_court_is_found_by_its_name(text: str, name: str, zone: Zone) -> None:
    (found,) = find_courts(f"di {text}, ruang 3")
    assert (found.court.name, found.court.zone) == (name, zone)
