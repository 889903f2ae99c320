"""What changes in conversations, as server-sent events: `GET /api/v1/events`."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Header, Request
from fastapi.encoders import jsonable_encoder

from api.fanout import PAGE, Fanout, Subscription
from api.streams import EventStream
from api.tokens import lawyers_routes, still_holder
from domain.events import ConversationEvent, EventPage
from domain.failures import Failure
from domain.ports import LawyerRegister
from domain.reading_ports import EventLog
from domain.views import LawyerView

HEARTBEAT: Final = timedelta(seconds=15)

_LOOK_AT_TOKEN: Final = timedelta(seconds=15)
_MOST_MISSED: Final = 5
"""Pages of what was missed: behind more than that, to load everything again is less work."""

_LARGEST_POSITION: Final = 2**63
_AT_ONCE: Final = 4
"""Looks at who may see what, so that those who follow leave threads for those who ask."""

_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events until one side ends it; a comment every 15 seconds",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What a stream needs."""

    log: EventLog
    fanout: Fanout
    lawyers: LawyerRegister
    heartbeat: timedelta = HEARTBEAT
    look_at_token: timedelta = _LOOK_AT_TOKEN


def router(stream: Stream) -> APIRouter:
    """The one route; it asks for a lawyer's bearer token, now and then again."""
    routes, lawyer = lawyers_routes("/api/v1", stream.lawyers)
    looks = asyncio.Semaphore(_AT_ONCE)

    @routes.get("/events", status_code=200, response_class=EventStream, responses=_STREAM)
    async def follow(  # pyright: ignore[reportUnusedFunction] - the decorator keeps it
        request: Request,
        holder: Annotated[LawyerView, Depends(lawyer)],
        last_event_id: Annotated[
            str | None, Header(max_length=64, description="The last `id` that came.")
        ] = None,
    ) -> EventStream:
        """What changes in conversations that you may read.

        `changed` says which conversation (`conversation_id`) and what of it (`kind`): read it
        again. `reset` says that something else may have changed, or that too much was missed: read
        everything again. Follow first, then read, and nothing falls between the two. After
        `Last-Event-ID`, what was missed comes first, for seven days; some of it may come twice.
        """
        stream.fanout.expects_one_more()
        return EventStream(
            _Follower(stream=stream, looks=looks, request=request, viewer=holder).pieces(
                last_event_id
            )
        )

    return routes


class _Follower:
    """One stream on its way to one reader."""

    def __init__(
        self, *, stream: Stream, looks: asyncio.Semaphore, request: Request, viewer: LawyerView
    ) -> None:
        self._stream = stream
        self._looks = looks
        self._request = request
        self._lawyer = viewer.id
        self._viewer: LawyerView | None = viewer
        self._looked_at = asyncio.get_running_loop().time()

    async def pieces(self, last_event_id: str | None) -> AsyncGenerator[str]:
        """What is sent, until the token is good no more or the reader is to come again."""
        try:
            with self._stream.fanout.subscribed(self._lawyer) as subscription:
                yield "retry: 3000\n\n"
                async for piece in self._missed(last_event_id, subscription.begins):
                    yield piece
                async for piece in self._new(subscription):
                    yield piece
        except Failure as failure:
            # The reader comes again, and goes on after what came.
            _log.warning("a stream of events ended", reason=str(failure))

    async def _missed(self, last_event_id: str | None, begins: int) -> AsyncGenerator[str]:
        position = _position(last_event_id)
        if last_event_id is None:
            yield f"id: {begins}\n\n"
            return
        log = self._stream.log
        if position is None or not await asyncio.to_thread(log.can_resume, position):
            yield _reset(begins)
            return
        for _ in range(_MOST_MISSED):
            # One that another process served may have got further than this one.
            if position >= begins:
                return
            page = await asyncio.to_thread(log.since, position, limit=PAGE)
            position = page.through
            if piece := await self._told(page):
                yield piece
        if position < begins:
            yield _reset(begins)

    async def _new(self, subscription: Subscription) -> AsyncGenerator[str]:
        while not subscription.ended.is_set():
            page = await subscription.next(self._stream.heartbeat)
            if not await self._is_good():
                return
            if page is not None:
                piece = await self._told(page)
                if piece:
                    yield piece
            elif not subscription.ended.is_set():
                # What they may not see moves the position on as well, and tells them nothing.
                here = "" if subscription.waits else f"id: {self._stream.fanout.position}\n"
                yield f": still here\n{here}\n"

    async def _told(self, page: EventPage) -> str:
        """A page as far as the viewer may see it now; empty where that is nothing."""
        if self._viewer is None:
            return ""
        if any(each.conversation_id is None for each in page.events):
            return _reset(page.through)
        last = {(each.conversation_id, each.kind): each for each in page.events}
        ids = {each.conversation_id for each in page.events if each.conversation_id is not None}
        async with self._looks:
            seen = await asyncio.to_thread(self._stream.log.visible, self._viewer, ids)
        shown = [each for each in last.values() if each.conversation_id in seen]
        return _changed(shown, page.through) if shown else ""

    async def _is_good(self) -> bool:
        """Whether the token still opens this; the role of whose it is may have changed."""
        now = asyncio.get_running_loop().time()
        if now - self._looked_at >= self._stream.look_at_token.total_seconds():
            self._viewer = await still_holder(self._stream.lawyers, self._request)
            self._looked_at = now
        return self._viewer is not None


def _position(last_event_id: str | None) -> int | None:
    """What was given out as an `id`; None where it never was."""
    if last_event_id is None or not (last_event_id.isascii() and last_event_id.isdigit()):
        return None
    position = int(last_event_id)
    return position if position < _LARGEST_POSITION else None


def _changed(events: Sequence[ConversationEvent], through: int) -> str:
    """Several events; the last alone moves the position on, for only then have all come."""
    told = [f"event: changed\ndata: {json.dumps(jsonable_encoder(each))}\n" for each in events]
    return "\n".join(told) + f"id: {through}\n\n"


def _reset(through: int) -> str:
    return f"event: reset\ndata: {{}}\nid: {through}\n\n"
