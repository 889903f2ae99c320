"""Connections that bring nothing, or too much, end: what stands before the first line of ours."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, ClassVar, Final, cast

from typing_extensions import override
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from api.headers import SECURITY_HEADERS
from api.streams import ABORT, ENDLESS


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """What one process bears. `head` is the time until a request's headers are complete."""

    head: timedelta = timedelta(seconds=10)
    largest_head: int = 32 * 1024
    most: int = 800


DEFAULT: Final = ConnectionLimits()


class _HeadTooLarge(Exception):
    pass


def guarded(limits: ConnectionLimits = DEFAULT) -> type[HttpToolsProtocol]:
    """The server's protocol with these limits, for `uvicorn.Config(http=…)`."""

    class Guarded(_GuardedProtocol):
        bounds = limits
        # By age: the first one waits longest.
        waiting: ClassVar[dict["_GuardedProtocol", None]] = {}

    return Guarded


class _GuardedProtocol(HttpToolsProtocol):
    """One connection. It waits while its client owes us something: a head, or the rest of a body.

    Where there are too many connections, the one that waits longest makes room for the new one:
    those who hold connections open and send nothing keep nobody out. The server's own limit would
    answer 503 to everybody, Meta as well.
    """

    bounds: ClassVar[ConnectionLimits] = DEFAULT
    waiting: ClassVar[dict["_GuardedProtocol", None]] = {}

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_timer: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._head_read = 0
        self._asked = 0
        self._answered = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A server's sockets are streams; uvloop's have another root.
        super().connection_made(cast("asyncio.Transport", transport))
        if len(self.connections) > self.bounds.most and not self._make_room():
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self.waiting[self] = None
        self._expect_head()

    def _make_room(self) -> bool:
        longest = next(iter(self.waiting), None)
        if longest is None:
            return False
        del self.waiting[longest]
        longest.transport.abort()
        return True

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.waiting.pop(self, None)
        self._head_came()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        was_in_head = self._in_head
        super().data_received(data)
        if self.transport.is_closing():
            return
        if was_in_head and self._in_head:
            # A header that never ends is given to us only when it has.
            self._head_bytes += len(data)
            if self._head_bytes > self.bounds.largest_head:
                self._answer(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
        if self._asked == self._answered:
            # Also while the rest of a body comes that was answered without it.
            self._expect_head()

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(
                self.bounds.head.total_seconds(), self.transport.close
            )

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope.setdefault("state", {})[ABORT] = self.transport.abort
        self._in_head = True
        self._head_bytes = self._head_read = 0

    @override
    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._bounded((url,))

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._bounded((name, value))

    def _bounded(self, parts: Iterable[bytes]) -> None:
        self._head_read += sum(map(len, parts))
        if self._head_read > self.bounds.largest_head:
            raise _HeadTooLarge

    @override
    def on_headers_complete(self) -> None:
        self._in_head = False
        self._asked += 1
        self._head_came()
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        if self._asked > self._answered:
            self.waiting.pop(self, None)
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        self._answered += 1
        super().on_response_complete()
        if self._asked == self._answered and not self.transport.is_closing():
            self.waiting.setdefault(self, None)

    @override
    def shutdown(self) -> None:
        # Whoever follows a stream comes again elsewhere, and goes on where this one ended.
        # There is none before the first request.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None and cycle.scope.get("state", {}).get(ENDLESS):
            self.transport.abort()
            return
        super().shutdown()

    @override
    def send_400_response(self, msg: str) -> None:
        too_large = self._head_read > self.bounds.largest_head
        self._answer(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST
        )

    def _answer(self, status: HTTPStatus) -> None:
        """An answer without the application, which has not seen the request."""
        headers = {**SECURITY_HEADERS, "Content-Length": "0", "Connection": "close"}
        lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        self.transport.close()
