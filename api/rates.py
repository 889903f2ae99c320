"""How often anybody may ask: who misbehaves seldom, whom an app's secret proves often."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable
from dataclasses import dataclass, field
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
"""Of one source: wrong signatures, no token, slow bodies, paths that are not there. As many of
everybody who brings one token from there."""

GUESSES: Final = Rate(most=600, window=timedelta(minutes=1))
"""Different tokens of one source that misbehaved. More than an office or a carrier's one address
has colleagues whose tokens have ended, and nothing beside a token's 256 bits."""

SIGNED: Final = Rate(most=1000, window=timedelta(seconds=1))
"""Of one app. Meta's highest throughput is 1,000 messages a second for each number, and it gathers
many updates into one webhook when there are many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """From where a request comes, and the token it brings, whether it is right or not."""

    address: str
    token: bytes | None = field(default=None, repr=False)


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
        guesses: Rate = GUESSES,
        signed: Rate = SIGNED,
    ) -> None:
        self._counter = counter
        self._pepper = pepper
        self._misbehaviour = misbehaviour
        self._guesses = guesses
        self._signed = signed
        self._ask_again_at = 0.0

    async def signed(self, app: str) -> timedelta | None:
        """Count a webhook that an app's secret proves."""
        return await self._asked("signed", app, self._signed, counted=True)

    async def misbehaved(self, asker: Asker) -> timedelta | None:
        """Count a misdeed; how long to wait where that is one too many."""
        source = self._source(asker.address)
        if asker.token is None:
            return await self._asked("source", source, self._misbehaviour, counted=True)
        holder = self._holder(asker.address, asker.token)
        # Guessing is to bring ever new tokens: one that has ended is one, however often it comes.
        once = Rate(most=1, window=self._guesses.window)
        is_new = await self._asked("guess", holder, once, counted=True) is None
        guessing = await self._asked("guesses", source, self._guesses, counted=is_new)
        return await self._asked("token", holder, self._misbehaviour, counted=True) or guessing

    async def barred(self, asker: Asker) -> timedelta | None:
        """How long somebody must wait after their misdeeds, if they must.

        Whoever brings a token answers for that token, not for others behind the same address.
        """
        source = self._source(asker.address)
        if asker.token is None:
            return await self._asked("source", source, self._misbehaviour, counted=False)
        holder = self._holder(asker.address, asker.token)
        return await self._asked(
            "token", holder, self._misbehaviour, counted=False
        ) or await self._asked("guesses", source, self._guesses, counted=False)

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
        return self._hashed(address.encode())

    def _holder(self, address: str, token: bytes) -> str:
        return self._hashed(self._source(address).encode() + token)

    def _hashed(self, value: bytes) -> str:
        return hmac.new(self._pepper, value, hashlib.sha256).hexdigest()[:32]


class RefuseMisbehaving:
    """ASGI middleware: answers 429 to a source, or to a token of it, that misbehaved too often.

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
        asker = _asker(scope)
        path: str = scope["path"]
        if path != webhook.PATH and path not in _OPEN:
            wait = await self._limits.barred(asker)
            if wait is not None:
                await _refuse(wait, scope, receive, send)
                return
        refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and _is_misdeed(message["status"], scope):
                wait = await self._limits.misbehaved(asker)
                if wait is not None:
                    refused = True
                    await _refuse(wait, scope, receive, send, message)
            if not refused:
                await send(message)

        await self._app(scope, receive, send_or_refuse)


def _asker(scope: Scope) -> Asker:
    client = scope.get("client")
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    token = next((value for name, value in headers if name == b"authorization"), None)
    if scope["path"] == webhook.PATH:
        # Meta brings none: whoever puts one there is counted like everybody else.
        token = None
    return Asker(address=client[0] if client else "", token=token)


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
    if status in {401, 403, 408}:
        return True
    # A record that is not there is an answer; a path that is not there is a guess.
    return status in {404, 405} and "route" not in scope
