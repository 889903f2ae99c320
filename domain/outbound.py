"""A message on its way to the client, and how far it came."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.ids import ConversationId, DraftId, LawyerId, MessageId, OutboundId
from domain.outbound_content import MediaMessage, OutboundContent, words_of
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


def was_taken(state: DeliveryState) -> bool:
    """Whether WhatsApp has a message, and has not said that it cannot deliver it."""
    return rank(state) >= rank(DeliveryState.ACCEPTED) and state is not DeliveryState.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a message goes: the identity that wrote. A BSUID never goes where a number does.

    At most one of them is set, neither where WhatsApp did not name the sender; `phone` has its `+`.
    """

    phone: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to write down for sending.

    `request_id` is the wish to send it: the same one twice is one message. Without `sent_by` it is
    the assistant's own. It goes to the identity that wrote the message `reply_to`, or last what
    the draft answers, or last in the conversation.
    """

    request_id: str
    conversation_id: ConversationId
    content: OutboundContent
    sent_by: LawyerId | None = None
    draft_id: DraftId | None = None
    """The draft that it began as, where there is one."""
    reply_to: MessageId | None = None
    """The client's message that it quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """A message ready to go."""

    outbound_id: OutboundId
    conversation_id: ConversationId
    phone_number_id: str
    recipient: Recipient
    content: OutboundContent
    reply_to: str | None = None
    """The wamid of the client's message that it quotes."""
    attempts: int = 0
    """How often WhatsApp put it off before."""
    media_id: str | None = None
    """WhatsApp's name for its file."""
    uploads: int = 0
    """How often its file was brought to WhatsApp."""

    @property
    def body(self) -> str:
        """The words of it that a client reads."""
        return words_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFirst:
    """A message whose file is not at WhatsApp: bring it there, then ask again."""

    outbound_id: OutboundId
    phone_number_id: str
    content: MediaMessage
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A message that must not go now: its own wait is not over, or its number is stopped."""

    retry_after: timedelta
    code: int | None = None
    """Meta's, of what put it off or stopped the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """What WhatsApp's refusal for now means for the message, and for its number."""

    retry_after: timedelta
    code: int
    stops_number: bool = False
    """Nothing else goes from this number either."""
    upload_again: bool = False
    """WhatsApp has no use for the file as it got it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """WhatsApp took the message; `wamid` is its name for it."""

    wamid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """WhatsApp said no for good, or would; `code` is Meta's."""

    code: int
    asked: bool = True
    """Whether WhatsApp itself said so."""


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
class SendMessageInput:
    """Which message to send that was written down before."""

    conversation_id: ConversationId
    outbound_id: OutboundId
    report: DeliveryState | None = None
    """Tell the conversation when it came so far: `SENT` or `DELIVERED`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """How a send ended. `reason` says why a person must look, where one must.

    `QUEUED` without a reason: an earlier part of the same text has not reached WhatsApp, and this
    one does not go before it.
    """

    outbound_id: OutboundId
    state: DeliveryState
    reason: Reason | None = None
    error_code: int | None = None
    """Meta's, of a refusal or a failure."""


Preparation = OutboundMessage | UploadFirst | NotYet | SendResult


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeInput:
    """Which message of a client's to mark as read, and whether to show that somebody writes."""

    message_id: MessageId
    typing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeResult:
    """Whether WhatsApp took it; False where the firm does not want it told, too."""

    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedName:
    """WhatsApp's name for a client's message, and the number of ours that it came to."""

    phone_number_id: str
    wamid: str
