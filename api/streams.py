"""An answer without an end: sent piece by piece, and given up where nobody takes the pieces."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import Final, cast

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

ENDLESS: Final = "endless"
"""In a request's state: its answer has no end, so a server that ends does not wait for it."""

ABORT: Final = "abort"
"""In a request's state: ends its connection, whatever is still to be sent; see `api.connections`.
"""

STALLED: Final = timedelta(seconds=30)
"""How long a piece may wait for a reader whose buffers are full."""


class EventStream(Response):
    """Server-sent events."""

    media_type = "text/event-stream"

    def __init__(
        self, pieces: AsyncGenerator[str] | None = None, *, stalled: timedelta = STALLED
    ) -> None:
        super().__init__()
        del self.headers["content-length"]
        # A proxy that gathers pieces would hold them back.
        self.headers["X-Accel-Buffering"] = "no"
        self._pieces = pieces
        self._stalled = stalled.total_seconds()

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[ENDLESS] = True
        start = {
            "type": "http.response.start", "status": self.status_code, "headers": self.raw_headers,
        }  # fmt: skip
        await send(start)
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (sending, leaving):
                each.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        if sending.cancelled():
            return
        if isinstance(sending.exception(), TimeoutError):
            if abort := cast("Callable[[], None] | None", scope["state"].get(ABORT)):
                abort()
            return
        sending.result()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send) -> None:
        if self._pieces is None:
            return
        async with aclosing(self._pieces) as pieces:
            async for piece in pieces:
                body = {"type": "http.response.body", "body": piece.encode(), "more_body": True}
                async with asyncio.timeout(self._stalled):
                    await send(body)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
