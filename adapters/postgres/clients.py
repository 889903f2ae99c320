"""What lawyers state about clients."""

from sqlalchemy import Engine, func, select, update

from adapters.postgres.engine import transaction
from adapters.postgres.flags import withdraw_reason
from adapters.postgres.tables import Client, Conversation, Identity
from domain.failures import UnknownRecord
from domain.ids import ClientId, ConversationId, LawyerId
from domain.routing import Reason


class PostgresClientRegister:
    """Implements `domain.ports.ClientRegister`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def verify(self, client: ClientId, lawyer: LawyerId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = session.get(Client, client, with_for_update=True)
            if row is None:
                raise UnknownRecord(f"no client {client}")
            row.identity_changed_at = None
            session.execute(
                update(Identity)
                .where(Identity.client_id == client, Identity.valid_to.is_(None))
                .values(verified=True, verified_at=func.now(), verified_by=lawyer)
            )
            conversations = session.scalars(
                select(Conversation.id)
                .where(Conversation.client_id == client)
                .order_by(Conversation.id)
            )
            for conversation in conversations.all():
                withdraw_reason(session, ConversationId(conversation), Reason.IDENTITY_CHANGED)
