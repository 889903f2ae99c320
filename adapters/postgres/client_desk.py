"""The firm's clients as lawyers see and keep them."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, func, select, tuple_
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_client, visible_client
from adapters.postgres.engine import transaction
from adapters.postgres.locks import lock_few
from adapters.postgres.merging import merge, unmerge
from adapters.postgres.paging import cursor, position
from adapters.postgres.persons import root_of, same_person
from adapters.postgres.said import opened
from adapters.postgres.tables import Client, Identity
from adapters.postgres.unique import unique
from adapters.postgres.vault import Vault
from domain.access import reads_contents
from domain.cases import reference_form
from domain.clients import (
    ClientDetails,
    ClientPage,
    ClientSearch,
    ClientSummary,
    ClientView,
    IdentityView,
    Intake,
    Standing,
    name_form,
)
from domain.failures import NotAllowed, UnknownRecord
from domain.identities import IdentityKind
from domain.ids import ClientId, IdentityId, LawyerId
from domain.phones import same_number
from domain.views import LawyerView

_MOST: Final = 100
_REFERENCE: Final = "another client has this reference"
_NUMBER: Final = "another client writes from this number; if they are one person, merge the two"


class PostgresClientDesk:
    """Implements `domain.register_ports.ClientDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def clients(
        self, viewer: LawyerView, *, standing: Standing | None, after: str | None, limit: int
    ) -> ClientPage:
        """See the port."""
        wanted = (
            select(Client)
            .where(visible_client(viewer))
            .order_by(Client.created_at.desc(), Client.id.desc())
            .limit(limit + 1)
        )
        if standing is not None:
            wanted = wanted.where(Client.standing == standing)
        if after is not None:
            wanted = wanted.where(tuple_(Client.created_at, Client.id) < position(after))
        with transaction(self._engine) as session:
            rows = session.scalars(wanted).all()
            items = tuple(self._summary(session, row) for row in rows[:limit])
        last = items[-1] if len(rows) > limit else None
        return ClientPage(items=items, next=cursor(last.created_at, last.id) if last else None)

    def search(self, viewer: LawyerView, search: ClientSearch) -> tuple[ClientSummary, ...]:
        """See the port. A number leads to whoever has it now, and to whoever had it."""
        wanted = (
            select(Client)
            .where(visible_client(viewer))
            .order_by(Client.created_at.desc(), Client.id.desc())
            .limit(_MOST)
        )
        if search.name is not None:
            wanted = wanted.where(Client.name_index == self._name(search.name))
        if search.reference is not None:
            wanted = wanted.where(Client.reference_index == self._reference(search.reference))
        if search.phone is not None:
            known = select(Identity.client_id).where(
                Identity.kind == IdentityKind.PHONE, Identity.index == self._phone(search.phone)
            )
            wanted = wanted.where(Client.id.in_(known))
        with transaction(self._engine) as session:
            return tuple(self._summary(session, row) for row in session.scalars(wanted).all())

    def client(self, viewer: LawyerView, client: ClientId) -> ClientView:
        """See the port."""
        with transaction(self._engine) as session:
            return self._view(session, seen_client(session, viewer, client))

    def add(self, viewer: LawyerView, details: ClientDetails, phones: Sequence[str]) -> ClientView:
        """See the port."""
        if not reads_contents(viewer):
            raise NotAllowed("who reads nothing of clients adds none")
        with transaction(self._engine) as session:
            row = Client(id=uuid.uuid4().hex, created_at=datetime.now(UTC))
            session.add(row)
            session.flush()
            self._write(session, row, details)
            # One after another would be another order than somebody else's.
            lock_few(session, [self._phone(phone) for phone in phones])
            for phone in dict.fromkeys(phones):
                self._add_phone(session, ClientId(row.id), phone)
            audit.note(session, viewer.id, "client_add", row.id)
            return self._view(session, row)

    def change(self, viewer: LawyerView, client: ClientId, details: ClientDetails) -> ClientView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_client(session, viewer, client, lock=True)
            self._write(session, row, details)
            audit.note(session, viewer.id, "client_change", client)
            return self._view(session, row)

    def add_phone(self, viewer: LawyerView, client: ClientId, phone: str) -> IdentityView:
        """See the port."""
        with transaction(self._engine) as session:
            seen_client(session, viewer, client)
            lock_few(session, [self._phone(phone)])
            row = self._add_phone(session, client, phone)
            audit.note(session, viewer.id, "identity_add", client)
            return self._identity(session, row)

    def end_identity(self, viewer: LawyerView, client: ClientId, identity: IdentityId) -> None:
        """See the port. One that has ended stays ended when it did."""
        with transaction(self._engine) as session:
            seen_client(session, viewer, client)
            row = session.get(Identity, identity)
            if row is None or row.client_id != client:
                raise UnknownRecord(f"client {client} has no identity {identity}")
            lock_few(session, [row.index])
            session.refresh(row)
            if row.valid_to is None:
                row.valid_to = func.now()
                audit.note(session, viewer.id, "identity_end", client)

    def merge(self, viewer: LawyerView, client: ClientId, into: ClientId) -> ClientView:
        """See the port."""
        with transaction(self._engine) as session:
            for each in (client, into):
                seen_client(session, viewer, each)
            row = merge(session, client, into)
            audit.note(session, viewer.id, "client_merge", client)
            return self._view(session, row)

    def unmerge(self, viewer: LawyerView, client: ClientId) -> ClientView:
        """See the port."""
        with transaction(self._engine) as session:
            seen_client(session, viewer, client)
            row = unmerge(session, client)
            audit.note(session, viewer.id, "client_unmerge", client)
            return self._view(session, row)

    def _write(self, session: Session, row: Client, details: ClientDetails) -> None:
        owner = ClientId(row.id)

        def sealed(column: str, value: str | None) -> bytes | None:
            if value is None:
                return None
            return self._vault.seal(session, owner, f"clients.{column}", row.id, value)

        row.name = sealed("name", details.name)
        row.name_index = self._name(details.name) if details.name else None
        row.reference = sealed("reference", details.reference)
        row.reference_index = self._reference(details.reference) if details.reference else None
        row.standing, row.intake = details.standing, details.intake
        with unique(_REFERENCE):
            session.flush()

    def _add_phone(self, session: Session, client: ClientId, phone: str) -> Identity:
        index = self._phone(phone)
        known = session.scalar(
            select(Identity).where(
                Identity.kind == IdentityKind.PHONE,
                Identity.index == index,
                Identity.valid_to.is_(None),
                Identity.client_id == client,
            )
        )
        if known is not None:
            return known
        row_id = uuid.uuid4().hex
        row = Identity(
            id=row_id,
            client_id=client,
            kind=IdentityKind.PHONE,
            index=index,
            value=self._vault.seal(session, client, "identities.value", row_id, phone),
            verified=False,
            valid_from=datetime.now(UTC),
        )
        session.add(row)
        with unique(_NUMBER):
            session.flush()
        return row

    def _view(self, session: Session, row: Client) -> ClientView:
        identities = session.scalars(
            select(Identity)
            .where(Identity.client_id == row.id)
            .order_by(Identity.valid_from, Identity.id)
        ).all()
        return ClientView(
            client=self._summary(session, row),
            person_id=root_of(session, ClientId(row.id)),
            same_person=same_person(session, ClientId(row.id)),
            identities=tuple(self._identity(session, each) for each in identities),
        )

    def _summary(self, session: Session, row: Client) -> ClientSummary:
        return ClientSummary(
            id=ClientId(row.id),
            name=opened(session, self._vault, "clients.name", row.id, row.name),
            standing=Standing(row.standing),
            intake=Intake(row.intake) if row.intake else None,
            reference=opened(session, self._vault, "clients.reference", row.id, row.reference),
            merged_into=ClientId(row.merged_into) if row.merged_into else None,
            identity_changed_at=row.identity_changed_at,
            created_at=row.created_at,
        )

    def _identity(self, session: Session, row: Identity) -> IdentityView:
        return IdentityView(
            id=IdentityId(row.id),
            client_id=ClientId(row.client_id),
            kind=IdentityKind(row.kind),
            value=opened(session, self._vault, "identities.value", row.id, row.value),
            verified=row.verified,
            verified_at=row.verified_at,
            verified_by=LawyerId(row.verified_by) if row.verified_by else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )

    def _name(self, name: str) -> bytes:
        return self._vault.index("client_name", name_form(name))

    def _reference(self, reference: str) -> bytes:
        return self._vault.index("client_reference", reference_form(reference))

    def _phone(self, phone: str) -> bytes:
        return self._vault.index(IdentityKind.PHONE, same_number(phone))
