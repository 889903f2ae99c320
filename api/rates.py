"""How often anybody may ask: who misbehaves seldom, whom an app's secret proves often."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final, Protocol

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import webhook
from api.metrics import NOT_COUNTED, RATE_LIMITED
from api.problems import too_many
from domain.failures import Unavailable

_OPEN: Final = frozenset({"/healthz", "/readyz", "/metrics"})
_LEFT_ALONE: Final = timedelta(seconds=5)
"""How long a counter that failed is not asked: each question would cost a request its time."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many within a window."""

    most: int
    window: timedelta


MISBEHAVIOUR: Final = Rate(most=60, window=timedelta(minutes=1))
"""Of one source: wrong signatures, wrong tokens, paths that are not there."""

SIGNED: Final = Rate(most=1000, window=timedelta(seconds=1))
"""Of one app. Meta's highest throughput is 1,000 messages a second for each number, and it gathers
many updates into one webhook when there are many."""


class RateCounter(Protocol):
    """Counts in windows. Raises `Unavailable` where it cannot."""

    async def count(self, key: str, most: int, window: timedelta) -> timedelta | None:
        """Count one more; how long to wait where that is one too many."""
        ...

    async def look(self, key: str, most: int, window: timedelta) -> timedelta | None:
        """The same without counting."""
        ...


class RateLimits:
    """Who must wait. Where nothing can count, nobody must: a webhook is worth more than a limit."""

    def __init__(
        self,
        counter: RateCounter,
        pepper: bytes,
        *,
        misbehaviour: Rate = MISBEHAVIOUR,
        signed: Rate = SIGNED,
    ) -> None:
        self._counter = counter
        self._pepper = pepper
        self._misbehaviour = misbehaviour
        self._signed = signed
        self._ask_again_at = 0.0

    async def signed(self, app: str) -> timedelta | None:
        """Count a webhook that an app's secret proves."""
        return await self._asked("signed", app, self._signed, counted=True)

    async def misbehaved(self, address: str) -> timedelta | None:
        """Count a misdeed of a source."""
        return await self._asked("source", self._source(address), self._misbehaviour, counted=True)

    async def barred(self, address: str) -> timedelta | None:
        """How long a source must wait after its misdeeds, if it must."""
        return await self._asked("source", self._source(address), self._misbehaviour, counted=False)

    async def _asked(self, kind: str, name: str, rate: Rate, *, counted: bool) -> timedelta | None:
        now = asyncio.get_running_loop().time()
        if now < self._ask_again_at:
            NOT_COUNTED.inc()
            return None
        ask = self._counter.count if counted else self._counter.look
        asked: Awaitable[timedelta | None] = ask(f"{kind}/{name}", rate.most, rate.window)
        try:
            return await asked
        except Unavailable as failure:
            NOT_COUNTED.inc()
            self._ask_again_at = now + _LEFT_ALONE.total_seconds()
            _log.warning("requests are not counted", reason=str(failure))
            return None

    def _source(self, address: str) -> str:
        """A keyed hash: an address is personal data, and others may look into the Redis."""
        try:
            known = ip_address(address)
        except ValueError:
            pass
        else:
            if known.version == 6:  # noqa: PLR2004 - IPv6
                # One person has a whole /64.
                address = str(ip_network((known, 64), strict=False))
        return hmac.new(self._pepper, address.encode(), hashlib.sha256).hexdigest()[:32]


class RefuseMisbehaving:
    """ASGI middleware: answers 429 to a source that misbehaved too often.

    A webhook is let through to where its signature is verified: behind Meta's address, or in front
    of it, there may be somebody else. Only when it is refused there it is one more misdeed.
    """

    def __init__(self, app: ASGIApp, *, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        address: str = client[0] if client else ""
        path: str = scope["path"]
        if path != webhook.PATH and path not in _OPEN:
            wait = await self._limits.barred(address)
            if wait is not None:
                await _refuse(wait, scope, receive, send)
                return
        refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and _is_misdeed(message["status"], scope):
                wait = await self._limits.misbehaved(address)
                if wait is not None:
                    refused = True
                    await _refuse(wait, scope, receive, send, message)
            if not refused:
                await send(message)

        await self._app(scope, receive, send_or_refuse)


async def _refuse(
    wait: timedelta, scope: Scope, receive: Receive, send: Send, instead_of: Message | None = None
) -> None:
    RATE_LIMITED.labels("source").inc()
    answer = too_many(wait)
    replaced: list[tuple[bytes, bytes]] = instead_of["headers"] if instead_of else []
    if any(name.lower() == b"connection" for name, _ in replaced) or instead_of is None:
        # The body was not read.
        answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


def _is_misdeed(status: int, scope: Scope) -> bool:
    if status in {401, 403}:
        return True
    # A record that is not there is an answer; a path that is not there is a guess.
    return status in {404, 405} and "route" not in scope
