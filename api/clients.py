"""What lawyers state about clients, under `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime

from api.problems import OF_LAWYERS_API
from api.tokens import lawyers_routes
from api.words import Body, PathId
from domain.ids import ClientId
from domain.ports import ClientRegister, LawyerRegister
from domain.views import LawyerView


class Seen(Body):
    """What the lawyer saw: a change that came later is not verified with it."""

    identity_changed_at: AwareDatetime | None


def router(clients: ClientRegister, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    @routes.post(
        "/clients/{client_id}/verify", status_code=204, responses={409: OF_LAWYERS_API[409]}
    )
    def verify(
        client_id: PathId, seen: Seen, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """State that you made sure who writes, after their number or identity has changed.

        Until then the assistant stays silent and nothing of a case is sent.
        """
        clients.verify(ClientId(client_id), holder, seen.identity_changed_at)

    return routes
