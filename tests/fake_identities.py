"""Clients' identities in memory, by the same rules of `domain/identities.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from domain.identities import IdentityBook, IdentityKind, KnownIdentity, Named
from domain.ids import ClientId
from domain.messages import Sender
from domain.phones import same_number


@dataclass(slots=True, kw_only=True, eq=False)
class FakeIdentity:
    """A row of `identities`."""

    known: KnownIdentity
    value: str
    verified: bool = False

    @property
    def client_id(self) -> ClientId:
        return self.known.client_id

    @property
    def kind(self) -> str:
        return str(self.known.kind)

    @property
    def valid_to(self) -> datetime | None:
        return self.known.valid_to


@dataclass(slots=True, kw_only=True)
class FakeIdentities:
    """The tables `clients` and `identities`; `on_doubt` flags a client's conversations."""

    new_id: Callable[[], str]
    clock: Callable[[], datetime]
    on_doubt: Callable[[ClientId], None]
    rows: list[FakeIdentity] = field(default_factory=list[FakeIdentity])
    names: dict[ClientId, str] = field(default_factory=dict[ClientId, str])
    changed_at: dict[ClientId, datetime] = field(default_factory=dict[ClientId, datetime])

    def recognise(
        self, sender: Sender, otherwise: str, at: datetime, *, only_look: bool = False
    ) -> FakeIdentity:
        """Find who wrote, or make them; link what is new."""
        book = self._book(at)
        named = (sender.phone, sender.user_id, sender.parent_user_id)
        known = book.recognise(
            Named(
                phone=_name(IdentityKind.PHONE, sender.phone),
                user_id=_name(IdentityKind.USER_ID, sender.user_id),
                parent_user_id=_name(IdentityKind.PARENT_USER_ID, sender.parent_user_id),
                otherwise=None if any(named) else otherwise.encode(),
                key=sender.key_hash.encode() if sender.key_hash else None,
            ),
            only_look=only_look,
        )
        values = {_name(IdentityKind.PHONE, sender.phone): sender.phone}
        self._write(book, {name: value for name, value in values.items() if name and value})
        if sender.username and not only_look:
            self._username(known.client_id, sender.username, at)
        if sender.profile_name:
            self.names.setdefault(known.client_id, sender.profile_name)
        return next(row for row in self.rows if row.known is known)

    def change_phone(
        self, client: ClientId, previous: str | None, current: str, at: datetime
    ) -> None:
        """Follow a client from one number to the next."""
        book = self._book(at)
        name = same_number(current).encode()
        book.change_phone(client, _name(IdentityKind.PHONE, previous), name)
        self._write(book, {name: current})

    def change_user_id(
        self, previous: str, current: str, phone: str | None, at: datetime
    ) -> ClientId | None:
        """Follow a client from one user id to the next."""
        book = self._book(at)
        client = book.change_user_id(
            previous.encode(), current.encode(), _name(IdentityKind.PHONE, phone)
        )
        self._write(book, {})
        return client

    def doubt(self, client: ClientId) -> None:
        """Note that somebody else may be writing."""
        self.changed_at[client] = self.clock()
        for row in self.rows:
            if row.client_id == client:
                row.verified = False
        self.on_doubt(client)

    def _book(self, at: datetime) -> IdentityBook:
        return IdentityBook(
            rows=[row.known for row in self.rows],
            at=at,
            new_id=self.new_id,
            new_client=lambda: ClientId(self.new_id()),
        )

    def _write(self, book: IdentityBook, values: dict[bytes, str]) -> None:
        there = {row.known.id for row in self.rows}
        self.rows += [
            FakeIdentity(known=known, value=values.get(known.name, known.name.decode()))
            for known in book.rows
            if known.id not in there
        ]
        for client in book.doubted:
            self.doubt(client)

    def _username(self, client: ClientId, username: str, at: datetime) -> None:
        name, kind = username.encode(), IdentityKind.USERNAME
        held = [row.known for row in self.rows if row.kind == kind and row.valid_to is None]
        mine = [row for row in held if row.client_id == client]
        if any(row.name == name for row in mine):
            return
        for row in (*mine, *(row for row in held if row.name == name)):
            row.valid_to = at
        known = KnownIdentity(
            id=self.new_id(), client_id=client, kind=kind, name=name, valid_from=at
        )
        self.rows.append(FakeIdentity(known=known, value=username))


def _name(kind: IdentityKind, value: str | None) -> bytes | None:
    if not value:
        return None
    return (same_number(value) if kind is IdentityKind.PHONE else value).encode()
