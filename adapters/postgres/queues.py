"""Which conversations stand in which queue, as conditions on rows."""

from typing import Final

from sqlalchemy import ColumnElement, DateTime, and_, cast, exists, func, literal, or_, select, true

from adapters.postgres.tables import CaseMember, Conversation, Message, Outbound
from domain.analysis import Urgency
from domain.messages import Author
from domain.outbound import DeliveryState, was_taken
from domain.queues import Queue
from domain.routing import Route
from domain.views import LawyerView

_TAKEN: Final = tuple(state for state in DeliveryState if was_taken(state))


def in_queue(queue: Queue, viewer: LawyerView) -> ColumnElement[bool]:
    """Whether a row of `conversations` stands in somebody's queue, if they may read it at all."""
    waits = Conversation.needs_lawyer_since.is_not(None)
    match queue:
        case Queue.NEEDS_ME:
            return and_(waits, _is_theirs(viewer))
        case Queue.URGENT:
            return and_(waits, Conversation.urgency != Urgency.NORMAL)
        case Queue.WAITING_FOR_CLIENT:
            return and_(Conversation.needs_lawyer_since.is_(None), _last_word_is_ours())
        case Queue.ALL:
            return true()


def _is_theirs(viewer: LawyerView) -> ColumnElement[bool]:
    """Whether a conversation is somebody's to answer: what decides it stands here alone."""
    own = select(CaseMember.case_id).where(CaseMember.lawyer_id == viewer.id).correlate(None)
    of_nobody = and_(Conversation.held_by.is_(None), Conversation.assigned_to.is_(None))
    of_their_case = or_(Conversation.case_id.is_(None), Conversation.case_id.in_(own))
    return or_(
        Conversation.held_by == viewer.id,
        and_(Conversation.held_by.is_(None), Conversation.assigned_to == viewer.id),
        and_(of_nobody, of_their_case),
    )


def _last_word_is_ours() -> ColumnElement[bool]:
    # By our own clock on both sides. What needs no answer, such as a reaction, is no word.
    theirs = (
        select(Message.received_at)
        .where(
            Message.conversation_id == Conversation.id,
            Message.author == Author.CLIENT,
            Message.route.is_distinct_from(Route.NONE),
        )
        .order_by(Message.sent_at.desc(), Message.received_at.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    since = func.coalesce(theirs, cast(literal("-infinity"), DateTime(timezone=True)))
    sent = exists().where(
        Outbound.conversation_id == Conversation.id,
        Outbound.state.in_(_TAKEN),
        Outbound.created_at >= since,
    )
    written = exists().where(
        Message.conversation_id == Conversation.id,
        Message.author == Author.OFFICE,
        Message.received_at >= since,
    )
    return or_(sent, written)
