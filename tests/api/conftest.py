"""The edge in this process, on fakes of what it needs."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from adapters.rates import WindowCounter
from api import events, lawyers, notices, notifications, problems, templates, webhook
from api.acceptance import Acceptance
from api.bodies import IDLE, WHOLE, PatientBodies
from api.fanout import Fanout
from api.headers import SecurityHeaders
from api.payloads import WebhookReader
from api.rates import RateLimits, RefuseMisbehaving
from domain.account import AccountEventInput
from domain.failures import NotStarted, UnknownRecord
from domain.ids import CaseId, ClientId, ConversationId, LawyerId, MessageId
from domain.messages import InboundMessageInput
from domain.queues import Queue, QueueCounts
from domain.statuses import StatusUpdateInput
from domain.views import (
    ConversationContent,
    ConversationPage,
    LawyerView,
    MessagePage,
    MessageTrace,
)
from domain.webhook_apps import WebhookApp
from domain.webhooks import WebhookBatchInput
from tests.fake_events import FakeBell, FakeEventLog
from tests.fake_notifications import FakeNotifications
from tests.fake_templates import FakeTemplateStore
from tests.fakes import FakeNoticeBoard
from tests.samples import PEPPER

SECRETS = (b"the current secret", b"the one before")
VERIFY_TOKEN = "our verify token"
APP = WebhookApp(name="app", secrets=SECRETS, verify_token=VERIFY_TOKEN.encode())
TOKEN = "lh_a-lawyers-token-for-tests"
LAWYER = LawyerView(id=LawyerId("a" * 32), name="Dewi Lestari", role="lawyer")

Started = InboundMessageInput | StatusUpdateInput | AccountEventInput | WebhookBatchInput


@dataclass(slots=True)
class FakeStarter:
    """Implements `domain.ports.UpdateStarter`: remembers what was started, or refuses."""

    refused: set[str] = field(default_factory=set[str])
    broken: bool = False
    started: dict[str, Started] = field(default_factory=dict[str, Started])
    under_way: int = 0
    most_under_way: int = 0

    async def message(self, input: InboundMessageInput) -> bool:
        return await self._start("message", input.message_id, input)

    async def statuses(self, input: StatusUpdateInput) -> bool:
        return await self._start("statuses", input.digest, input)

    async def event(self, input: AccountEventInput) -> bool:
        return await self._start("event", f"{input.digest}/{input.part}", input)

    async def batch(self, input: WebhookBatchInput) -> bool:
        return await self._start("batch", input.digest, input)

    async def _start(self, kind: str, name: str, input: Started) -> bool:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        # Everybody who may start now has done so before the first ends.
        for _ in range(3):
            await asyncio.sleep(0)
        self.under_way -= 1
        if self.broken:
            raise ValueError("an error nobody expected, with a text of a client's")
        if kind in self.refused or name in self.refused:
            raise NotStarted("UNAVAILABLE")
        known = name in self.started
        self.started[name] = input
        return not known


@dataclass(slots=True)
class FakeReader:
    """Implements `domain.ports.ConversationReader`."""

    asked: list[tuple[bool, str | None, int]] = field(
        default_factory=list[tuple[bool, str | None, int]]
    )
    failure: Exception | None = None
    content: ConversationContent | None = None

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
        assert viewer == LAWYER
        if client or case or queue is not Queue.ALL:
            return ConversationPage(items=(), next=None)
        if self.failure:
            raise self.failure
        self.asked.append((needs_lawyer, after, limit))
        return ConversationPage(items=(), next=None)

    def conversation(
        self, conversation: ConversationId, viewer: LawyerView, *, limit: int
    ) -> ConversationContent:
        if self.content is None or limit < 1 or viewer != LAWYER:
            raise UnknownRecord(f"no conversation {conversation}")
        return self.content

    def messages(
        self, conversation: ConversationId, viewer: LawyerView, *, before: str | None, limit: int
    ) -> MessagePage:
        if self.content is None or before or limit < 1 or viewer != LAWYER:
            raise UnknownRecord(f"no conversation {conversation}")
        return MessagePage(
            messages=self.content.messages, outbound=self.content.outbound, next=None
        )

    def counts(self, viewer: LawyerView) -> QueueCounts:
        assert viewer == LAWYER
        return QueueCounts(needs_me=1, urgent=2, waiting_for_client=3, all=6)

    def trace(self, message: MessageId) -> MessageTrace:
        raise UnknownRecord(f"no message {message}")


@dataclass(slots=True)
class FakeRegister:
    """Implements `domain.ports.LawyerRegister` with one lawyer."""

    def add(self, name: str, role: str) -> LawyerView:
        return LawyerView(id=LawyerId("b" * 32), name=name, role=role)

    def new_token(self, name: str) -> str:
        return f"lh_{name}"

    def holder(self, token: str) -> LawyerView | None:
        return LAWYER if token == TOKEN else None

    def everybody(self) -> tuple[LawyerView, ...]:
        return (LAWYER,)


@pytest.fixture
def starter() -> FakeStarter:
    return FakeStarter()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def limits() -> RateLimits:
    return RateLimits(WindowCounter("memory://"), PEPPER)


@pytest.fixture
def board() -> FakeNoticeBoard:
    return FakeNoticeBoard()


@pytest.fixture
def catalogue() -> FakeTemplateStore:
    return FakeTemplateStore()


@pytest.fixture
def app(
    starter: FakeStarter,
    reader: FakeReader,
    limits: RateLimits,
    board: FakeNoticeBoard,
    catalogue: FakeTemplateStore,
) -> FastAPI:
    """The same parts in the same order as `api.app.create` puts them."""
    return edge_app(starter, reader, limits=limits, board=board, catalogue=catalogue)


def edge_app(
    starter: FakeStarter,
    reader: FakeReader,
    *,
    limits: RateLimits,
    board: FakeNoticeBoard | None = None,
    catalogue: FakeTemplateStore | None = None,
    apps: Callable[[], Sequence[WebhookApp]] = lambda: (APP,),
    patience: tuple[timedelta, timedelta] = (IDLE, WHOLE),
) -> FastAPI:
    """The edge on fakes."""
    made = FastAPI(openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    problems.install(made)
    made.add_middleware(PatientBodies, idle=patience[0], whole=patience[1])
    made.add_middleware(RefuseMisbehaving, limits=limits)
    made.add_middleware(SecurityHeaders)
    made.include_router(
        webhook.router(
            webhook.Edge(
                apps=apps,
                overdrawn=limits.signed,
                reader=WebhookReader(PEPPER),
                acceptance=Acceptance(starter),
            )
        )
    )
    made.include_router(lawyers.router(reader, FakeRegister()))
    made.include_router(templates.router(catalogue or FakeTemplateStore(), FakeRegister()))
    made.include_router(notices.router(board or FakeNoticeBoard(), FakeRegister()))
    log = FakeEventLog()
    stream = events.Stream(log=log, fanout=Fanout(log, FakeBell()), lawyers=FakeRegister())
    made.include_router(events.router(stream))
    told = FakeNotifications()
    made.include_router(notifications.router(told, told, FakeRegister()))
    return made


@pytest.fixture
async def http(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as client:
        yield client


def signed(body: bytes, secret: bytes = SECRETS[0]) -> dict[str, str]:
    """The headers of Meta's POST of a body."""
    signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}


def as_body(content: Mapping[str, object]) -> bytes:
    """A body as Meta writes it: non-ASCII characters escaped."""
    return json.dumps(content, separators=(",", ":")).encode()


async def delivered(http: httpx.AsyncClient, content: Mapping[str, object]) -> httpx.Response:
    """Post a webhook, signed."""
    body = as_body(content)
    return await http.post("/webhooks/whatsapp", content=body, headers=signed(body))
