"""The lawyers' JSON API, `/api/v1`."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query

from api.tokens import lawyers_routes
from api.words import ID
from domain.analysis import Language
from domain.ids import CaseId, ClientId, ConversationId
from domain.ports import ConversationReader, LawyerRegister
from domain.queues import Queue, QueueCounts
from domain.routing import Reason
from domain.texts import reason_text
from domain.views import ConversationContent, ConversationPage, LawyerView, MessagePage

_LATEST: Final = 200

_Id = Annotated[str, Path(pattern=ID)]


def router(conversations: ConversationReader, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    @routes.get("/me")
    def me(holder: Annotated[LawyerView, Depends(lawyer)]) -> LawyerView:
        """Whose token this is."""
        return holder

    @routes.get("/lawyers")
    def list_lawyers() -> tuple[LawyerView, ...]:
        """The people of the firm."""
        return lawyers.everybody()

    @routes.get("/conversations")
    def list_conversations(
        *,
        needs_lawyer: Annotated[
            bool, Query(description="Only those in which something waits for a lawyer.")
        ] = False,
        queue: Annotated[Queue, Query(description="Only those of one of your queues.")] = Queue.ALL,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        client_id: Annotated[
            str | None, Query(pattern=ID, description="Only this person's, whatever their names.")
        ] = None,
        case_id: Annotated[
            str | None, Query(pattern=ID, description="Only those with something of this case.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> ConversationPage:
        """Conversations that you may read, latest message first."""
        return conversations.conversations(
            holder,
            needs_lawyer=needs_lawyer,
            queue=queue,
            client=ClientId(client_id) if client_id else None,
            case=CaseId(case_id) if case_id else None,
            after=after,
            limit=limit,
        )

    @routes.get("/conversations/counts")
    def count_conversations(holder: Annotated[LawyerView, Depends(lawyer)]) -> QueueCounts:
        """How many conversations that you may read stand in each of your queues."""
        return conversations.counts(holder)

    @routes.get("/conversations/{conversation_id}")
    def read_conversation(
        conversation_id: _Id, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> ConversationContent:
        """What was said in a conversation, oldest first: the latest 200 of each side."""
        return conversations.conversation(ConversationId(conversation_id), holder, limit=_LATEST)

    @routes.get("/conversations/{conversation_id}/messages")
    def read_messages(
        *,
        conversation_id: _Id,
        before: Annotated[
            str | None, Query(max_length=80, description="`next` of the page after it.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> MessagePage:
        """The newest messages of both sides together, oldest first, or those before them."""
        return conversations.messages(
            ConversationId(conversation_id), holder, before=before, limit=limit
        )

    @routes.get("/reasons")
    def read_reasons() -> dict[Reason, dict[Language, str]]:
        """What the codes in `reasons` say to people."""
        return {
            reason: {language: reason_text(reason, language) for language in Language}
            for reason in Reason
        }

    return routes
