"""Rows of cases: written from what a lawyer says, and shown."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.postgres.said import opened
from adapters.postgres.tables import CaseClient, CaseMember, CaseRow, Party
from adapters.postgres.vault import Vault
from domain.cases import (
    CaseDetails,
    CaseStatus,
    CaseSummary,
    CaseView,
    Member,
    MemberRole,
    PartyRole,
    PartyView,
    number_form,
    reference_form,
)
from domain.ids import CaseId, ClientId, LawyerId, PartyId
from domain.pins import MOST_FAILURES


def write(session: Session, vault: Vault, row: CaseRow, details: CaseDetails) -> None:
    """Put details into a case's row, sealed by the key of `row.client_id`."""

    def sealed(column: str, value: str) -> bytes:
        return vault.seal(session, ClientId(row.client_id), f"cases.{column}", row.id, value)

    row.title = sealed("title", details.title)
    row.court = sealed("court", details.court) if details.court else None
    row.number = sealed("number", details.number) if details.number else None
    row.number_index = (
        vault.index("case_number", number_form(details.number)) if details.number else None
    )
    row.reference = sealed("reference", details.reference) if details.reference else None
    row.reference_index = (
        vault.index("case_reference", reference_form(details.reference))
        if details.reference
        else None
    )
    row.status, row.walled, row.opened_on = details.status, details.walled, details.opened_on
    row.closed_on = None
    if details.status is CaseStatus.CLOSED:
        row.closed_on = details.closed_on or datetime.now(UTC).date()


def summary(session: Session, vault: Vault, row: CaseRow) -> CaseSummary:
    """A case in a list."""
    responsible = session.scalar(
        select(CaseMember.lawyer_id).where(
            CaseMember.case_id == row.id, CaseMember.role == MemberRole.RESPONSIBLE
        )
    )
    return CaseSummary(
        id=CaseId(row.id),
        title=opened(session, vault, "cases.title", row.id, row.title),
        reference=opened(session, vault, "cases.reference", row.id, row.reference),
        number=opened(session, vault, "cases.number", row.id, row.number),
        court=opened(session, vault, "cases.court", row.id, row.court),
        status=CaseStatus(row.status),
        walled=row.walled,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        responsible=LawyerId(responsible) if responsible else None,
    )


def view(session: Session, vault: Vault, row: CaseRow) -> CaseView:
    """One case and everybody in it."""
    clients = session.scalars(
        select(CaseClient.client_id)
        .where(CaseClient.case_id == row.id)
        .order_by(CaseClient.client_id)
    ).all()
    members = session.scalars(
        select(CaseMember)
        .where(CaseMember.case_id == row.id)
        .order_by(CaseMember.role, CaseMember.lawyer_id)
        .execution_options(populate_existing=True)
    ).all()
    parties = session.scalars(
        select(Party).where(Party.case_id == row.id).order_by(Party.created_at, Party.id)
    ).all()
    session.refresh(row, ["pin_set_at", "pin_failures"])
    return CaseView(
        case=summary(session, vault, row),
        clients=tuple(ClientId(each) for each in clients),
        members=tuple(
            Member(lawyer_id=LawyerId(each.lawyer_id), role=MemberRole(each.role))
            for each in members
        ),
        parties=tuple(
            PartyView(
                id=PartyId(each.id),
                role=PartyRole(each.role),
                name=opened(session, vault, "parties.name", each.id, each.name),
                phone=opened(session, vault, "parties.phone", each.id, each.phone),
            )
            for each in parties
        ),
        pin_set_at=row.pin_set_at,
        pin_locked=row.pin_failures >= MOST_FAILURES,
    )
