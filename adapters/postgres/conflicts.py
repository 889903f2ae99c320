"""Conflicts of interest, as the partner who decides on them sees them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_case, visible_client
from adapters.postgres.audit import note as audit
from adapters.postgres.engine import transaction
from adapters.postgres.flags import change_reason
from adapters.postgres.opponents import in_conflict
from adapters.postgres.persons import same_person
from adapters.postgres.said import opened
from adapters.postgres.tables import (
    CaseClient,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Message,
    Party,
)
from adapters.postgres.vault import FIRM, Vault
from domain.access import decides_conflicts
from domain.clients import Intake
from domain.conflicts import ConflictCase, ConflictSource, ConflictState, ConflictView
from domain.failures import NotAllowed, Outdated, UnknownRecord
from domain.ids import (
    CaseId,
    ClientId,
    ConflictId,
    ConversationId,
    LawyerId,
    MessageId,
)
from domain.names import Likeness
from domain.routing import Reason, Route
from domain.views import LawyerView


class PostgresConflictDesk:
    """Implements `domain.ports.ConflictDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def conflicts(
        self, viewer: LawyerView, *, state: ConflictState | None, limit: int
    ) -> tuple[ConflictView, ...]:
        """See the port. Of a case behind a wall the partner is told only whom to ask."""
        _check(viewer)
        wanted = (
            select(Conflict, Client, Party, CaseRow)
            .join(Client, Client.id == Conflict.client_id)
            .join(Party, Party.id == Conflict.party_id)
            .join(CaseRow, CaseRow.id == Party.case_id)
            .order_by(Conflict.found_at.desc(), Conflict.id)
            .limit(limit)
        )
        if state is not None:
            wanted = wanted.where(Conflict.state == state)
        with transaction(self._engine) as session:
            return tuple(self._view(session, viewer, *row) for row in session.execute(wanted).all())

    def decide(
        self, viewer: LawyerView, conflict: ConflictId, state: ConflictState, note: str
    ) -> None:
        """See the port."""
        _check(viewer)
        with transaction(self._engine) as session:
            row = session.get(Conflict, conflict, with_for_update=True)
            if row is None:
                raise UnknownRecord(f"no conflict {conflict}")
            if row.state == state:
                return
            if row.state != ConflictState.OPEN:
                raise Outdated(f"conflict {conflict} is decided")
            row.state = state
            row.decided_at, row.decided_by = datetime.now(UTC), viewer.id
            row.note = self._vault.seal(session, FIRM, "conflicts.note", conflict, note)
            audit(session, viewer.id, f"conflict_{state}", conflict)
            session.flush()
            people = same_person(session, ClientId(row.client_id))
            if not in_conflict(session, people):
                _let_in(session, people)

    def _view(
        self,
        session: Session,
        viewer: LawyerView,
        row: Conflict,
        client: Client,
        party: Party,
        case: CaseRow,
    ) -> ConflictView:
        def said(place: str, row_id: str, sealed: bytes | None) -> str | None:
            return opened(session, self._vault, place, row_id, sealed)

        # Who comes only for cases behind walls is not to be known here either.
        known = session.scalar(
            select(Client.id).where(Client.id == client.id, visible_client(viewer))
        )
        seen = session.scalar(select(CaseRow.id).where(CaseRow.id == case.id, visible_case(viewer)))
        return ConflictView(
            id=ConflictId(row.id),
            client_id=ClientId(client.id),
            client_name=said("clients.name", client.id, client.name) if known else None,
            conversations=_conversations(session, [ClientId(client.id)]),
            message_id=MessageId(row.message_id) if row.message_id else None,
            source=ConflictSource(row.source),
            likeness=Likeness(row.likeness),
            state=ConflictState(row.state),
            found_at=row.found_at,
            case=ConflictCase(
                id=CaseId(case.id),
                number=said("cases.number", case.id, case.number),
                title=said("cases.title", case.id, case.title),
                clients=_clients(session, case),
                opponent=said("parties.name", party.id, party.name),
            )
            if seen
            else None,
            lawyers=_lawyers(session, case),
            decided_at=row.decided_at,
            decided_by=LawyerId(row.decided_by) if row.decided_by else None,
            note=said("conflicts.note", row.id, row.note),
        )


def _check(viewer: LawyerView) -> None:
    if not decides_conflicts(viewer):
        raise NotAllowed("conflicts of interest are a partner's")


def _lawyers(session: Session, case: CaseRow) -> tuple[LawyerId, ...]:
    rows = session.scalars(
        select(CaseMember.lawyer_id)
        .where(CaseMember.case_id == case.id)
        .order_by(CaseMember.lawyer_id)
    )
    return tuple(LawyerId(row) for row in rows)


def _clients(session: Session, case: CaseRow) -> tuple[ClientId, ...]:
    shared = session.scalars(select(CaseClient.client_id).where(CaseClient.case_id == case.id))
    return tuple(ClientId(each) for each in sorted({case.client_id, *shared}))


def _conversations(session: Session, people: Sequence[ClientId]) -> tuple[ConversationId, ...]:
    rows = session.scalars(
        select(Conversation.id).where(Conversation.client_id.in_(people)).order_by(Conversation.id)
    )
    return tuple(ConversationId(row) for row in rows)


def _let_in(session: Session, people: Sequence[ClientId]) -> None:
    """Nothing stands against somebody any more; what waited meanwhile still waits for a lawyer."""
    session.execute(
        update(Client)
        .where(Client.id.in_(people), Client.intake == Intake.CONFLICT)
        .values(intake=Intake.CLEARED)
    )
    for conversation in _conversations(session, people):
        waiting = select(Message.id).where(
            Message.conversation_id == conversation,
            Message.route == Route.HUMAN,
            Message.reasons.contains([Reason.CONFLICT]),
        )
        held = session.scalar(waiting.limit(1)) is not None
        change_reason(session, conversation, Reason.CONFLICT, Reason.HELD if held else None)
