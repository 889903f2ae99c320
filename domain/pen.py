"""Who holds the pen in a conversation, and what people of the firm send there themselves."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.ids import ConversationId, DraftId, LawyerId, MessageId, OrderId, OutboundId, ReviewId
from domain.outbound_content import OutboundContent, Template
from domain.review import ReviewAction, ReviewInput, ReviewOutcome
from domain.routing import Mode


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
