"""Writing messages down for sending: the rows of `outbound`, before anything leaves."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import outbound_content
from adapters.postgres.tables import Conversation, Draft, DraftAnswer, Message, Outbound
from adapters.postgres.vault import Vault
from domain.failures import UnknownRecord
from domain.ids import ClientId, ConversationId, DraftId, OrderId, OutboundId, part_id
from domain.messages import Author
from domain.outbound import DeliveryState, NewMessage
from domain.outbound_content import ContentKind, OutboundContent, Text, check, in_parts, kind_of


def write_down(
    session: Session,
    vault: Vault,
    owner: Conversation,
    message: NewMessage,
    order: OrderId | None = None,
) -> tuple[OutboundId, ...]:
    """Write a message of a locked conversation down, once: its parts, in order.

    Raises:
        UnsendableContent: WhatsApp would not take it.
        UnknownRecord: there is nobody to send it to.
    """
    check(message.content)
    parts = in_parts(message.content)
    ids = tuple(part_id(message.request_id, number + 1) for number in range(len(parts)))
    if session.get(Outbound, ids[0]) is not None:
        return queued(session, ids[0])
    writer = _writer(session, message)
    for number, (row_id, content) in enumerate(zip(ids, parts, strict=True), 1):
        session.execute(
            insert(Outbound).values(
                id=row_id,
                conversation_id=owner.id,
                draft_id=message.draft_id,
                identity_id=writer,
                kind=kind_of(content),
                content=sealed_content(session, vault, owner, row_id, content),
                part=number,
                parts=len(parts),
                after_id=ids[number - 2] if number > 1 else None,
                reply_to_id=message.reply_to if number == 1 else None,
                sent_by=message.sent_by,
                order_id=order,
                state=DeliveryState.QUEUED,
            )
        )
    return ids


def queued(session: Session, first: OutboundId) -> tuple[OutboundId, ...]:
    """The parts of a message that was written down before, in order."""
    ids = [first]
    while then := session.scalar(select(Outbound.id).where(Outbound.after_id == ids[-1])):
        ids.append(OutboundId(then))
    return tuple(ids)


def sealed_content(
    session: Session,
    vault: Vault,
    owner: Conversation,
    row: OutboundId,
    content: OutboundContent,
) -> bytes:
    """What a row of `outbound` holds, as it is kept."""
    said = outbound_content.write(kind_of(content), content)
    return vault.seal(session, ClientId(owner.client_id), "outbound.content", row, said)


def content_of(session: Session, vault: Vault, row: Outbound) -> OutboundContent:
    """What a row of `outbound` says: its own, or the words of its draft."""
    if row.content is None:
        draft = session.get_one(Draft, row.draft_id)
        return Text(body=vault.open(session, "drafts.body", draft.id, draft.body))
    opened = vault.open(session, "outbound.content", row.id, row.content)
    return outbound_content.read(ContentKind(row.kind), opened)


def writer_of_draft(session: Session, conversation: ConversationId, draft: DraftId) -> str:
    """The identity that wrote last among the messages that a draft answers.

    Raises:
        UnknownRecord: no such draft in this conversation.
    """
    writer = session.scalar(
        select(Message.identity_id)
        .join(DraftAnswer, DraftAnswer.message_id == Message.id)
        .where(DraftAnswer.draft_id == draft, Message.conversation_id == conversation)
        .order_by(Message.sent_at.desc(), Message.received_at.desc())
        .limit(1)
    )
    if writer is None:
        raise UnknownRecord(f"no draft {draft} in conversation {conversation}")
    return writer


def _writer(session: Session, message: NewMessage) -> str:
    """Whom a message goes to."""
    conversation = message.conversation_id
    if message.reply_to is not None:
        quoted = session.get(Message, message.reply_to)
        if quoted is None or quoted.conversation_id != conversation or not quoted.identity_id:
            raise UnknownRecord(f"no message {message.reply_to} in {conversation}")
        return quoted.identity_id
    if message.draft_id is not None:
        return writer_of_draft(session, conversation, message.draft_id)
    latest = session.scalar(
        select(Message.identity_id)
        .where(
            Message.conversation_id == conversation,
            Message.author == Author.CLIENT,
            Message.identity_id.is_not(None),
        )
        .order_by(Message.sent_at.desc(), Message.received_at.desc())
        .limit(1)
    )
    if latest is None:
        raise UnknownRecord(f"nobody has written in conversation {conversation}")
    return latest
