"""The roles that the activities and the edge need filled: what vendors are adapted to."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from domain.account import AccountEventInput, ActedOnEvent
from domain.account_events import MessageEcho, PastMessage
from domain.account_steps import AccountStep
from domain.analysis import Analysis, Language, Urgency
from domain.conflicts import ConflictState, ConflictView
from domain.conversation import DeliveryReport, ReadyMessage
from domain.deadlines import (
    CalendarEntry,
    DeadlineCorrection,
    DeadlinePage,
    DeadlineState,
    DeadlineView,
)
from domain.documents import PageText
from domain.drafts import (
    DraftContext,
    DraftedText,
    DraftKind,
    DraftRef,
    DraftRequest,
)
from domain.files import (
    ClientFile,
    DocumentSummary,
    FilePage,
    MediaProblem,
    PagesView,
    ReadingState,
    StoredFile,
)
from domain.ids import (
    CaseId,
    ClientId,
    ConflictId,
    ConversationId,
    DeadlineId,
    DraftId,
    IdentityId,
    LawyerId,
    MessageId,
    NoticeId,
    NotificationId,
    OutboundId,
)
from domain.matching import MatchCaseInput, MatchCaseResult, PlacedDocument
from domain.media import FetchedMedia, Inspection, MediaState, Previews, Progress
from domain.messages import InboundMessageInput, Media, ReceivedMessage, RecordedMessage
from domain.notices import NoticePage
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    NotificationPage,
    NotifyInput,
    PendingDelivery,
    Preferences,
    RecordedNotifications,
)
from domain.outbound import (
    DeliveryState,
    NewMessage,
    OutboundMessage,
    Postponement,
    Preparation,
    ReceivedName,
    Refused,
    SendAnswer,
    SendResult,
    UploadFirst,
)
from domain.pins import PinOutcome
from domain.policy import FirmPolicy
from domain.queues import Queue, QueueCounts
from domain.routing import Decision, Reason
from domain.statuses import AppliedStatuses, ReportedStatus, StatusUpdateInput
from domain.views import (
    ConversationContent,
    ConversationPage,
    LawyerView,
    MessagePage,
    MessageTrace,
)
from domain.webhooks import WebhookBatchInput


class MessageStore(Protocol):
    """Inbound messages and what is known of them."""

    def record(
        self, input: InboundMessageInput, message: ReceivedMessage, policy: FirmPolicy
    ) -> RecordedMessage:
        """Keep a message once, with its client, identity and conversation; make what is missing."""
        ...

    def text(self, message: MessageId) -> str | None:
        """A message's words; None where this version cannot read any.

        Raises:
            UnknownRecord: no such message.
        """
        ...

    def names(self, message: MessageId) -> tuple[str, ...]:
        """The names that a message may speak of and nobody outside may see.

        Raises:
            UnknownRecord: no such message.
        """
        ...

    def may_leave(self, message: MessageId) -> bool:
        """Whether somebody outside the firm may see a message, its names hidden.

        Not where who wrote it wants no machine to answer, or stands or may stand against a client.

        Raises:
            UnknownRecord: no such message.
        """
        ...

    def keep_analysis(self, message: MessageId, analysis: Analysis) -> Analysis:
        """Keep the verdict on a message once; give back the one that is kept."""
        ...

    def keep_decision(
        self, message: MessageId, conversation: ConversationId, decision: Decision
    ) -> None:
        """Keep who answers a message and why; a conversation that needs a lawyer is marked."""
        ...

    def mark_handed_over(self, message: MessageId) -> None:
        """Note that the conversation has the message."""
        ...


class MediaRecords(Protocol):
    """How far clients' files came, and what was read in them."""

    def file(self, message: MessageId) -> ClientFile:
        """The file of a message.

        Raises:
            UnknownRecord: the message is not there, or has no file.
        """
        ...

    def keep_stored(self, message: MessageId, stored: StoredFile) -> MediaState:
        """Note that a file is in the bucket; one that somebody may not open is in quarantine."""
        ...

    def keep_failure(
        self, message: MessageId, state: MediaState, problem: MediaProblem, *, alarm: Reason
    ) -> MediaState:
        """Note that a file is not there, and why, and call a lawyer; give back what is true now."""
        ...

    def try_again(self, message: MessageId) -> None:
        """Note that a file which is not there is to be fetched once more."""
        ...

    def keep_previews(self, message: MessageId, count: int) -> None:
        """Note how many previews of a file's pages there are."""
        ...

    def pages_read(self, message: MessageId) -> Collection[int]:
        """The numbers of the pages that were read already."""
        ...

    def keep_page(self, message: MessageId, page: PageText) -> None:
        """Keep what was read on a page, once."""
        ...

    def pages(self, message: MessageId) -> tuple[PageText, ...]:
        """What was read so far, in order."""
        ...

    def keep_reading(
        self,
        message: MessageId,
        state: ReadingState,
        *,
        pages: int,
        document: DocumentSummary | None,
        alarm: tuple[Reason, Urgency] | None,
    ) -> None:
        """Keep how the reading ended, what kind of document it is, and call a lawyer if it must."""
        ...


