"""A conversation that knows the names of the real one, and does what a test's review asks for."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.conversation import ConversationInput
from domain.pen import PenInput, SendOrder
from domain.processes import (
    ASSIGN,
    CONVERSATION,
    HAND_BACK,
    RESOLVE,
    REVIEW,
    SEND_MESSAGE,
    SET_MODE,
    SUBMIT_REVIEW,
    TAKE_OVER,
)
from domain.review import ReviewInput, ReviewOutcome

SLOW = 1000
"""The draft's version at which a review is taken and never answered."""
UNKNOWN = 1001
"""The one at which it is refused in a way that nobody knows."""


@workflow.defn(name=CONVERSATION)
class SmallConversation:
    """Remembers what it is told; a draft's version says how its review ends."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str]] = []

    @workflow.run
    async def run(self, _input: ConversationInput) -> None:
        """Wait to be ended."""
        await workflow.wait_condition(lambda: False)

    @workflow.update(name=REVIEW)
    async def review(self, review: ReviewInput) -> ReviewOutcome:
        """Apply it."""
        self._told.append((REVIEW, review.review_id))
        await workflow.wait_condition(lambda: review.draft_version != SLOW)
        return ReviewOutcome.APPLIED

    @review.validator
    def _refuse(self, review: ReviewInput) -> None:
        if review.draft_version == UNKNOWN:
            raise ApplicationError("what", type="a type that nobody knows")
        outcomes = tuple(ReviewOutcome)
        if review.draft_version < len(outcomes):
            raise ApplicationError("refused", type=outcomes[review.draft_version])

    @workflow.signal(name=SUBMIT_REVIEW)
    def submit_review(self, review: ReviewInput) -> None:
        """Note it."""
        self._told.append((SUBMIT_REVIEW, review.review_id))

    @workflow.signal(name=TAKE_OVER)
    def take_over(self, change: PenInput) -> None:
        """Note it."""
        self._told.append((TAKE_OVER, str(change.version)))

    @workflow.signal(name=HAND_BACK)
    def hand_back(self, change: PenInput) -> None:
        """Note it."""
        self._told.append((HAND_BACK, str(change.version)))

    @workflow.signal(name=ASSIGN)
    def assign(self, change: PenInput) -> None:
        """Note it."""
        self._told.append((ASSIGN, str(change.version)))

    @workflow.signal(name=SET_MODE)
    def set_mode(self, change: PenInput) -> None:
        """Note it."""
        self._told.append((SET_MODE, str(change.version)))

    @workflow.signal(name=RESOLVE)
    def resolve(self, change: PenInput) -> None:
        """Note it."""
        self._told.append((RESOLVE, str(change.version)))

    @workflow.signal(name=SEND_MESSAGE)
    def send_message(self, order: SendOrder) -> None:
        """Note it."""
        self._told.append((SEND_MESSAGE, order.order_id))

    @workflow.query
    def told(self) -> list[tuple[str, str]]:
        """What it was told, in order."""
        return self._told
