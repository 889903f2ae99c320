"""How long a request's body may take to arrive."""

import asyncio
from datetime import timedelta
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import REFUSED

IDLE: Final = timedelta(seconds=5)
"""Between two pieces of a body."""

WHOLE: Final = timedelta(seconds=20)
"""From the first look at a body to its end. Meta's 3 MB take less than a second."""


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
