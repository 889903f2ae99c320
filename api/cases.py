"""Cases and everybody in them, under `/api/v1/cases`."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, Field, model_validator

from api.tokens import lawyers_routes
from api.words import ID, AnId, Body, Name, PathId, Phone, Reference
from domain.cases import (
    CaseDetails,
    CasePage,
    CaseSearch,
    CaseStatus,
    CaseSummary,
    CaseView,
    Member,
    MemberRole,
    PartyDetails,
    PartyRole,
    has_one_responsible,
)
from domain.ids import CaseId, ClientId, LawyerId, PartyId
from domain.phones import as_written
from domain.ports import LawyerRegister
from domain.register_ports import CaseDesk, ProofDesk
from domain.views import LawyerView


class CaseBody(Body):
    """A case. `closed_on` counts for a closed one only; without it, it was closed today."""

    title: Name
    reference: Reference | None = None
    number: Reference | None = None
    court: Name | None = None
    status: CaseStatus = CaseStatus.OPEN
    walled: bool = False
    opened_on: date
    closed_on: date | None = None


class MemberBody(Body):
    """A lawyer in a case."""

    lawyer_id: AnId
    role: MemberRole


class PartyBody(Body):
    """Somebody else in a case."""

    role: PartyRole
    name: Name
    phone: Phone | None = None


class MembersBody(Body):
    """Who works on a case: exactly one is responsible, and nobody is there twice."""

    members: Annotated[list[MemberBody], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _has_one_responsible(self) -> Self:
        if not has_one_responsible(members_of(self.members)):
            raise ValueError("exactly one member is responsible, and nobody is there twice")
        return self


class ClientsBody(Body):
    """For whom a case is led."""

    clients: Annotated[list[AnId], Field(min_length=1, max_length=50)]


class NewCase(CaseBody, MembersBody, ClientsBody):
    """A case with everybody in it. The first client's key seals it."""

    parties: Annotated[tuple[PartyBody, ...], Field(max_length=100)] = ()


class CaseSearchBody(Body):
    """What is looked for, whole and exact; one of both at least."""

    number: Reference | None = None
    reference: Reference | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.number is None and self.reference is None:
            raise ValueError("say what to look for")
        return self


class Pin(BaseModel):
    """A PIN: shown this once, tell it to the client by another way than WhatsApp."""

    pin: str


def router(desk: CaseDesk, proofs: ProofDesk, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/cases", lawyers)

    @routes.get("")
    def list_cases(
        *,
        client_id: Annotated[
            str | None, Query(pattern=ID, description="Only this person's, whatever their names.")
        ] = None,
        status: CaseStatus | None = None,
        own: Annotated[bool, Query(description="Only those that you work on.")] = False,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> CasePage:
        """Cases that you may know of, newest first."""
        return desk.cases(
            holder,
            client=ClientId(client_id) if client_id else None,
            status=status,
            own=own,
            after=after,
            limit=limit,
        )

    @routes.post("/search")
    def search_cases(
        what: CaseSearchBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> tuple[CaseSummary, ...]:
        """Cases of this very number or reference: what names them does not stand in a URL."""
        return desk.search(holder, CaseSearch(number=what.number, reference=what.reference))

    @routes.post("", status_code=201)
    def add_case(new: NewCase, holder: Annotated[LawyerView, Depends(lawyer)]) -> CaseView:
        """Add a case."""
        return desk.add(
            holder,
            details_of(new),
            clients=[ClientId(each) for each in dict.fromkeys(new.clients)],
            members=members_of(new.members),
            parties=[party_of(each) for each in new.parties],
        )

    @routes.get("/{case_id}")
    def read_case(case_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]) -> CaseView:
        """One case and everybody in it."""
        return desk.case(holder, CaseId(case_id))

    @routes.put("/{case_id}")
    def change_case(
        case_id: PathId, case: CaseBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> CaseView:
        """Put other details in place of a case's; its status closes it and opens it again."""
        return desk.change(holder, CaseId(case_id), details_of(case))

    @routes.put("/{case_id}/clients")
    def set_clients(
        case_id: PathId, said: ClientsBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> CaseView:
        """Say for whom a case is led; the client whose key seals it stays among them."""
        clients = [ClientId(each) for each in dict.fromkeys(said.clients)]
        return desk.set_clients(holder, CaseId(case_id), clients)

    @routes.put("/{case_id}/members")
    def set_members(
        case_id: PathId, said: MembersBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> CaseView:
        """Say who works on a case. Of a walled one, nobody else may know."""
        return desk.set_members(holder, CaseId(case_id), members_of(said.members))

    @routes.post("/{case_id}/parties", status_code=201)
    def add_party(
        case_id: PathId, party: PartyBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> CaseView:
        """Add somebody else to a case: whoever writes to the firm is compared with them."""
        return desk.add_party(holder, CaseId(case_id), party_of(party))

    @routes.put("/{case_id}/parties/{party_id}")
    def change_party(
        case_id: PathId,
        party_id: PathId,
        party: PartyBody,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> CaseView:
        """Put other details in place of a party's."""
        return desk.change_party(holder, CaseId(case_id), PartyId(party_id), party_of(party))

    @routes.delete("/{case_id}/parties/{party_id}", status_code=204)
    def remove_party(
        case_id: PathId, party_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Take somebody out of a case."""
        desk.remove_party(holder, CaseId(case_id), PartyId(party_id))

    @routes.post("/{case_id}/pin", status_code=201)
    def give_pin(case_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]) -> Pin:
        """Make a PIN, in place of the one before, by which the client proves who they are."""
        return Pin(pin=proofs.give_pin(holder, CaseId(case_id)))

    return routes


def details_of(body: CaseBody) -> CaseDetails:
    """The same as the inside says it."""
    return CaseDetails(
        title=body.title,
        reference=body.reference,
        number=body.number,
        court=body.court,
        status=body.status,
        walled=body.walled,
        opened_on=body.opened_on,
        closed_on=body.closed_on,
    )


def members_of(bodies: list[MemberBody]) -> list[Member]:
    """The same as the inside says it."""
    return [Member(lawyer_id=LawyerId(each.lawyer_id), role=each.role) for each in bodies]


def party_of(body: PartyBody) -> PartyDetails:
    """The same as the inside says it; 422 where the number is none."""
    return PartyDetails(
        role=body.role, name=body.name, phone=number_of(body.phone) if body.phone else None
    )


def number_of(phone: str) -> str:
    """A phone number in E.164; 422 where it is none."""
    number = as_written(phone)
    if not number:
        raise HTTPException(422, "That is not a phone number")
    return number
