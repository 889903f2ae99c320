"""Identity numbers and amounts, with what speaks against them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.legal.found import Doubt
from domain.legal.identity import find_identity_numbers
from domain.legal.money import find_amounts


@pytest.mark.parametrize(
    ("text", "digits", "doubts"),
    [
        ("NIK : 3174050712850003", "3174050712850003", ()),
        ("3174 0507 1285 0003", "3174050712850003", ()),
        ("3201014508900002", "3201014508900002", ()),
        ("3l74O5O712850003", "3174050712850003", (Doubt.LETTERS_READ_AS_DIGITS,)),
        ("317405071285003", "317405071285003", (Doubt.NUMBER_LENGTH,)),
        ("9974050712850003", "9974050712850003", (Doubt.REGION_UNKNOWN,)),
        ("3174053213850003", "3174053213850003", (Doubt.NUMBER_DATE_IMPOSSIBLE,)),
        ("3174050712850000", "3174050712850000", (Doubt.NUMBER_DATE_IMPOSSIBLE,)),
    ],
)
def test_an_identity_number_is_checked(text: str, digits: str, doubts: tuple[Doubt, ...]) -> None:
    (found,) = find_identity_numbers(text)
    assert (found.digits, found.doubts) == (digits, doubts)


@given(born=st.dates(date(1930, 1, 1), date(2026, 12, 31)), woman=st.booleans())
def test_a_nik_tells_the_date_of_birth_and_never_the_century(born: date, *, woman: bool) -> None:
    day = born.day + 40 * woman
    (found,) = find_identity_numbers(f"317405{day:02}{born:%m%y}0003")
    assert born in found.birth_dates()
    assert {each.year % 100 for each in found.birth_dates()} == {born.year % 100}
    assert found.doubts == ()


@pytest.mark.parametrize("text", ["081234567890", "rekening 1234567890", "BOLOLOLISSISOLOL", ""])
def test_what_is_no_identity_number_is_none(text: str) -> None:
    assert list(find_identity_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "normal", "doubts"),
    [
        ("Rp 1.500.000,00", "IDR 1500000", ()),
        ("Rp1,500,000.50", "IDR 1500000.50", ()),
        ("Rp. 15 juta", "IDR 15000000", ()),
        ("Rp 2,5 miliar", "IDR 2500000000", ()),
        ("IDR 250000", "IDR 250000", ()),
        ("Rp 5.000.000,- (lima juta rupiah)", "IDR 5000000", ()),
        ("Rp 5.000.000 (enam juta rupiah)", "IDR 5000000", (Doubt.WORDS_AND_FIGURES_DIFFER,)),
        ("Rp 15.OOO.000", "IDR 15000000", (Doubt.LETTERS_READ_AS_DIGITS,)),
        ("Rp 1.50.0", "Rp 1.50.0", (Doubt.AMOUNT_UNCLEAR,)),
        ("Rp 500.000 2026", "IDR 500000", ()),
    ],
)
def test_an_amount_is_read(text: str, normal: str, doubts: tuple[Doubt, ...]) -> None:
    (found,) = find_amounts(text)
    assert (found.normal, found.doubts) == (normal, doubts)


@given(rupiah=st.integers(0, 10**15 - 1))
def test_every_grouped_amount_is_read(rupiah: int) -> None:
    (found,) = find_amounts(
        f"sebesar Rp {rupiah:,},00 kepada".replace(",", ".", 20).replace(".00 k", ",00 k")
    )
    assert found.value == rupiah
