"""What looks personal is masked, and what operators need is not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import mask, mask_phone
from tests.samples import BSUID, PHONE, WAMID

_OPERATORS = st.sampled_from(["811", "812", "813", "821", "852", "857", "878", "895", "896"])
_REST = st.text("0123456789", min_size=6, max_size=8)


@st.composite
def _phones(draw: st.DrawFn) -> tuple[str, str]:
    """An Indonesian mobile number as people and machines write it, and its last four digits."""
    country = draw(st.sampled_from(["+62", "62", "0", "+62 ", "+62-", "(+62) ", "62."]))
    operator, rest = draw(_OPERATORS), draw(_REST)
    separator = draw(st.sampled_from(["", " ", "-", "."]))
    return separator.join([country + operator, rest[:4], rest[4:]]).rstrip(" -."), rest[-4:]


@given(
    phone=_phones(),
    before=st.sampled_from(["", "dari ", "to=", "phone: ", '{"from":"', "(", "wa.me/", "'"]),
    after=st.sampled_from(["", " lagi", ", ya", '"}', ")", "."]),
)
def test_an_indonesian_number_is_masked_however_it_is_written(
    phone: tuple[str, str], before: str, after: str
) -> None:
    number, ending = phone
    shown = mask(before + number + after)
    assert "***" in shown
    assert ending not in shown
    assert shown.startswith(before)


@given(identifier=st.from_regex(r"[A-Za-z0-9+/_-]{10,60}={0,2}", fullmatch=True))
def test_a_wamid_is_masked(identifier: str) -> None:
    for text in (f"wamid.{identifier}", f'"id":"wamid.{identifier}"', f"x wamid.{identifier} y"):
        assert identifier not in mask(text)


@given(digits=st.text("0123456789", min_size=6, max_size=25), country=st.sampled_from(["ID", "US"]))
def test_a_numeric_user_id_is_masked(digits: str, country: str) -> None:
    assert digits not in mask(f"user {country}.{digits}")
    assert digits not in mask(f"{country}.ENT.{digits}")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (WAMID, WAMID[6:]),
        (BSUID, BSUID[3:]),
        (f"wacid.{WAMID[6:]}", WAMID[6:]),
        ("Authorization: Bearer abc.def-ghi", "abc.def"),
        ("access_token=EAAGm0PX4ZCpsBAO123456789ZZ&x=1", "EAAGm0PX4"),
        ("lh_0123456789abcdefghijklmnop", "0123456789"),
        ("postgresql+psycopg://lawyershub:s3cr3t@db:5432/lh", "s3cr3t"),
        ("smtp://user:pa%40ss@mail:25", "pa%40ss"),
        ("NIK 3201011201900001 atas nama", "3201011201900001"),
        ("budi.santoso+wa@contoh.co.id", "budi"),
        ("100000000000015", "100000000000015"),
        ("+62 (812) 3456-7890", "7890"),
        ("Telp.081234567890", "567890"),
        ("No.HP.0812-3456-7890", "7890"),
        ("user_6281234567890", "567890"),
        ("62812\u20133456\u20137890", "7890"),
        ("+62  812  3456  7890", "7890"),
        ("0812 - 3456 - 7890", "7890"),
        ("No.3201011201900001", "01900001"),
        ("ID.a1b2c3d4e5f6g7h8i9", "f6g7h8"),
        ("ID.1349Ab208655302741918", "208655"),
        ("x_wamid.HBgNNjI4MTIwMDAw", "HBgNNjI4"),
        ("wamid%2EHBgNNjI4MTIwMDAw", "HBgNNjI4"),
        ("authorization: bearer s3cr3t", "s3cr3t"),
        ("postgresql://u:pa/ss@h/db", "pa/ss"),
        ("redis://:s3cr3t@h/0", "s3cr3t"),
    ],
)
def test_a_secret_shape_is_masked(text: str, secret: str) -> None:
    assert secret not in mask(text)


@given(value=st.uuids(version=4).map(lambda each: each.hex))
def test_an_id_of_ours_is_not_destroyed(value: str) -> None:
    for text in (value, f"conversation/{value}", f"inbound/{value}: kept"):
        assert mask(text) == text


@given(moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_time_in_a_log_is_not_destroyed(moment: datetime) -> None:
    for text in (moment.isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")):
        assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1:54321",
        "[::1]:8000",
        "localhost:7233",
        "1000 statuses, 27 repeated",
        "listening on port 65535",
        "took 12.345 s, 1048576 bytes",
        "k12",
        "v22.0",
        "(131047) code 131026",
        "2026-11-22",
        "wa.message.incoming",
        "6f1e9a52-8c3b-4d7e-9f10-2b3c4d5e6f70",
        "2026-11-22 10:11:12",
        "192.168.100.200:5432",
        "a1b2c3d4-1234-4567-8901-123456789012",
        "12345678-9012-4345-8678-90ab12cd34ef",
    ],
)
def test_what_operators_need_is_not_destroyed(text: str) -> None:
    assert mask(text) == text


@given(text=st.text(max_size=80))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_a_masked_number_keeps_country_and_operator() -> None:
    assert mask_phone(f"+{PHONE}") == "+62812***"
    assert mask(f"from +{PHONE}!") == "from +62812***!"
