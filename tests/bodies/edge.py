"""The webhook's edge in this process, for very many bodies."""

import asyncio
import hashlib
import hmac
from types import TracebackType
from typing import Final, Self

from fastapi import FastAPI

from api import problems, webhook
from api.acceptance import Acceptance
from api.payloads import WebhookReader
from domain.webhook_apps import WebhookApp
from tests.bodies.ledger import Ledger
from tests.samples import PEPPER

_SECRET: Final = b"the made-up secret of an edge in this process"
_APP: Final = WebhookApp(name="made-up", secrets=(_SECRET,), verify_token=b"not asked for here")


class LedgerEdge:
    """The real routes, reader and acceptance; what they start stands in the ledger."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._app = FastAPI()
        problems.install(self._app)
        self._app.include_router(
            webhook.router(
                webhook.Edge(
                    apps=lambda: [_APP],
                    reader=WebhookReader(PEPPER),
                    acceptance=Acceptance(self.ledger),
                )
            )
        )
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._runner.close()

    def post(self, body: bytes) -> int:
        """Deliver a body, signed, into an empty ledger; the answer's status."""
        return self._runner.run(self.deliver(body))

    async def deliver(self, body: bytes) -> int:
        """The same where an event loop runs already."""
        self.ledger.clear()
        # A server's own calls: a client library would take most of the time of ten thousand.
        signature = hmac.new(_SECRET, body, hashlib.sha256).hexdigest()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/webhooks/whatsapp",
            "raw_path": b"/webhooks/whatsapp",
            "root_path": "",
            "query_string": b"",
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"x-hub-signature-256", f"sha256={signature}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("edge", 80),
        }
        pieces: list[dict[str, object]] = [
            {"type": "http.request", "body": body, "more_body": False}
        ]
        answers: list[int] = []

        async def receive() -> dict[str, object]:
            return pieces.pop() if pieces else {"type": "http.disconnect"}

        async def send(said: dict[str, object]) -> None:
            if said["type"] == "http.response.start":
                answers.append(int(str(said["status"])))

        await self._app(scope, receive, send)  # pyright: ignore[reportArgumentType] - plain dicts
        (status,) = answers
        return status
