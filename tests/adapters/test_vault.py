"""Sealed columns: they open where they were sealed, with the owner's key, and nowhere else."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, func, select, text, update

from adapters.keys.keyring import Keyring
from adapters.postgres import data_keys
from adapters.postgres.engine import transaction
from adapters.postgres.tables import DataKey
from adapters.postgres.vault import FIRM, Vault
from domain.failures import Misconfigured, Unavailable, Undecipherable
from domain.ids import ClientId
from tests.adapters.conftest import at_once

_ANN = ClientId("a" * 32)
_BEN = ClientId("b" * 32)
_PLACE = "messages.body"
_ROW = "1" * 32


def _sealed(engine: Engine, vault: Vault, value: str = "rahasia", owner: ClientId = _ANN) -> bytes:
    with transaction(engine) as session:
        return vault.seal(session, owner, _PLACE, _ROW, value)


def _opened(engine: Engine, vault: Vault, sealed: bytes, place: str = _PLACE) -> str:
    with transaction(engine) as session:
        return vault.open(session, place, _ROW, sealed)


class _BrokenOff(Exception):
    pass


def _seal_and_break_off(
    engine: Engine, vault: Vault, before_the_end: Callable[[], object] = lambda: None
) -> None:
    with transaction(engine) as session:
        vault.seal(session, _ANN, _PLACE, _ROW, "lost")
        before_the_end()
        raise _BrokenOff


def _keys(engine: Engine) -> int:
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(DataKey)) or 0


def test_a_sealed_value_opens_in_every_process(engine: Engine, keyring: Keyring) -> None:
    sealed = _sealed(engine, Vault(lambda: keyring), "Budi \u0000 \u05e9")
    assert b"Budi" not in sealed
    assert _opened(engine, Vault(lambda: keyring), sealed) == "Budi \u0000 \u05e9"


def test_each_owner_has_one_data_key(engine: Engine, vault: Vault) -> None:
    first, second = _sealed(engine, vault), _sealed(engine, vault)
    assert first[1:17] == second[1:17]
    assert first != second
    assert _sealed(engine, vault, owner=_BEN)[1:17] != first[1:17]
    assert _sealed(engine, vault, owner=FIRM)[1:17] != first[1:17]
    assert _keys(engine) == 3


@pytest.mark.parametrize("place", ["messages.raw", "clients.body", "messages"])
def test_a_value_moved_to_another_column_or_table_does_not_open(
    engine: Engine, vault: Vault, place: str
) -> None:
    with pytest.raises(Undecipherable):
        _opened(engine, vault, _sealed(engine, vault), place)


def test_a_value_moved_to_another_row_does_not_open(engine: Engine, vault: Vault) -> None:
    sealed = _sealed(engine, vault)
    with pytest.raises(Undecipherable), transaction(engine) as session:
        vault.open(session, _PLACE, "2" * 32, sealed)


def test_a_value_given_another_clients_key_does_not_open(engine: Engine, vault: Vault) -> None:
    ours, theirs = _sealed(engine, vault), _sealed(engine, vault, owner=_BEN)
    with pytest.raises(Undecipherable):
        _opened(engine, vault, theirs[:17] + ours[17:])


def test_an_altered_value_does_not_open(engine: Engine, vault: Vault) -> None:
    sealed = _sealed(engine, vault)
    for at in (0, 1, 17, 29, len(sealed) - 1):
        altered = bytearray(sealed)
        altered[at] ^= 1
        with pytest.raises(Undecipherable):
            _opened(engine, vault, bytes(altered))


@pytest.mark.parametrize("value", [b"", b"\x01", b"plain text", b"\x01" + b"x" * 16])
def test_what_was_never_sealed_does_not_open(engine: Engine, vault: Vault, value: bytes) -> None:
    with pytest.raises(Undecipherable):
        _opened(engine, vault, value)


def test_a_client_whose_data_key_is_destroyed_is_unreadable(
    engine: Engine, keyring: Keyring, vault: Vault
) -> None:
    ours, theirs = _sealed(engine, vault), _sealed(engine, vault, owner=_BEN)
    with transaction(engine) as session:
        session.execute(delete(DataKey).where(DataKey.owner == _ANN))
    fresh = Vault(lambda: keyring)
    with pytest.raises(Undecipherable):
        _opened(engine, fresh, ours)
    assert _opened(engine, fresh, theirs) == "rahasia"


def test_a_data_key_given_to_another_owner_does_not_open(
    engine: Engine, keyring: Keyring, vault: Vault
) -> None:
    sealed = _sealed(engine, vault)
    with transaction(engine) as session:
        session.execute(update(DataKey).values(owner=_BEN))
    with pytest.raises(Undecipherable):
        _opened(engine, Vault(lambda: keyring), sealed)


def test_a_key_of_a_transaction_that_was_rolled_back_is_never_used(
    engine: Engine, keyring: Keyring, vault: Vault
) -> None:
    with pytest.raises(_BrokenOff):
        _seal_and_break_off(engine, vault)
    assert _keys(engine) == 0
    sealed = _sealed(engine, vault, "kept")
    assert _opened(engine, Vault(lambda: keyring), sealed) == "kept"


def test_a_value_opens_within_the_transaction_that_sealed_it(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        sealed = vault.seal(session, _ANN, _PLACE, _ROW, "now")
        assert vault.open(session, _PLACE, _ROW, sealed) == "now"


def test_two_processes_that_meet_a_new_owner_at_once_use_one_key(
    engine: Engine, keyring: Keyring
) -> None:
    ready = threading.Barrier(8)

    def meet(number: int) -> bytes:
        vault = Vault(lambda: keyring)
        with transaction(engine) as session:
            ready.wait()
            return vault.seal(session, _ANN, _PLACE, _ROW, f"{number}")

    sealed = at_once(8, meet)
    assert _keys(engine) == 1
    fresh = Vault(lambda: keyring)
    assert [_opened(engine, fresh, each) for each in sealed] == [f"{n}" for n in range(8)]


def test_a_new_owner_of_two_transactions_survives_the_first_ones_roll_back(
    engine: Engine, keyring: Keyring
) -> None:
    first, second = Vault(lambda: keyring), Vault(lambda: keyring)
    made, given_up = threading.Event(), threading.Event()

    def second_one() -> bytes:
        made.wait()
        return _sealed(engine, second, "second")

    def first_one() -> bytes:
        with pytest.raises(_BrokenOff):
            _seal_and_break_off(engine, first, lambda: (made.set(), given_up.wait(0.2)))
        return _sealed(engine, first, "first again")

    sealed = at_once(2, lambda number: second_one() if number else first_one())
    fresh = Vault(lambda: keyring)
    assert [_opened(engine, fresh, each) for each in sealed] == ["first again", "second"]
    assert _keys(engine) == 1


def test_rewrapping_moves_data_keys_to_the_current_root_key(
    engine: Engine, keyring: Keyring, vault: Vault
) -> None:
    sealed = [_sealed(engine, vault, owner=ClientId(f"{n:032x}")) for n in range(5)]
    rotated = keyring.rotated()
    assert data_keys.count_by_root_key(engine) == {"k1": 5}
    assert data_keys.not_wrapped_by(engine, "k2") == 5
    assert data_keys.rewrap_some(engine, rotated) == 5
    assert data_keys.rewrap_some(engine, rotated) == 0
    assert data_keys.count_by_root_key(engine) == {"k2": 5}
    fresh = Vault(lambda: rotated)
    assert {_opened(engine, fresh, each) for each in sealed} == {"rahasia"}


def test_rewrapping_needs_the_older_root_key(engine: Engine, vault: Vault) -> None:
    _sealed(engine, vault)
    stranger = Keyring.generate().rotated()
    only_new = Keyring(roots={"k2": stranger.roots["k2"]}, current="k2", identity=stranger.identity)
    with pytest.raises(Misconfigured):
        data_keys.rewrap_some(engine, only_new)
    assert data_keys.count_by_root_key(engine) == {"k1": 1}


def test_others_read_and_write_while_data_keys_are_rewrapped(
    engine: Engine, keyring: Keyring
) -> None:
    current = {"keyring": keyring}
    owners = [ClientId(f"{number:032x}") for number in range(30)]
    start = Vault(lambda: current["keyring"])
    before = [_sealed(engine, start, owner=owner) for owner in owners]

    def work(number: int) -> list[bytes]:
        if number == 0:
            current["keyring"] = keyring.rotated()
            while data_keys.rewrap_some(engine, current["keyring"]):
                pass
            return []
        vault = Vault(lambda: current["keyring"])
        for each in before:
            assert _opened(engine, vault, each) == "rahasia"
        new = [ClientId(f"{number}{n:031x}") for n in range(5)]
        return [_sealed(engine, vault, owner=owner) for owner in [*owners[:5], *new]]

    written = [sealed for each in at_once(5, work) for sealed in each]
    data_keys.rewrap_some(engine, current["keyring"])
    fresh = Vault(lambda: current["keyring"])
    assert {_opened(engine, fresh, each) for each in [*before, *written]} == {"rahasia"}
    assert data_keys.not_wrapped_by(engine, "k2") == 0


def test_a_rotation_waits_for_whoever_may_still_add_a_key(engine: Engine) -> None:
    with engine.connect() as other:
        other.execute(text("INSERT INTO clients (id) VALUES (:id)"), {"id": "c" * 32})
        with pytest.raises(Unavailable):
            data_keys.let_older_transactions_end(engine, timedelta(seconds=1))
        other.commit()
    data_keys.let_older_transactions_end(engine, timedelta(seconds=30))
