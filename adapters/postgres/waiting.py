"""Which drafts still wait for somebody of the firm."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from adapters.postgres.tables import Draft, DraftAnswer, Outbound, Review
from domain.drafts import DraftKind
from domain.ids import ConversationId, MessageId, send_again_draft_id
from domain.review import COUNTS, ReviewAction


def undecided() -> ColumnElement[bool]:
    """Whether nobody has approved, edited or rejected a row of `drafts`.

    Words that somebody wrote in the place of others wait only where their review counts.
    """
    written = exists().where(Review.new_draft_id == Draft.id, Review.outcome.in_(COUNTS))
    return and_(
        ~exists().where(Outbound.draft_id == Draft.id),
        ~_put_aside(),
        or_(Draft.edited_from.is_(None), written),
    )


def without_passed(
    session: Session, conversation: ConversationId, drafts: Sequence[Draft]
) -> list[Draft]:
    """Some drafts without those whose turn has passed.

    Another was decided after them, or somebody of the firm has written their own words since.
    The wish for a file to be sent again stands apart: it is in nobody's place.
    """
    if not drafts:
        return []
    decided = session.execute(
        select(Draft.id, Draft.version, DraftAnswer.message_id)
        .join(DraftAnswer, DraftAnswer.draft_id == Draft.id)
        .where(
            Draft.conversation_id == conversation,
            Draft.kind == DraftKind.SUGGESTION,
            Draft.version > min(draft.version for draft in drafts),
            or_(exists().where(Outbound.draft_id == Draft.id), _put_aside()),
        )
    ).all()
    last = max(
        (
            version
            for draft, version, message in decided
            if draft != send_again_draft_id(MessageId(message))
        ),
        default=0,
    )
    written = session.scalar(
        select(func.max(Outbound.created_at)).where(
            Outbound.conversation_id == conversation,
            Outbound.sent_by.is_not(None),
            Outbound.draft_id.is_(None),
        )
    )
    apart = _wishes_for_files(session, [draft.id for draft in drafts])
    return [
        draft
        for draft in drafts
        if draft.id in apart
        or (draft.version > last and (written is None or draft.created_at > written))
    ]


def _put_aside() -> ColumnElement[bool]:
    return exists().where(
        Review.draft_id == Draft.id,
        Review.action.in_([ReviewAction.EDIT, ReviewAction.REJECT]),
        Review.outcome.in_(COUNTS),
    )


def _wishes_for_files(session: Session, drafts: Collection[str]) -> set[str]:
    answers = session.scalars(
        select(DraftAnswer.message_id).where(DraftAnswer.draft_id.in_(drafts))
    )
    return {send_again_draft_id(MessageId(each)) for each in answers}
