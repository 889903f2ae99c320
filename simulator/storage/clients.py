"""The people who write to the office."""

import sqlite3
import time
from typing import Final

from simulator.identifiers import new_client_id, new_user_id
from simulator.records import Client
from simulator.storage.database import Database

# Numbers of zeros: nobody can have them.
_MADE_UP: Final = (
    ("Budi Santoso (contoh)", "6281200000001"),
    ("Siti Rahayu (contoh)", "6281200000002"),
    ("Made Wirawan (contoh)", "6281200000003"),
)


class ClientExists(Exception):
    """The number or the user id already belongs to a client."""


def _client(row: sqlite3.Row) -> Client:
    return Client(
        id=row["id"],
        name=row["name"],
        phone=row["phone"],
        user_id=row["user_id"],
        username=row["username"],
        hides_number=bool(row["hides_number"]),
        identity_key_hash=row["identity_key_hash"],
        window_until=row["window_until"],
        created_at=row["created_at"],
    )


class Clients:
    """The table of clients."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seed(self) -> None:
        """Add the made-up clients when there is nobody yet."""
        with self._database.transaction():
            if not self.all():
                for name, phone in _MADE_UP:
                    self.add(name=name, phone=phone)

    def add(
        self,
        *,
        name: str,
        phone: str,
        user_id: str | None = None,
        username: str | None = None,
        hides_number: bool = False,
        identity_key_hash: str | None = None,
    ) -> Client:
        """Add a client; `phone` is digits with the country code first.

        Raises:
            ClientExists: when the number or the user id is taken.
        """
        try:
            row = self._database.execute(
                "INSERT INTO clients (id, name, phone, user_id, username, hides_number,"
                " identity_key_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (
                    new_client_id(),
                    name,
                    phone,
                    user_id or new_user_id(phone),
                    username,
                    int(hides_number),
                    identity_key_hash,
                    time.time(),
                ),
            ).fetchone()
        except sqlite3.IntegrityError:
            raise ClientExists("a client with this number or user id exists") from None
        return _client(row)

    def all(self) -> list[Client]:
        """Everybody, oldest first."""
        rows = self._database.execute("SELECT * FROM clients ORDER BY created_at, rowid")
        return [_client(row) for row in rows]

    def get(self, client_id: str) -> Client | None:
        """The client of this id."""
        return self._one("id", client_id)

    def with_phone(self, phone: str) -> Client | None:
        """Whose number this is."""
        return self._one("phone", phone)

    def with_user_id(self, user_id: str) -> Client | None:
        """Whose business-scoped user id this is."""
        return self._one("user_id", user_id)

    def set_window(self, client_id: str, until: float) -> Client | None:
        """Let the customer service window end at `until`, Unix seconds."""
        row = self._database.execute(
            "UPDATE clients SET window_until = ? WHERE id = ? RETURNING *", (until, client_id)
        ).fetchone()
        return None if row is None else _client(row)

    def set_identity(self, client_id: str, identity_key_hash: str | None) -> Client | None:
        """Let the client have a new identity key, as after a new SIM card or phone."""
        row = self._database.execute(
            "UPDATE clients SET identity_key_hash = ? WHERE id = ? RETURNING *",
            (identity_key_hash, client_id),
        ).fetchone()
        return None if row is None else _client(row)

    def set_numbers(self, client_id: str, *, phone: str, user_id: str) -> Client | None:
        """Let the client have another number and business-scoped user id.

        Raises:
            ClientExists: when one of them is taken.
        """
        try:
            row = self._database.execute(
                "UPDATE clients SET phone = ?, user_id = ? WHERE id = ? RETURNING *",
                (phone, user_id, client_id),
            ).fetchone()
        except sqlite3.IntegrityError:
            raise ClientExists("a client with this number or user id exists") from None
        return None if row is None else _client(row)

    def _one(self, column: str, value: str) -> Client | None:
        row = self._database.execute(
            f"SELECT * FROM clients WHERE {column} = ?",  # noqa: S608 - the column is ours
            (value,),
        ).fetchone()
        return None if row is None else _client(row)
