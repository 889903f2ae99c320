"""A PIN in a message: six digits and courtesy."""

import pytest

from domain.pins import pin_in


@pytest.mark.parametrize(
    "text",
    [
        "012345", "PIN 012345", "pin: 012345", "Pin saya 012345", "PIN012345", "012 345", "012-345",
        "Selamat pagi Pak, ini PIN saya: 012345. Terima kasih 🙏", "my pin is 012345, thank you",
        " 012345\n", "Kode perkara 012.345 ya bu",
    ],
)  # fmt: skip
def test_six_digits_and_courtesy_are_a_pin(text: str) -> None:
    assert pin_in(text) == "012345"


@pytest.mark.parametrize(
    "text",
    [
        "", "12345", "1234567", "012345 067890", "PIN", "081234567890", "saya bayar 012345",
        "PIN 012345 rumah nomor 7", "0123 45", "nomor perkara 214/Pdt.G/2026/PN Jkt.Sel",
        "saya ditangkap 012345", "٠١٢٣٤٥", "012345" + " pin" * 40, "PIN ⁰¹²³⁴⁵", "0 1 2 3 4 5",
    ],
)  # fmt: skip
def test_anything_else_is_a_message_like_any_other(text: str) -> None:
    assert pin_in(text) is None