class MediaDesk(Protocol):
    """Clients' files as lawyers see and handle them; one that somebody may not see is not there."""

    def files(
        self, viewer: LawyerView, *, state: MediaState | None, after: str | None, limit: int
    ) -> FilePage:
        """Files, latest message first; those in one state, or all.

        Raises:
            UnknownRecord: `after` is not a `next` that was given out.
        """
        ...

    def file(self, message: MessageId, viewer: LawyerView) -> ClientFile:
        """The file of a message.

        Raises:
            UnknownRecord: the message is not there, or has no file.
        """
        ...

    def pages(self, message: MessageId, viewer: LawyerView) -> PagesView:
        """What was read in a file.

        Raises:
            UnknownRecord: the message is not there, or has no file.
        """
        ...

    def note_link(self, message: MessageId, viewer: LawyerView, part: str) -> None:
        """Write down, for ever, that a lawyer was given a link to a part of a file.

        Raises:
            UnknownRecord: the message is not there.
        """
        ...

    def release(self, message: MessageId, viewer: LawyerView, reason: str) -> None:
        """Let a file out of quarantine, on a lawyer's word.

        Raises:
            UnknownRecord: the message is not there, or has no file.
            NotAllowed: they are no lawyer.
            Outdated: it is not in quarantine.
        """
        ...

    def try_again(self, message: MessageId, viewer: LawyerView) -> None:
        """Note that a file which is not there is to be fetched once more.

        Raises:
            UnknownRecord: the message is not there, or has no file.
        """
        ...


class CaseMatcher(Protocol):
    """Finds the case that something belongs to, and who may stand against a client."""

    def match(self, input: MatchCaseInput) -> MatchCaseResult:
        """Put a message to its case, keep the deadlines it tells, and look for conflicts, once.

        A lawyer's word stands, and so does what was found more surely.

        Raises:
            UnknownRecord: no such message.
        """
        ...

    def place(self, message: MessageId) -> PlacedDocument:
        """The same for what was read in a message's file.

        Raises:
            UnknownRecord: no such message.
        """
        ...


class ConflictDesk(Protocol):
    """Conflicts of interest, for partners only."""

    def conflicts(
        self, viewer: LawyerView, *, state: ConflictState | None, limit: int
    ) -> tuple[ConflictView, ...]:
        """Conflicts in a state, or all, the latest first.

        Raises:
            NotAllowed: they are not for them.
        """
        ...

    def decide(
        self, viewer: LawyerView, conflict: ConflictId, state: ConflictState, note: str
    ) -> None:
        """Keep what a partner made of a conflict; deciding the same again changes nothing.

        Raises:
            NotAllowed: it is not for them.
            UnknownRecord: no such conflict.
            Outdated: it was decided otherwise.
        """
        ...


