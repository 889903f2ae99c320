"""Who holds the pen in a conversation, and what people of the firm send there themselves."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.failures import UnsendableContent, WindowClosed
from domain.ids import ConversationId, DraftId, LawyerId, MessageId, OrderId, OutboundId, ReviewId
from domain.outbound import DeliveryState
from domain.outbound_content import OutboundContent, Template
from domain.review import ReviewAction, ReviewInput, ReviewOutcome
from domain.routing import Mode, Reason

NOT_RESOLVED: Final = frozenset({Reason.CONFLICT, Reason.IDENTITY_CHANGED})
"""Why a conversation needs somebody that only a decision of its own settles: the partner's on a
conflict, and that the client is still who they were."""

NOT_ANSWERED: Final = NOT_RESOLVED | {Reason.PRIVACY_REQUEST}
"""The same, of what no answer settles either: what a client asks of their data has to be done, and
a first answer only says that it will be. Everything else is about a message that was answered, or
about one of ours that did not arrive, which whoever answers has before their eyes."""


SENDABLE_AGAIN: Final = frozenset(
    {
        DeliveryState.FAILED,
        DeliveryState.REFUSED,
        DeliveryState.WITHHELD,
        DeliveryState.AMBIGUOUS,
    }
)
"""What a person may send once more: it did not arrive, or nobody knows whether it did."""


def opening_request(order: OrderId) -> str:
    """The wish to send an order's `opening`; the wish to send its `content` is its own id."""
    return f"{order}/opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class PenInput:
    """What `take_over`, `hand_back`, `assign`, `set_mode` and `resolve` tell a conversation.

    All of what is true since then, as it was written down: the highest `version` counts, however
    late and in whatever order they come.
    """

    version: int
    holder: LawyerId | None
    """Whoever has taken the conversation over: the assistant says nothing there."""
    assignee: LawyerId | None
    """Whose it is to answer."""
    mode: Mode | None = None
    """None: as firm.yaml says."""
    resolved: bool = False
    """Whether somebody has just said that nothing is left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOrder:
    """What `send_message` tells a conversation: messages that were written down, to be sent.

    In this order, each when WhatsApp has the one before. `held`: they wait for the client to write
    again, for the customer service window is closed; `opening` goes out at once, a template that
    asks the client to write.
    """

    order_id: OrderId
    lawyer: LawyerId
    outbound_ids: tuple[OutboundId, ...]
    opening: tuple[OutboundId, ...] = ()
    held: bool = False
    review_id: ReviewId | None = None
    """The review that made it, where one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What a person says to a draft. With an id that is known it is the same review."""

    review_id: ReviewId
    conversation_id: ConversationId
    draft_id: DraftId
    draft_version: int
    action: ReviewAction
    text: str | None = field(default=None, repr=False)
    """The other words, of `EDIT`."""
    reason: str | None = field(default=None, repr=False)
    """Why, of `REJECT`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReview:
    """A review as it was written down, and what is known to have become of it."""

    input: ReviewInput
    outcome: ReviewOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A review as people are shown it."""

    id: ReviewId
    draft_id: DraftId
    draft_version: int
    action: ReviewAction
    outcome: ReviewOutcome
    reviewer: str = field(repr=False)
    reason: str | None = field(repr=False)
    before: str | None = field(repr=False)
    """The draft's words."""
    after: str | None = field(repr=False)
    """What was written instead."""
    recorded_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What a person wants sent. With an id that is known it is the same order.

    `opening`: where the window is closed, the template that asks the client to write; `content`
    waits until they do, and is None where nothing but the template goes.
    """

    order_id: OrderId
    conversation_id: ConversationId
    content: OutboundContent | None
    reply_to: MessageId | None = None
    opening: Template | None = None


def has_to_wait(order: NewOrder, *, window_open: bool) -> bool:
    """Whether the `content` of an order waits for the client to write again.

    Where it does not, and something is to be said, no `opening` is needed and none goes.

    Raises:
        UnsendableContent: nothing is to be sent at all.
        WindowClosed: it would wait, and nothing asks the client to write.
    """
    if order.content is None:
        if order.opening is None:
            raise UnsendableContent("message: is empty")
        return False
    if window_open or isinstance(order.content, Template):
        return False
    if order.opening is None:
        raise WindowClosed("the customer service window is closed: only a template can be sent")
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyReviewInput:
    """What a conversation has made of a review, to be written down and done."""

    conversation_id: ConversationId
    review: ReviewInput
    outcome: ReviewOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedReview:
    """What became of a review when it was written down, and what is to be sent on its account."""

    outcome: ReviewOutcome
    outbound_ids: tuple[OutboundId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnsweredInput:
    """Which conversation a person has answered, and what of it."""

    conversation_id: ConversationId
    messages: tuple[MessageId, ...]
