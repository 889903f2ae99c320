"""What a running conversation writes down of lawyers' work."""

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.flags import leave_reasons, locked
from adapters.postgres.pen import may_see
from adapters.postgres.queueing import write_down
from adapters.postgres.reviews import intents_of, settle
from adapters.postgres.tables import Conversation, Draft, Lawyer, Message, Review
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Urgency
from domain.failures import UnknownRecord
from domain.ids import ConversationId, DraftId, LawyerId, OutboundId
from domain.outbound import NewMessage
from domain.outbound_content import Text
from domain.pen import NOT_ANSWERED, AppliedReview, ApplyReviewInput
from domain.policy import FirmPolicy
from domain.review import COUNTS, ReviewAction, ReviewOutcome, may_approve
from domain.routing import Route


class PostgresPenStore:
    """Implements `domain.pen_ports.PenStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def apply_review(self, input: ApplyReviewInput, policy: FirmPolicy) -> AppliedReview:
        """See the port."""
        with transaction(self._engine) as session:
            owner = locked(session, input.conversation_id)
            row = session.get(Review, input.review.review_id, with_for_update=True)
            if row is None or row.conversation_id != owner.id:
                raise UnknownRecord(f"no review {input.review.review_id} in {owner.id}")
            if row.outcome == ReviewOutcome.RECORDED:
                refused = input.outcome in COUNTS and not _allowed(session, row, policy)
                settle(row, ReviewOutcome.NOT_ALLOWED if refused else input.outcome)
            outcome = ReviewOutcome(row.outcome)
            if outcome is not ReviewOutcome.APPLIED or row.action == ReviewAction.REJECT:
                return AppliedReview(outcome=outcome)
            return AppliedReview(outcome=outcome, outbound_ids=self._approved(session, owner, row))

    def note_answered(self, conversation: ConversationId, messages: tuple[str, ...]) -> None:
        """See the port. Since when somebody is needed stays where somebody still is."""
        came_last = (
            select(func.max(Message.received_at))
            .where(Message.conversation_id == conversation, Message.id.in_(messages))
            .scalar_subquery()
        )
        with transaction(self._engine) as session:
            # Whoever decides on a message raises its flag under the same lock.
            row = locked(session, conversation)
            if row.needs_lawyer_since is None:
                return
            later = session.execute(
                select(Message.reasons, Message.urgency)
                .where(
                    Message.conversation_id == conversation,
                    Message.id.not_in(messages),
                    Message.route == Route.HUMAN,
                    # Of what came in one webhook, only what was answered was seen; what has not
                    # reached the conversation yet was not seen by anybody.
                    or_(Message.received_at >= came_last, Message.handed_over_at.is_(None)),
                )
                .order_by(Message.received_at, Message.id)
            ).all()
            leave_reasons(
                row,
                [
                    *(each for each in row.reasons if each in NOT_ANSWERED),
                    *(reason for each in later for reason in each.reasons),
                ],
                [Urgency(each.urgency) for each in later if each.urgency],
            )

    def _approved(
        self, session: Session, owner: Conversation, row: Review
    ) -> tuple[OutboundId, ...]:
        """Write the words that were approved down for sending."""
        draft = session.get_one(Draft, row.new_draft_id or row.draft_id)
        message = NewMessage(
            request_id=row.id,
            conversation_id=ConversationId(owner.id),
            content=Text(body=self._vault.open(session, "drafts.body", draft.id, draft.body)),
            sent_by=LawyerId(row.lawyer_id),
            draft_id=DraftId(draft.id),
        )
        return write_down(session, self._vault, owner, message)


def _allowed(session: Session, row: Review, policy: FirmPolicy) -> bool:
    """Whether whoever said it may still say it."""
    lawyer = LawyerId(row.lawyer_id)
    if not may_see(session, lawyer, ConversationId(row.conversation_id)):
        return False
    if row.action == ReviewAction.REJECT:
        return True
    role = Role(session.scalars(select(Lawyer.role).where(Lawyer.id == lawyer)).one())
    return may_approve(
        role, intents_of(session, DraftId(row.draft_id)), policy.conversation.reviews
    )
