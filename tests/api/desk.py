"""A conversation with a draft, and the routes of reviews and of the pen, on fakes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from api import pen, problems, reviews
from domain.analysis import Language
from domain.ids import ConversationId, DraftId, draft_id
from domain.message_reading import read_message
from domain.messages import RecordedMessage
from domain.pen_ports import ConversationControl
from domain.review import ReviewAction
from tests.api.conftest import LAWYER, TOKEN, FakeRegister
from tests.fake_control import FakeControl
from tests.fakes import (
    FakeConversationStore,
    FakeMessageStore,
    FakePenDesk,
    FakeRecords,
    FakeReviewDesk,
)
from tests.samples import NOW, inbound_message, make_policy

OURS = {"Authorization": f"Bearer {TOKEN}"}
DRAFT = "Draf rahasia untuk klien."


@dataclass(slots=True, kw_only=True)
class Clock:
    """The time of day, which a test may turn on."""

    now: datetime = NOW + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a lawyer works with, asked over HTTP."""

    http: httpx.AsyncClient
    records: FakeRecords
    control: FakeControl
    clock: Clock
    message: RecordedMessage
    draft: DraftId

    @property
    def conversation(self) -> ConversationId:
        """Where the client wrote."""
        return self.message.conversation_id

    async def ask(
        self, method: str, path: str, content: object = None, *, token: str | None = TOKEN
    ) -> httpx.Response:
        """Ask about the conversation."""
        return await self.http.request(
            method,
            f"/api/v1/conversations/{self.conversation}{path}",
            json=content,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    async def review(self, action: ReviewAction, **more: object) -> httpx.Response:
        """Review the draft."""
        return await self.ask("POST", "/reviews", self.said(action, **more))

    def said(self, action: ReviewAction, **more: object) -> dict[str, object]:
        """What a lawyer says to the draft."""
        return {
            "review_id": str(uuid4()), "draft_id": self.draft, "draft_version": 1,
            "action": action, **more,
        }  # fmt: skip


def desk_app(records: FakeRecords, control: ConversationControl, register: FakeRegister) -> FastAPI:
    """The routes of reviews and of the pen, as `api.app.create` puts them."""
    app = FastAPI(openapi_url="/api/v1/openapi.json")
    problems.install(app)
    policy = make_policy()
    app.include_router(reviews.router(FakeReviewDesk(records), control, policy, register))
    app.include_router(pen.router(FakePenDesk(records), control, policy, register))
    return app


def written(records: FakeRecords) -> tuple[RecordedMessage, DraftId]:
    """A client's message, and the draft that answers it."""
    sent = inbound_message()
    message = FakeMessageStore(records).record(sent, read_message(sent), make_policy())
    draft = draft_id(message.conversation_id, (message.message_id,))
    FakeConversationStore(records).keep_draft(
        draft, message.conversation_id, (message.message_id,), Language.INDONESIAN, DRAFT
    )
    records.people[LAWYER.id] = LAWYER
    return message, draft


@pytest.fixture
async def desk() -> AsyncGenerator[Desk]:
    """A lawyer's desk on which one draft lies."""
    clock, control = Clock(), FakeControl()
    records = FakeRecords(clock=clock)
    message, draft = written(records)
    app = desk_app(records, control, FakeRegister())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as http:
        yield Desk(
            http=http, records=records, control=control, clock=clock, message=message, draft=draft
        )
