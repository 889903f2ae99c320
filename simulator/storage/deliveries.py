"""Webhook deliveries: what is owed, what was tried, how it ended."""

import sqlite3
from typing import Final

from simulator.records import Delivery, NewDelivery, Outgoing
from simulator.storage.database import Database

# Meta keeps trying for seven days, then drops the webhook for good.
KEPT_TRYING: Final = 7 * 24 * 3600.0

_SHOWN: Final = (
    "id, kind, wamid, status, state, attempts, last_status_code, last_error, due_at, expires_at,"
    " created_at, finished_at"
)


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        id=row["id"],
        kind=row["kind"],
        wamid=row["wamid"],
        status=row["status"],
        state=row["state"],
        attempts=row["attempts"],
        last_status_code=row["last_status_code"],
        last_error=row["last_error"],
        due_at=row["due_at"],
        expires_at=row["expires_at"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
    )


def _outgoing(row: sqlite3.Row) -> Outgoing:
    return Outgoing(
        id=row["id"],
        kind=row["kind"],
        body=row["body"],
        signature=row["signature"],
        retry=bool(row["retry"]),
    )


class Deliveries:
    """The table of webhook deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewDelivery, *, now: float) -> Outgoing:
        """Note one POST that is owed."""
        row = self._database.execute(
            "INSERT INTO deliveries (kind, wamid, status, body, signature, retry, state, due_at,"
            " expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (
                new.kind,
                new.wamid,
                new.status,
                new.body,
                new.signature,
                int(new.retry),
                new.state,
                new.due_at,
                new.expires_at,
                now,
            ),
        ).fetchone()
        return _outgoing(row)

    def take_due(self, *, now: float, limit: int) -> list[Outgoing]:
        """Up to `limit` deliveries whose time has come, marked as being sent."""
        rows = self._database.execute(
            "UPDATE deliveries SET state = 'sending' WHERE id IN (SELECT id FROM deliveries"
            " WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT ?) RETURNING *",
            (now, limit),
        ).fetchall()
        return sorted((_outgoing(row) for row in rows), key=lambda outgoing: outgoing.id)

    def next_due(self) -> float | None:
        """When the next pending delivery is due."""
        row = self._database.execute(
            "SELECT min(due_at) FROM deliveries WHERE state = 'pending'"
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def note_attempt(
        self, delivery_id: int, *, status_code: int | None, error: str | None
    ) -> Delivery | None:
        """Count an attempt and its answer; None when the delivery was forgotten meanwhile."""
        row = self._database.execute(
            "UPDATE deliveries SET attempts = attempts + 1, last_status_code = ?, last_error = ?"  # noqa: S608 - the columns are ours
            f" WHERE id = ? RETURNING {_SHOWN}",
            (status_code, error, delivery_id),
        ).fetchone()
        return None if row is None else _delivery(row)

    def try_again(self, delivery_id: int, *, due_at: float) -> None:
        """Owe the delivery again, from `due_at` on."""
        self._database.execute(
            "UPDATE deliveries SET state = 'pending', due_at = ? WHERE id = ?",
            (due_at, delivery_id),
        )

    def finish(self, delivery_id: int, *, delivered: bool, now: float) -> None:
        """Close a delivery: acknowledged, or dropped."""
        self._database.execute(
            "UPDATE deliveries SET state = ?, finished_at = ? WHERE id = ?",
            ("delivered" if delivered else "dropped", now, delivery_id),
        )

    def resume(self) -> int:
        """After a restart: what was on the way is owed again, since nobody knows if it arrived."""
        return self._database.execute(
            "UPDATE deliveries SET state = 'pending' WHERE state = 'sending'"
        ).rowcount

    def rescale(self, *, now: float, factor: float) -> None:
        """Bring every pending delivery nearer (factor < 1) or further, when the clock changes."""
        self._database.execute(
            "UPDATE deliveries SET due_at = ? + (due_at - ?) * ?,"
            " expires_at = ? + (expires_at - ?) * ? WHERE state IN ('pending', 'sending')",
            (now, now, factor, now, now, factor),
        )

    def prune(self, *, before: float) -> int:
        """Forget deliveries that ended before this moment."""
        return self._database.execute(
            "DELETE FROM deliveries WHERE finished_at < ?", (before,)
        ).rowcount

    def all(self, *, wamid: str | None = None, limit: int = 1000) -> list[Delivery]:
        """The newest `limit` deliveries, oldest of them first."""
        rows = self._database.execute(
            f"SELECT * FROM (SELECT {_SHOWN} FROM deliveries WHERE ? IS NULL OR wamid = ?"  # noqa: S608 - the columns are ours
            " ORDER BY id DESC LIMIT ?) ORDER BY id",
            (wamid, wamid, limit),
        )
        return [_delivery(row) for row in rows]

    def body(self, delivery_id: int) -> bytes | None:
        """What a delivery puts on the wire."""
        row = self._database.execute(
            "SELECT body FROM deliveries WHERE id = ?", (delivery_id,)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def counts(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        rows = self._database.execute("SELECT state, count(*) FROM deliveries GROUP BY state")
        return {str(row[0]): int(row[1]) for row in rows}
