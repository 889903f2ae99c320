"""The roles that lawyers' work in conversations needs filled."""

from typing import Protocol

from domain.ids import ConversationId, LawyerId, OrderId, OutboundId, ReviewId
from domain.pen import (
    AppliedReview,
    ApplyReviewInput,
    KeptReview,
    NewOrder,
    NewReview,
    PenInput,
    ReviewView,
    SendOrder,
)
from domain.policy import FirmPolicy
from domain.review import ReviewInput, ReviewOutcome
from domain.routing import Mode
from domain.views import LawyerView


class ReviewDesk(Protocol):
    """What people of the firm say to drafts; what somebody may not see is not there."""

    def record(self, viewer: LawyerView, review: NewReview, policy: FirmPolicy) -> KeptReview:
        """Write a review down before anything comes of it, once.

        Other words than the draft's become a draft of their own. Given the id of one that is
        known it gives back that one, as far as it came.

        Raises:
            UnknownRecord: no such conversation, or no such draft in it, or not for them.
            NotAllowed: the firm does not let them approve anything like it.
            Taken: another review, of another person or with other words, has this id.
            UnsendableContent: WhatsApp would not take the words.
        """
        ...

    def settle(self, review: ReviewId, outcome: ReviewOutcome) -> None:
        """Note what became of a review that a conversation refused; the first outcome stands."""
        ...

    def reviews(self, viewer: LawyerView, conversation: ConversationId) -> tuple[ReviewView, ...]:
        """What was said to a conversation's drafts, newest first, at most the last 100.

        Raises:
            UnknownRecord: no such conversation, or it is not for them.
        """
        ...


class PenDesk(Protocol):
    """Who holds the pen, and what they send. Each call is written down before it has effect.

    All raise `UnknownRecord` where there is no such conversation, or it is not for the viewer, and
    `NotAllowed` where their role does not do this. Doing the same again changes nothing.
    """

    def take_over(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """The viewer answers from now on, whoever held it before."""
        ...

    def hand_back(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """Nobody holds it: the assistant may answer again where the firm lets it."""
        ...

    def assign(
        self, viewer: LawyerView, conversation: ConversationId, to: LawyerId | None
    ) -> PenInput:
        """Make it somebody's to answer, or nobody's.

        Raises:
            UnknownRecord: also where that person may not see the conversation.
        """
        ...

    def set_mode(
        self, viewer: LawyerView, conversation: ConversationId, mode: Mode | None
    ) -> PenInput:
        """Say what the assistant may do here; None: what firm.yaml says."""
        ...

    def resolve(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """Nothing is left to do: nobody is reminded, and it needs no lawyer."""
        ...

    def order(self, viewer: LawyerView, order: NewOrder, policy: FirmPolicy) -> SendOrder:
        """Write down what a person sends.

        Raises:
            UnsendableContent: WhatsApp would not take it.
            WindowClosed: free text, and the window is closed or about to; give an `opening`.
            Taken: another order, of another person or with other words, has this id.
        """
        ...

    def conversation_of(self, viewer: LawyerView, outbound: OutboundId) -> ConversationId:
        """Which conversation a message of ours is in.

        Raises:
            UnknownRecord: no such message, or it is not for them.
        """
        ...

    def send_again(self, viewer: LawyerView, outbound: OutboundId, order: OrderId) -> SendOrder:
        """Write down once more what failed, or of which nobody knows whether it arrived.

        Raises:
            UnknownRecord: no such message, or it is not for them.
            Outdated: it arrived meanwhile, or is on its way, perhaps sent again by somebody else.
            Taken: another order has this id.
        """
        ...


class PenStore(Protocol):
    """What a running conversation writes down of lawyers' work."""

    def apply_review(self, input: ApplyReviewInput, policy: FirmPolicy) -> AppliedReview:
        """Keep what became of a review; what it approved is written down for sending, once.

        Whoever may not see the conversation any more, or lost their role, has approved nothing:
        the outcome is then `NOT_ALLOWED`. Asked again it gives the same answer.
        """
        ...

    def note_answered(self, conversation: ConversationId, messages: tuple[str, ...]) -> None:
        """Note that a person answered: the conversation needs a lawyer no longer.

        But for what came since, and for what an answer does not settle, such as a conflict.
        """
        ...


class ConversationControl(Protocol):
    """The running conversations, as the lawyers' API sees them.

    Raises:
        NotStarted: it is not certain that the conversation was told; asking again is safe.
    """

    async def review(self, conversation: ConversationId, review: ReviewInput) -> ReviewOutcome:
        """Have a review applied; what became of it, a refusal too.

        `RECORDED` where no worker answered within two seconds: the conversation has it, and will
        say what became of it.
        """
        ...

    async def pen(self, conversation: ConversationId, signal: str, change: PenInput) -> None:
        """Tell a conversation who holds the pen; `signal` is one of `domain.processes`."""
        ...

    async def send(self, conversation: ConversationId, order: SendOrder) -> None:
        """Tell a conversation what to send."""
        ...
