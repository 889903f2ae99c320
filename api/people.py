"""The firm's clients, under `/api/v1/clients`."""

from enum import StrEnum
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field, model_validator

from api.cases import number_of
from api.tokens import lawyers_routes
from api.words import AnId, Body, Name, PathId, Phone, Reference, Remark
from domain.clients import (
    CheckMethod,
    ClientDetails,
    ClientPage,
    ClientSearch,
    ClientSummary,
    ClientView,
    IdentityView,
    Intake,
    Standing,
)
from domain.ids import ClientId, IdentityId
from domain.ports import LawyerRegister
from domain.register_ports import ClientDesk, ProofDesk
from domain.views import LawyerView


class _Standing(Body):
    standing: Standing = Standing.CLIENT
    intake: Intake | None = None
    reference: Reference | None = None


class ClientBody(_Standing):
    """What the firm itself says of a client."""

    name: Name | None


class NewClient(_Standing):
    """The same, with the numbers they write from."""

    name: Name
    phones: Annotated[tuple[Phone, ...], Field(max_length=20)] = ()


class ClientSearchBody(Body):
    """What is looked for, whole and exact; where several are given, all must fit."""

    name: Name | None = None
    phone: Phone | None = None
    reference: Reference | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.name is None and self.phone is None and self.reference is None:
            raise ValueError("say what to look for")
        return self


class NewPhone(Body):
    """A number that a client writes from."""

    phone: Phone


class MergeBody(Body):
    """Who it is the same person as."""

    into: AnId


class Voucher(StrEnum):
    """How somebody of the firm made sure."""

    CALL_BACK = "call_back"
    IN_PERSON = "in_person"


class VouchBody(Body):
    """How somebody of the firm made sure, and what they say of it."""

    method: Voucher
    note: Remark


def router(desk: ClientDesk, proofs: ProofDesk, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/clients", lawyers)

    @routes.get("")
    def list_clients(
        *,
        standing: Standing | None = None,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> ClientPage:
        """Clients that you may know of, newest first."""
        return desk.clients(holder, standing=standing, after=after, limit=limit)

    @routes.post("/search")
    def search_clients(
        what: ClientSearchBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> tuple[ClientSummary, ...]:
        """Clients of this very name, number or reference: none of it stands in a URL."""
        phone = number_of(what.phone) if what.phone else None
        return desk.search(
            holder, ClientSearch(name=what.name, phone=phone, reference=what.reference)
        )

    @routes.post("", status_code=201)
    def add_client(new: NewClient, holder: Annotated[LawyerView, Depends(lawyer)]) -> ClientView:
        """Add a client."""
        return desk.add(holder, _details(new), [number_of(phone) for phone in new.phones])

    @routes.get("/{client_id}")
    def read_client(
        client_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> ClientView:
        """One client with their numbers and user ids, and whoever is the same person."""
        return desk.client(holder, ClientId(client_id))

    @routes.put("/{client_id}")
    def change_client(
        client_id: PathId, client: ClientBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> ClientView:
        """Put other details in place of a client's."""
        return desk.change(holder, ClientId(client_id), _details(client))

    @routes.post("/{client_id}/identities", status_code=201)
    def add_phone(
        client_id: PathId, said: NewPhone, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> IdentityView:
        """Note that a client writes from a number too; it is not verified by that."""
        return desk.add_phone(holder, ClientId(client_id), number_of(said.phone))

    @routes.delete("/{client_id}/identities/{identity_id}", status_code=204)
    def end_identity(
        client_id: PathId, identity_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Note that a client writes from there no longer; nothing is sent there any more."""
        desk.end_identity(holder, ClientId(client_id), IdentityId(identity_id))

    @routes.post("/{client_id}/identities/{identity_id}/verify", status_code=204)
    def vouch(
        client_id: PathId,
        identity_id: PathId,
        said: VouchBody,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> None:
        """State that you called the client back, or saw them, and that this is their number."""
        method = CheckMethod(said.method)
        proofs.vouch(holder, ClientId(client_id), IdentityId(identity_id), method, said.note)

    @routes.post("/{client_id}/merge")
    def merge(
        client_id: PathId, said: MergeBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> ClientView:
        """State that two clients are one person. No message moves, and no reply goes elsewhere."""
        return desk.merge(holder, ClientId(client_id), ClientId(said.into))

    @routes.post("/{client_id}/unmerge")
    def unmerge(client_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]) -> ClientView:
        """Undo that."""
        return desk.unmerge(holder, ClientId(client_id))

    return routes


def _details(body: ClientBody | NewClient) -> ClientDetails:
    return ClientDetails(
        name=body.name, standing=body.standing, intake=body.intake, reference=body.reference
    )
