"""A small law firm: a real HTTP server that takes webhooks and says what it was sent."""

import asyncio
import contextlib
import functools
import json
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

VERIFY_TOKEN = "verify-me"


@dataclass(frozen=True)
class Webhook:
    """One POST as it came in."""

    raw: bytes
    signature: str | None
    content_type: str | None

    @functools.cached_property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def entry(self) -> dict[str, Any]:
        return self.body["entry"][0]

    @property
    def field(self) -> str:
        return self.entry["changes"][0]["field"]

    @property
    def value(self) -> dict[str, Any]:
        return self.entry["changes"][0]["value"]

    @property
    def status(self) -> str | None:
        statuses = self.value.get("statuses")
        return statuses[0]["status"] if statuses else None

    @property
    def text(self) -> str | None:
        messages = self.value.get("messages")
        return messages[0].get("text", {}).get("body") if messages else None


@dataclass(slots=True)
class Firm:
    """What the firm was sent, and how it answers: `answers` first, then `answer`."""

    url: str
    answer: int = 200
    answers: list[int] = field(default_factory=list[int])
    webhooks: list[Webhook] = field(default_factory=list[Webhook])
    challenges: int = 0
    gate: asyncio.Event | None = None
    waiting: int = 0
    most_waiting: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def statuses(self) -> list[str]:
        return [webhook.status for webhook in self.webhooks if webhook.status]

    @property
    def texts(self) -> list[str]:
        return [webhook.text for webhook in self.webhooks if webhook.text]

    async def until(self, is_true: Callable[["Firm"], bool], seconds: float = 15) -> None:
        """Wait until what was sent satisfies a condition."""
        async with asyncio.timeout(seconds):
            while not is_true(self):
                self._changed.clear()
                await self._changed.wait()

    async def take(self, request: Request) -> Response:
        raw = await request.body()
        self.webhooks.append(
            Webhook(
                raw,
                request.headers.get("X-Hub-Signature-256"),
                request.headers.get("Content-Type"),
            )
        )
        self._changed.set()
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        if self.gate is not None:
            await self.gate.wait()
        self.waiting -= 1
        return Response(status_code=self.answers.pop(0) if self.answers else self.answer)

    async def prove(self, request: Request) -> Response:
        self.challenges += 1
        self._changed.set()
        if request.query_params.get("hub.verify_token") != VERIFY_TOKEN:
            return Response(status_code=403)
        return PlainTextResponse(request.query_params["hub.challenge"])


async def eventually(is_true: Callable[[], Awaitable[object]], seconds: float = 15) -> None:
    """Ask again and again until the answer is yes."""
    async with asyncio.timeout(seconds):
        while not await is_true():  # noqa: ASYNC110 - the other side is a server, it sets no event
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def served(server: uvicorn.Server, at_port: int = 0) -> AsyncGenerator[int]:
    """A server on a port of its own, without uvicorn's signal handlers: those are the run's."""
    # With its protocol number, or asyncio leaves Nagle's 40 ms in every answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", at_port))
    listener.listen(2048)
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup([listener])
    try:
        yield listener.getsockname()[1]
    finally:
        await server.shutdown([listener])


class Street:
    """One server for many firms: each has an address of its own, so nobody gets another's post."""

    def __init__(self) -> None:
        self.port = 0
        self._firms: list[Firm] = []
        path = "/{number:int}/webhooks/whatsapp"
        self.app = Starlette(
            routes=[
                Route(path, self._take, methods=["POST"]),
                Route(path, self._prove, methods=["GET"]),
            ]
        )

    def move_in(self) -> Firm:
        firm = Firm(url=f"http://127.0.0.1:{self.port}/{len(self._firms)}/webhooks/whatsapp")
        self._firms.append(firm)
        return firm

    async def _take(self, request: Request) -> Response:
        return await self._addressed(request).take(request)

    async def _prove(self, request: Request) -> Response:
        return await self._addressed(request).prove(request)

    def _addressed(self, request: Request) -> Firm:
        return self._firms[int(request.path_params["number"])]


@contextlib.asynccontextmanager
async def open_street() -> AsyncGenerator[Street]:
    street = Street()
    config = uvicorn.Config(
        street.app, log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    async with served(uvicorn.Server(config)) as port:
        street.port = port
        yield street
