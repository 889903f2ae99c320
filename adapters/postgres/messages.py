"""Inbound messages, and the clients and conversations they belong to."""

import json
import uuid
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import media
from adapters.postgres.consents import note_wish, refuses_assistant
from adapters.postgres.engine import transaction
from adapters.postgres.flags import raise_flag
from adapters.postgres.identities import (
    Recognised,
    change_phone,
    change_user_id,
    doubt,
    recognise,
)
from adapters.postgres.opponents import in_conflict
from adapters.postgres.persons import same_person
from adapters.postgres.tables import (
    AnalysisRow,
    CaseClient,
    Client,
    Conversation,
    Identity,
    Message,
    OfficeNumber,
    Party,
)
from adapters.postgres.vault import Vault
from domain.analysis import (
    Analysis,
    Intent,
    Language,
    ModelUsage,
    Urgency,
    read_gist,
)
from domain.failures import UnknownRecord
from domain.identities import ADDRESSABLE
from domain.ids import ClientId, ConversationId, IdentityId, MessageId
from domain.message_content import circumstances, needs_answer, opens_window, words
from domain.messages import (
    Author,
    Content,
    InboundMessageInput,
    Media,
    ReceivedMessage,
    RecordedMessage,
    SystemKind,
    SystemMessage,
)
from domain.policy import FirmPolicy
from domain.routing import Decision, Mode, Reason, Route
from domain.webhook_json import as_object, as_text
from domain.wishes import wish_of

_WINDOW: Final = timedelta(hours=24)
"""Meta's customer service window, from the client's last message."""

_PLACEHOLDER: Final = "media_placeholder"
"""Meta's word for a message of the past whose file comes later."""

