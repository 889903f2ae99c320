"""The clients of a file: compared with those that are kept, then written in few statements."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from adapters.postgres.import_known import Known
from adapters.postgres.merging import merge
from adapters.postgres.said import opened
from adapters.postgres.tables import AuditEntry, Client, Identity
from adapters.postgres.vault import Vault
from domain.clients import Intake, Standing, name_form
from domain.identities import IdentityKind
from domain.ids import ClientId
from domain.importing import (
    Column,
    ImportedClient,
    ImportFile,
    Outcome,
    Problem,
    RowProblem,
)

AT_ONCE: Final = 500


@dataclass(slots=True, kw_only=True)
class _Plan:
    said: ImportedClient
    reference: str
    id: ClientId
    row: Client | None
    outcome: Outcome
    names: bool
    phones: list[str] = field(default_factory=list[str])
    merges: list[ClientId] = field(default_factory=list[ClientId])


class ClientImport:
    """One file's clients. `targets`: who each of its references is, or will be."""

    def __init__(self, session: Session, vault: Vault, file: ImportFile, known: Known) -> None:
        self._session = session
        self._vault = vault
        self._file = file
        self._known = known
        self._plans: list[_Plan] = []
        self.targets: dict[str, ClientId] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.problems: list[RowProblem] = []

    def compare(self, progress: Callable[[int], None]) -> None:
        """Find out what is to be done with each client."""
        taken: dict[str, str] = {}
        for reference, said in self._file.clients.items():
            plan = self._plan(reference, said, taken)
            self._plans.append(plan)
            self.targets[reference], self.outcomes[reference] = plan.id, plan.outcome
            progress(1)

    def write(self, progress: Callable[[int], None]) -> None:
        """Do it."""
        for first in range(0, len(self._plans), AT_ONCE):
            some = self._plans[first : first + AT_ONCE]
            self._write(some)
            progress(len(some))
        for plan in self._plans:
            for prospect in plan.merges:
                merge(self._session, prospect, plan.id)

    def _plan(self, reference: str, said: ImportedClient, taken: dict[str, str]) -> _Plan:
        row = self._known.clients.get(self._known.client_index(reference))
        if row is None and said.name is None:
            self._refuse(said.line, Column.CLIENT_NAME, Problem.MISSING)
        prospects: list[ClientId] = []
        phones: list[str] = []
        for phone, line in said.phones.items():
            owner = self._known.phones.get(self._known.phone_index(phone))
            if taken.setdefault(phone, reference) != reference:
                self._refuse(line, Column.PHONES, Problem.PHONE_OF_ANOTHER)
            elif owner is None:
                phones.append(phone)
            elif row is None or self._known.root(owner) != self._known.root(row.id):
                prospects += self._prospect(owner, line, taken, reference)
        prospects = list(dict.fromkeys(prospects))
        if row is None and prospects:
            # Whoever wrote before is this client from now on.
            joined = self._known.owners[prospects.pop(0)]
            plan = _Plan(
                said=said, reference=reference, id=ClientId(joined.id), row=joined,
                outcome=Outcome.JOINED, names=True,
            )  # fmt: skip
        elif row is None:
            plan = _Plan(
                said=said, reference=reference, id=ClientId(uuid.uuid4().hex), row=None,
                outcome=Outcome.MADE, names=True,
            )  # fmt: skip
        else:
            names = said.name is not None and self._is_called_otherwise(row, said.name)
            changes = names or bool(phones)
            plan = _Plan(
                said=said, reference=reference, id=ClientId(row.id), row=row,
                outcome=Outcome.CHANGED if changes else Outcome.KEPT, names=names,
            )  # fmt: skip
            if prospects:
                plan.outcome = Outcome.JOINED
        plan.phones, plan.merges = phones, prospects
        return plan

    def _prospect(
        self, owner: str, line: int, taken: dict[str, str], reference: str
    ) -> list[ClientId]:
        """The owner of a number, where it may be said that they are the client of a line."""
        root = self._known.root(owner)
        row = self._known.owners[owner]
        if root in self._known.in_conflict or row.intake in {Intake.CONFLICT, Intake.DECLINED}:
            self._refuse(line, Column.PHONES, Problem.PHONE_IN_CONFLICT)
            return []
        stranger = row.standing != Standing.PROSPECT or row.reference_index is not None
        if stranger or root != owner or taken.setdefault(f"of {owner}", reference) != reference:
            self._refuse(line, Column.PHONES, Problem.PHONE_OF_ANOTHER)
            return []
        return [ClientId(owner)]

    def _is_called_otherwise(self, row: Client, name: str) -> bool:
        before = opened(self._session, self._vault, "clients.name", row.id, row.name)
        return before is None or name_form(before) != name_form(name)

    def _write(self, plans: Sequence[_Plan]) -> None:
        self._vault.prepare(self._session, [plan.id for plan in plans])
        made = [self._made(plan) for plan in plans if plan.row is None]
        if made:
            # A client who is none because they wrote has no intake, rather than a new one.
            self._session.execute(insert(Client).execution_options(render_nulls=True), made)
        for plan in plans:
            if plan.row is not None and plan.outcome is not Outcome.KEPT:
                self._change(plan, plan.row)
        self._session.flush()
        identities = [self._identity(plan, phone) for plan in plans for phone in plan.phones]
        if identities:
            self._session.execute(insert(Identity), identities)
        write_audit(
            self._session,
            "client_import",
            [plan.id for plan in plans if plan.outcome is not Outcome.KEPT],
        )

    def _made(self, plan: _Plan) -> dict[str, Any]:
        name = plan.said.name or ""
        return {
            "id": plan.id,
            "name": self._seal(plan, "clients.name", plan.id, name),
            "name_index": self._vault.index("client_name", name_form(name)),
            "standing": Standing.CLIENT,
            "intake": None,
            "reference": self._seal(plan, "clients.reference", plan.id, plan.said.reference),
            "reference_index": self._known.client_index(plan.reference),
        }

    def _change(self, plan: _Plan, row: Client) -> None:
        if plan.names and plan.said.name:
            row.name = self._seal(plan, "clients.name", plan.id, plan.said.name)
            row.name_index = self._vault.index("client_name", name_form(plan.said.name))
        if row.reference_index is None:
            row.standing, row.intake = Standing.CLIENT, Intake.ACCEPTED
            row.reference = self._seal(plan, "clients.reference", plan.id, plan.said.reference)
            row.reference_index = self._known.client_index(plan.reference)

    def _identity(self, plan: _Plan, phone: str) -> dict[str, Any]:
        row_id = uuid.uuid4().hex
        return {
            "id": row_id,
            "client_id": plan.id,
            "kind": IdentityKind.PHONE,
            "index": self._known.phone_index(phone),
            "value": self._seal(plan, "identities.value", row_id, phone),
        }

    def _seal(self, plan: _Plan, place: str, row: str, value: str) -> bytes:
        return self._vault.seal(self._session, plan.id, place, row, value)

    def _refuse(self, line: int, column: Column, problem: Problem) -> None:
        self.problems.append(RowProblem(line=line, column=column, problem=problem))


def write_audit(session: Session, action: str, subjects: Sequence[str]) -> None:
    """Note what an import did; it was whoever runs the system."""
    if subjects:
        session.execute(
            insert(AuditEntry),
            [{"id": uuid.uuid4().hex, "action": action, "subject": each} for each in subjects],
        )
