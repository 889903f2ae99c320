"""A message on its way to the client, and how far it came."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import ConversationId, DraftId, OutboundId
from domain.routing import Reason


class DeliveryState(StrEnum):
    """How far a message came. The order of the members is the order of a message's life."""

    QUEUED = "queued"
    """Written down, not sent."""
    SENDING = "sending"
    """A request may have left."""
    AMBIGUOUS = "ambiguous"
    """A request left and nobody answered: WhatsApp may have the message or not."""
    REFUSED = "refused"
    """WhatsApp said no."""
    WITHHELD = "withheld"
    """We did not send it: the firm's mode or the window forbade it when it came to it."""
    ACCEPTED = "accepted"
    """WhatsApp has it."""
    SENT = "sent"
    FAILED = "failed"
    """WhatsApp took it and could not deliver it."""
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"


_ORDER = tuple(DeliveryState)
REPORTED = frozenset(
    {
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.DELIVERED,
        DeliveryState.READ,
        DeliveryState.PLAYED,
    }
)
"""The states that Meta's statuses report."""


def rank(state: DeliveryState) -> int:
    """Where a state stands: reports come late, doubled and out of order; the highest one shows.

    `failed` may follow `sent` and is above it; a message that was delivered did not fail.
    """
    return _ORDER.index(state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a message goes: the identity that wrote. A BSUID never goes where a number does.

    At most one of them is set, neither where WhatsApp did not name the sender; `phone` has its `+`.
    """

    phone: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundText:
    """A text ready to go."""

    outbound_id: OutboundId
    conversation_id: ConversationId
    phone_number_id: str
    recipient: Recipient
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """WhatsApp took the message; `wamid` is its name for it."""

    wamid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """WhatsApp said no for good; `code` is Meta's."""

    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """The request may have reached WhatsApp; nobody said."""


SendAnswer = Accepted | Refused | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDraftInput:
    """Which draft to send, and that the assistant (not a lawyer) sends it."""

    conversation_id: ConversationId
    draft_id: DraftId
    draft_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """How a send ended. `reason` says why a person must look, where one must."""

    outbound_id: OutboundId
    state: DeliveryState
    reason: Reason | None = None
