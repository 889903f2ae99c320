"""What clients want to be sent, and what they were told of how their data are handled."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.persons import is_same_person
from adapters.postgres.tables import Client, Consent, Conversation, Draft, Outbound
from domain.drafts import DraftKind
from domain.ids import ClientId, MessageId
from domain.outbound import DeliveryState
from domain.wishes import Wish

ASSISTANT: Final = "assistant"
"""Whether a machine may answer."""
AUTOMATIC_MESSAGES: Final = "automatic_messages"
"""Whether anything may be sent that no person wrote."""
MARKETING: Final = "marketing_messages"
"""Meta's own name for it."""
PRIVACY_NOTICE: Final = "privacy_notice"
AI_DISCLOSURE: Final = "ai_disclosure"

_SAID: Final = {
    Wish.STOP: ((ASSISTANT, "stop"), (AUTOMATIC_MESSAGES, "stop")),
    Wish.NO_ASSISTANT: ((ASSISTANT, "stop"),),
    Wish.RESUME: ((ASSISTANT, "resume"), (AUTOMATIC_MESSAGES, "resume")),
}
_REACHED: Final = (
    DeliveryState.ACCEPTED,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
    DeliveryState.PLAYED,
)


def note_wish(
    session: Session, client: ClientId, wish: Wish, *, at: datetime, message: MessageId
) -> None:
    """Keep what a client wrote that they want; of two wishes the one written later holds."""
    for category, value in _SAID[wish]:
        session.execute(
            insert(Consent)
            .values(
                id=uuid.uuid4().hex,
                client_id=client,
                category=category,
                value=value,
                at=at,
                source=message,
            )
            .on_conflict_do_nothing()
        )
    session.execute(
        update(Client)
        .where(Client.id == client)
        .values(
            assistant_refused_at=_refused_at(session, client, ASSISTANT),
            messages_refused_at=_refused_at(session, client, AUTOMATIC_MESSAGES),
        )
    )


def note_stopped_marketing(
    session: Session, client: ClientId, *, at: datetime, source: str
) -> None:
    """Keep that a client wants no marketing, as WhatsApp's refusal told us."""
    session.execute(
        insert(Consent)
        .values(
            id=uuid.uuid4().hex,
            client_id=client,
            category=MARKETING,
            value="stop",
            at=at,
            source=source,
        )
        .on_conflict_do_nothing()
    )


def refuses_assistant(session: Session, client: ClientId) -> bool:
    """Whether the person, under whichever of their names, wants no machine to answer."""
    refused = or_(Client.assistant_refused_at.is_not(None), Client.messages_refused_at.is_not(None))
    found = select(Client.id).where(is_same_person(Client.id, client), refused).limit(1)
    return session.scalar(found) is not None


def notice_due(session: Session, client: ClientId) -> bool:
    """Whether the person was never told of how the firm handles their data."""
    told = (
        select(Consent.id)
        .join(Client, Client.id == Consent.client_id)
        # What WhatsApp took and could not deliver after all told nobody.
        .join(Outbound, Outbound.id == Consent.source)
        .where(
            is_same_person(Client.id, client),
            Consent.category == PRIVACY_NOTICE,
            Outbound.state != DeliveryState.FAILED,
        )
    )
    return session.scalar(told.limit(1)) is None


def note_told(session: Session, sent: Sequence[Outbound]) -> None:
    """Keep that a client was told, where a message of ours that tells it reached WhatsApp."""
    reached = {row.id: row for row in sent if DeliveryState(row.state) in _REACHED}
    if not reached:
        return
    rows = session.execute(
        select(Outbound.id, Conversation.client_id, Draft.kind, Outbound.sent_by)
        .join(Draft, Draft.id == Outbound.draft_id)
        .join(Conversation, Conversation.id == Outbound.conversation_id)
        .where(Outbound.id.in_(reached), Draft.carries_notice)
    ).all()
    for outbound, client, kind, sent_by in rows:
        by_machine = kind != DraftKind.SUGGESTION and sent_by is None
        for category in (PRIVACY_NOTICE, *((AI_DISCLOSURE,) if by_machine else ())):
            session.execute(
                insert(Consent)
                .values(
                    id=uuid.uuid4().hex,
                    client_id=client,
                    category=category,
                    value="told",
                    # The same each time it is noted: by the answer, and by each status.
                    at=reached[outbound].created_at,
                    source=outbound,
                )
                .on_conflict_do_nothing()
            )


def _refused_at(session: Session, client: ClientId, category: str) -> datetime | None:
    latest = session.execute(
        select(Consent.value, Consent.at)
        .where(Consent.client_id == client, Consent.category == category)
        # Of one second, the more careful.
        .order_by(Consent.at.desc(), Consent.value.desc())
        .limit(1)
    ).one_or_none()
    return latest.at if latest and latest.value == "stop" else None
