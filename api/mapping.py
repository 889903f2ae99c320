"""Which case messages belong to, as lawyers put it right, under `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.tokens import lawyers_routes
from api.words import AnId, Body, PathId
from domain.ids import CaseId, ConversationId, MessageId
from domain.ports import LawyerRegister
from domain.register_ports import CaseMapping
from domain.views import LawyerView


class ItsCase(Body):
    """A case of this client's, or none."""

    case_id: AnId | None


def router(mapping: CaseMapping, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    @routes.put("/messages/{message_id}/case", status_code=204)
    def put_message(
        message_id: PathId, its: ItsCase, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Put a message to a case, or to none: no machine changes that again."""
        mapping.put_message(holder, MessageId(message_id), _case(its))

    @routes.put("/conversations/{conversation_id}/case", status_code=204)
    def put_conversation(
        conversation_id: PathId, its: ItsCase, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Say what a conversation is about now; what it was about before stays with its case."""
        mapping.put_conversation(holder, ConversationId(conversation_id), _case(its))

    return routes


def _case(its: ItsCase) -> CaseId | None:
    return CaseId(its.case_id) if its.case_id else None
