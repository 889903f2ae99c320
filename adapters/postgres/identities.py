"""Clients' identities: read into a `domain.identities.IdentityBook`, and written back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import flags
from adapters.postgres.locks import lock_few
from adapters.postgres.tables import Client, Conversation, Identity
from adapters.postgres.vault import Vault
from domain.clients import name_form
from domain.identities import IdentityBook, IdentityKind, KnownIdentity, Named
from domain.ids import ClientId, ConversationId
from domain.messages import Sender
from domain.phones import same_number
from domain.routing import Reason

_Name = tuple[IdentityKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Whose message it is, and the identity that wrote."""

    client_id: ClientId
    identity_id: str


def recognise(
    session: Session,
    vault: Vault,
    sender: Sender,
    *,
    otherwise: str,
    at: datetime,
    only_look: bool = False,
) -> Recognised:
    """Find the client who wrote at a moment, or make one; link what is new about them.

    `otherwise` stands for a sender whom Meta did not name. Two at once wait for each other.
    """
    given = [
        (IdentityKind.PHONE, sender.phone),
        (IdentityKind.USER_ID, sender.user_id),
        (IdentityKind.PARENT_USER_ID, sender.parent_user_id),
    ]
    names = [(kind, value) for kind, value in given if value]
    unnamed = None if names else otherwise
    ledger = _Ledger(
        session, vault, [*names, *([(IdentityKind.UNNAMED, unnamed)] if unnamed else [])], at
    )
    writer = ledger.book.recognise(
        Named(
            phone=ledger.find(IdentityKind.PHONE, sender.phone),
            user_id=ledger.find(IdentityKind.USER_ID, sender.user_id),
            parent_user_id=ledger.find(IdentityKind.PARENT_USER_ID, sender.parent_user_id),
            otherwise=ledger.find(IdentityKind.UNNAMED, unnamed),
            key=vault.index("identity_key", sender.key_hash) if sender.key_hash else None,
        ),
        only_look=only_look,
    )
    ledger.write()
    if sender.username and not only_look:
        _username(session, vault, writer.client_id, sender.username, at)
    if sender.profile_name:
        _name(session, vault, writer.client_id, sender.profile_name)
    return Recognised(client_id=writer.client_id, identity_id=writer.id)


def change_phone(
    session: Session,
    vault: Vault,
    client_id: ClientId,
    *,
    previous: str | None,
    current: str,
    at: datetime,
) -> None:
    """Follow a client from one number to the next."""
    kind = IdentityKind.PHONE
    ledger = _Ledger(
        session, vault, [(kind, current), *([(kind, previous)] if previous else [])], at
    )
    ledger.book.change_phone(client_id, ledger.find(kind, previous), ledger.name(kind, current))
    ledger.write()


def change_user_id(
    session: Session, vault: Vault, *, previous: str, current: str, phone: str | None, at: datetime
) -> ClientId | None:
    """Follow a client from one user id to the next; None where neither is anybody's yet.

    Source: Meta's webhook field `user_id_update`.
    """
    user, number = IdentityKind.USER_ID, IdentityKind.PHONE
    named = [(user, previous), (user, current), *([(number, phone)] if phone else [])]
    ledger = _Ledger(session, vault, named, at)
    client_id = ledger.book.change_user_id(
        ledger.name(user, previous), ledger.name(user, current), ledger.find(number, phone)
    )
    ledger.write()
    return client_id


def doubt(session: Session, client_id: ClientId) -> None:
    """Note that somebody else may be writing: nothing is verified any more, a lawyer must look."""
    session.execute(
        update(Client)
        .where(Client.id == client_id)
        # The latest moment: a lawyer verifies what they have seen, and no more.
        .values(identity_changed_at=func.clock_timestamp())
    )
    session.execute(
        update(Identity)
        .where(Identity.client_id == client_id)
        .values(verified=False, verified_at=None, verified_by=None)
    )
    conversations = session.scalars(
        select(Conversation.id).where(Conversation.client_id == client_id).order_by(Conversation.id)
    )
    for conversation in conversations.all():
        flags.raise_flag(session, ConversationId(conversation), [Reason.IDENTITY_CHANGED])


