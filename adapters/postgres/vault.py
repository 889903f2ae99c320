"""Seals and opens columns, with a data key for each client."""

import secrets
import threading
import uuid
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cachetools import TTLCache
from sqlalchemy import event, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.keys.keyring import Keyring, open_sealed, seal
from adapters.postgres.tables import DataKey
from domain.failures import Undecipherable
from domain.ids import ClientId, MessageId, message_id

FIRM: Final = ClientId("firm")
"""The owner of what belongs to no client."""

_VERSION = b"\x01"
_ID_BYTES = 16
_AT_ONCE = 1000
_CACHED_SECONDS = 60
"""A destroyed key is forgotten by every process within a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenKey:
    id: str
    owner: str
    key: bytes = field(repr=False)


class Vault:
    """The sealing of columns.

    A sealed value is `version (1 byte) | data key id (16) | nonce (12) | ciphertext and tag`. Its
    associated data name the table, column and row, so a value copied elsewhere does not open.
    """

    def __init__(self, keyring: Callable[[], Keyring]) -> None:
        self._keyring = keyring
        self._lock = threading.Lock()
        self._cache: MutableMapping[str, _OpenKey] = TTLCache[str, _OpenKey](8192, _CACHED_SECONDS)

    def index(self, kind: str, value: str) -> bytes:
        """The blind index of a value."""
        return self._keyring().blind_index(kind, value)

    def message_id(self, wamid: str) -> MessageId:
        """The id that the edge gives a message of this wamid."""
        return message_id(self._keyring().pepper, wamid)

    def seal(self, session: Session, owner: ClientId, place: str, row: str, value: str) -> bytes:
        """Seal a value of `owner` for a place (`table.column`) and a row's id."""
        key = self._active_key(session, owner)
        sealed = seal(key.key, value.encode(), _associated(place, row))
        return _VERSION + bytes.fromhex(key.id) + sealed

    def open(self, session: Session, place: str, row: str, sealed: bytes) -> str:
        """Open a sealed value.

        Raises:
            Undecipherable: its key is destroyed, or the value was moved or altered.
        """
        if sealed[:1] != _VERSION or len(sealed) <= 1 + _ID_BYTES:
            raise Undecipherable(f"{place} of {row} is not a sealed value")
        key = self._key(session, sealed[1 : 1 + _ID_BYTES].hex())
        return open_sealed(key.key, sealed[1 + _ID_BYTES :], _associated(place, row)).decode()

    def prepare(self, session: Session, owners: Sequence[ClientId]) -> None:
        """Have the keys of many owners at hand, made where there are none: few statements."""
        for first in range(0, len(owners), _AT_ONCE):
            some = [
                each for each in owners[first : first + _AT_ONCE] if not self._known(session, each)
            ]
            missing = set(some) - self._found(session, some)
            if not missing:
                continue
            made: list[dict[str, object]] = []
            for owner in missing:
                root_key_id, wrapped = self._keyring().wrap(_new_key(), owner)
                made.append(
                    {
                        "id": uuid.uuid4().hex,
                        "owner": owner,
                        "root_key_id": root_key_id,
                        "wrapped": wrapped,
                    }
                )
            session.execute(
                insert(DataKey).on_conflict_do_nothing(
                    index_elements=[DataKey.owner], index_where=DataKey.retired_at.is_(None)
                ),
                made,
            )
            self._found(session, list(missing))

    def _found(self, session: Session, owners: Sequence[str]) -> set[str]:
        """Those of some owners who have a key, which is at hand from now on."""
        rows = session.scalars(
            select(DataKey).where(DataKey.owner.in_(owners), DataKey.retired_at.is_(None))
        ).all()
        return {self._remember(session, row).owner for row in rows}

    def _active_key(self, session: Session, owner: ClientId) -> _OpenKey:
        if known := self._known(session, owner):
            return known
        wanted = select(DataKey).where(DataKey.owner == owner, DataKey.retired_at.is_(None))
        row = session.scalar(wanted)
        if row is None:
            # Another transaction may make one at the same moment: the first to commit is used.
            key_id, data_key = uuid.uuid4().hex, _new_key()
            root_key_id, wrapped = self._keyring().wrap(data_key, owner)
            session.execute(
                insert(DataKey)
                .values(id=key_id, owner=owner, root_key_id=root_key_id, wrapped=wrapped)
                .on_conflict_do_nothing(
                    index_elements=[DataKey.owner], index_where=DataKey.retired_at.is_(None)
                )
            )
            row = session.scalars(wanted).one()
        return self._remember(session, row)

    def _key(self, session: Session, key_id: str) -> _OpenKey:
        if known := self._known(session, key_id):
            return known
        row = session.get(DataKey, key_id)
        if row is None:
            raise Undecipherable(f"data key {key_id} is gone")
        return self._remember(session, row)

    def _known(self, session: Session, name: str) -> _OpenKey | None:
        with self._lock:
            return _staged(session).get(name) or self._cache.get(name)

    def _remember(self, session: Session, row: DataKey) -> _OpenKey:
        data_key = self._keyring().unwrap(row.root_key_id, row.wrapped, row.owner)
        opened = _OpenKey(id=row.id, owner=row.owner, key=data_key)
        staged = _staged(session)
        if not staged:
            event.listen(session, "after_commit", self._keep, once=True)
        staged[opened.id] = opened
        if row.retired_at is None:
            staged[opened.owner] = opened
        return opened

    def _keep(self, session: Session) -> None:
        # Only now: a key made by a transaction that is rolled back never existed, and what
        # another transaction sealed with it could never be opened.
        with self._lock:
            self._cache.update(_staged(session))


def _staged(session: Session) -> dict[str, _OpenKey]:
    return session.info.setdefault("data_keys", {})


def _new_key() -> bytes:
    return secrets.token_bytes(32)


def _associated(place: str, row: str) -> bytes:
    return f"{place}\x00{row}".encode()
