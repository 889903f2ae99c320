"""The firm's own numbers, under `/api/v1/office-numbers`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import StringConstraints

from api.tokens import lawyers_routes
from api.words import Body
from domain.offices import OfficeDetails, OfficeView
from domain.ports import LawyerRegister
from domain.register_ports import OfficeRegister
from domain.views import LawyerView

_NumberId = Annotated[str, Path(pattern=r"^[0-9]{1,32}$", description="Meta's `phone_number_id`.")]
_Line = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=128, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]


class OfficeBody(Body):
    """How the firm calls one of its numbers."""

    display_number: Annotated[
        str,
        StringConstraints(
            min_length=3, max_length=32, strip_whitespace=True, pattern=r"^[0-9+() .-]+$"
        ),
    ]
    name: _Line
    office: _Line | None = None


def router(register: OfficeRegister, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/office-numbers", lawyers)

    @routes.get("")
    def list_numbers() -> tuple[OfficeView, ...]:
        """The firm's own numbers, as it calls them."""
        return register.offices()

    @routes.put("/{phone_number_id}")
    def put_number(
        phone_number_id: _NumberId,
        said: OfficeBody,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> OfficeView:
        """Say how the firm calls one of its numbers."""
        details = OfficeDetails(
            display_number=said.display_number, name=said.name, office=said.office
        )
        return register.put(holder, phone_number_id, details)

    @routes.delete("/{phone_number_id}", status_code=204)
    def remove_number(
        phone_number_id: _NumberId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Forget how the firm called a number."""
        register.remove(holder, phone_number_id)

    return routes