_REVISIONS: Final = {"edit": Reason.MESSAGE_EDITED, "revoke": Reason.MESSAGE_REVOKED}


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
                self._keep(session, input, message)
            kept, conversation, client = session.execute(
                select(Message, Conversation, Client)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .join(Client, Client.id == Conversation.client_id)
                .where(Message.id == input.message_id)
            ).one()
            return RecordedMessage(
                message_id=MessageId(kept.id),
                client_id=ClientId(client.id),
                conversation_id=ConversationId(conversation.id),
                type=kept.type,
                sent_at=kept.sent_at,
                received_at=kept.received_at,
                mode=Mode(conversation.mode) if conversation.mode else policy.mode,
                rules=policy.routing,
                already_handed_over=kept.handed_over_at is not None,
                needs_answer=needs_answer(message.content),
                circumstances=_circumstances(session, message.content, conversation, client, kept),
                has_file=media.is_waiting(session, input.message_id),
                identity_id=IdentityId(kept.identity_id) if kept.identity_id else None,
                phone_number_id=conversation.phone_number_id,
                office=_office(session, conversation.phone_number_id),
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

    def names(self, message: MessageId) -> tuple[str, ...]:
        """See the port: the client's here and in WhatsApp, and who else is in their cases."""
        with transaction(self._engine) as session:
            row = session.execute(
                select(Message.contact, Client.id)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .join(Client, Client.id == Conversation.client_id)
                .where(Message.id == message)
            ).one_or_none()
            if row is None:
                raise UnknownRecord(f"no message {message}")
            names: list[str | None] = []
            # Whoever they were merged with, and whoever shares a case with them, is of their names.
            person = same_person(session, ClientId(row.id))
            cases = select(CaseClient.case_id).where(CaseClient.client_id.in_(person))
            beside = select(CaseClient.client_id).where(CaseClient.case_id.in_(cases))
            people = session.execute(
                select(Client.id, Client.name)
                .where(or_(Client.id.in_(person), Client.id.in_(beside)))
                .order_by(Client.id != row.id, Client.id)
            )
            names += [
                self._vault.open(session, "clients.name", each.id, each.name)
                for each in people
                if each.name
            ]
            if row.contact:
                contact = self._vault.open(session, "messages.contact", message, row.contact)
                profile = as_object(as_object(json.loads(contact)).get("profile"))
                names.append(as_text(profile.get("name")))
            parties = session.execute(
                select(Party.id, Party.name)
                .where(Party.case_id.in_(cases))
                .order_by(Party.created_at, Party.id)
            )
            names += [
                self._vault.open(session, "parties.name", party.id, party.name) for party in parties
            ]
            return tuple(dict.fromkeys(name for name in names if name))

    def may_leave(self, message: MessageId) -> bool:
        """See the port."""
        with transaction(self._engine) as session:
            owner = session.scalar(
                select(Conversation.client_id)
                .join(Message, Message.conversation_id == Conversation.id)
                .where(Message.id == message)
            )
            if owner is None:
                raise UnknownRecord(f"no message {message}")
            client = ClientId(owner)
            if refuses_assistant(session, client):
                return False
            return not in_conflict(session, same_person(session, client))

    def keep_analysis(self, message: MessageId, analysis: Analysis) -> Analysis:
        """See the port. The first verdict stands, so a repeated step changes nothing."""
        with transaction(self._engine) as session:
            kept = session.get(AnalysisRow, message)
            if kept is None:
                session.execute(
                    insert(AnalysisRow)
                    .values(message_id=message, **self._columns(session, message, analysis))
                    .on_conflict_do_nothing()
                )
                kept = session.get_one(AnalysisRow, message)
            return self._analysis(session, kept)

    def _columns(
        self, session: Session, message: MessageId, analysis: Analysis
    ) -> dict[str, object]:
        owner = session.scalars(
            select(Conversation.client_id)
            .join(Message, Message.conversation_id == Conversation.id)
            .where(Message.id == message)
        ).one()
        usage = analysis.usage
        return {
            "intent": analysis.intent,
            "intents": list(analysis.intents),
            "urgency": analysis.urgency,
            "language": analysis.language,
            "confidence": analysis.confidence,
            "analyst": analysis.analyst,
            "model_failed": analysis.model_failed,
            "model": usage.model[:128] if usage else None,
            "prompt_version": usage.prompt_version if usage else None,
            "input_tokens": usage.input_tokens if usage else None,
            "output_tokens": usage.output_tokens if usage else None,
            "cost": usage.cost_microusd if usage else None,
            "gist": self._vault.seal(
                session,
                ClientId(owner),
                "analyses.gist",
                message,
                json.dumps(asdict(analysis.gist)),
            )
            if analysis.gist
            else None,
        }

    def _analysis(self, session: Session, row: AnalysisRow) -> Analysis:
        gist = (
            self._vault.open(session, "analyses.gist", row.message_id, row.gist)
            if row.gist
            else None
        )
        return Analysis(
            intent=Intent(row.intent),
            intents=tuple(Intent(intent) for intent in row.intents),
            urgency=Urgency(row.urgency),
            language=Language(row.language),
            confidence=row.confidence,
            analyst=row.analyst,
            model_failed=row.model_failed,
            usage=ModelUsage(
                model=row.model,
                prompt_version=row.prompt_version or "",
                input_tokens=row.input_tokens or 0,
                output_tokens=row.output_tokens or 0,
                cost_microusd=row.cost,
            )
            if row.model
            else None,
            gist=read_gist(gist) if gist else None,
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
                raise_flag(session, conversation, decision.reasons, decision.urgency)

    def mark_handed_over(self, message: MessageId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                update(Message)
                .where(Message.id == message, Message.handed_over_at.is_(None))
                .values(handed_over_at=func.now())
            )

    def _keep(self, session: Session, input: InboundMessageInput, message: ReceivedMessage) -> None:
        writer = recognise(
            session,
            self._vault,
            message.sender,
            otherwise=input.message_id,
            at=message.sent_at,
        )
        if isinstance(message.content, SystemMessage):
            _heed(session, self._vault, writer.client_id, message, message.content)
        conversation_id = _conversation(session, self._vault, writer.client_id, input, message)
        insert_message(
            session,
            self._vault,
            input,
            message,
            writer=writer,
            conversation_id=conversation_id,
            author=Author.CLIENT,
        )
        if wish := wish_of(words(message.content) or ""):
            note_wish(session, writer.client_id, wish, at=message.sent_at, message=input.message_id)
        if isinstance(message.content, Media):
            media.expect(session, input.message_id, conversation_id, message.content)


def keep_past_message(
    session: Session,
    vault: Vault,
    input: InboundMessageInput,
    message: ReceivedMessage,
    author: Author,
) -> bool:
    """Keep a message of the past, or one that staff wrote in the WhatsApp Business app.

    Nobody answers it and it opens no window. `message.sender` is the client, whoever wrote it.
    False: it was kept before.
    """
    kept = session.get(Message, input.message_id)
    if kept is not None and (kept.type != _PLACEHOLDER or message.type == _PLACEHOLDER):
        return False
    client = recognise(
        session,
        vault,
        message.sender,
        otherwise=input.message_id,
        at=message.sent_at,
        only_look=True,
    )
    if kept is not None:
        # The file of a message of the past comes later than the message, under the same name.
        kept.type = message.type[:64]
        kept.raw = vault.seal(
            session, client.client_id, "messages.raw", input.message_id, input.message
        )
        return True
    conversation_id = _conversation(session, vault, client.client_id, input, message, opens=False)
    return insert_message(
        session,
        vault,
        input,
        message,
        writer=client,
        conversation_id=conversation_id,
        author=author,
    )


def insert_message(
    session: Session,
    vault: Vault,
    input: InboundMessageInput,
    message: ReceivedMessage,
    *,
    writer: Recognised,
    conversation_id: ConversationId,
    author: Author,
) -> bool:
    """Write a message's row; False where there is one."""

    def sealed(column: str, value: str | None) -> bytes | None:
        if value is None:
            return None
        return vault.seal(session, writer.client_id, f"messages.{column}", input.message_id, value)

    about = message.context.about
    made = session.scalar(
        insert(Message)
        .values(
            id=input.message_id,
            conversation_id=conversation_id,
            identity_id=writer.identity_id,
            author=author,
            type=message.type[:64],
            about_id=input.about_id,
            about_index=vault.index("wamid", about) if about else None,
            raw=sealed("raw", input.message),
            contact=sealed("contact", input.contact),
            body=sealed("body", words(message.content)),
            sent_at=message.sent_at,
            received_at=input.received_at,
        )
        .on_conflict_do_nothing()
        .returning(Message.id)
    )
    return made is not None


def _heed(
    session: Session,
    vault: Vault,
    client_id: ClientId,
    message: ReceivedMessage,
    said: SystemMessage,
) -> None:
    """Follow a client whose number, user id or phone is another now."""
    if said.phone and said.kind is SystemKind.NUMBER_CHANGED:
        change_phone(
            session,
            vault,
            client_id,
            previous=message.sender.phone,
            current=said.phone,
            at=message.sent_at,
        )
    before = said.previous_user_id or message.sender.user_id
    if said.kind is SystemKind.USER_ID_CHANGED and said.user_id and before:
        change_user_id(
            session,
            vault,
            previous=before,
            current=said.user_id,
            phone=message.sender.phone,
            at=message.sent_at,
        )
    if said.kind is not SystemKind.OTHER:
        doubt(session, client_id)


def _circumstances(
    session: Session,
    content: Content,
    conversation: Conversation,
    client: Client,
    kept: Message,
) -> tuple[Reason, ...]:
    reasons = list(circumstances(content))
    if conversation.held_by is not None:
        reasons.append(Reason.HELD_BY_LAWYER)
    if client.identity_changed_at is not None:
        reasons.append(Reason.IDENTITY_CHANGED)
    if refuses_assistant(session, ClientId(client.id)):
        reasons.append(Reason.AI_OPTED_OUT)
    if conversation.group_index is not None:
        reasons.append(Reason.GROUP_MESSAGE)
    writer = session.get(Identity, kept.identity_id) if kept.identity_id else None
    if writer is None or writer.kind not in ADDRESSABLE:
        reasons.append(Reason.NO_ADDRESS)
    # An edit or a revocation may be faster than its message.
    revised = session.scalars(
        select(Message.type)
        .where(Message.about_id == kept.id, Message.type.in_(_REVISIONS))
        .order_by(Message.type)
    )
    reasons += [_REVISIONS[type_] for type_ in revised]
    return tuple(dict.fromkeys(reasons))


def _office(session: Session, phone_number_id: str) -> str | None:
    number = session.get(OfficeNumber, phone_number_id)
    return number.office if number else None


def _conversation(
    session: Session,
    vault: Vault,
    client_id: ClientId,
    input: InboundMessageInput,
    message: ReceivedMessage,
    *,
    opens: bool = True,
) -> ConversationId:
    group = vault.index("group", message.group_id) if message.group_id else None
    session.execute(
        insert(Conversation)
        .values(
            id=uuid.uuid4().hex,
            client_id=client_id,
            phone_number_id=input.phone_number_id[:64],
            group_index=group,
        )
        .on_conflict_do_nothing()
    )
    opened = message.sent_at + _WINDOW if opens and opens_window(message.content) else None
    conversation_id = session.scalar(
        update(Conversation)
        .where(
            Conversation.client_id == client_id,
            Conversation.phone_number_id == input.phone_number_id[:64],
            Conversation.group_index.is_not_distinct_from(group),
        )
        .values(
            # Of two moments the later, of one and none the one.
            window_until=func.greatest(Conversation.window_until, opened),
            last_message_at=func.greatest(Conversation.last_message_at, message.sent_at),
        )
        .returning(Conversation.id)
    )
    if conversation_id is None:
        raise UnknownRecord(f"no conversation of client {client_id}")
    return ConversationId(conversation_id)
