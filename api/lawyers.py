"""The lawyers' JSON API, `/api/v1`."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query

from api.problems import OF_LAWYERS_API
from api.tokens import token_holder
from domain.analysis import Language
from domain.ids import ConversationId
from domain.ports import ConversationReader, LawyerRegister
from domain.routing import Reason
from domain.texts import reason_text
from domain.views import ConversationContent, ConversationPage, LawyerView

_LATEST: Final = 200

_Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def router(conversations: ConversationReader, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    lawyer = token_holder(lawyers)
    routes = APIRouter(prefix="/api/v1", dependencies=[Depends(lawyer)], responses=OF_LAWYERS_API)

    @routes.get("/me")
    def me(holder: Annotated[LawyerView, Depends(lawyer)]) -> LawyerView:
        """Whose token this is."""
        return holder

    @routes.get("/conversations")
    def list_conversations(
        *,
        needs_lawyer: Annotated[
            bool, Query(description="Only those in which something waits for a lawyer.")
        ] = False,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ConversationPage:
        """Conversations, latest message first."""
        return conversations.conversations(needs_lawyer=needs_lawyer, after=after, limit=limit)

    @routes.get("/conversations/{conversation_id}")
    def read_conversation(conversation_id: _Id) -> ConversationContent:
        """What was said in a conversation, oldest first: the latest 200 of each side."""
        return conversations.conversation(ConversationId(conversation_id), limit=_LATEST)

    @routes.get("/reasons")
    def read_reasons() -> dict[Reason, dict[Language, str]]:
        """What the codes in `reasons` say to people."""
        return {
            reason: {language: reason_text(reason, language) for language in Language}
            for reason in Reason
        }

    return routes
