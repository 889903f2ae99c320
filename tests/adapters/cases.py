"""Cases for tests, written straight into the tables."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select, update

from adapters.postgres import parties
from adapters.postgres.engine import transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.tables import (
    CaseClient,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Deadline,
    Message,
    Party,
    PartyName,
)
from adapters.postgres.vault import Vault
from domain.cases import CaseStatus, MemberRole, PartyDetails, PartyRole
from domain.clients import Standing
from domain.ids import CaseId, ClientId, ConversationId, LawyerId, MessageId, PartyId
from domain.names import INDEX, name_forms
from domain.phones import same_number
from domain.views import LawyerView


@dataclass(frozen=True, slots=True)
class Cases:
    """A firm's cases, and what became of messages."""

    engine: Engine
    vault: Vault

    def client(self, *, standing: Standing = Standing.CLIENT) -> ClientId:
        """Somebody for whom the firm acts."""
        client = ClientId(uuid.uuid4().hex)
        with transaction(self.engine) as session:
            session.add(Client(id=client, standing=standing, intake=None))
        return client

    def stands(self, client: ClientId, standing: Standing) -> None:
        """What somebody is to the firm."""
        with transaction(self.engine) as session:
            session.execute(
                update(Client).where(Client.id == client).values(standing=standing, intake=None)
            )

    def called(self, client: ClientId, name: str) -> None:
        """The firm keeps a name of its own for somebody."""
        with transaction(self.engine) as session:
            sealed = self.vault.seal(session, client, "clients.name", client, name)
            session.execute(update(Client).where(Client.id == client).values(name=sealed))

    def merge(self, client: ClientId, into: ClientId) -> None:
        """Two clients are one person."""
        with transaction(self.engine) as session:
            session.execute(update(Client).where(Client.id == client).values(merged_into=into))

    def open(
        self,
        client: ClientId,
        *,
        number: str | None = None,
        status: CaseStatus = CaseStatus.OPEN,
        against: str | None = None,
        role: PartyRole = PartyRole.OPPONENT,
        phone: str | None = None,
        walled: bool = False,
        opened_on: date = date(2026, 3, 1),
    ) -> CaseId:
        """A case of a client's, with somebody else in it."""
        case = CaseId(uuid.uuid4().hex)
        with transaction(self.engine) as session:

            def sealed(column: str, value: str | None) -> bytes | None:
                if value is None:
                    return None
                return self.vault.seal(session, client, f"cases.{column}", case, value)

            title = sealed("title", "Perkara rahasia")
            assert title
            session.add(
                CaseRow(
                    id=case,
                    client_id=client,
                    number=sealed("number", number),
                    title=title,
                    status=status,
                    walled=walled,
                    opened_on=opened_on,
                )
            )
            session.flush()
            session.add(CaseClient(case_id=case, client_id=client))
        if against:
            self.party(case, client, against, role=role, phone=phone)
        return case

    def party(
        self,
        case: CaseId,
        client: ClientId,
        name: str,
        *,
        role: PartyRole = PartyRole.OPPONENT,
        phone: str | None = None,
    ) -> None:
        """Somebody else in a case."""
        party = uuid.uuid4().hex
        with transaction(self.engine) as session:
            session.add(
                Party(
                    id=party,
                    case_id=case,
                    role=role,
                    name=self.vault.seal(session, client, "parties.name", party, name),
                    phone_index=self.vault.index("party_phone", same_number(phone))
                    if phone
                    else None,
                )
            )
            session.flush()
            session.add_all(
                PartyName(
                    party_id=party,
                    index=self.vault.index(INDEX, form.text),
                    likeness=form.likeness,
                )
                for form in name_forms(name)
            )

    def rename(self, case: CaseId, name: str) -> None:
        """The one party of a case is put right, as lawyers do."""
        with transaction(self.engine) as session:
            row = session.get_one(CaseRow, case)
            party = session.scalars(select(Party).where(Party.case_id == case)).one()
            details = PartyDetails(role=PartyRole(party.role), name=name, phone=None)
            parties.change(session, self.vault, row, PartyId(party.id), details)

    def person(self, role: str = "lawyer") -> LawyerView:
        """Somebody of the firm."""
        return PostgresLawyerRegister(self.engine, self.vault).add(f"Dewi, {role}", role)

    def member(self, case: CaseId, lawyer: LawyerId) -> None:
        """Somebody works on a case."""
        with transaction(self.engine) as session:
            session.add(CaseMember(case_id=case, lawyer_id=lawyer, role=MemberRole.RESPONSIBLE))

    def put(self, message: MessageId, case: CaseId | None, lawyer: LawyerId) -> None:
        """A lawyer puts a message to a case."""
        with transaction(self.engine) as session:
            session.execute(
                update(Message)
                .where(Message.id == message)
                .values(case_id=case, case_reason="lawyer", case_set_by=lawyer)
            )

    def of_message(self, message: MessageId) -> tuple[str | None, str | None]:
        """A message's case and why."""
        with transaction(self.engine) as session:
            row = session.get_one(Message, message)
            return row.case_id, row.case_reason

    def of_conversation(self, conversation: ConversationId) -> str | None:
        """What a conversation was about last."""
        with transaction(self.engine) as session:
            return session.get_one(Conversation, conversation).case_id

    def intake(self, client: ClientId) -> str | None:
        """How far a prospect came."""
        with transaction(self.engine) as session:
            return session.get_one(Client, client).intake

    def conflicts(self) -> list[Conflict]:
        """All conflicts."""
        with transaction(self.engine) as session:
            return list(session.scalars(select(Conflict).order_by(Conflict.found_at)).all())

    def deadlines(self) -> list[Deadline]:
        """All deadlines."""
        with transaction(self.engine) as session:
            return list(session.scalars(select(Deadline).order_by(Deadline.on)).all())
