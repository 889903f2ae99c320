"""Inbound messages, and the clients and conversations they belong to."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import conversations
from adapters.postgres.engine import transaction
from adapters.postgres.tables import AnalysisRow, Client, Conversation, Identity, Message
from adapters.postgres.vault import Vault
from domain.analysis import Analysis, Intent, Language, Urgency
from domain.failures import UnknownRecord
from domain.ids import ClientId, ConversationId, MessageId
from domain.messages import InboundMessageInput, ReceivedMessage, RecordedMessage, Sender, Text
from domain.policy import FirmPolicy
from domain.routing import Decision, Mode, Route

_WINDOW = timedelta(hours=24)
"""Meta's customer service window, from the client's last message."""


class PostgresMessageStore:
    """Implements `domain.ports.MessageStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def record(
        self, input: InboundMessageInput, message: ReceivedMessage, policy: FirmPolicy
    ) -> RecordedMessage:
        """See the port. Two first messages of one new person at once make one client."""
        with transaction(self._engine) as session:
            if session.get(Message, input.message_id) is None:
                writer, client_id = self._client(session, input, message.sender)
                conversation_id = _conversation(session, client_id, input, message)
                self._insert(session, input, message, writer, client_id, conversation_id)
            row = session.execute(
                select(Message, Conversation)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(Message.id == input.message_id)
            ).one()
            kept, conversation = row
            return RecordedMessage(
                message_id=MessageId(kept.id),
                client_id=ClientId(conversation.client_id),
                conversation_id=ConversationId(conversation.id),
                type=kept.type,
                sent_at=kept.sent_at,
                received_at=kept.received_at,
                mode=Mode(conversation.mode) if conversation.mode else policy.mode,
                rules=policy.routing,
                already_handed_over=kept.handed_over_at is not None,
            )

    def text(self, message: MessageId) -> str | None:
        """See the port."""
        with transaction(self._engine) as session:
            row = session.get(Message, message)
            if row is None:
                raise UnknownRecord(f"no message {message}")
            if row.body is None:
                return None
            return self._vault.open(session, "messages.body", row.id, row.body)

    def keep_analysis(self, message: MessageId, analysis: Analysis) -> Analysis:
        """See the port. The first verdict stands, so a repeated step changes nothing."""
        with transaction(self._engine) as session:
            session.execute(
                insert(AnalysisRow)
                .values(
                    message_id=message,
                    intent=analysis.intent,
                    intents=list(analysis.intents),
                    urgency=analysis.urgency,
                    language=analysis.language,
                    confidence=analysis.confidence,
                    analyst=analysis.analyst,
                )
                .on_conflict_do_nothing()
            )
            row = session.get_one(AnalysisRow, message)
            return Analysis(
                intent=Intent(row.intent),
                intents=tuple(Intent(intent) for intent in row.intents),
                urgency=Urgency(row.urgency),
                language=Language(row.language),
                confidence=row.confidence,
                analyst=row.analyst,
            )

    def keep_decision(
        self, message: MessageId, conversation: ConversationId, decision: Decision
    ) -> None:
        """See the port. The first decision stands; only it marks the conversation."""
        with transaction(self._engine) as session:
            decided = session.scalar(
                update(Message)
                .where(Message.id == message, Message.route.is_(None))
                .values(
                    route=decision.route,
                    urgency=decision.urgency,
                    reasons=list(decision.reasons),
                )
                .returning(Message.id)
            )
            if decided and decision.route is Route.HUMAN:
                conversations.flag(session, conversation, decision.reasons, decision.urgency)

    def mark_handed_over(self, message: MessageId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                update(Message)
                .where(Message.id == message, Message.handed_over_at.is_(None))
                .values(handed_over_at=func.now())
            )

    def _client(
        self, session: Session, input: InboundMessageInput, sender: Sender
    ) -> tuple[str, ClientId]:
        named = _identities(input, sender)
        indexed = [(kind, self._vault.index(kind, value), value) for kind, value in named]
        # Whoever else records a message of this person waits here until we have committed.
        for lock in sorted(int.from_bytes(index[:8], signed=True) for _, index, _ in indexed):
            session.execute(select(func.pg_advisory_xact_lock(lock)))
        known = session.scalars(
            select(Identity).where(
                tuple_(Identity.kind, Identity.index).in_(
                    [(kind, index) for kind, index, _ in indexed]
                ),
                Identity.valid_to.is_(None),
            )
        ).all()
        client_id = _owner(known, indexed) or self._new_client(session)
        if sender.profile_name:
            self._name(session, client_id, sender.profile_name)
        by_kind = {row.kind: row.id for row in known if row.client_id == client_id}
        taken = {(row.kind, row.index) for row in known}
        for kind, index, value in indexed:
            if (kind, index) not in taken:
                by_kind[kind] = self._new_identity(session, client_id, kind, index, value)
        writer = next(by_kind[kind] for kind, _, _ in indexed if kind in by_kind)
        return writer, client_id

    def _new_client(self, session: Session) -> ClientId:
        client_id = ClientId(uuid.uuid4().hex)
        session.execute(insert(Client).values(id=client_id))
        return client_id

    def _name(self, session: Session, client_id: ClientId, name: str) -> None:
        sealed = self._vault.seal(session, client_id, "clients.name", client_id, name)
        session.execute(
            update(Client).where(Client.id == client_id, Client.name.is_(None)).values(name=sealed)
        )

    def _new_identity(
        self, session: Session, client_id: ClientId, kind: str, index: bytes, value: str
    ) -> str:
        identity_id = uuid.uuid4().hex
        session.execute(
            insert(Identity).values(
                id=identity_id,
                client_id=client_id,
                kind=kind,
                index=index,
                value=self._vault.seal(session, client_id, "identities.value", identity_id, value),
            )
        )
        return identity_id

    def _insert(
        self,
        session: Session,
        input: InboundMessageInput,
        message: ReceivedMessage,
        writer: str,
        client_id: ClientId,
        conversation_id: ConversationId,
    ) -> None:
        def sealed(column: str, value: str) -> bytes:
            return self._vault.seal(
                session, client_id, f"messages.{column}", input.message_id, value
            )

        content = message.content
        session.execute(
            insert(Message)
            .values(
                id=input.message_id,
                conversation_id=conversation_id,
                identity_id=writer,
                type=message.type[:64],
                raw=sealed("raw", input.message),
                body=sealed("body", content.body) if isinstance(content, Text) else None,
                sent_at=message.sent_at,
                received_at=input.received_at,
            )
            .on_conflict_do_nothing()
        )


def _identities(input: InboundMessageInput, sender: Sender) -> list[tuple[str, str]]:
    # In the order in which a reply would use them.
    named = [("phone", sender.phone), ("bsuid", sender.user_id)]
    given = [(kind, value) for kind, value in named if value]
    # A message whose sender Meta did not name is a client of its own until a person says more.
    return given or [("unnamed", input.message_id)]


def _owner(known: Sequence[Identity], indexed: Sequence[tuple[str, bytes, str]]) -> ClientId | None:
    owners = {(row.kind, row.index): ClientId(row.client_id) for row in known}
    return next(
        (owners[kind, index] for kind, index, _ in indexed if (kind, index) in owners), None
    )


def _conversation(
    session: Session, client_id: ClientId, input: InboundMessageInput, message: ReceivedMessage
) -> ConversationId:
    session.execute(
        insert(Conversation)
        .values(
            id=uuid.uuid4().hex, client_id=client_id, phone_number_id=input.phone_number_id[:64]
        )
        .on_conflict_do_nothing()
    )
    conversation_id = session.scalar(
        update(Conversation)
        .where(
            Conversation.client_id == client_id,
            Conversation.phone_number_id == input.phone_number_id[:64],
        )
        .values(
            window_until=func.greatest(Conversation.window_until, message.sent_at + _WINDOW),
            last_message_at=func.greatest(Conversation.last_message_at, message.sent_at),
        )
        .returning(Conversation.id)
    )
    if conversation_id is None:
        raise UnknownRecord(f"no conversation of client {client_id}")
    return ConversationId(conversation_id)