class DeadlineDesk(Protocol):
    """Deadlines as lawyers see and decide them; one that somebody may not see is not there."""

    def deadlines(
        self, viewer: LawyerView, *, state: DeadlineState | None, after: str | None, limit: int
    ) -> DeadlinePage:
        """Deadlines in a state, or all; those without a day first, then the next to come.

        Raises:
            UnknownRecord: `after` is not a `next` that was given out.
        """
        ...

    def deadline(self, viewer: LawyerView, deadline: DeadlineId) -> DeadlineView:
        """One deadline.

        Raises:
            UnknownRecord: no such deadline, or it is not for them.
        """
        ...

    def confirm(
        self, viewer: LawyerView, deadline: DeadlineId, corrected: DeadlineCorrection
    ) -> None:
        """Keep the day that a lawyer makes sure of; a later correction takes its place.

        Raises:
            NotAllowed: their role does not decide it.
            UnknownRecord: no such deadline, or it is not for them.
            Outdated: it was dismissed.
        """
        ...

    def dismiss(self, viewer: LawyerView, deadline: DeadlineId, reason: str) -> None:
        """Note that it is none.

        Raises:
            NotAllowed: their role does not decide it.
            UnknownRecord: no such deadline, or it is not for them.
            Outdated: it was decided before.
        """
        ...

    def note_calendar(self, viewer: LawyerView, deadline: DeadlineId) -> None:
        """Write down, for ever, that somebody was given it for their calendar."""
        ...


class CalendarWriter(Protocol):
    """Calendar files."""

    def write(self, entry: CalendarEntry) -> bytes:
        """A calendar (RFC 5545) with this one entry; its UID never changes."""
        ...


class ConversationStore(Protocol):
    """Conversations, their drafts, and messages on their way out."""

    def flag_for_lawyer(
        self, conversation: ConversationId, reason: Reason, outbound: OutboundId | None = None
    ) -> None:
        """Mark a conversation as needing a lawyer, and the message of ours that is why."""
        ...

    def draft_context(
        self, conversation: ConversationId, answers: Sequence[MessageId], policy: FirmPolicy
    ) -> DraftContext:
        """What a draft that answers these messages may know.

        Raises:
            UnknownRecord: no such conversation.
        """
        ...

    def keep_draft(
        self,
        draft: DraftId,
        conversation: ConversationId,
        answers: Sequence[MessageId],
        language: Language,
        body: str,
        *,
        kind: DraftKind = DraftKind.REPLY,
        sources: Sequence[str] = (),
        carries_notice: bool = False,
    ) -> DraftRef:
        """Keep a draft once; give back its version.

        Once a draft that `carries_notice` is sent, the client counts as told of how the firm
        handles their data.
        """
        ...

    def queue(self, message: NewMessage) -> tuple[OutboundId, ...]:
        """Write a message down for sending, once; a text that is too long becomes several.

        They are to be sent in this order: none gets ready before WhatsApp has the one before it.

        Raises:
            UnsendableContent: WhatsApp would not take it.
            UnknownRecord: no such conversation, draft or message in it, or nobody to send it to.
        """
        ...

    def prepare_send(
        self, conversation: ConversationId, draft: DraftId, policy: FirmPolicy
    ) -> Preparation:
        """Write the outbound row, or find how far an earlier attempt came; claim it for sending.

        Only one attempt gets an `OutboundMessage` for as long as the row says `sending`: whoever
        finds it so knows that an earlier attempt died, and that nobody knows what it did. The
        firm's mode and the customer service window are looked at here once more. `NotYet` and
        `UploadFirst` claim nothing.

        Raises:
            UnknownRecord: no such draft.
        """
        ...

    def prepare_message(
        self,
        conversation: ConversationId,
        outbound: OutboundId,
        policy: FirmPolicy,
        report: DeliveryState | None = None,
    ) -> Preparation:
        """The same for a message that was written down by `queue`.

        What a lawyer sends is not bound by the mode of the assistant, nor by a client's wish not
        to be answered by it; to whoever stands in a conflict only a partner sends. A template is
        not bound by the customer service window; one that the catalogue knows as unusable, or does
        not know, is withheld, where a catalogue was ever synchronised.

        `report`: the conversation is to hear of it once, when it came so far or further.

        Raises:
            UnknownRecord: no such message in this conversation.
        """
        ...

    def settle_send(self, result: SendResult, answer: SendAnswer | None) -> SendResult:
        """Keep how a send ended; a status that came earlier may already say more.

        An answer that is about the message alone shows that its number works: others wait for it
        no longer.
        """
        ...

    def release_send(
        self, sending: OutboundMessage | UploadFirst, postponement: Postponement | None = None
    ) -> None:
        """Undo the claim of an attempt of which WhatsApp certainly got nothing.

        A postponement is counted and waited for, whoever asks next; one that stops its number
        holds back whatever else would go from it, but for a message now and then that tries, and
        staff are told once.
        """
        ...

    def keep_upload(self, outbound: OutboundId, media_id: str) -> None:
        """Note WhatsApp's name for a message's file."""
        ...

    def received_name(self, message: MessageId) -> ReceivedName:
        """WhatsApp's name for a client's message.

        Raises:
            UnknownRecord: no such message of a client's.
        """
        ...


