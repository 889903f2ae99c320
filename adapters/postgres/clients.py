"""What lawyers state about clients."""

import uuid
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_client
from adapters.postgres.engine import transaction
from adapters.postgres.flags import change_reason
from adapters.postgres.tables import Conversation, Identity, IdentityCheck, Message
from domain.clients import CheckMethod
from domain.failures import Outdated
from domain.ids import ClientId, ConversationId
from domain.routing import Reason, Route
from domain.views import LawyerView


class PostgresClientRegister:
    """Implements `domain.ports.ClientRegister`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def verify(self, client: ClientId, viewer: LawyerView, changed_at: datetime | None) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_client(session, viewer, client, lock=True)
            if row.identity_changed_at != changed_at:
                raise Outdated(f"the identity of client {client} has changed again")
            row.identity_changed_at = None
            session.execute(
                update(Identity)
                .where(Identity.client_id == client, Identity.valid_to.is_(None))
                .values(verified=True, verified_at=func.now(), verified_by=viewer.id)
            )
            session.add(
                IdentityCheck(
                    id=uuid.uuid4().hex,
                    client_id=client,
                    method=CheckMethod.NUMBER_CHANGE,
                    passed=True,
                    lawyer_id=viewer.id,
                )
            )
            audit.note(session, viewer.id, "client_verify", client)
            conversations = session.scalars(
                select(Conversation.id)
                .where(Conversation.client_id == client)
                .order_by(Conversation.id)
            )
            for conversation in conversations.all():
                held = _held(session, conversation)
                change_reason(
                    session,
                    ConversationId(conversation),
                    Reason.IDENTITY_CHANGED,
                    Reason.HELD if held else None,
                )


def _held(session: Session, conversation: str) -> bool:
    """Whether a message waits that would be answered already if the sender had been certain."""
    waiting = select(Message.id).where(
        Message.conversation_id == conversation,
        Message.route == Route.HUMAN,
        Message.reasons.contains([Reason.IDENTITY_CHANGED]),
    )
    return session.scalar(waiting.limit(1)) is not None
