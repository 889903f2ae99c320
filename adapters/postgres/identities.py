"""Who a client is to WhatsApp: numbers, user ids and usernames, and what it means when they change.

A user id belongs to one person for as long as they keep their number; a number can pass to somebody
else; a username as well, at any time. So a client is recognised by user id first, then by number,
and never by username. Whatever changes is linked, but from then on it is uncertain that the same
person writes: `clients.identity_changed_at` says so until a lawyer has made sure.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import flags
from adapters.postgres.locks import lock_indices
from adapters.postgres.tables import Client, Conversation, Identity
from adapters.postgres.vault import Vault
from domain.ids import ClientId, ConversationId
from domain.messages import Sender
from domain.phones import same_number
from domain.routing import Reason

PHONE: Final = "phone"
USER_ID: Final = "bsuid"
PARENT_USER_ID: Final = "parent_bsuid"
USERNAME: Final = "username"
UNNAMED: Final = "unnamed"
"""A message whose sender Meta did not name is a client of its own until a person says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Whose message it is, and the identity that a reply goes to."""

    client_id: ClientId
    identity_id: str


def recognise(
    session: Session, vault: Vault, sender: Sender, *, otherwise: str, at: datetime
) -> Recognised:
    """Find the client who wrote at a moment, or make one; link what is new about them.

    `otherwise` stands for a sender whom Meta did not name. Two at once wait for each other.
    """
    known = _Known(session, vault, _named(sender, otherwise), at)
    past = known.of_the_past()
    if past is not None:
        # Sent before a change and delivered after it: it is still theirs, and changes nothing.
        return Recognised(client_id=ClientId(past.client_id), identity_id=past.id)
    owner = known.owner() or _new_client(session)
    person = _Person(session, vault, owner, at, known)
    person.link(sender)
    if sender.profile_name:
        _name(session, vault, owner, sender.profile_name)
    return Recognised(client_id=owner, identity_id=person.writer())


def change_phone(
    session: Session,
    vault: Vault,
    client_id: ClientId,
    *,
    previous: str | None,
    current: str,
    at: datetime,
) -> None:
    """Follow a client from one number to the next.

    What another client is known by already is not taken from them: both need a lawyer then.
    """
    named = [(PHONE, current), *(((PHONE, previous),) if previous else ())]
    person = _Person(session, vault, client_id, at, _Known(session, vault, named, at))
    person.replace(PHONE, current, previous)
    doubt(session, client_id, at)


def change_user_id(
    session: Session, vault: Vault, *, previous: str, current: str, phone: str | None, at: datetime
) -> ClientId | None:
    """Follow a client from one user id to the next; None where neither is anybody's yet.

    Source: Meta's webhook field `user_id_update`.
    """
    named = [(USER_ID, previous), (USER_ID, current), *(((PHONE, phone),) if phone else ())]
    known = _Known(session, vault, named, at)
    row = known.row(USER_ID, previous) or known.row(USER_ID, current)
    row = row or (known.row(PHONE, phone) if phone else None)
    if row is None:
        return None
    client_id = ClientId(row.client_id)
    if known.row(USER_ID, previous) or not known.row(USER_ID, current):
        _Person(session, vault, client_id, at, known).replace(USER_ID, current, previous)
        doubt(session, client_id, at)
    return client_id


def doubt(session: Session, client_id: ClientId, at: datetime) -> None:
    """Note that somebody else may be writing: nothing is verified any more, a lawyer must look."""
    session.execute(
        update(Client)
        .where(Client.id == client_id)
        .values(identity_changed_at=func.coalesce(Client.identity_changed_at, at))
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


class _Known:
    """The identities that are named at once, locked: whoever else names one of them waits."""

    def __init__(
        self, session: Session, vault: Vault, named: Sequence[tuple[str, str]], at: datetime
    ) -> None:
        self._vault = vault
        self.named = named
        indexed = {(kind, self.index(kind, value)) for kind, value in named}
        lock_indices(session, [index for _, index in indexed])
        rows = session.scalars(
            select(Identity)
            .where(
                tuple_(Identity.kind, Identity.index).in_(list(indexed)),
                or_(Identity.valid_to.is_(None), Identity.valid_to >= at),
            )
            .order_by(Identity.valid_to.desc().nulls_first())
        ).all()
        self._now = {(row.kind, row.index): row for row in rows if row.valid_to is None}
        self._then = {(row.kind, row.index): row for row in rows}
        """Whose each was at the moment: the one that ended first after it."""

    def index(self, kind: str, value: str) -> bytes:
        """The blind index of an identity."""
        return self._vault.index(kind, same_number(value) if kind == PHONE else value)

    def row(self, kind: str, value: str) -> Identity | None:
        """The identity as it is now."""
        return self._now.get((kind, self.index(kind, value)))

    def of_the_past(self) -> Identity | None:
        """The identity that was somebody's at the moment, where all named have ended since."""
        rows = [
            self._then.get((kind, self.index(kind, value)))
            for kind, value in self.named
            if kind in {USER_ID, PHONE}
        ]
        ended = [row for row in rows if row is not None and row.valid_to is not None]
        return ended[0] if ended and len(ended) == len([row for row in rows if row]) else None

    def owner(self) -> ClientId | None:
        """Whose they are now, by the one that is least likely to have passed to somebody else."""
        for kind in (USER_ID, PARENT_USER_ID, PHONE, UNNAMED):
            for named, value in self.named:
                row = self.row(named, value) if named == kind else None
                if row is not None:
                    return ClientId(row.client_id)
        return None

    def add(self, row: Identity) -> None:
        """Note a new one."""
        self._now[row.kind, row.index] = row

    def forget(self, row: Identity) -> None:
        """Note that one has ended."""
        self._now.pop((row.kind, row.index), None)


