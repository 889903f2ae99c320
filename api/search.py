"""Looking for somebody or something, under `/api/v1/search`."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import StringConstraints, model_validator

from api.tokens import lawyers_routes
from api.words import PRINTED, AnId, Body
from domain.ids import CaseId, ClientId
from domain.ports import LawyerRegister
from domain.reading_ports import ConversationSearch
from domain.searching import SearchResult, SearchScope
from domain.views import LawyerView

_Sought = Annotated[
    str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True, pattern=PRINTED)
]


class SearchBody(Body):
    """What is looked for: exactly, or as words in what one client or one case holds."""

    q: _Sought
    client_id: AnId | None = None
    case_id: AnId | None = None

    @model_validator(mode="after")
    def _has_one_scope(self) -> Self:
        if self.client_id is not None and self.case_id is not None:
            raise ValueError("a client or a case, not both")
        return self


def router(desk: ConversationSearch, lawyers: LawyerRegister) -> APIRouter:
    """The one route; it asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    @routes.post("/search")
    def search(what: SearchBody, holder: Annotated[LawyerView, Depends(lawyer)]) -> SearchResult:
        """Whoever goes by exactly `q`, or the messages of a client or a case with its words.

        Exactly: a phone number, a client's whole name or reference, a case's number or reference.
        Names are sealed, so that nothing can be looked for by a part of one. In a client's or a
        case's conversations, the newest 2,000 messages of each side and pages of files are looked
        through; `stopped_early` says that there were more. What is sought stands in no URL.
        """
        if what.client_id is None and what.case_id is None:
            return desk.exact(holder, what.q)
        scope = SearchScope(
            client=ClientId(what.client_id) if what.client_id else None,
            case=CaseId(what.case_id) if what.case_id else None,
        )
        return desk.within(holder, what.q, scope)

    return routes
