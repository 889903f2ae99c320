"""What is kept of the clients, numbers, cases and lawyers that a file names: few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.postgres.persons import everybody_like
from adapters.postgres.tables import (
    CaseClient,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Identity,
    Lawyer,
    Party,
)
from adapters.postgres.vault import Vault
from domain.conflicts import ConflictState
from domain.identities import IdentityKind
from domain.ids import ClientId, LawyerId
from domain.importing import ImportFile
from domain.phones import same_number

T = TypeVar("T")


class _OfCase(Protocol):
    @property
    def case_id(self) -> object: ...


RowT = TypeVar("RowT", bound=_OfCase)

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case and everybody in it."""

    row: CaseRow
    clients: Sequence[str]
    members: Sequence[CaseMember]
    parties: Sequence[Party]


class Known:
    """All that a file's references, numbers and names lead to."""

    def __init__(self, session: Session, vault: Vault, file: ImportFile) -> None:
        self._session = session
        self._vault = vault
        self._phone_indices: dict[str, bytes] = {}
        self._merged = {
            row.id: row.merged_into
            for row in session.execute(
                select(Client.id, Client.merged_into).where(Client.merged_into.is_not(None))
            )
        }
        self.in_conflict = self._in_conflict()
        self.clients = self._clients(file)
        self.phones = self._phones(file)
        self.owners = self._owners()
        self.cases = self._cases(file)
        self.lawyers = self._lawyers(file)
        vault.prepare(
            session,
            [
                *(ClientId(row.id) for row in self.clients.values()),
                *(ClientId(each.row.client_id) for each in self.cases.values()),
            ],
        )

    def root(self, client: str) -> str:
        """The person that a client is."""
        while into := self._merged.get(client):
            client = into
        return client

    def client_index(self, reference: str) -> bytes:
        """The blind index of a reference's form."""
        return self._vault.index("client_reference", reference)

    def phone_index(self, phone: str) -> bytes:
        """The blind index of a number; each is read once only, which takes its time."""
        if phone not in self._phone_indices:
            index = self._vault.index(IdentityKind.PHONE, same_number(phone))
            self._phone_indices[phone] = index
        return self._phone_indices[phone]

    def lawyer_index(self, name: str) -> bytes:
        """The blind index of a name of somebody of the firm."""
        return self._vault.index("lawyer", name.strip().casefold())

    def _in_conflict(self) -> frozenset[str]:
        found = everybody_like(
            select(Conflict.client_id.label("id")).where(
                Conflict.state.in_([ConflictState.OPEN, ConflictState.CONFIRMED])
            ),
            "in_conflict",
        )
        return frozenset(self._session.scalars(select(found.c.id)).all())

    def _clients(self, file: ImportFile) -> dict[bytes, Client]:
        return {
            row.reference_index: row
            for some in _some([self.client_index(each) for each in file.clients])
            for row in self._session.scalars(select(Client).where(Client.reference_index.in_(some)))
            if row.reference_index is not None
        }

    def _phones(self, file: ImportFile) -> dict[bytes, str]:
        """Whose each number is."""
        indices = [
            self.phone_index(phone) for each in file.clients.values() for phone in each.phones
        ]
        return {
            index: owner
            for some in _some(indices)
            for index, owner in self._session.execute(
                select(Identity.index, Identity.client_id).where(
                    Identity.kind == IdentityKind.PHONE,
                    Identity.index.in_(some),
                    Identity.valid_to.is_(None),
                )
            )
        }

    def _owners(self) -> dict[str, Client]:
        return {
            row.id: row
            for some in _some(list(set(self.phones.values())))
            for row in self._session.scalars(select(Client).where(Client.id.in_(some)))
        }

    def _cases(self, file: ImportFile) -> dict[bytes, KnownCase]:
        indices = [self._vault.index("case_reference", each) for each in file.cases]
        found: dict[bytes, KnownCase] = {}
        for some in _some(indices):
            rows = self._session.scalars(
                select(CaseRow).where(CaseRow.reference_index.in_(some))
            ).all()
            ids = [row.id for row in rows]
            clients = _by_case(
                self._session.scalars(select(CaseClient).where(CaseClient.case_id.in_(ids)))
            )
            members = _by_case(
                self._session.scalars(select(CaseMember).where(CaseMember.case_id.in_(ids)))
            )
            parties = _by_case(self._session.scalars(select(Party).where(Party.case_id.in_(ids))))
            for row in rows:
                found[row.reference_index or b""] = KnownCase(
                    row=row,
                    clients=[each.client_id for each in clients[row.id]],
                    members=members[row.id],
                    parties=parties[row.id],
                )
        return found

    def _lawyers(self, file: ImportFile) -> dict[bytes, LawyerId]:
        names = {
            name
            for case in file.cases.values()
            for name in (case.responsible, *case.team)
            if name is not None
        }
        return {
            row.name_index: LawyerId(row.id)
            for some in _some([self.lawyer_index(name) for name in names])
            for row in self._session.scalars(select(Lawyer).where(Lawyer.name_index.in_(some)))
        }


def _some(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]


def _by_case(rows: Iterable[RowT]) -> dict[str, list[RowT]]:
    sorted_out: dict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        sorted_out[str(row.case_id)].append(row)
    return sorted_out
