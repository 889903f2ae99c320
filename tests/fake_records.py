"""What a database would hold, in memory; the fake stores share one of these."""

import itertools
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.access import Wall, may_see_conversation
from domain.analysis import Analysis, Language, Urgency
from domain.documents import PageText
from domain.drafts import DraftKind
from domain.failures import UnknownRecord
from domain.files import DocumentSummary, MediaProblem, ReadingState, StoredFile
from domain.ids import (
    ClientId,
    ConversationId,
    DraftId,
    LawyerId,
    MessageId,
    NoticeId,
    OrderId,
    OutboundId,
    ReviewId,
)
from domain.media import MediaState
from domain.messages import InboundMessageInput, ReceivedMessage
from domain.notices import Notice
from domain.outbound import DeliveryState, rank
from domain.outbound_content import OutboundContent
from domain.review import ReviewInput, ReviewOutcome
from domain.routing import Decision, Mode, Reason, most_urgent
from domain.statuses import ReportedStatus
from domain.views import LawyerView
from domain.wishes import Wish
from tests.fake_identities import FakeIdentities, FakeIdentity
from tests.fake_templates import FakeCatalogue


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class FakeConversation:
    """A row of `conversations`."""

    id: ConversationId
    client_id: ClientId
    phone_number_id: str
    group_id: str | None = None
    mode: Mode | None = None
    window_until: datetime | None = None
    last_message_at: datetime | None = None
    needs_lawyer_since: datetime | None = None
    urgency: Urgency = Urgency.NORMAL
    reasons: list[Reason] = field(default_factory=list[Reason])
    held_by: LawyerId | None = None
    held_since: datetime | None = None
    assigned_to: LawyerId | None = None
    pen_version: int = 0


@dataclass(slots=True, kw_only=True)
class FakeMessage:
    """A row of `messages`, with its analysis."""

    input: InboundMessageInput
    received: ReceivedMessage
    conversation_id: ConversationId
    identity: FakeIdentity
    analysis: Analysis | None = None
    decision: Decision | None = None
    handed_over: bool = False


@dataclass(slots=True, kw_only=True)
class FakeFile:
    """A row of `media`, with its pages."""

    key: str
    state: MediaState
    problem: MediaProblem | None = None
    stored: StoredFile | None = None
    previews: int = 0
    pages: dict[int, PageText] = field(default_factory=dict[int, PageText])
    in_all: int | None = None
    reading: ReadingState = ReadingState.NOT_READ
    document: DocumentSummary | None = None


@dataclass(slots=True, kw_only=True)
class FakeDraft:
    """A row of `drafts`."""

    conversation_id: ConversationId
    version: int
    body: str
    language: Language
    answers: tuple[MessageId, ...]
    kind: DraftKind = DraftKind.REPLY
    sources: tuple[str, ...] = ()
    carries_notice: bool = False
    written_by: LawyerId | None = None
    edited_from: DraftId | None = None


@dataclass(slots=True, kw_only=True)
class FakeReview:
    """A row of `reviews`."""

    conversation_id: ConversationId
    input: ReviewInput
    text: str | None
    reason: str | None
    recorded_at: datetime
    outcome: ReviewOutcome = ReviewOutcome.RECORDED
    settled_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class FakeOutbound:
    """A row of `outbound`."""

    id: OutboundId
    conversation_id: ConversationId
    draft_id: DraftId | None
    identity: FakeIdentity
    content: OutboundContent | None = None
    after: OutboundId | None = None
    reply_to: MessageId | None = None
    sent_by: LawyerId | None = None
    state: DeliveryState = DeliveryState.QUEUED
    reason: Reason | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    sending_at: datetime | None = None
    media_id: str | None = None
    uploads: int = 0
    wamid: str | None = None
    error_code: int | None = None
    was_ambiguous: bool = False
    order_id: OrderId | None = None
    again_of: OutboundId | None = None
    report_at: DeliveryState | None = None
    reported: DeliveryState | None = None
    times: dict[DeliveryState, datetime] = field(default_factory=dict[DeliveryState, datetime])


@dataclass(slots=True, kw_only=True)
class FakeStop:
    """A row of `stopped_numbers`."""

    since: datetime
    code: int
    tried_at: datetime


@dataclass(slots=True, kw_only=True)
class FakeStatus:
    """A row of `statuses`."""

    status: ReportedStatus
    outbound_id: OutboundId | None


