"""In-memory fakes of the ports; the contract suites in tests/adapters hold them to the real ones.

The stores share one `FakeRecords`, as the real ones share one database:
`records = FakeRecords(); messages = FakeMessageStore(records)`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from domain.analysis import Analysis, Intent, Language, Urgency
from domain.conversation import DeliveryReport, ReadyMessage
from domain.drafts import DraftedText, DraftRequest
from domain.failures import SendPostponed
from domain.ids import ConversationId
from domain.outbound import (
    Accepted,
    OutboundMessage,
    ReceivedName,
    Refused,
    SendAnswer,
    Unanswered,
)
from tests.fake_account import FakeAccountEventStore, FakeNoticeBoard
from tests.fake_media import FakeMediaRecords
from tests.fake_pens import FakePenDesk, FakePenStore, FakeReviewDesk
from tests.fake_proofs import FakeIdentityProof
from tests.fake_records import FakeRecords
from tests.fake_stores import (
    FakeClientRegister,
    FakeConversationStore,
    FakeMessageStore,
    FakeStatusStore,
)

__all__ = [
    "FakeAccountEventStore",
    "FakeAnalyst",
    "FakeClientRegister",
    "FakeConversationGateway",
    "FakeConversationStore",
    "FakeDrafter",
    "FakeIdentityProof",
    "FakeMediaRecords",
    "FakeMessageStore",
    "FakeNoticeBoard",
    "FakePenDesk",
    "FakePenStore",
    "FakeRecords",
    "FakeReviewDesk",
    "FakeSender",
    "FakeStatusStore",
]


@dataclass(slots=True)
class FakeConversationGateway:
    """Implements `domain.ports.ConversationGateway`: records what conversations were told.

    `failures` are raised by the next calls, one each.
    """

    ready: list[tuple[ConversationId, ReadyMessage]] = field(
        default_factory=list[tuple[ConversationId, ReadyMessage]]
    )
    reports: list[tuple[ConversationId, DeliveryReport]] = field(
        default_factory=list[tuple[ConversationId, DeliveryReport]]
    )
    failures: deque[Exception] = field(default_factory=deque[Exception])

    async def message_ready(self, conversation: ConversationId, message: ReadyMessage) -> None:
        self._fail()
        self.ready.append((conversation, message))

    async def delivery_reported(self, conversation: ConversationId, report: DeliveryReport) -> None:
        self._fail()
        self.reports.append((conversation, report))

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.popleft()


@dataclass(slots=True)
class FakeAnalyst:
    """Implements `domain.ports.MessageAnalyst`: `verdicts` by text, otherwise a greeting's.

    A verdict that is an exception is raised.
    """

    verdicts: dict[str, Analysis | Exception] = field(
        default_factory=dict[str, Analysis | Exception]
    )
    asked: list[str] = field(default_factory=list[str])
    names: list[str] = field(default_factory=list[str])
    kept_inside: list[str] = field(default_factory=list[str])
    """Those that may not leave the firm."""
    otherwise: Analysis | Exception | None = None

    def analyse(self, text: str, names: Sequence[str] = (), *, may_leave: bool = True) -> Analysis:
        self.asked.append(text)
        if not may_leave:
            self.kept_inside.append(text)
        self.names += names
        verdict = self.verdicts.get(text, self.otherwise)
        if isinstance(verdict, Exception):
            raise verdict
        return verdict or Analysis(
            intent=Intent.GREETING,
            intents=(Intent.GREETING,),
            urgency=Urgency.NORMAL,
            language=Language.INDONESIAN,
            confidence=0.95,
            analyst="fake/1",
        )


@dataclass(slots=True)
class FakeDrafter:
    """Implements `domain.ports.ReplyDrafter`; `failures` are raised by the next calls."""

    body: str = "Selamat datang."
    asked: list[DraftRequest] = field(default_factory=list[DraftRequest])
    failures: deque[Exception] = field(default_factory=deque[Exception])

    def draft(self, request: DraftRequest) -> DraftedText:
        self.asked.append(request)
        if self.failures:
            raise self.failures.popleft()
        return DraftedText(body=self.body, sources=("fake",))


@dataclass(slots=True)
class FakeSender:
    """Implements `domain.ports.MessageSender`: the next of `answers`, otherwise `Accepted`.

    An answer that is an exception is raised; `postponed()` makes the usual one. `sent` is what
    reached WhatsApp or may have, `asked` every call.
    """

    answers: deque[SendAnswer | Exception] = field(default_factory=deque[SendAnswer | Exception])
    asked: list[OutboundMessage] = field(default_factory=list[OutboundMessage])
    sent: list[OutboundMessage] = field(default_factory=list[OutboundMessage])
    before: Callable[[OutboundMessage], None] | None = None
    """Called before the answer: what happens while a request is under way."""
    uploads: deque[str | Refused | Exception] = field(
        default_factory=deque[str | Refused | Exception]
    )
    """What the next uploads come to, otherwise a new name each."""
    uploaded: list[tuple[bytes, str]] = field(default_factory=list[tuple[bytes, str]])
    acknowledged: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    reachable: bool = True

    def send(self, message: OutboundMessage) -> SendAnswer:
        self.asked.append(message)
        if self.before:
            self.before(message)
        answer = self.answers.popleft() if self.answers else self.accepted()
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, Refused):
            self.sent.append(message)
        return answer

    def upload(self, phone_number_id: str, file: Path, mime_type: str) -> str | Refused:
        del phone_number_id
        self.uploaded.append((file.read_bytes(), mime_type))
        answer = self.uploads.popleft() if self.uploads else str(1000 + len(self.uploaded))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def acknowledge(self, message: ReceivedName, *, typing: bool) -> bool:
        self.acknowledged.append((message.wamid, typing))
        return self.reachable

    def accepted(self) -> Accepted:
        """WhatsApp took it, under a name that was not given before."""
        return Accepted(wamid=f"wamid.fake{len(self.asked):08d}")

    @staticmethod
    def refused(code: int = 131026) -> Refused:
        """WhatsApp said no."""
        return Refused(code=code)

    @staticmethod
    def unanswered() -> Unanswered:
        """Nobody said."""
        return Unanswered()

    @staticmethod
    def postponed(retry_after: timedelta | None = None, code: int | None = None) -> SendPostponed:
        """Certainly not sent."""
        return SendPostponed("WhatsApp was not reached", retry_after=retry_after, code=code)