class StatusStore(Protocol):
    """What Meta reported."""

    def apply(self, statuses: Sequence[ReportedStatus]) -> AppliedStatuses:
        """Keep each status once and bring the messages they speak of up to date."""
        ...


class AccountEventStore(Protocol):
    """Everything else that a webhook said."""

    def keep(self, event: AccountEventInput) -> bool:
        """Keep an event once; False where it was kept before."""
        ...

    def act_on(self, event: AccountEventInput, step: AccountStep) -> ActedOnEvent:
        """Keep a wish, follow a person to their new user id, or a template to its new status.

        The notice of it is kept as well. A template is followed where a catalogue is kept.

        Whoever says what they want to be sent is a client from then on. A notice about a person
        who is no client is not kept. Acting on a step again changes nothing.
        """
        ...

    def keep_message(self, event: AccountEventInput, message: MessageEcho | PastMessage) -> bool:
        """Keep a message that staff wrote on their phone, or one from before, in its conversation.

        Nobody answers it. False where it was kept before.
        """
        ...


class NoticeBoard(Protocol):
    """What staff must know."""

    def notices(
        self, viewer: LawyerView, *, open_only: bool, after: str | None, limit: int
    ) -> NoticePage:
        """Notices that somebody may see, newest first; those that wait for one to read, or all.

        Raises:
            UnknownRecord: `after` is not a `next` that was given out.
        """
        ...

    def acknowledge(self, notice: NoticeId, viewer: LawyerView) -> None:
        """Note who has read a notice, and when; the first one stands.

        Raises:
            UnknownRecord: no such notice, or it is not for them.
        """
        ...


class ConversationGateway(Protocol):
    """The running conversations."""

    async def message_ready(self, conversation: ConversationId, message: ReadyMessage) -> None:
        """Tell a conversation of a message; start it where it does not run."""
        ...

    async def delivery_reported(self, conversation: ConversationId, report: DeliveryReport) -> None:
        """Tell a conversation what became of a message it sent; start it where it does not run."""
        ...


class UpdateStarter(Protocol):
    """Temporal, as the edge sees it: each update of a webhook becomes a workflow, once.

    Each method gives True for a new workflow and False for one that was there before.

    Raises:
        NotStarted: it is not certain that the workflow is there.
    """

    async def message(self, input: InboundMessageInput) -> bool:
        """Start an `InboundMessageWorkflow`."""
        ...

    async def statuses(self, input: StatusUpdateInput) -> bool:
        """Start a `StatusUpdateWorkflow`."""
        ...

    async def event(self, input: AccountEventInput) -> bool:
        """Start an `AccountEventWorkflow`."""
        ...

    async def batch(self, input: WebhookBatchInput) -> bool:
        """Start a `WebhookBatchWorkflow`, which starts the others."""
        ...


