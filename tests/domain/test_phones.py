"""Phone numbers, as Meta and as people write them."""

import pytest

from domain.phones import as_written, from_wa_id, same_number


@pytest.mark.parametrize(
    "written",
    [
        "0812-3456-7890",
        "081234567890",
        "62 812 3456 7890",
        "6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        " 0812.3456.7890 ",
    ],
)
def test_an_indonesian_number_is_one_however_it_is_written(written: str) -> None:
    assert as_written(written) == "+6281234567890"


@pytest.mark.parametrize(
    ("written", "number"),
    [("+1 (650) 253-0000", "+16502530000"), ("65 6123 4567", "+6561234567")],
)
def test_a_number_of_another_country_keeps_it(written: str, number: str) -> None:
    assert as_written(written) == number


@pytest.mark.parametrize("written", ["", "tidak ada", "+", "12", "0", "+999999999999999999"])
def test_what_is_no_number_does_not_become_one(written: str) -> None:
    assert as_written(written) == ""


@pytest.mark.parametrize("wa_id", ["", "0812345678", "nobody", "62-x", "6" * 16, "12"])
def test_a_wa_id_that_is_none_is_empty(wa_id: str) -> None:
    assert from_wa_id(wa_id) == ""


def test_metas_digits_stay_as_they_are() -> None:
    """Only they can be sent to, though the number may usually be written otherwise."""
    assert from_wa_id("62081234567890") == "+62081234567890"
    assert same_number("+62081234567890") == same_number("+6281234567890")
