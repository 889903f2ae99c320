"""The firm's cases as lawyers see and keep them."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import audit, parties
from adapters.postgres.access import seen_case, seen_client, visible_case
from adapters.postgres.case_rows import summary, view, write
from adapters.postgres.engine import transaction
from adapters.postgres.paging import cursor, position
from adapters.postgres.persons import is_same_person
from adapters.postgres.tables import CaseClient, CaseMember, CaseRow, Lawyer
from adapters.postgres.unique import unique
from adapters.postgres.vault import Vault
from domain.access import reads_contents
from domain.cases import (
    CaseDetails,
    CasePage,
    CaseSearch,
    CaseStatus,
    CaseSummary,
    CaseView,
    Member,
    PartyDetails,
    number_form,
    reference_form,
)
from domain.failures import NotAllowed, Taken, UnknownRecord
from domain.ids import CaseId, ClientId, PartyId
from domain.views import LawyerView

_MOST: Final = 100


class PostgresCaseDesk:
    """Implements `domain.register_ports.CaseDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def cases(
        self,
        viewer: LawyerView,
        *,
        client: ClientId | None = None,
        status: CaseStatus | None = None,
        own: bool = False,
        after: str | None,
        limit: int,
    ) -> CasePage:
        """See the port."""
        wanted = (
            select(CaseRow)
            .where(visible_case(viewer))
            .order_by(CaseRow.created_at.desc(), CaseRow.id.desc())
            .limit(limit + 1)
        )
        if client is not None:
            theirs = select(CaseClient.case_id).where(is_same_person(CaseClient.client_id, client))
            wanted = wanted.where(CaseRow.id.in_(theirs))
        if status is not None:
            wanted = wanted.where(CaseRow.status == status)
        if own:
            mine = select(CaseMember.case_id).where(CaseMember.lawyer_id == viewer.id)
            wanted = wanted.where(CaseRow.id.in_(mine))
        if after is not None:
            wanted = wanted.where(tuple_(CaseRow.created_at, CaseRow.id) < position(after))
        with transaction(self._engine) as session:
            rows = session.scalars(wanted).all()
            items = tuple(summary(session, self._vault, row) for row in rows[:limit])
            last = rows[limit - 1] if len(rows) > limit else None
        return CasePage(items=items, next=cursor(last.created_at, last.id) if last else None)

    def search(self, viewer: LawyerView, search: CaseSearch) -> tuple[CaseSummary, ...]:
        """See the port."""
        wanted = (
            select(CaseRow)
            .where(visible_case(viewer))
            .order_by(CaseRow.created_at.desc(), CaseRow.id.desc())
            .limit(_MOST)
        )
        if search.number is not None:
            index = self._vault.index("case_number", number_form(search.number))
            wanted = wanted.where(CaseRow.number_index == index)
        if search.reference is not None:
            index = self._vault.index("case_reference", reference_form(search.reference))
            wanted = wanted.where(CaseRow.reference_index == index)
        with transaction(self._engine) as session:
            rows = session.scalars(wanted).all()
            return tuple(summary(session, self._vault, row) for row in rows)

    def case(self, viewer: LawyerView, case: CaseId) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            return view(session, self._vault, seen_case(session, viewer, case))

    def add(
        self,
        viewer: LawyerView,
        details: CaseDetails,
        *,
        clients: Sequence[ClientId],
        members: Sequence[Member],
        parties: Sequence[PartyDetails] = (),
    ) -> CaseView:
        """See the port."""
        if not reads_contents(viewer):
            raise NotAllowed("who reads nothing of cases adds none")
        with transaction(self._engine) as session:
            for client in clients:
                seen_client(session, viewer, client)
            row = CaseRow(id=uuid.uuid4().hex, client_id=clients[0], created_at=datetime.now(UTC))
            write(session, self._vault, row, details)
            session.add(row)
            with unique("another case has this reference"):
                session.flush()
            self._put_clients(session, row, clients)
            self._put_members(session, row, members)
            for party in parties:
                self._party(session, row, party)
            audit.note(session, viewer.id, "case_add", row.id)
            return view(session, self._vault, row)

    def change(self, viewer: LawyerView, case: CaseId, details: CaseDetails) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            was = row.status, row.walled
            write(session, self._vault, row, details)
            with unique("another case has this reference"):
                session.flush()
            audit.note(session, viewer.id, "case_change", case)
            if (row.status, row.walled) != was:
                audit.note(session, viewer.id, _turn(was, row), case)
            return view(session, self._vault, row)

    def set_clients(
        self, viewer: LawyerView, case: CaseId, clients: Sequence[ClientId]
    ) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            if row.client_id not in clients:
                raise Taken(f"case {case} is sealed by the key of client {row.client_id}")
            for client in clients:
                seen_client(session, viewer, client)
            session.execute(delete(CaseClient).where(CaseClient.case_id == case))
            self._put_clients(session, row, clients)
            audit.note(session, viewer.id, "case_clients", case)
            return view(session, self._vault, row)

    def set_members(self, viewer: LawyerView, case: CaseId, members: Sequence[Member]) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            session.execute(delete(CaseMember).where(CaseMember.case_id == case))
            self._put_members(session, row, members)
            audit.note(session, viewer.id, "case_members", case)
            return view(session, self._vault, row)

    def add_party(self, viewer: LawyerView, case: CaseId, party: PartyDetails) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            self._party(session, row, party)
            audit.note(session, viewer.id, "party_add", case)
            return view(session, self._vault, row)

    def change_party(
        self, viewer: LawyerView, case: CaseId, party: PartyId, details: PartyDetails
    ) -> CaseView:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            parties.change(session, self._vault, row, party, details)
            audit.note(session, viewer.id, "party_change", case)
            return view(session, self._vault, row)

    def remove_party(self, viewer: LawyerView, case: CaseId, party: PartyId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            parties.remove(session, row, party)
            audit.note(session, viewer.id, "party_remove", case)

    def _party(self, session: Session, row: CaseRow, party: PartyDetails) -> None:
        parties.add(session, self._vault, row, party)

    def _put_clients(self, session: Session, row: CaseRow, clients: Sequence[ClientId]) -> None:
        session.execute(
            insert(CaseClient),
            [{"case_id": row.id, "client_id": client} for client in dict.fromkeys(clients)],
        )

    def _put_members(self, session: Session, row: CaseRow, members: Sequence[Member]) -> None:
        ids = [member.lawyer_id for member in members]
        known = set(session.scalars(select(Lawyer.id).where(Lawyer.id.in_(ids))).all())
        for member in ids:
            if member not in known:
                raise UnknownRecord(f"no lawyer {member}")
        session.execute(
            insert(CaseMember),
            [
                {"case_id": row.id, "lawyer_id": member.lawyer_id, "role": member.role}
                for member in members
            ],
        )


def _turn(was: tuple[str, bool], row: CaseRow) -> str:
    """What is worth a line of its own in the audit log."""
    if row.walled != was[1]:
        return "case_wall" if row.walled else "case_unwall"
    if row.status == CaseStatus.CLOSED:
        return "case_close"
    return "case_reopen" if was[0] == CaseStatus.CLOSED else f"case_{row.status}"