class MediaStarter(Protocol):
    """Temporal, as whoever wants a file fetched or read sees it."""

    async def media(self, message: MessageId) -> bool:
        """Start a `MediaWorkflow`; one that has ended before is started again.

        Raises:
            NotStarted: it is not certain that the workflow is there.
        """
        ...


class MessageAnalyst(Protocol):
    """Understands one text."""

    def analyse(self, text: str, names: Sequence[str] = (), *, may_leave: bool = True) -> Analysis:
        """The verdict on a text; the same text may get another verdict another time.

        `names` are the client's and the parties': whoever sends the text elsewhere hides them.
        Where it may not leave the firm, it is sent nowhere.
        """
        ...


class ReplyDrafter(Protocol):
    """Writes the assistant's words."""

    def draft(self, request: DraftRequest) -> DraftedText:
        """A reply of at most 4096 characters.

        It says nothing that is not in the request or the firm's own words, gives no advice and
        promises nothing.
        """
        ...


class MessageSender(Protocol):
    """WhatsApp."""

    def send(self, message: OutboundMessage) -> SendAnswer:
        """Send one message, once.

        Raises:
            SendPostponed: WhatsApp certainly did not take it, and may take it later, perhaps only
                after a person has mended the token or the account.
        """
        ...

    def upload(self, phone_number_id: str, file: Path, mime_type: str) -> str | Refused:
        """Bring a file to WhatsApp, for 30 days; its name there. Doing it twice harms nobody.

        Raises:
            SendPostponed: WhatsApp did not take it, or did not say so.
        """
        ...

    def acknowledge(self, message: ReceivedName, *, typing: bool) -> bool:
        """Tell a client that a message was read, and that somebody writes; whether it was taken.

        Nothing hangs on it: what goes wrong is no failure.
        """
        ...


class ConversationReader(Protocol):
    """What lawyers and operators look at."""

    def conversations(
        self,
        viewer: LawyerView,
        *,
        needs_lawyer: bool = False,
        queue: Queue = Queue.ALL,
        client: ClientId | None = None,
        case: CaseId | None = None,
        after: str | None,
        limit: int,
    ) -> ConversationPage:
        """Conversations that somebody may read, latest message first.

        Those that need a lawyer, or all; those of one of their queues; those of one person, under
        whatever name they write; those in which something was put to a case.

        Raises:
            UnknownRecord: `after` is not a `next` that was given out.
        """
        ...

    def conversation(
        self, conversation: ConversationId, viewer: LawyerView, *, limit: int
    ) -> ConversationContent:
        """One conversation with what was said.

        Raises:
            UnknownRecord: no such conversation, or it is not for them.
        """
        ...

    def messages(
        self, conversation: ConversationId, viewer: LawyerView, *, before: str | None, limit: int
    ) -> MessagePage:
        """The newest messages of a conversation, of both sides together; or those before.

        Raises:
            UnknownRecord: no such conversation, or it is not for them; or `before` is not a `next`
                that was given out.
        """
        ...

    def counts(self, viewer: LawyerView) -> QueueCounts:
        """How many conversations that somebody may read stand in each of their queues."""
        ...

    def trace(self, message: MessageId) -> MessageTrace:
        """Where a message is; `UNKNOWN` where there is no row of it."""
        ...


class ClientRegister(Protocol):
    """What lawyers state about clients."""

    def verify(self, client: ClientId, viewer: LawyerView, changed_at: datetime | None) -> None:
        """Note that a lawyer made sure who writes from the identities that a client has now.

        What was held back meanwhile still waits for a lawyer.

        Raises:
            UnknownRecord: no such client, or they are not for them to see.
            Outdated: the identity has changed since, or had not changed; `changed_at` is when it
                had changed as the lawyer saw it.
        """
        ...


