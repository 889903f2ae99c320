"""How long a request's body may take to arrive, and how much may be on its way at once."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import REFUSED

IDLE: Final = timedelta(seconds=5)
"""Between two pieces of a body."""

WHOLE: Final = timedelta(seconds=20)
"""From the first look at a body to its end. Meta's 3 MB take less than a second."""


class CrowdedOut(Exception):
    """A body that came slowly made room for others."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Coming:
    """One body on its way."""

    patience: asyncio.Timeout
    size: int = 0


class BodiesComing:
    """The bodies of one process that are not whole yet: together `most` bytes, never more.

    Where they would be more, the one that has been on its way longest makes room, as with
    connections. Nobody is asked to wait for a place: those who send slowly keep nobody out, because
    they are the oldest by the time a body comes that is sent at once. Who signed a body is known
    only when it is whole.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        # By age: the first one is on its way longest.
        self._coming: dict[_Coming, None] = {}

    @asynccontextmanager
    async def one(self) -> AsyncGenerator[Callable[[int], None]]:
        """While a body comes; gives what is to be called with the size of each piece.

        Raises:
            CrowdedOut: it has been on its way longest, and others need the room.
        """
        body = _Coming(patience=asyncio.timeout(None))

        def arrived(size: int) -> None:
            if body not in self._coming:
                # It was told already, and came this far before it heard.
                raise CrowdedOut
            body.size += size
            self._held += size
            while self._held > self._most:
                self._end(next(iter(self._coming)))

        try:
            async with body.patience:
                self._coming[body] = None
                yield arrived
        except TimeoutError:
            raise CrowdedOut from None
        finally:
            self._leave(body)

    def _end(self, body: _Coming) -> None:
        self._leave(body)
        body.patience.reschedule(asyncio.get_running_loop().time())

    def _leave(self, body: _Coming) -> None:
        if body in self._coming:
            del self._coming[body]
            self._held -= body.size


class PatientBodies:
    """ASGI middleware: answers 408 where a body does not arrive, and closes the connection."""

    def __init__(self, app: ASGIApp, *, idle: timedelta = IDLE, whole: timedelta = WHOLE) -> None:
        self._app = app
        self._idle = idle.total_seconds()
        self._whole = whole.total_seconds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        now = asyncio.get_running_loop().time
        deadline: float | None = None
        complete = False

        async def receive_in_time() -> Message:
            nonlocal deadline, complete
            if complete:
                # What comes after the body is the client leaving, which may take for ever.
                return await receive()
            if deadline is None:
                deadline = now() + self._whole
            try:
                async with asyncio.timeout_at(min(now() + self._idle, deadline)):
                    message = await receive()
            except TimeoutError:
                REFUSED.labels("slow").inc()
                raise HTTPException(
                    408, "The body did not arrive", headers={"Connection": "close"}
                ) from None
            complete = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)
