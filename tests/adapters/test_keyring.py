"""The firm's keys: what is derived from them, how they rotate, where they are kept."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.keys.files import KeyringFile
from adapters.keys.keyring import Keyring, open_sealed, seal
from adapters.keys.opening import keyring_file
from domain.failures import Misconfigured, Undecipherable
from tests.adapters.conftest import at_once


def _document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())


def test_every_derived_key_differs_from_the_others() -> None:
    keyring = Keyring.generate().rotated()
    derived = {
        keyring.pepper,
        keyring.payload_key("k1"),
        keyring.payload_key("k2"),
        keyring.identity,
        keyring.roots["k1"].secret,
        keyring.blind_index("phone", ""),
        keyring.blind_index("wamid", ""),
    }
    assert len(derived) == 7
    assert {len(key) for key in derived} == {32}


def test_rotation_keeps_ids_and_indexes_and_all_older_keys() -> None:
    before = Keyring.generate()
    after = before.rotated()
    assert (before.current, after.current) == ("k1", "k2")
    assert after.pepper == before.pepper
    assert after.blind_index("phone", "+62") == before.blind_index("phone", "+62")
    assert after.payload_key("k1") == before.payload_key("k1")
    assert after.payload_key("k2") != after.payload_key("k1")


def test_a_data_key_wrapped_before_a_rotation_opens_after_it() -> None:
    before = Keyring.generate()
    key_id, wrapped = before.wrap(b"k" * 32, "owner")
    assert key_id == "k1"
    assert before.rotated().unwrap(key_id, wrapped, "owner") == b"k" * 32
    assert before.rotated().wrap(b"k" * 32, "owner")[0] == "k2"


def test_a_wrapped_key_does_not_open_for_another_owner() -> None:
    keyring = Keyring.generate()
    key_id, wrapped = keyring.wrap(b"k" * 32, "owner")
    with pytest.raises(Undecipherable):
        keyring.unwrap(key_id, wrapped, "other")


def test_a_root_key_that_is_gone_is_a_misconfiguration() -> None:
    key_id, wrapped = Keyring.generate().rotated().wrap(b"k" * 32, "owner")
    with pytest.raises(Misconfigured, match="k2"):
        Keyring.generate().unwrap(key_id, wrapped, "owner")


def test_another_firms_keyring_opens_nothing() -> None:
    key_id, wrapped = Keyring.generate().wrap(b"k" * 32, "owner")
    with pytest.raises(Undecipherable):
        Keyring.generate().unwrap(key_id, wrapped, "owner")


def test_blind_indexes_are_stable_and_keyed() -> None:
    keyring = Keyring.generate()
    again = Keyring.from_json(keyring.to_json())
    assert keyring.blind_index("phone", "+62812") == again.blind_index("phone", "+62812")
    assert keyring.blind_index("phone", "+62812") != keyring.blind_index("phone", "+62813")
    assert keyring.blind_index("phone", "+62812") != keyring.blind_index("wamid", "+62812")
    assert keyring.blind_index("phone", "+62812") != Keyring.generate().blind_index(
        "phone", "+62812"
    )


def test_a_keyring_shows_no_secret_of_itself() -> None:
    keyring = Keyring.generate()
    shown = f"{keyring!r} {keyring}"
    assert "secret" not in shown
    assert repr(keyring.identity) not in shown
    assert repr(keyring.roots["k1"].secret) not in shown


@given(plaintext=st.binary(max_size=300), associated=st.binary(max_size=50))
def test_what_is_sealed_opens_and_never_looks_the_same(plaintext: bytes, associated: bytes) -> None:
    key = b"k" * 32
    sealed = seal(key, plaintext, associated)
    assert open_sealed(key, sealed, associated) == plaintext
    assert seal(key, plaintext, associated) != sealed


@given(data=st.data(), plaintext=st.binary(max_size=100))
def test_a_sealed_value_with_any_bit_changed_does_not_open(
    data: st.DataObject, plaintext: bytes
) -> None:
    sealed = bytearray(seal(b"k" * 32, plaintext, b"place"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << (at % 8)
    with pytest.raises(Undecipherable):
        open_sealed(b"k" * 32, bytes(sealed), b"place")


@given(garbage=st.binary(max_size=64))
def test_garbage_does_not_open(garbage: bytes) -> None:
    with pytest.raises(Undecipherable):
        open_sealed(b"k" * 32, garbage, b"place")


def test_a_keyring_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    file = KeyringFile(path)
    assert not file.exists
    made = file.create()
    assert file.exists
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert file.keyring() == made
    file.rotate()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_keyring_is_never_made_over_the_first(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path / "keyring.json")
    made = file.create()
    with pytest.raises(Misconfigured, match="already"):
        file.create()
    assert file.keyring() == made


def test_a_keyring_that_is_not_there_cannot_be_rotated(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="keys init"):
        KeyringFile(tmp_path / "keyring.json").rotate()


def test_a_rotation_by_another_process_is_seen_at_the_next_use(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    ours, theirs = KeyringFile(path), KeyringFile(path)
    ours.create()
    assert ours.keyring().current == "k1"
    theirs.rotate()
    assert ours.keyring().current == "k2"
    assert ours.keyring() is ours.keyring()


def test_many_rotations_at_once_lose_no_key(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    KeyringFile(path).create()
    rotated = at_once(8, lambda _: KeyringFile(path).rotate())
    final = KeyringFile(path).keyring()
    assert set(final.roots) == {f"k{number}" for number in range(1, 10)}
    assert final.current == "k9"
    for each in rotated:
        assert each.roots.items() <= final.roots.items()
    assert not list(tmp_path.glob("*.new"))


def test_a_file_that_became_unreadable_stops_its_users_until_it_is_back(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    file = KeyringFile(path)
    made = file.create()
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(Misconfigured, match="KEYRING_FILE: No such file"):
        file.keyring()
    path.write_bytes(content)
    assert file.keyring() == made


_SECRET = "c2VjcmV0LWluLXRoZS1maWxl"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"{}",
        _SECRET.encode(),
        json.dumps({"roots": _SECRET, "current": "k1", "identity": _SECRET}).encode(),
        json.dumps({"roots": {"k1": _SECRET}, "current": "k1", "identity": _SECRET}).encode(),
        json.dumps({"roots": {}, "current": "k1", "identity": _SECRET}).encode(),
        json.dumps(
            {
                "roots": {"k1": {"secret": _SECRET, "created_at": _SECRET}},
                "current": "k1",
                "identity": _SECRET,
            }
        ).encode(),
        json.dumps({"roots": {"k1": {"secret": 7}}, "current": "k1", "identity": 7}).encode(),
    ],
)
def test_a_damaged_file_is_told_in_one_line_without_its_content(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "keyring.json"
    path.write_bytes(content)
    with pytest.raises(Misconfigured) as caught:
        KeyringFile(path).keyring()
    told = str(caught.value)
    assert "\n" not in told
    assert _SECRET not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    KeyringFile(path).create()
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 37):
        path.write_bytes(whole[:length])
        with pytest.raises(Misconfigured):
            KeyringFile(path).keyring()


@pytest.mark.parametrize(
    "change",
    [
        {"identity": ""},
        {"identity": "!!!!"},
        {"identity": "AAAA"},
        {"current": []},
        {"current": {}},
        {"current": "k2"},
    ],
)
def test_a_keyring_with_an_odd_part_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "keyring.json"
    KeyringFile(path).create()
    path.write_text(json.dumps({**_document(path), **change}))
    with pytest.raises(Misconfigured):
        KeyringFile(path).keyring()


@pytest.mark.parametrize("secret", ["", "AAAA", "!!!!"])
def test_a_root_key_of_another_length_is_refused(tmp_path: Path, secret: str) -> None:
    path = tmp_path / "keyring.json"
    KeyringFile(path).create()
    document = _document(path)
    document["roots"]["k1"]["secret"] = secret
    path.write_text(json.dumps(document))
    with pytest.raises(Misconfigured):
        KeyringFile(path).keyring()


def test_a_root_key_of_an_odd_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    KeyringFile(path).create()
    document = _document(path)
    document["roots"]["key-one"] = document["roots"]["k1"]
    path.write_text(json.dumps(document))
    with pytest.raises(Misconfigured):
        KeyringFile(path).keyring()


def test_the_settings_point_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    keyring_file(path, None).create()
    assert _document(path)["current"] == "k1"