class LawyerRegister(Protocol):
    """The people of the firm and their programs' tokens."""

    def add(self, name: str, role: str) -> LawyerView:
        """Add a lawyer; one of this name is given back as it is."""
        ...

    def new_token(self, name: str) -> str:
        """A new bearer token of a lawyer: shown once, only its hash is kept.

        Raises:
            UnknownRecord: no lawyer of this name.
        """
        ...

    def holder(self, token: str) -> LawyerView | None:
        """Whose token this is; None for one that is unknown or revoked."""
        ...

    def everybody(self) -> tuple[LawyerView, ...]:
        """All people of the firm, in the order of their names."""
        ...


class IdentityProof(Protocol):
    """By what a client proves who they are."""

    def check_pin(
        self, message: MessageId, client: ClientId, identity: IdentityId, text: str
    ) -> PinOutcome:
        """Look whether a message is the PIN of one of a client's cases.

        The right one verifies the identity that wrote, and no other, and is good once. A wrong one
        is counted for each case that it was tried on. Asked again about a message, it gives the
        same answer and counts nothing; a message that consists of something else is `NOT_A_PIN`,
        and so is one in a group, one of a client who was given no PIN, and one while a number of
        theirs has changed and nobody of the firm has made sure.
        """
        ...


class MediaSource(Protocol):
    """WhatsApp's own store of what clients sent."""

    def fetch(
        self, media: Media, phone_number_id: str, to: Path, progress: Progress
    ) -> FetchedMedia:
        """Bring a file to `to`, complete and as WhatsApp says it is, or leave nothing there.

        Raises:
            MediaGone: WhatsApp has it no longer.
            MediaTooLarge: it is larger than WhatsApp allows for its kind.
            MediaAltered: its digest is another.
            Unavailable: WhatsApp did not answer, or not to the end.
            Misconfigured: the token or the account is not accepted, or the file lies where the
                token may not be sent.
        """
        ...


class FileInspector(Protocol):
    """Looks into a file without trusting it."""

    def inspect(self, file: Path, *, claimed: str | None, file_name: str | None) -> Inspection:
        """What a file is by its content, and what speaks against giving it to anyone.

        `claimed` is the type WhatsApp told, `file_name` the client's. What a file does to whoever
        reads it is a finding as well: this raises nothing on account of a file.
        """
        ...


class VirusScanner(Protocol):
    """Knows viruses."""

    def scan(self, file: Path) -> str | None:
        """The name of what was found in a file; None where nothing was.

        Raises:
            Unavailable: the scanner did not answer, or not to the end.
            Misconfigured: it answered that it cannot scan such a file.
        """
        ...


class TextRecognizer(Protocol):
    """Reads what stands in documents and pictures."""

    def page_count(self, file: Path, mime_type: str) -> int:
        """How many pages a file has; a text has one for each 4,000 letters.

        Raises:
            UnreadableDocument: nothing of it can be read.
        """
        ...

    def read(
        self,
        file: Path,
        mime_type: str,
        *,
        limit: int,
        on_page: Callable[[PageText], None],
        done: Collection[int] = (),
        alive: Callable[[], None] | None = None,
    ) -> int:
        """Read a file's first `limit` pages but those that are `done`; give back how many it has.

        `mime_type` is what its content is, not what it is said to be. `on_page` is told each page
        as soon as it is read, in any order and never two at once, so that whoever keeps it loses
        no page by dying; a page that cannot be read is told as well, with its problem, and the
        pages beyond the limit are told last, as one whose `last` is the last of them. `alive` is
        called about every second. Both run on the caller's thread, and what they raise ends the
        reading.

        Raises:
            UnreadableDocument: nothing of it can be read.
            Misconfigured: what reads pictures is not installed.
        """
        ...


