"""Clients' data keys as a whole: counted, and wrapped anew after a rotation."""

import time
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine, func, select, text

from adapters.keys.keyring import Keyring
from adapters.postgres.engine import transaction
from adapters.postgres.tables import DataKey
from domain.failures import Unavailable

_AT_ONCE: Final = 200
_A_MOMENT: Final = 0.5
"""Seconds."""


def count_by_root_key(engine: Engine) -> dict[str, int]:
    """How many data keys each root key wraps."""
    with transaction(engine) as session:
        rows = session.execute(
            select(DataKey.root_key_id, func.count()).group_by(DataKey.root_key_id)
        )
        return {key_id: count for key_id, count in rows}  # noqa: C416 -- dict() takes no rows


def not_wrapped_by(engine: Engine, root_key_id: str) -> int:
    """How many data keys another root key wraps."""
    return sum(
        count for key_id, count in count_by_root_key(engine).items() if key_id != root_key_id
    )


def rewrap_some(engine: Engine, keyring: Keyring) -> int:
    """Wrap some data keys with the current root key; gives how many, 0 when none is left.

    Safe to break off and to run twice. The data keys themselves, and all that they sealed, stay
    as they are, so the system can read and write meanwhile.
    """
    with transaction(engine) as session:
        rows = session.scalars(
            select(DataKey)
            .where(DataKey.root_key_id != keyring.current)
            .limit(_AT_ONCE)
            .with_for_update()
        ).all()
        for row in rows:
            data_key = keyring.unwrap(row.root_key_id, row.wrapped, row.owner)
            row.root_key_id, row.wrapped = keyring.wrap(data_key, row.owner)
        return len(rows)


def let_older_transactions_end(engine: Engine, patience: timedelta) -> None:
    """Wait until every transaction that writes now has ended.

    One that took its root key from the keyring before a rotation may still be about to commit.

    Raises:
        Unavailable: one of them went on for longer than that.
    """
    latest = time.monotonic() + patience.total_seconds()
    # What reads the keyring writes within the same moment: then it has a number and is seen.
    time.sleep(_A_MOMENT)
    with transaction(engine) as session:
        ours = session.scalar(text("SELECT pg_current_xact_id()::text::bigint"))
    while time.monotonic() < latest:
        with transaction(engine) as session:
            oldest = session.scalar(
                text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            )
        if oldest is not None and ours is not None and oldest >= ours:
            return
        time.sleep(_A_MOMENT)
    raise Unavailable("a transaction from before the rotation goes on; run `keys rotate` again")
