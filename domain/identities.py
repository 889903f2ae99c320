"""Who a client is to WhatsApp: numbers and user ids, and what it means when they change.

A user id belongs to one person and never passes to another; a number can, when it lapses. So a
client is recognised by user id first, then by number, and never by username. Whatever changes is
linked, but from then on it is uncertain that the same person writes: the client is *doubted* until
a lawyer has made sure. What was sent before a change and arrives after it changes nothing.

Pure: what holds the identities reads them into an `IdentityBook` and writes back what it says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import ClientId


class IdentityKind(StrEnum):
    """What a client is known by."""

    PHONE = "phone"
    USER_ID = "bsuid"
    PARENT_USER_ID = "parent_bsuid"
    USERNAME = "username"
    UNNAMED = "unnamed"
    """A message whose sender Meta did not name: a client of its own until a person says more."""


ADDRESSABLE = frozenset({IdentityKind.PHONE, IdentityKind.USER_ID})
"""What a message can be sent to."""


@dataclass(slots=True, kw_only=True, eq=False)
class KnownIdentity:
    """One identity of a client for a time. `name` is equal for equal ones: a blind index."""

    id: str
    client_id: ClientId
    kind: IdentityKind
    name: bytes
    valid_from: datetime
    valid_to: datetime | None = None
    phone_id: str | None = None
    """Of a user id: the number that it came with."""
    key: bytes | None = None
    """Of Meta's identity key; another one means another phone or SIM card."""
    key_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a message says of its sender; `otherwise` stands for one whom Meta did not name."""

    phone: bytes | None = None
    user_id: bytes | None = None
    parent_user_id: bytes | None = None
    otherwise: bytes | None = None
    key: bytes | None = None


@dataclass(slots=True, kw_only=True)
class IdentityBook:
    """All that is known of the identities that one message or event names, at its moment.

    `rows` holds every row of those names, ended or not; the user ids that came with the numbers
    among them; and the numbers that the user ids among them came with. What is new is added to
    `rows`, and `doubted` tells of whom it has become uncertain.
    """

    rows: list[KnownIdentity]
    at: datetime
    new_id: Callable[[], str]
    new_client: Callable[[], ClientId]
    doubted: list[ClientId] = field(default_factory=list[ClientId])

    def recognise(self, named: Named, *, only_look: bool = False) -> KnownIdentity:
        """The identity that wrote, of the client who did; both are made where there is none.

        `only_look` links nothing to somebody who is known: for what is long past.
        """
        past = self._of_the_past(named)
        if past is not None:
            return past
        known = self._known(named)
        if known is not None and only_look:
            return known
        owner = known.client_id if known else self.new_client()
        user = self._linked(owner, IdentityKind.USER_ID, named.user_id)
        phone = self._linked(owner, IdentityKind.PHONE, named.phone)
        parent = self._linked(owner, IdentityKind.PARENT_USER_ID, named.parent_user_id)
        other = self._linked(owner, IdentityKind.UNNAMED, named.otherwise)
        if phone is not None and user is not None:
            phone = self._paired(owner, phone, user)
        theirs = [row for row in (phone, user, parent, other) if row and row.client_id == owner]
        self._check_key(owner, theirs, named.key)
        return theirs[0]

    def change_user_id(
        self, previous: bytes, current: bytes, phone: bytes | None = None
    ) -> ClientId | None:
        """Follow a client from one user id to the next; None where neither is anybody's yet."""
        before = self._any(IdentityKind.USER_ID, previous) if previous != current else None
        now = self._any(IdentityKind.USER_ID, current)
        number = self._current(IdentityKind.PHONE, phone) if phone is not None else None
        known = before or now or number
        if known is None:
            return None
        owner = known.client_id
        if now is not None and now.client_id != owner:
            # They wrote under the new one before we learnt of it: only a person can merge the two.
            self._doubt(now.client_id)
        if before is not None and before.valid_to is None:
            self._end(before)
            self._doubt(owner)
        if now is None:
            made = self._new(owner, IdentityKind.USER_ID, current)
            made.phone_id = before.phone_id if before else None
            self._doubt(owner)
        return owner

    def change_phone(self, owner: ClientId, previous: bytes | None, current: bytes) -> None:
        """Follow a client from one number to the next.

        A number that another client is known by is not taken from them: both are doubted then.
        """
        before = self._current(IdentityKind.PHONE, previous) if previous != current else None
        now = self._current(IdentityKind.PHONE, current)
        if before is not None and before.client_id == owner:
            self._end(before)
        if now is not None and now.client_id != owner:
            self._doubt(now.client_id)
        elif now is None:
            now = self._new(owner, IdentityKind.PHONE, current)
        if before is not None and now.client_id == owner:
            for row in self.rows:
                if row.phone_id == before.id:
                    row.phone_id = now.id
        self._doubt(owner)

    def _of_the_past(self, named: Named) -> KnownIdentity | None:
        """The identity of a sender of whom something has ended or changed since the moment."""
        user = self._any(IdentityKind.USER_ID, named.user_id)
        phone = self._then(IdentityKind.PHONE, named.phone)
        if user is not None:
            if user.valid_to is not None:
                return user
            number_before = (
                phone is not None and phone.valid_to is not None
            ) and phone.client_id == user.client_id
            return user if number_before or self._has_newer_number(user, phone) else None
        if phone is None:
            return None
        if phone.valid_to is not None:
            return phone
        newer = named.user_id is not None and any(
            row.valid_from > self.at for row in self._users_of(phone)
        )
        return phone if newer else None

    def _has_newer_number(self, user: KnownIdentity, phone: KnownIdentity | None) -> bool:
        number = next((row for row in self.rows if row.id == user.phone_id), None)
        return phone is None and number is not None and number.valid_from > self.at

    def _known(self, named: Named) -> KnownIdentity | None:
        """The surest identity that is somebody's now."""
        surest_first = (
            (IdentityKind.USER_ID, named.user_id),
            (IdentityKind.PARENT_USER_ID, named.parent_user_id),
            (IdentityKind.PHONE, named.phone),
            (IdentityKind.UNNAMED, named.otherwise),
        )
        found = (self._current(kind, name) for kind, name in surest_first)
        return next((row for row in found if row is not None), None)

    def _paired(self, owner: ClientId, phone: KnownIdentity, user: KnownIdentity) -> KnownIdentity:
        """Pair a user id with the number that it came with; doubt where it was another before."""
        if user.phone_id == phone.id:
            return phone
        others = [
            row for row in self._users_of(phone) if row is not user and row.valid_from <= self.at
        ]
        if phone.client_id != owner:
            self._doubt(phone.client_id)
            if others and phone.valid_from <= self.at:
                # It was somebody else's with a user id of their own: the number has passed on.
                self._end(phone)
                phone = self._new(owner, IdentityKind.PHONE, phone.name)
        elif others:
            for row in others:
                self._end(row)
            self._doubt(owner)
        before = next((row for row in self.rows if row.id == user.phone_id), None)
        if before is not None:
            if before.client_id == owner and before.valid_to is None:
                self._end(before)
            self._doubt(owner)
        user.phone_id = phone.id
        return phone

    def _check_key(self, owner: ClientId, rows: Sequence[KnownIdentity], key: bytes | None) -> None:
        if key is None:
            return
        for row in rows:
            if row.key_seen_at is not None and row.key_seen_at > self.at:
                continue
            if row.key not in {None, key}:
                self._doubt(owner)
            row.key, row.key_seen_at = key, self.at

    def _users_of(self, phone: KnownIdentity) -> list[KnownIdentity]:
        return [row for row in self.rows if row.phone_id == phone.id and row.valid_to is None]

    def _current(self, kind: IdentityKind, name: bytes | None) -> KnownIdentity | None:
        found = (row for row in self._rows(kind, name) if row.valid_to is None)
        return next(found, None)

    def _any(self, kind: IdentityKind, name: bytes | None) -> KnownIdentity | None:
        """As it is now, otherwise as it was last."""
        ended = [row for row in self._rows(kind, name) if row.valid_to is not None]
        latest = max(ended, key=lambda row: row.valid_to or self.at, default=None)
        return self._current(kind, name) or latest

    def _then(self, kind: IdentityKind, name: bytes | None) -> KnownIdentity | None:
        """Whose it was at the moment: the one that ended first after it, otherwise as it is."""
        later = [row for row in self._rows(kind, name) if row.valid_to and row.valid_to >= self.at]
        first = min(later, key=lambda row: row.valid_to or self.at, default=None)
        return first or self._current(kind, name)

    def _rows(self, kind: IdentityKind, name: bytes | None) -> Iterable[KnownIdentity]:
        return (
            row for row in self.rows if name is not None and (row.kind, row.name) == (kind, name)
        )

    def _linked(
        self, owner: ClientId, kind: IdentityKind, name: bytes | None
    ) -> KnownIdentity | None:
        """An identity as it is now, made where it is nobody's; it may be another client's."""
        if name is None:
            return None
        return self._current(kind, name) or self._new(owner, kind, name)

    def _new(self, owner: ClientId, kind: IdentityKind, name: bytes) -> KnownIdentity:
        row = KnownIdentity(
            id=self.new_id(), client_id=owner, kind=kind, name=name, valid_from=self.at
        )
        self.rows.append(row)
        return row

    def _end(self, row: KnownIdentity) -> None:
        if row.valid_from <= self.at:
            row.valid_to = self.at

    def _doubt(self, client: ClientId) -> None:
        if client not in self.doubted:
            self.doubted.append(client)
