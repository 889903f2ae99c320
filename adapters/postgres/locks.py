"""Locks on names that may have no row yet: whoever else speaks of one waits until we have ended."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Integer, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

BUCKETS: Final = 1024
"""The server has room for some 12,800 locks of everybody together, and a webhook can name a
thousand messages: names share buckets, so that no number of webhooks fills it."""

_NAMES: Final = 1
"""Apart from all locks with one key, the migrations' and those of `lock_few`."""


def lock_indices(session: Session, indices: Iterable[bytes]) -> None:
    """Lock what these blind indexes stand for until the transaction ends; in one order for all.

    Any number of them, once a transaction: a second call would come out of order.
    """
    buckets = sorted({int.from_bytes(index[:8]) % BUCKETS for index in indices})
    ordered = select(func.unnest(cast(buckets, ARRAY(Integer))).label("bucket")).order_by("bucket")
    session.execute(select(func.pg_advisory_xact_lock(_NAMES, ordered.subquery().c.bucket)))


def lock_few(session: Session, indices: Iterable[bytes]) -> None:
    """The same for a handful, each with a lock of its own.

    One transaction may do so several times: only those who name the same wait, so that strangers
    do not lock each other out across two calls.
    """
    keys = sorted({int.from_bytes(index[:8], signed=True) for index in indices})
    ordered = select(func.unnest(cast(keys, ARRAY(BigInteger))).label("key")).order_by("key")
    session.execute(select(func.pg_advisory_xact_lock(ordered.subquery().c.key)))
