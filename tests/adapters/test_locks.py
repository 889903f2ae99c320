"""Whoever speaks of the same name waits, and no webhook fills the server's table of locks."""

import random
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.locks import BUCKETS, lock_few, lock_indices
from tests.adapters.conftest import at_once, until_waiting

_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _names(count: int, *, seed: int) -> list[bytes]:
    chance = random.Random(seed)  # noqa: S311 - any names will do
    return [chance.randbytes(32) for _ in range(count)]


def _held(session: Session) -> int:
    return session.scalar(_HELD) or 0


def test_any_number_of_names_takes_a_bounded_number_of_locks(engine: Engine) -> None:
    with transaction(engine) as session:
        lock_indices(session, _names(20_000, seed=1))
        assert _held(session) == BUCKETS


def test_one_name_is_one_lock_however_often_it_is_given(engine: Engine) -> None:
    with transaction(engine) as session:
        lock_indices(session, _names(1, seed=1) * 9)
        assert _held(session) == 1


def test_a_name_in_two_lists_is_waited_for(engine: Engine) -> None:
    def lock(names: list[bytes]) -> None:
        with transaction(engine) as session:
            lock_indices(session, names)

    shared, *others = _names(500, seed=1)
    with ThreadPoolExecutor(1) as threads:
        with transaction(engine) as session:
            lock_indices(session, [shared])
            second = threads.submit(lock, [*others, shared])
            until_waiting(engine, 1)
        second.result()


def test_lists_in_any_order_never_lock_each_other_out(engine: Engine) -> None:
    names = _names(2_000, seed=1)

    def lock(turn: int) -> int:
        with transaction(engine) as session:
            lock_indices(session, random.Random(turn).sample(names, 1_000))  # noqa: S311
            return _held(session)

    # As many as a pool of connections has; a deadlock would be raised in one of them.
    assert all(0 < held <= BUCKETS for held in at_once(8, lock))


def test_a_handful_is_locked_apart_from_strangers(engine: Engine) -> None:
    with transaction(engine) as one, transaction(engine) as other:
        lock_indices(one, _names(20_000, seed=1))
        # Would wait for ever, were a bucket shared.
        for name in _names(50, seed=2):
            lock_few(other, [name])
        assert _held(other) == BUCKETS + 50