class Transcriber(Protocol):
    """Understands speech."""

    def transcribe(self, file: Path, mime_type: str, *, alive: Callable[[], None]) -> str:
        """The words that are spoken in a file; empty where there are none.

        `mime_type` is what its content is. `alive` is called about every second on the caller's
        thread, and what it raises ends the work.

        Raises:
            UnreadableDocument: it is too large, or nothing can be understood, whoever tries again.
            Unavailable: nothing answered, or not to the end.
            Misconfigured: what answers does not accept us, or does not know the model.
        """
        ...


class FileStore(Protocol):
    """The private bucket."""

    def put(
        self,
        key: str,
        file: Path,
        *,
        mime_type: str,
        sha256: bytes,
        progress: Progress,
        retain_until: datetime | None = None,
    ) -> bool:
        """Keep a file; False where this same file was kept under the key before.

        `retain_until` binds a store that can hold files against being removed.

        Raises:
            KeyTaken: another file is kept there.
            MediaAltered: the store got something else than `sha256` speaks of.
            Unavailable: the store did not answer.
            Misconfigured: it does not accept us, or does not encrypt what it keeps.
        """
        ...

    def get(self, key: str, to: Path, *, progress: Progress) -> None:
        """Bring a file to `to`, complete and unaltered, or leave nothing there.

        Raises:
            UnknownRecord: nothing is kept under this key.
            MediaAltered: what is kept is no longer what was put there.
            Unavailable: the store did not answer.
            Misconfigured: it does not accept us.
        """
        ...

    def link(
        self, key: str, *, file_name: str | None, extension: str, mime_type: str, lasts: timedelta
    ) -> str:
        """An address that gives a file to whoever holds it, for so long, to be saved.

        It is saved under a harmless form of `file_name` that ends in `extension`.
        """
        ...


class PreviewMaker(Protocol):
    """Draws small pictures of files."""

    def make(self, file: Path, mime_type: str, to: Path, *, pages: int) -> Previews:
        """Draw a thumbnail and at most so many first pages into the folder `to`.

        Raises:
            NoPreview: it is damaged, or would take more time or memory than it may.
        """
        ...


class NotificationStore(Protocol):
    """What people of the firm are told, and how far that came."""

    def record(
        self, input: NotifyInput, policy: FirmPolicy, channels: Collection[Channel]
    ) -> RecordedNotifications:
        """Put it into the lists of those it is for, once, and give back what is to be delivered.

        Nobody is told of a conversation that they may not read. Where a role is vacant, whoever is
        on call is told, or else the case's lawyers, the partners, all lawyers. `channels` are
        those that there are.
        """
        ...

    def settle(
        self, notification: NotificationId, channel: Channel, outcome: DeliveryOutcome
    ) -> None:
        """Note what became of a notification on a channel; what is delivered stays delivered."""
        ...


class Notifier(Protocol):
    """One way of telling somebody that something waits for them, and never what."""

    async def notify(self, delivery: PendingDelivery) -> None:
        """Tell them, once; whoever is told twice sees by the notification's id that they were.

        Raises:
            Undeliverable: this address takes nothing, ever.
            Unavailable: it was not delivered, and may be later.
            Misconfigured: a person must change the settings first.
        """
        ...


class NotificationInbox(Protocol):
    """What a person of the firm was told."""

    def notifications(
        self, viewer: LawyerView, *, unread_only: bool, after: str | None, limit: int
    ) -> NotificationPage:
        """Their own notifications, newest first; those they have not read, or all.

        Not those of conversations that they may not read any more.

        Raises:
            UnknownRecord: `after` is not a `next` that was given out.
        """
        ...

    def mark_read(self, notification: NotificationId, lawyer: LawyerId) -> None:
        """Note that they have read one; the first time stands.

        Raises:
            UnknownRecord: no such notification of theirs.
        """
        ...


class PreferenceRegister(Protocol):
    """How the people of the firm want to be told."""

    def preferences(self, lawyer: LawyerId) -> Preferences:
        """What somebody has said; nothing where they have not."""
        ...

    def prefer(self, lawyer: LawyerId, preferences: Preferences) -> None:
        """Keep what somebody wants, whole."""
        ...
