"""The SQLite file, its schema, and one writer to it."""

import contextlib
import fcntl
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Final

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL UNIQUE,
    username TEXT,
    hides_number INTEGER NOT NULL DEFAULT 0,
    identity_key_hash TEXT,
    window_until REAL NOT NULL DEFAULT 0,
    created_at REAL NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    number INTEGER NOT NULL,
    wamid TEXT NOT NULL UNIQUE,
    client_id TEXT REFERENCES clients (id),
    sender TEXT NOT NULL,
    type TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT,
    context_id TEXT,
    recipient TEXT,
    recipient_phone TEXT,
    recipient_user_id TEXT,
    biz_opaque_callback_data TEXT,
    status TEXT NOT NULL,
    confirmed_status TEXT,
    error_code INTEGER,
    seen INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    beside TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_client ON messages (client_id, number);

CREATE TABLE IF NOT EXISTS steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    wamid TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    due_at REAL NOT NULL,
    UNIQUE (wamid, status)
) STRICT;
CREATE INDEX IF NOT EXISTS steps_by_time ON steps (due_at);

CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    wamid TEXT,
    status TEXT,
    body BLOB NOT NULL,
    signature TEXT,
    retry INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_status_code INTEGER,
    last_error TEXT,
    due_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    created_at REAL NOT NULL,
    finished_at REAL
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_by_time ON deliveries (state, due_at);

CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY,
    mime_type TEXT NOT NULL,
    sha256_hex TEXT NOT NULL,
    size INTEGER NOT NULL,
    filename TEXT,
    created_at REAL NOT NULL,
    uploaded INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    category TEXT NOT NULL,
    status TEXT NOT NULL,
    parameter_format TEXT NOT NULL,
    components TEXT NOT NULL,
    UNIQUE (name, language)
) STRICT;

CREATE TABLE IF NOT EXISTS graph_calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT,
    status_code INTEGER,
    error_code INTEGER,
    fault TEXT,
    at REAL NOT NULL
) STRICT;
"""

# Columns that a file of an earlier version lacks, by table.
_LATER: Final = {"messages": {"beside": "TEXT NOT NULL DEFAULT '{}'"}}


class DataFolderBusy(Exception):
    """Another simulator already writes to this folder."""


class Database:
    """One connection, used from the event loop's thread only.

    Every statement touches a few rows and takes microseconds, so it runs on the loop: one thread
    is one writer, and there is nothing to lock. WAL lets others read the file meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "simulator.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise DataFolderBusy(f"another simulator is using {folder}") from None
        self._connection = sqlite3.connect(folder / "simulator.db", isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        # Survives a killed process; only a killed machine may lose the last moments.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)
        self._add_later_columns()

    def _add_later_columns(self) -> None:
        for table, columns in _LATER.items():
            there = {row["name"] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            for name, kind in columns.items():
                if name not in there:
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Run one statement with positional values."""
        return self._connection.execute(statement, values)

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; an inner transaction joins the outer one."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def forget_everything(self) -> None:
        """Empty every table; ids are not given twice."""
        with self.transaction():
            for table in (
                "steps",
                "deliveries",
                "graph_calls",
                "media",
                "templates",
                "messages",
                "clients",
            ):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names are ours

    def close(self) -> None:
        """Close the file and let another simulator have it."""
        self._connection.close()
        self._lock.close()
