"""Clients, cases and people of the firm for tests of the registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from adapters.postgres.case_desk import PostgresCaseDesk
from adapters.postgres.client_desk import PostgresClientDesk
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.mapping import PostgresCaseMapping
from adapters.postgres.proofs import PostgresIdentityProof
from adapters.postgres.reading import PostgresConversationReader
from adapters.postgres.vault import Vault
from domain.cases import CaseDetails, CaseStatus, CaseView, Member, MemberRole, PartyDetails
from domain.clients import ClientDetails, ClientView, Standing
from domain.ids import CaseId, ClientId
from domain.views import LawyerView
from tests.samples import make_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """All registers on one database."""

    engine: Engine
    vault: Vault
    people: PostgresLawyerRegister
    clients: PostgresClientDesk
    cases: PostgresCaseDesk
    proofs: PostgresIdentityProof
    mapping: PostgresCaseMapping
    reader: PostgresConversationReader

    def person(self, name: str = "Dewi Lestari", role: str = "lawyer") -> LawyerView:
        """Somebody of the firm."""
        return self.people.add(name, role)

    def client(
        self,
        name: str = "Budi Santoso",
        *phones: str,
        reference: str | None = None,
        viewer: LawyerView | None = None,
    ) -> ClientView:
        """A new client."""
        return self.clients.add(viewer or self.person(), client(name, reference), phones)

    def case(
        self,
        client: ClientId,
        *others: ClientId,
        walled: bool = False,
        number: str | None = None,
        members: Sequence[LawyerView] = (),
        parties: Sequence[PartyDetails] = (),
    ) -> CaseView:
        """A new case; the first member is responsible."""
        team = members or (self.person(),)
        return self.cases.add(
            team[0],
            case(walled=walled, number=number),
            clients=(client, *others),
            members=members_of(*team),
            parties=parties,
        )

    def put(self, case: CaseView, details: CaseDetails) -> CaseView:
        """Change a case."""
        return self.cases.change(self.person(), CaseId(case.case.id), details)


def registers_on(engine: Engine, vault: Vault) -> Registers:
    """The registers of a database."""
    return Registers(
        engine=engine,
        vault=vault,
        people=PostgresLawyerRegister(engine, vault),
        clients=PostgresClientDesk(engine, vault),
        cases=PostgresCaseDesk(engine, vault),
        proofs=PostgresIdentityProof(engine, vault),
        mapping=PostgresCaseMapping(engine),
        reader=PostgresConversationReader(engine, vault, make_policy()),
    )


def client(name: str | None = "Budi Santoso", reference: str | None = None) -> ClientDetails:
    """What the firm says of a client."""
    return ClientDetails(name=name, standing=Standing.CLIENT, intake=None, reference=reference)


def case(
    *,
    title: str = "Sengketa tanah",
    reference: str | None = None,
    number: str | None = None,
    status: CaseStatus = CaseStatus.OPEN,
    walled: bool = False,
    closed_on: date | None = None,
) -> CaseDetails:
    """What the firm says of a case."""
    return CaseDetails(
        title=title, reference=reference, number=number, court="PN Jakarta Selatan",
        status=status, walled=walled, opened_on=date(2026, 3, 2), closed_on=closed_on,
    )  # fmt: skip


def members_of(responsible: LawyerView, *team: LawyerView) -> tuple[Member, ...]:
    """Who works on a case."""
    return (
        Member(lawyer_id=responsible.id, role=MemberRole.RESPONSIBLE),
        *(Member(lawyer_id=each.id, role=MemberRole.TEAM) for each in team),
    )
