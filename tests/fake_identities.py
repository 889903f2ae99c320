"""Clients' identities in memory, after the rules of `adapters/postgres/identities.py`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from domain.ids import ClientId
from domain.messages import Sender
from domain.phones import same_number


@dataclass(slots=True, kw_only=True, eq=False)
class FakeIdentity:
    """A row of `identities`."""

    client_id: ClientId
    kind: str
    value: str
    phone: "FakeIdentity | None" = None
    key_hash: str | None = None
    verified: bool = False
    valid_to: datetime | None = None


@dataclass(slots=True, kw_only=True)
class FakeIdentities:
    """The tables `clients` and `identities`; `on_doubt` flags a client's conversations."""

    new_id: Callable[[], str]
    on_doubt: Callable[[ClientId], None]
    rows: list[FakeIdentity] = field(default_factory=list[FakeIdentity])
    names: dict[ClientId, str] = field(default_factory=dict[ClientId, str])
    changed_at: dict[ClientId, datetime] = field(default_factory=dict[ClientId, datetime])

    def recognise(self, sender: Sender, otherwise: str, at: datetime) -> FakeIdentity:
        """Find who wrote, or make them; link what is new."""
        named = [
            (kind, value)
            for kind, value in (
                ("phone", sender.phone),
                ("bsuid", sender.user_id),
                ("parent_bsuid", sender.parent_user_id),
            )
            if value
        ] or [("unnamed", otherwise)]
        if past := self._past(named, at):
            return past
        ranked = sorted(named, key=lambda each: _RANK[each[0]])
        found = (self.row(kind, value) for kind, value in ranked)
        owner = next((row.client_id for row in found if row), None) or ClientId(self.new_id())
        phone = self._own(owner, "phone", sender.phone)
        user = self._own(owner, "bsuid", sender.user_id)
        fits = self._paired(owner, phone, user, at)
        for kind, value in named:
            self._own(owner, kind, value)
        self._username(owner, sender.username, at)
        writer = next(
            row for row in (self.row(*each) for each in named) if row and row.client_id == owner
        )
        if sender.key_hash:
            fits = fits and writer.key_hash in {None, sender.key_hash}
            writer.key_hash = sender.key_hash
        if not fits:
            self.doubt(owner, at)
        if sender.profile_name:
            self.names.setdefault(owner, sender.profile_name)
        return writer

    def replace(
        self, client: ClientId, kind: str, current: str, previous: str | None, at: datetime
    ) -> None:
        """End one identity and give the client another in its place."""
        before = self.row(kind, previous) if previous and previous != current else None
        if before is not None and before.client_id == client:
            self._end(before, at)
        now = self._own(client, kind, current)
        if now is not None and now.client_id != client:
            self.doubt(now.client_id, at)
        elif before is not None and now is not None:
            if kind == "bsuid":
                now.phone = before.phone
            for row in self.rows:
                if row.phone is before:
                    row.phone = now
        self.doubt(client, at)

    def change_user_id(
        self, previous: str, current: str, phone: str | None, at: datetime
    ) -> ClientId | None:
        """Follow a client from one user id to the next."""
        row = self.row("bsuid", previous) or self.row("bsuid", current)
        row = row or (self.row("phone", phone) if phone else None)
        if row and (self.row("bsuid", previous) or not self.row("bsuid", current)):
            self.replace(row.client_id, "bsuid", current, previous, at)
        return row.client_id if row else None

    def doubt(self, client: ClientId, at: datetime) -> None:
        """Note that somebody else may be writing."""
        self.changed_at.setdefault(client, at)
        for row in self.rows:
            if row.client_id == client:
                row.verified = False
        self.on_doubt(client)

    def row(self, kind: str, value: str) -> FakeIdentity | None:
        """An identity as it is now."""
        return next((row for row in self._rows(kind, value) if row.valid_to is None), None)

    def _rows(self, kind: str, value: str) -> Iterator[FakeIdentity]:
        wanted = same_number(value) if kind == "phone" else value
        for row in self.rows:
            have = same_number(row.value) if row.kind == "phone" else row.value
            if (row.kind, have) == (kind, wanted):
                yield row

    def _past(self, named: list[tuple[str, str]], at: datetime) -> FakeIdentity | None:
        then: list[FakeIdentity] = []
        for kind, value in named:
            if kind in {"phone", "bsuid"}:
                ended = [row for row in self._rows(kind, value) if row.valid_to]
                later = [row for row in ended if row.valid_to and row.valid_to >= at]
                now = self.row(kind, value)
                if later:
                    then.append(min(later, key=lambda row: row.valid_to or at))
                elif now:
                    then.append(now)
        return then[0] if then and all(row.valid_to for row in then) else None

    def _own(self, client: ClientId, kind: str, value: str | None) -> FakeIdentity | None:
        if not value:
            return None
        row = self.row(kind, value)
        if row is None:
            row = FakeIdentity(client_id=client, kind=kind, value=value)
            self.rows.append(row)
        return row

    def _paired(
        self,
        owner: ClientId,
        phone: FakeIdentity | None,
        user: FakeIdentity | None,
        at: datetime,
    ) -> bool:
        if phone is None or user is None:
            return True
        fits = True
        others = [
            row
            for row in self.rows
            if row.phone is phone and row is not user and row.valid_to is None
        ]
        if phone.client_id != owner:
            self.doubt(phone.client_id, at)
            if others:
                self._end(phone, at)
                phone = FakeIdentity(client_id=owner, kind="phone", value=phone.value)
                self.rows.append(phone)
        else:
            for other in others:
                self._end(other, at)
                fits = False
        if user.phone is not None and user.phone is not phone:
            fits = False
        if phone.client_id == owner:
            user.phone = phone
        return fits

    def _username(self, owner: ClientId, username: str | None, at: datetime) -> None:
        held = self.row("username", username) if username else None
        if not username or (held and held.client_id == owner):
            return
        for row in self.rows:
            mine = row.kind == "username" and row.client_id == owner and row.valid_to is None
            if mine or row is held:
                self._end(row, at)
        self.rows.append(FakeIdentity(client_id=owner, kind="username", value=username))

    def _end(self, row: FakeIdentity, at: datetime) -> None:
        row.valid_to = at
        row.verified = False


_RANK = {"bsuid": 0, "parent_bsuid": 1, "phone": 2, "unnamed": 3}
