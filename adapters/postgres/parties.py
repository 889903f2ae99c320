"""Rows of parties, and the names by which the conflict gate finds them."""

import uuid
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.opponents import reopen
from adapters.postgres.said import opened
from adapters.postgres.tables import CaseRow, Conflict, Party, PartyName
from adapters.postgres.vault import Vault
from domain.cases import PartyDetails
from domain.failures import Taken, UnknownRecord
from domain.ids import ClientId, PartyId
from domain.names import name_forms
from domain.phones import same_number


def add(session: Session, vault: Vault, case: CaseRow, details: PartyDetails) -> None:
    """Add a party to a case."""
    row = Party(id=uuid.uuid4().hex, case_id=case.id, created_at=datetime.now(UTC))
    _write(session, vault, case, row, details)
    session.add(row)
    session.flush()
    _name(session, vault, row, details.name)


def change(
    session: Session, vault: Vault, case: CaseRow, party: PartyId, details: PartyDetails
) -> None:
    """Put other details in place of a party's; under another name it may be somebody else.

    Raises:
        UnknownRecord: the case has no such party.
    """
    row = _party(session, case, party)
    before = opened(session, vault, "parties.name", row.id, row.name)
    _write(session, vault, case, row, details)
    session.execute(delete(PartyName).where(PartyName.party_id == party))
    _name(session, vault, row, details.name)
    # Names are compared rather than what is kept of them, which an earlier version may have kept.
    if before is None or set(name_forms(before)) != set(name_forms(details.name)):
        reopen(session, party)


def remove(session: Session, case: CaseRow, party: PartyId) -> None:
    """Take a party out of a case.

    Raises:
        UnknownRecord: the case has no such party.
        Taken: somebody was found to stand against the client because of them.
    """
    row = _party(session, case, party)
    if session.scalar(select(Conflict.id).where(Conflict.party_id == party).limit(1)):
        raise Taken(f"a conflict was found because of party {party}, which stays for that")
    session.execute(delete(PartyName).where(PartyName.party_id == party))
    session.delete(row)
    session.flush()


def name_rows(vault: Vault, party: str, name: str) -> list[dict[str, object]]:
    """All ways in which a party may be named, as rows of `party_names`."""
    rows: dict[bytes, dict[str, object]] = {}
    for form in name_forms(name):
        index = vault.index("party_name", form.text)
        rows.setdefault(index, {"party_id": party, "index": index, "likeness": form.likeness})
    return list(rows.values())


def _party(session: Session, case: CaseRow, party: PartyId) -> Party:
    row = session.get(Party, party)
    if row is None or row.case_id != case.id:
        raise UnknownRecord(f"case {case.id} has no party {party}")
    return row


def _write(
    session: Session, vault: Vault, case: CaseRow, row: Party, details: PartyDetails
) -> None:
    def sealed(column: str, value: str) -> bytes:
        return vault.seal(session, ClientId(case.client_id), f"parties.{column}", row.id, value)

    row.role, row.name = details.role, sealed("name", details.name)
    row.phone = sealed("phone", details.phone) if details.phone else None
    row.phone_index = (
        vault.index("party_phone", same_number(details.phone)) if details.phone else None
    )


def _name(session: Session, vault: Vault, row: Party, name: str) -> None:
    rows = name_rows(vault, row.id, name)
    if rows:
        session.execute(insert(PartyName), rows)
