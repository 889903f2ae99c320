"""The Graph API calls that came in, for tests to look at; the token is never among it."""

import json
import sqlite3
from typing import Final

from simulator.records import GraphCall
from simulator.storage.database import Database

_KEPT: Final = 10_000


def _call(row: sqlite3.Row) -> GraphCall:
    return GraphCall(
        id=row["id"],
        method=row["method"],
        path=row["path"],
        body=None if row["body"] is None else json.loads(row["body"]),
        status_code=row["status_code"],
        error_code=row["error_code"],
        fault=row["fault"],
        at=row["at"],
    )


class GraphCalls:
    """The table of calls; the newest ten thousand are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, *, method: str, path: str, body: dict[str, object] | None, at: float) -> int:
        """Note a call as it arrives; gives its id."""
        row = self._database.execute(
            "INSERT INTO graph_calls (method, path, body, at) VALUES (?, ?, ?, ?) RETURNING id",
            (method, path, None if body is None else json.dumps(body), at),
        ).fetchone()
        call_id = int(row[0])
        self._database.execute("DELETE FROM graph_calls WHERE id <= ?", (call_id - _KEPT,))
        return call_id

    def finish(
        self, call_id: int, *, status_code: int | None, error_code: int | None, fault: str | None
    ) -> None:
        """Note how a call was answered; no status code means that it never was."""
        self._database.execute(
            "UPDATE graph_calls SET status_code = ?, error_code = ?, fault = ? WHERE id = ?",
            (status_code, error_code, fault, call_id),
        )

    def all(self, *, limit: int = 1000) -> list[GraphCall]:
        """The newest `limit` calls, oldest of them first."""
        rows = self._database.execute(
            "SELECT * FROM (SELECT * FROM graph_calls ORDER BY id DESC LIMIT ?) ORDER BY id",
            (limit,),
        )
        return [_call(row) for row in rows]