class _Person:
    """One client's identities, as they are brought up to date."""

    def __init__(
        self, session: Session, vault: Vault, client_id: ClientId, at: datetime, known: _Known
    ) -> None:
        self._session = session
        self._vault = vault
        self._client_id = client_id
        self._at = at
        self._known = known

    def link(self, sender: Sender) -> None:
        """Link all that a message names; doubt the client where it does not fit what was known."""
        phone = self._own(PHONE, sender.phone)
        user = self._own(USER_ID, sender.user_id)
        fits = self._paired(phone, user)
        self._own(PARENT_USER_ID, sender.parent_user_id)
        self._username(sender.username)
        for kind, value in self._known.named:
            if kind == UNNAMED:
                self._own(kind, value)
        if not self._same_key(sender.key_hash) or not fits:
            doubt(self._session, self._client_id, self._at)

    def writer(self) -> str:
        """The identity that wrote: where a reply goes, the number before the user id."""
        for kind, value in self._known.named:
            row = self._known.row(kind, value)
            if row is not None and row.client_id == self._client_id:
                return row.id
        raise AssertionError("a client was recognised by nothing")

    def replace(self, kind: str, current: str, previous: str | None) -> None:
        """End one identity and give the client another in its place."""
        before = self._known.row(kind, previous) if previous and previous != current else None
        if before is not None and before.client_id == self._client_id:
            self._end(before)
        now = self._own(kind, current)
        if now is None or now.client_id != self._client_id:
            if now is not None:
                doubt(self._session, ClientId(now.client_id), self._at)
            return
        if before is not None and kind == USER_ID:
            now.phone_id = before.phone_id
        if before is not None and kind == PHONE:
            self._session.execute(
                update(Identity).where(Identity.phone_id == before.id).values(phone_id=now.id)
            )

    def _own(self, kind: str, value: str | None) -> Identity | None:
        """An identity's row, made where there is none; it may be another client's."""
        if not value:
            return None
        row = self._known.row(kind, value)
        if row is None:
            row = self._new(kind, value)
        return row

    def _new(self, kind: str, value: str) -> Identity:
        row_id = uuid.uuid4().hex
        row = Identity(
            id=row_id,
            client_id=self._client_id,
            kind=kind,
            index=self._known.index(kind, value),
            value=self._vault.seal(
                self._session, self._client_id, "identities.value", row_id, value
            ),
        )
        self._session.add(row)
        self._session.flush()
        self._known.add(row)
        return row

    def _paired(self, phone: Identity | None, user: Identity | None) -> bool:
        """Pair a number with the user id that it came with. False: it was another before."""
        if phone is None or user is None:
            return True
        fits = True
        if phone.client_id != self._client_id:
            # The number of another client, now with a user id that is not theirs: it passed on.
            doubt(self._session, ClientId(phone.client_id), self._at)
            if self._others(phone, user):
                self._end(phone)
                phone = self._new(PHONE, _only(self._known.named, PHONE))
        else:
            for other in self._others(phone, user):
                self._end(other)
                fits = False
        if user.phone_id not in {None, phone.id}:
            fits = False
        if phone.client_id == self._client_id:
            user.phone_id = phone.id
        return fits

    def _others(self, phone: Identity, user: Identity) -> Sequence[Identity]:
        return self._session.scalars(
            select(Identity).where(
                Identity.phone_id == phone.id,
                Identity.id != user.id,
                Identity.valid_to.is_(None),
            )
        ).all()

    def _username(self, username: str | None) -> None:
        if not username:
            return
        row = self._known.row(USERNAME, username)
        if row is not None and row.client_id == self._client_id:
            return
        stale = select(Identity).where(
            Identity.kind == USERNAME,
            Identity.client_id == self._client_id,
            Identity.valid_to.is_(None),
        )
        for each in (*self._session.scalars(stale).all(), *((row,) if row else ())):
            self._end(each)
        self._new(USERNAME, username)

    def _same_key(self, key_hash: str | None) -> bool:
        """Note the identity key. False: it was another before."""
        if not key_hash:
            return True
        writer = self._session.get_one(Identity, self.writer())
        index = self._vault.index("identity_key", key_hash)
        same = writer.key_index in {None, index}
        writer.key_index = index
        return same

    def _end(self, row: Identity) -> None:
        row.valid_to = self._at
        row.verified = False
        self._session.flush()
        self._known.forget(row)


def _named(sender: Sender, otherwise: str) -> list[tuple[str, str]]:
    # In the order in which a reply would use them.
    named = [
        (PHONE, sender.phone),
        (USER_ID, sender.user_id),
        (PARENT_USER_ID, sender.parent_user_id),
    ]
    given = [(kind, value) for kind, value in named if value] or [(UNNAMED, otherwise)]
    return [*given, (USERNAME, sender.username)] if sender.username else given


def _only(named: Iterable[tuple[str, str]], kind: str) -> str:
    return next(value for each, value in named if each == kind)


def _new_client(session: Session) -> ClientId:
    client_id = ClientId(uuid.uuid4().hex)
    session.execute(insert(Client).values(id=client_id))
    return client_id


def _name(session: Session, vault: Vault, client_id: ClientId, name: str) -> None:
    sealed = vault.seal(session, client_id, "clients.name", client_id, name)
    session.execute(
        update(Client).where(Client.id == client_id, Client.name.is_(None)).values(name=sealed)
    )
