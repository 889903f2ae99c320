"""Locks on names that may have no row yet: whoever else speaks of one waits until we have ended."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def lock_indices(session: Session, indices: Iterable[bytes]) -> None:
    """Lock what these blind indexes stand for until the transaction ends; in one order for all."""
    keys = sorted({int.from_bytes(index[:8], signed=True) for index in indices})
    ordered = select(func.unnest(cast(keys, ARRAY(BigInteger))).label("key")).order_by("key")
    session.execute(select(func.pg_advisory_xact_lock(ordered.subquery().c.key)))
