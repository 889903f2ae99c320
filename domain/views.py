"""What lawyers and operators are shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.analysis import Intent, Language, Urgency
from domain.drafts import DraftKind
from domain.files import MediaProblem, MediaView, ReadingState
from domain.ids import CaseId, ClientId, ConversationId, DraftId, LawyerId, MessageId, OutboundId
from domain.matching import MatchReason
from domain.media import Finding, MediaState
from domain.messages import Author, Referral
from domain.outbound import DeliveryState
from domain.routing import Mode, Reason, Route


class MessageState(StrEnum):
    """How far an inbound message came."""

    UNKNOWN = "unknown"
    """Nobody has seen this wamid."""
    RECEIVED = "received"
    """Durably started, not yet in Postgres."""
    RECORDED = "recorded"
    ROUTED = "routed"
    WAITING_FOR_LAWYER = "waiting_for_lawyer"
    ANSWERING = "answering"
    """A reply exists and WhatsApp has not confirmed that it took it."""
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionView:
    """What a client did to a message later: `type` is `edit` or `revoke`."""

    message_id: MessageId
    type: str
    at: datetime
    description: dict[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundView:
    """A message of ours, and when it reached each state. `body` is None where only ids are due."""

    id: OutboundId
    state: DeliveryState
    error_code: int | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    played_at: datetime | None = None
    body: str | None = None
    reaction: str | None = None
    """The client's emoji at it."""
    error: dict[Language, str] | None = None
    """What `error_code` means, where there is one: also of a message that waits to be tried again.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message of the client's, or one that staff wrote in the WhatsApp Business app.

    `body` is what was written in words, None where there are none; `description` says what the
    message is and all that it holds.
    """

    id: MessageId
    author: Author
    type: str
    body: str | None
    description: dict[Language, str]
    about: str | None
    """The id of the message, either side's, that it quotes, edits, revokes or reacts to."""
    forwarded: bool
    referral: Referral | None
    """The advertisement that the client came from."""
    revisions: tuple[RevisionView, ...]
    """Edits and deletions, oldest first; the words as they first were stay in `body`."""
    reaction: str | None
    sent_at: datetime
    received_at: datetime
    state: MessageState
    route: Route | None
    urgency: Urgency | None
    reasons: tuple[Reason, ...]
    intent: Intent | None
    confidence: float | None
    media: MediaView | None = None
    """Its file, where it has one."""
    case_id: CaseId | None = None
    case_reason: MatchReason | None = None
    """Why it was put to its case, or to none; None: nobody has looked yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTrace:
    """How far a message's file came: codes and counts, nothing of what it says."""

    state: MediaState
    problem: MediaProblem | None
    findings: tuple[Finding, ...]
    mime_type: str | None
    size: int | None
    reading: ReadingState
    pages: int | None
    document_kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTrace:
    """Where one message is: ids and codes, nothing of what it says."""

    message_id: MessageId
    state: MessageState
    route: Route | None
    reasons: tuple[Reason, ...]
    intent: Intent | None
    urgency: Urgency | None
    client_id: ClientId | None
    conversation_id: ConversationId | None
    outbound: tuple[OutboundView, ...]
    case_id: CaseId | None = None
    case_reason: MatchReason | None = None
    media: tuple[MediaTrace, ...] = ()
    """One of a message with a file, none of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSummary:
    """A conversation in a list."""

    id: ConversationId
    client_id: ClientId
    client_name: str | None
    identity_changed_at: datetime | None
    """Since when it is uncertain that the same person writes."""
    phone_number_id: str
    in_group: bool
    mode: Mode
    urgency: Urgency
    reasons: tuple[Reason, ...]
    needs_lawyer_since: datetime | None
    last_message_at: datetime | None
    window_until: datetime | None
    case_id: CaseId | None = None
    """What it was about last."""
    held_by: LawyerId | None = None
    """Whoever has taken it over: the assistant says nothing there."""
    held_since: datetime | None = None
    assigned_to: LawyerId | None = None
    """Whose it is to answer."""
    pen_version: int = 0
    """Counts up whenever somebody changes one of these, or the mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPage:
    """Some conversations, latest first; `next` is given back to get those after them."""

    items: tuple[ConversationSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """Words that wait for a lawyer, who alone may send them; `answers` are the messages' ids."""

    id: DraftId
    version: int
    kind: DraftKind
    language: Language
    body: str | None
    answers: tuple[MessageId, ...]
    created_at: datetime
    sources: tuple[str, ...] = ()
    """What each fact in it was taken from."""
    written_by: LawyerId | None = None
    """Who wrote it; None: the assistant."""
    edited_from: DraftId | None = None
    """The draft that it is in the place of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContent:
    """What was said, oldest first: the latest so many messages of each side."""

    conversation: ConversationSummary
    messages: tuple[MessageView, ...]
    outbound: tuple[OutboundView, ...]
    drafts: tuple[DraftView, ...] = ()
    """Suggestions that were not sent, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Some of what was said by both sides, oldest first; `next` is given back for those before."""

    messages: tuple[MessageView, ...]
    outbound: tuple[OutboundView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawyerView:
    """A person of the firm."""

    id: LawyerId
    name: str
    role: str
