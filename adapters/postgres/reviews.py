"""What people of the firm say to drafts."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from adapters.postgres import audit
from adapters.postgres.access import seen_conversation
from adapters.postgres.engine import transaction
from adapters.postgres.said import opened
from adapters.postgres.tables import (
    AnalysisRow,
    Conversation,
    Draft,
    DraftAnswer,
    Lawyer,
    Review,
)
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Intent, Language
from domain.failures import NotAllowed, Taken, UnknownRecord, UnsendableContent
from domain.ids import ClientId, ConversationId, DraftId, LawyerId, ReviewId, edited_draft_id
from domain.outbound_content import Text, check
from domain.pen import KeptReview, NewReview, ReviewView
from domain.policy import FirmPolicy
from domain.review import ReviewAction, ReviewInput, ReviewOutcome, may_approve
from domain.views import LawyerView

_MOST: Final = 100


class PostgresReviewDesk:
    """Implements `domain.pen_ports.ReviewDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def record(self, viewer: LawyerView, review: NewReview, policy: FirmPolicy) -> KeptReview:
        """See the port."""
        with transaction(self._engine) as session:
            owner = seen_conversation(session, viewer, review.conversation_id, lock=True)
            known = session.get(Review, review.review_id)
            if known is not None:
                self._check_same(session, known, viewer, review)
                return KeptReview(
                    input=_input(session, known), outcome=ReviewOutcome(known.outcome)
                )
            draft = session.get(Draft, review.draft_id)
            if draft is None or draft.conversation_id != owner.id:
                raise UnknownRecord(f"no draft {review.draft_id} in {owner.id}")
            _check_allowed(session, viewer, review, draft, policy)
            edited = self._edited(session, owner, viewer, review, draft, policy)
            row = Review(
                id=review.review_id,
                conversation_id=owner.id,
                draft_id=draft.id,
                draft_version=review.draft_version,
                action=review.action,
                lawyer_id=viewer.id,
                role=viewer.role,
                length=self._length(session, review, draft),
                reason=self._vault.seal(
                    session,
                    ClientId(owner.client_id),
                    "reviews.reason",
                    review.review_id,
                    review.reason,
                )
                if review.reason is not None
                else None,
                new_draft_id=edited,
                outcome=ReviewOutcome.RECORDED,
            )
            session.add(row)
            audit.note(session, viewer.id, f"draft_{review.action}", draft.id)
            return KeptReview(input=_input(session, row), outcome=ReviewOutcome.RECORDED)

    def settle(self, review: ReviewId, outcome: ReviewOutcome) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = session.get(Review, review, with_for_update=True)
            if row is None:
                raise UnknownRecord(f"no review {review}")
            settle(row, outcome)

    def reviews(self, viewer: LawyerView, conversation: ConversationId) -> tuple[ReviewView, ...]:
        """See the port."""
        before, after = aliased(Draft), aliased(Draft)
        wanted = (
            select(Review, before, after, Lawyer)
            .join(before, before.id == Review.draft_id)
            .outerjoin(after, after.id == Review.new_draft_id)
            .join(Lawyer, Lawyer.id == Review.lawyer_id)
            .where(Review.conversation_id == conversation)
            .order_by(Review.recorded_at.desc(), Review.id.desc())
            .limit(_MOST)
        )
        with transaction(self._engine) as session:
            seen_conversation(session, viewer, conversation)
            return tuple(self._view(session, *row) for row in session.execute(wanted).all())

    def _edited(
        self,
        session: Session,
        owner: Conversation,
        viewer: LawyerView,
        review: NewReview,
        draft: Draft,
        policy: FirmPolicy,
    ) -> DraftId | None:
        """Keep what somebody wrote in the place of a draft, as a draft of its own."""
        if review.action is not ReviewAction.EDIT:
            return None
        if review.text is None:
            raise UnsendableContent("body: is missing")
        check(Text(body=review.text))
        edited = edited_draft_id(review.review_id)
        latest = session.scalar(
            select(func.max(Draft.version)).where(Draft.conversation_id == owner.id)
        )
        notice = policy.texts.privacy_notice.in_language(Language(draft.language))
        session.execute(
            insert(Draft).values(
                id=edited,
                conversation_id=owner.id,
                version=(latest or 0) + 1,
                kind=draft.kind,
                body=self._vault.seal(
                    session, ClientId(owner.client_id), "drafts.body", edited, review.text
                ),
                language=draft.language,
                # Whoever took the notice out has told nobody of it.
                carries_notice=draft.carries_notice and notice in review.text,
                written_by=viewer.id,
                edited_from=draft.id,
            )
        )
        session.execute(
            insert(DraftAnswer).from_select(
                ["draft_id", "message_id"],
                select(literal(str(edited)), DraftAnswer.message_id).where(
                    DraftAnswer.draft_id == draft.id
                ),
            )
        )
        return edited

    def _length(self, session: Session, review: NewReview, draft: Draft) -> int:
        match review.action:
            case ReviewAction.REJECT:
                return 0
            case ReviewAction.EDIT:
                return len(review.text or "")
            case ReviewAction.APPROVE:
                return len(self._vault.open(session, "drafts.body", draft.id, draft.body))

    def _check_same(
        self, session: Session, known: Review, viewer: LawyerView, review: NewReview
    ) -> None:
        written = session.get_one(Draft, known.new_draft_id) if known.new_draft_id else None
        kept = (
            known.conversation_id,
            known.lawyer_id,
            known.action,
            known.draft_id,
            known.draft_version,
            self._opened(session, "drafts.body", written.id, written.body) if written else None,
            self._opened(session, "reviews.reason", known.id, known.reason),
        )
        said = (
            review.conversation_id,
            viewer.id,
            review.action,
            review.draft_id,
            review.draft_version,
            review.text if review.action is ReviewAction.EDIT else None,
            review.reason,
        )
        if kept != said:
            raise Taken(f"review {review.review_id} is another")

    def _view(
        self, session: Session, row: Review, before: Draft, after: Draft | None, lawyer: Lawyer
    ) -> ReviewView:
        return ReviewView(
            id=ReviewId(row.id),
            draft_id=DraftId(row.draft_id),
            draft_version=row.draft_version,
            action=ReviewAction(row.action),
            outcome=ReviewOutcome(row.outcome),
            reviewer=self._vault.open(session, "lawyers.name", lawyer.id, lawyer.name),
            reason=self._opened(session, "reviews.reason", row.id, row.reason),
            before=self._opened(session, "drafts.body", before.id, before.body),
            after=self._opened(session, "drafts.body", after.id, after.body) if after else None,
            recorded_at=row.recorded_at,
            settled_at=row.settled_at,
        )

    def _opened(self, session: Session, place: str, row: str, sealed: bytes | None) -> str | None:
        return opened(session, self._vault, place, row, sealed)


def settle(row: Review, outcome: ReviewOutcome) -> None:
    """Note what became of a locked review; the first outcome stands."""
    if row.outcome == ReviewOutcome.RECORDED and outcome is not ReviewOutcome.RECORDED:
        row.outcome, row.settled_at = outcome, datetime.now(UTC)


def intents_of(session: Session, draft: DraftId) -> tuple[Intent, ...]:
    """All that was understood in the messages that a draft answers."""
    rows = session.execute(
        select(AnalysisRow.intent, AnalysisRow.intents)
        .join(DraftAnswer, DraftAnswer.message_id == AnalysisRow.message_id)
        .where(DraftAnswer.draft_id == draft)
    )
    return tuple({Intent(each) for row in rows for each in (row.intent, *row.intents)})


def _check_allowed(
    session: Session, viewer: LawyerView, review: NewReview, draft: Draft, policy: FirmPolicy
) -> None:
    if review.action is ReviewAction.REJECT:
        # Whoever reads a conversation may say that its draft is not to go.
        return
    rules = policy.conversation.reviews
    if not may_approve(Role(viewer.role), intents_of(session, DraftId(draft.id)), rules):
        raise NotAllowed("the firm does not let you approve this")


def _input(session: Session, row: Review) -> ReviewInput:
    new = row.new_draft_id
    return ReviewInput(
        review_id=ReviewId(row.id),
        action=ReviewAction(row.action),
        draft_id=DraftId(row.draft_id),
        draft_version=row.draft_version,
        reviewer=LawyerId(row.lawyer_id),
        role=Role(row.role),
        length=row.length,
        new_draft_id=DraftId(new) if new else None,
        new_draft_version=session.get_one(Draft, new).version if new else 0,
    )