class _Ledger:
    """The rows behind a book. Whoever else names one of the same identities waits."""

    def __init__(
        self, session: Session, vault: Vault, named: Sequence[_Name], at: datetime
    ) -> None:
        self._session = session
        self._vault = vault
        self._indices = {name: self._index(*name) for name in named}
        self._values = {(kind, self._indices[kind, value]): value for kind, value in named}
        lock_few(session, self._indices.values())
        self._rows = {row.id: row for row in self._read()}
        self.book = IdentityBook(
            rows=[_known(row) for row in self._rows.values()],
            at=at,
            new_id=lambda: uuid.uuid4().hex,
            new_client=self._new_client,
        )

    def name(self, kind: IdentityKind, value: str) -> bytes:
        """The name of one of the identities in the book."""
        return self._indices[kind, value]

    def find(self, kind: IdentityKind, value: str | None) -> bytes | None:
        """The same where there may be none."""
        return self.name(kind, value) if value else None

    def write(self) -> None:
        """Write down what the book says now."""
        known = {each.id: each for each in self.book.rows}
        for row in self._rows.values():
            row.valid_to = known[row.id].valid_to
            row.key_index, row.key_seen_at = known[row.id].key, known[row.id].key_seen_at
        # What has ended makes room for what is new, and numbers are there before they are named.
        self._session.flush()
        new = [each for each in self.book.rows if each.id not in self._rows]
        for each in sorted(new, key=lambda each: each.kind is not IdentityKind.PHONE):
            self._session.add(self._made(each))
            self._session.flush()
        for row in self._rows.values():
            row.phone_id = known[row.id].phone_id
        self._session.flush()
        for client_id in self.book.doubted:
            doubt(self._session, client_id)

    def _index(self, kind: IdentityKind, value: str) -> bytes:
        shown = same_number(value) if kind is IdentityKind.PHONE else value
        return self._vault.index(kind, shown)

    def _read(self) -> Sequence[Identity]:
        named = tuple_(Identity.kind, Identity.index).in_(list(self._values))
        first = self._session.scalars(select(Identity).where(named)).all()
        ids = [row.id for row in first]
        numbers = [row.phone_id for row in first if row.phone_id]
        beside = self._session.scalars(
            select(Identity).where(
                or_(Identity.phone_id.in_(ids), Identity.id.in_(numbers)), Identity.id.not_in(ids)
            )
        ).all()
        return [*first, *beside]

    def _made(self, known: KnownIdentity) -> Identity:
        value = self._values[known.kind, known.name]
        return Identity(
            id=known.id,
            client_id=known.client_id,
            kind=known.kind,
            index=known.name,
            value=self._vault.seal(
                self._session, known.client_id, "identities.value", known.id, value
            ),
            valid_from=known.valid_from,
            phone_id=known.phone_id,
            key_index=known.key,
            key_seen_at=known.key_seen_at,
        )

    def _new_client(self) -> ClientId:
        client_id = ClientId(uuid.uuid4().hex)
        self._session.execute(insert(Client).values(id=client_id))
        return client_id


def _known(row: Identity) -> KnownIdentity:
    return KnownIdentity(
        id=row.id,
        client_id=ClientId(row.client_id),
        kind=IdentityKind(row.kind),
        name=row.index,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        phone_id=row.phone_id,
        key=row.key_index,
        key_seen_at=row.key_seen_at,
    )


def _username(
    session: Session, vault: Vault, client_id: ClientId, username: str, at: datetime
) -> None:
    """A client's username; whoever had it before has it no more."""
    kind, index = IdentityKind.USERNAME, vault.index(IdentityKind.USERNAME, username)
    lock_few(session, [index])
    rows = session.scalars(
        select(Identity).where(
            Identity.kind == kind,
            or_(Identity.index == index, Identity.client_id == client_id),
            Identity.valid_to.is_(None),
        )
    ).all()
    if any(row.index == index and row.client_id == client_id for row in rows):
        return
    for row in rows:
        row.valid_to = at
    session.flush()
    row_id = uuid.uuid4().hex
    sealed = vault.seal(session, client_id, "identities.value", row_id, username)
    session.add(
        Identity(
            id=row_id, client_id=client_id, kind=kind, index=index, value=sealed, valid_from=at
        )
    )
    session.flush()


def _name(session: Session, vault: Vault, client_id: ClientId, name: str) -> None:
    sealed = vault.seal(session, client_id, "clients.name", client_id, name)
    session.execute(
        update(Client)
        .where(Client.id == client_id, Client.name.is_(None))
        .values(name=sealed, name_index=vault.index("client_name", name_form(name)))
    )
