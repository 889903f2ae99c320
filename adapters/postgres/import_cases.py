"""The cases of a file: compared with those that are kept, then written in few statements."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from adapters.postgres import case_rows, parties
from adapters.postgres.import_clients import AT_ONCE, write_audit
from adapters.postgres.import_known import Known, KnownCase
from adapters.postgres.said import opened
from adapters.postgres.tables import CaseClient, CaseMember, CaseRow, Party, PartyName
from adapters.postgres.vault import Vault
from domain.cases import CaseDetails, CaseStatus, MemberRole, PartyRole
from domain.clients import name_form
from domain.ids import ClientId, LawyerId
from domain.importing import Column, ImportedCase, ImportFile, Outcome, Problem, RowProblem


@dataclass(slots=True, kw_only=True)
class _Plan:
    row: CaseRow
    known: KnownCase | None
    details: CaseDetails
    changed: bool
    clients: list[ClientId]
    responsible: LawyerId | None
    """Where there is another one from now on."""
    team: list[LawyerId] = field(default_factory=list[LawyerId])
    opponents: list[str] = field(default_factory=list[str])

    @property
    def outcome(self) -> Outcome:
        if self.known is None:
            return Outcome.MADE
        changes = self.changed or self.responsible or self.team or self.opponents
        return Outcome.CHANGED if changes else Outcome.KEPT


class CaseImport:
    """One file's cases. `targets`: who each of its clients is, or will be."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        file: ImportFile,
        known: Known,
        targets: Mapping[str, ClientId],
    ) -> None:
        self._session = session
        self._vault = vault
        self._file = file
        self._known = known
        self._targets = targets
        self._plans: list[_Plan] = []
        self.outcomes: dict[str, Outcome] = {}
        self.problems: list[RowProblem] = []

    def compare(self, progress: Callable[[int], None]) -> None:
        """Find out what is to be done with each case."""
        for reference, said in self._file.cases.items():
            known = self._known.cases.get(self._vault.index("case_reference", reference))
            plan = self._change(said, known) if known else self._make(said)
            self._plans.append(plan)
            self.outcomes[reference] = plan.outcome
            progress(1)

    def write(self, progress: Callable[[int], None]) -> None:
        """Do it."""
        for first in range(0, len(self._plans), AT_ONCE):
            some = self._plans[first : first + AT_ONCE]
            self._write([plan for plan in some if plan.outcome is not Outcome.KEPT])
            progress(len(some))

    def _make(self, said: ImportedCase) -> _Plan:
        for column, value in (
            (Column.CASE_TITLE, said.title),
            (Column.RESPONSIBLE, said.responsible),
        ):
            if value is None:
                self._refuse(said.line, column, Problem.MISSING)
        clients = [self._targets[each] for each in said.clients if each in self._targets]
        responsible = self._lawyer(said, Column.RESPONSIBLE, said.responsible)
        return _Plan(
            row=CaseRow(
                id=uuid.uuid4().hex,
                client_id=clients[0] if clients else "",
                created_at=datetime.now(UTC),
            ),
            known=None,
            details=CaseDetails(
                title=said.title or "",
                reference=said.reference,
                number=said.number,
                court=said.court,
                status=said.status or CaseStatus.OPEN,
                walled=bool(said.walled),
                opened_on=said.opened_on or datetime.now(UTC).date(),
                closed_on=None,
            ),
            changed=True,
            clients=list(dict.fromkeys(clients)),
            responsible=responsible,
            team=[each for each in self._team(said) if each != responsible],
            opponents=list(said.opponents),
        )

    def _change(self, said: ImportedCase, known: KnownCase) -> _Plan:
        people = {self._known.root(each) for each in known.clients}
        for client, line in said.clients.items():
            target = self._targets.get(client)
            if target is not None and self._known.root(target) not in people:
                self._refuse(line, Column.CASE_REFERENCE, Problem.CASE_OF_ANOTHER)
        before = self._details(known.row)
        after = replace(
            before,
            title=said.title or before.title,
            number=said.number or before.number,
            court=said.court or before.court,
            status=said.status or before.status,
            walled=before.walled if said.walled is None else said.walled,
            opened_on=said.opened_on or before.opened_on,
        )
        roles = {each.lawyer_id: each.role for each in known.members}
        responsible = self._lawyer(said, Column.RESPONSIBLE, said.responsible)
        named = {
            name_form(name)
            for each in known.parties
            if each.role == PartyRole.OPPONENT
            and (name := opened(self._session, self._vault, "parties.name", each.id, each.name))
        }
        return _Plan(
            row=known.row,
            known=known,
            details=after,
            changed=after != before,
            clients=[],
            responsible=None
            if responsible is None or roles.get(responsible) == MemberRole.RESPONSIBLE
            else responsible,
            team=[each for each in self._team(said) if each not in {*roles, responsible}],
            opponents=[each for each in said.opponents if name_form(each) not in named],
        )

    def _details(self, row: CaseRow) -> CaseDetails:
        def read(column: str, sealed: bytes | None) -> str | None:
            return opened(self._session, self._vault, f"cases.{column}", row.id, sealed)

        return CaseDetails(
            title=read("title", row.title) or "",
            reference=read("reference", row.reference),
            number=read("number", row.number),
            court=read("court", row.court),
            status=CaseStatus(row.status),
            walled=row.walled,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
        )

    def _write(self, plans: Sequence[_Plan]) -> None:
        if not plans:
            return
        for plan in plans:
            if plan.changed:
                case_rows.write(self._session, self._vault, plan.row, plan.details)
            if plan.known is None:
                self._session.add(plan.row)
            elif plan.responsible:
                self._replace_responsible(plan.known, plan.responsible)
        self._session.flush()
        self._insert(CaseClient, [row for plan in plans for row in _clients(plan)])
        self._insert(CaseMember, [row for plan in plans for row in _members(plan)])
        named = [self._party(plan, name) for plan in plans for name in plan.opponents]
        self._insert(Party, [party for party, _ in named])
        self._insert(PartyName, [row for _, rows in named for row in rows])
        write_audit(self._session, "case_import", [plan.row.id for plan in plans])

    def _insert(self, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._session.execute(insert(table), list(rows))

    def _replace_responsible(self, known: KnownCase, responsible: LawyerId) -> None:
        """Whoever was responsible stays in the case; whoever is it now may have been in it."""
        for member in known.members:
            if member.role == MemberRole.RESPONSIBLE:
                member.role = MemberRole.TEAM
        self._session.flush()
        for member in known.members:
            if member.lawyer_id == responsible:
                member.role = MemberRole.RESPONSIBLE

    def _party(self, plan: _Plan, name: str) -> tuple[dict[str, Any], list[dict[str, object]]]:
        row_id = uuid.uuid4().hex
        sealed = self._vault.seal(
            self._session, ClientId(plan.row.client_id), "parties.name", row_id, name
        )
        party = {
            "id": row_id,
            "case_id": plan.row.id,
            "role": PartyRole.OPPONENT,
            "name": sealed,
        }
        return party, parties.name_rows(self._vault, row_id, name)

    def _team(self, said: ImportedCase) -> list[LawyerId]:
        found = (self._lawyer(said, Column.TEAM, name) for name in said.team)
        return list(dict.fromkeys(each for each in found if each is not None))

    def _lawyer(self, said: ImportedCase, column: Column, name: str | None) -> LawyerId | None:
        if name is None:
            return None
        found = self._known.lawyers.get(self._known.lawyer_index(name))
        if found is None:
            self._refuse(said.line, column, Problem.UNKNOWN_LAWYER)
        return found

    def _refuse(self, line: int, column: Column, problem: Problem) -> None:
        self.problems.append(RowProblem(line=line, column=column, problem=problem))


def _clients(plan: _Plan) -> list[dict[str, Any]]:
    return [{"case_id": plan.row.id, "client_id": client} for client in plan.clients]


def _members(plan: _Plan) -> list[dict[str, Any]]:
    there = {each.lawyer_id for each in plan.known.members} if plan.known else set[str]()
    new = [(each, MemberRole.TEAM) for each in plan.team]
    if plan.responsible and plan.responsible not in there:
        new.append((plan.responsible, MemberRole.RESPONSIBLE))
    return [{"case_id": plan.row.id, "lawyer_id": each, "role": role} for each, role in new]
