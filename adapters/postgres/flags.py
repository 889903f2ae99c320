"""Marking conversations that need a lawyer."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from adapters.postgres.tables import Conversation
from domain.analysis import Urgency
from domain.failures import UnknownRecord
from domain.ids import ConversationId
from domain.routing import Reason, most_urgent


def locked(session: Session, conversation: ConversationId) -> Conversation:
    """A conversation that must be there, locked until the transaction ends."""
    row = session.get(Conversation, conversation, with_for_update=True)
    if row is None:
        raise UnknownRecord(f"no conversation {conversation}")
    return row


def raise_flag(
    session: Session,
    conversation: ConversationId,
    reasons: Sequence[Reason],
    urgency: Urgency = Urgency.NORMAL,
) -> None:
    """Mark a conversation as needing a lawyer, keeping since when and adding to why."""
    row = locked(session, conversation)
    row.needs_lawyer_since = row.needs_lawyer_since or datetime.now(UTC)
    row.urgency = most_urgent(Urgency(row.urgency), urgency)
    row.reasons = [*row.reasons, *(reason for reason in reasons if reason not in row.reasons)]


def change_reason(
    session: Session, conversation: ConversationId, reason: Reason, into: Reason | None
) -> None:
    """Put a reason in place of another, or none; without any reason left nobody is needed."""
    row = locked(session, conversation)
    if reason not in row.reasons:
        return
    others = [each for each in row.reasons if each not in {reason, into}]
    row.reasons = [*others, into] if into else others
    if not row.reasons:
        row.needs_lawyer_since, row.urgency = None, Urgency.NORMAL


def leave_reasons(
    row: Conversation, reasons: Sequence[str], urgencies: Sequence[Urgency] = ()
) -> None:
    """Leave a locked conversation with these reasons only; without any nobody is needed."""
    row.reasons = list(dict.fromkeys(reasons))
    row.urgency = most_urgent(Urgency.NORMAL, *urgencies)
    if not row.reasons:
        row.needs_lawyer_since = None