@dataclass(slots=True)
class FakeRecords:
    """What a database would hold; `clock` says when it is."""

    clock: Callable[[], datetime] = _now
    identities: FakeIdentities = field(init=False)
    conversations: dict[ConversationId, FakeConversation] = field(
        default_factory=dict[ConversationId, FakeConversation]
    )
    messages: dict[MessageId, FakeMessage] = field(default_factory=dict[MessageId, FakeMessage])
    files: dict[MessageId, FakeFile] = field(default_factory=dict[MessageId, FakeFile])
    drafts: dict[DraftId, FakeDraft] = field(default_factory=dict[DraftId, FakeDraft])
    reviews: dict[ReviewId, FakeReview] = field(default_factory=dict[ReviewId, FakeReview])
    outbound: dict[OutboundId, FakeOutbound] = field(default_factory=dict[OutboundId, FakeOutbound])
    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)
    stopped: dict[str, FakeStop] = field(default_factory=dict[str, FakeStop])
    """Numbers that WhatsApp takes nothing from."""
    alarms: dict[NoticeId, Notice] = field(default_factory=dict[NoticeId, Notice])
    """Notices that sending gave rise to."""
    statuses: dict[tuple[str, str, str], FakeStatus] = field(
        default_factory=dict[tuple[str, str, str], FakeStatus]
    )
    wishes: dict[ClientId, tuple[datetime, Wish | None]] = field(
        default_factory=dict[ClientId, tuple[datetime, Wish | None]]
    )
    """The latest of a client's wishes."""
    conflicts: set[ClientId] = field(default_factory=set[ClientId])
    """Who stands or may stand against a client."""
    offices: dict[str, str] = field(default_factory=dict[str, str])
    """Offices, by the number of theirs."""
    people: dict[LawyerId, LawyerView] = field(default_factory=dict[LawyerId, LawyerView])
    """Whoever of the firm did something, as what they are now."""
    walled: dict[ConversationId, set[LawyerId]] = field(
        default_factory=dict[ConversationId, set[LawyerId]]
    )
    """Who alone may know of a conversation."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.identities = FakeIdentities(
            new_id=self.new_id, clock=self.clock, on_doubt=self._doubted
        )

    def refuses_assistant(self, client: ClientId) -> bool:
        """Whether a client wants no machine to answer."""
        _, wish = self.wishes.get(client, (None, None))
        return wish in {Wish.STOP, Wish.NO_ASSISTANT}

    def new_id(self) -> str:
        """32 hex digits that were not given before."""
        return f"{next(self._ids):032x}"

    def conversation(self, conversation: ConversationId) -> FakeConversation:
        """A conversation that must be there."""
        if conversation not in self.conversations:
            raise UnknownRecord(f"no conversation {conversation}")
        return self.conversations[conversation]

    def seen(self, viewer: LawyerView, conversation: ConversationId) -> FakeConversation:
        """A conversation that somebody may read."""
        row = self.conversation(conversation)
        walled = self.walled.get(conversation)
        if not may_see_conversation(
            viewer,
            conflict=row.client_id in self.conflicts,
            walls=() if walled is None else [Wall(members=walled)],
        ):
            raise UnknownRecord(f"no conversation {conversation}")
        return row

    def flag(
        self,
        conversation: ConversationId,
        reasons: Iterable[Reason],
        urgency: Urgency = Urgency.NORMAL,
    ) -> None:
        """Mark a conversation as needing a lawyer."""
        row = self.conversation(conversation)
        row.needs_lawyer_since = row.needs_lawyer_since or self.clock()
        row.urgency = most_urgent(row.urgency, urgency)
        row.reasons += [reason for reason in reasons if reason not in row.reasons]

    def change_reason(
        self, conversation: ConversationId, reason: Reason, into: Reason | None
    ) -> None:
        """Put a reason for a lawyer in place of another, or none."""
        row = self.conversation(conversation)
        if reason in row.reasons:
            others = [each for each in row.reasons if each not in {reason, into}]
            row.reasons = [*others, into] if into else others
        if not row.reasons:
            row.needs_lawyer_since, row.urgency = None, Urgency.NORMAL

    def _doubted(self, client: ClientId) -> None:
        for row in self.conversations.values():
            if row.client_id == client:
                self.flag(row.id, [Reason.IDENTITY_CHANGED])


def name(records: FakeRecords, row: FakeOutbound, wamid: str) -> None:
    """Note WhatsApp's name for a message; catch up with statuses that were faster."""
    row.wamid = row.wamid or wamid
    for kept in records.statuses.values():
        if kept.status.wamid == wamid and kept.outbound_id is None:
            kept.outbound_id = row.id
            advance(row, kept.status)


def advance(row: FakeOutbound, status: ReportedStatus) -> None:
    if status.state is None:
        return
    row.times[status.state] = min(row.times.get(status.state, status.at), status.at)
    if rank(status.state) > rank(row.state):
        row.state, row.reason = status.state, None
        if status.state is DeliveryState.FAILED:
            row.error_code = status.error_code
