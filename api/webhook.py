"""The edge: verifies a webhook, starts a workflow for each update, and only then says 200."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from api.acceptance import Acceptance
from api.apps import knows_token, signer, trespasses
from api.bodies import BodiesComing, CrowdedOut
from api.metrics import RATE_LIMITED, REFUSED
from api.payloads import WebhookReader
from api.problems import OF_WEBHOOK, too_many
from api.signatures import is_well_formed
from domain.webhook_apps import WebhookApp
from domain.webhooks import Updates

PATH: Final = "/webhooks/whatsapp"

LARGEST_BODY: Final = 4 * 1024 * 1024
"""Meta's webhooks have up to 3 MB."""

_SMALL: Final = 32 * 1024
"""Bytes that are verified and read in less time than it takes to hand them to a thread."""

_THREADS: Final = 2
_LARGE_AT_ONCE: Final = 32
"""Larger bodies that are whole and wait for a thread. The next one is sent away: who signed them is
not known yet."""

_COMING: Final = 32 * LARGEST_BODY
"""Bytes of one process's bodies that are not whole yet."""

_LONGEST_CHALLENGE: Final = 1024

_log = structlog.get_logger()


async def _no_limit(_app: str) -> timedelta | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What the webhook needs: whom it trusts, how to read it, where to put what it says.

    `apps` gives the apps in force now. `overdrawn` counts one signed webhook of an app and says
    how long to wait where it has sent too many.
    """

    apps: Callable[[], Sequence[WebhookApp]]
    reader: WebhookReader
    acceptance: Acceptance
    overdrawn: Callable[[str], Awaitable[timedelta | None]] = _no_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trusted:
    """A webhook that one of our apps signed, and what it says."""

    app: WebhookApp
    updates: Updates


class _Refused(Exception):
    def __init__(self, reason: str, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.headers = headers


class _Places:
    """Room for the large bodies of one process that are whole; small ones need none."""

    def __init__(self) -> None:
        self._free = _LARGE_AT_ONCE

    @contextmanager
    def one(self) -> Generator[None]:
        if not self._free:
            raise _Refused("busy", 503, {"Retry-After": "5", "Connection": "close"})
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


def router(edge: Edge) -> APIRouter:
    """`GET` and `POST /webhooks/whatsapp`."""
    routes = APIRouter()
    large = ThreadPoolExecutor(_THREADS, thread_name_prefix="large-webhooks")
    places = _Places()
    coming = BodiesComing(_COMING)

    @routes.get(PATH, responses={403: {"description": "The verify token is not ours"}})
    async def verify(
        mode: Annotated[str, Query(alias="hub.mode")] = "",
        token: Annotated[str, Query(alias="hub.verify_token")] = "",
        challenge: Annotated[str, Query(alias="hub.challenge")] = "",
    ) -> Response:
        """Meta asks whether this address is ours; we answer its challenge, word for word."""
        known = knows_token(edge.apps(), token)
        if mode != "subscribe" or not known or len(challenge) > _LONGEST_CHALLENGE:
            return Response(status_code=403)
        return Response(challenge, media_type="text/plain")

    @routes.post(PATH, responses=OF_WEBHOOK)
    async def receive(request: Request) -> Response:
        """Meta delivers updates. 200 once all are durably started, 503 if one is not."""
        try:
            trusted = await _trusted(request)
        except _Refused as refused:
            REFUSED.labels(refused.reason).inc()
            return Response(status_code=refused.status, headers=refused.headers)
        wait = await edge.overdrawn(trusted.app.name)
        if wait is not None:
            RATE_LIMITED.labels("signed").inc()
            return too_many(wait)
        if not await edge.acceptance.accept(trusted.updates):
            REFUSED.labels("not_started").inc()
            # Meta delivers again; what was started is absorbed by its id.
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)

    async def _trusted(request: Request) -> _Trusted:
        header = request.headers.get("X-Hub-Signature-256")
        if not is_well_formed(header):
            # Not one byte is read; what is left unread must not be taken for the next request.
            raise _Refused("signature", 403, {"Connection": "close"})
        body = await _body(request, coming)
        read = partial(_read, edge, edge.apps(), body, header, datetime.now(UTC))
        if len(body) <= _SMALL:
            return read()
        with places.one():
            return await asyncio.get_running_loop().run_in_executor(large, read)

    return routes


def _read(
    edge: Edge,
    apps: Sequence[WebhookApp],
    body: bytes,
    header: str | None,
    received_at: datetime,
) -> _Trusted:
    app = signer(apps, body, header)
    if app is None:
        raise _Refused("signature", 403)
    if trespasses(apps, app, body):
        _log.warning("webhook names what belongs to another app", app=app.name)
        raise _Refused("other_app", 403)
    return _Trusted(app=app, updates=edge.reader.read(body, received_at))


async def _body(request: Request, coming: BodiesComing) -> bytes:
    # What is left unread must not be taken for the next request.
    too_large = _Refused("too_large", 413, {"Connection": "close"})
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        raise too_large
    body = bytearray()
    try:
        async with coming.one() as arrived:
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise too_large
                arrived(len(chunk))
    except ClientDisconnect:
        raise _Refused("incomplete", 400) from None
    except CrowdedOut:
        raise _Refused("crowded_out", 408, {"Connection": "close"}) from None
    return bytes(body)
