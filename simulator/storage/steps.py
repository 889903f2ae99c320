"""What is still to happen to the office's messages: sent, delivered, read, failed."""

from simulator.records import MessageStatus, Step
from simulator.storage.database import Database


class Steps:
    """The table of statuses to come; a step leaves it when it happens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(
        self, wamid: str, status: MessageStatus, *, due_at: float, error_code: int | None = None
    ) -> None:
        """Let a status happen at `due_at`, or earlier if it was planned earlier."""
        self._database.execute(
            "INSERT INTO steps (wamid, status, error_code, due_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (wamid, status) DO UPDATE SET due_at = min(due_at, excluded.due_at)",
            (wamid, status, error_code, due_at),
        )

    def take_due(self, *, now: float) -> list[Step]:
        """The steps whose time has come, earliest first; they are gone from the plan."""
        rows = self._database.execute(
            "DELETE FROM steps WHERE due_at <= ? RETURNING id, wamid, status, error_code, due_at",
            (now,),
        ).fetchall()
        rows.sort(key=lambda row: (row["due_at"], row["id"]))
        return [
            Step(
                id=row["id"],
                wamid=row["wamid"],
                status=row["status"],
                error_code=row["error_code"],
            )
            for row in rows
        ]

    def next_due(self) -> float | None:
        """When the next step is due."""
        row = self._database.execute("SELECT min(due_at) FROM steps").fetchone()
        return None if row[0] is None else float(row[0])
