"""Which case messages belong to, as lawyers put it right."""

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_case, seen_conversation, seen_message
from adapters.postgres.engine import transaction
from adapters.postgres.persons import is_same_person
from adapters.postgres.tables import CaseClient, Conversation, Message
from domain.failures import Taken
from domain.ids import CaseId, ClientId, ConversationId, MessageId
from domain.matching import MatchReason
from domain.views import LawyerView


class PostgresCaseMapping:
    """Implements `domain.register_ports.CaseMapping`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_message(self, viewer: LawyerView, message: MessageId, case: CaseId | None) -> None:
        """See the port. What a conversation is about follows its latest message."""
        with transaction(self._engine) as session:
            row = seen_message(session, viewer, message)
            conversation = session.get_one(Conversation, row.conversation_id, with_for_update=True)
            _check(session, viewer, conversation, case)
            session.execute(
                update(Message)
                .where(Message.id == message)
                .values(
                    case_id=case,
                    case_reason=MatchReason.LAWYER,
                    case_set_by=viewer.id,
                    case_set_at=func.now(),
                )
            )
            if _latest(session, conversation) == message:
                conversation.case_id = case
            audit.note(session, viewer.id, "message_case", message)

    def put_conversation(
        self, viewer: LawyerView, conversation: ConversationId, case: CaseId | None
    ) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_conversation(session, viewer, conversation, lock=True)
            _check(session, viewer, row, case)
            row.case_id = case
            audit.note(session, viewer.id, "conversation_case", conversation)


def _check(
    session: Session, viewer: LawyerView, conversation: Conversation, case: CaseId | None
) -> None:
    if case is None:
        return
    seen_case(session, viewer, case)
    theirs = select(CaseClient.case_id).where(
        CaseClient.case_id == case,
        is_same_person(CaseClient.client_id, ClientId(conversation.client_id)),
    )
    if session.scalar(theirs.limit(1)) is None:
        raise Taken(f"case {case} is not one of this client's")


def _latest(session: Session, conversation: Conversation) -> str | None:
    return session.scalar(
        select(Message.id)
        .where(Message.conversation_id == conversation.id)
        .order_by(Message.sent_at.desc(), Message.received_at.desc(), Message.id)
        .limit(1)
    )
