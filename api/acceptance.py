"""Accepts a webhook's updates: every one is durably started, or Meta is asked to come again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from api.metrics import STARTED
from domain.failures import NotStarted
from domain.ports import UpdateStarter
from domain.webhooks import Updates

_AT_ONCE: Final = 64
_AT_ONCE_OF_ONE: Final = 16
"""Of one webhook: a thousand messages in one must not hold up the one message in the next."""

_log = structlog.get_logger()


class Acceptance:
    """One a process: webhooks share its slots."""

    def __init__(self, starter: UpdateStarter) -> None:
        self._starter = starter
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def accept(self, updates: Updates) -> bool:
        """Start a workflow for each update. False where it is not certain that all are there."""
        refused = False
        slots_of_this_one = asyncio.Semaphore(_AT_ONCE_OF_ONE)

        async def start(kind: str, begin: Callable[[], Awaitable[bool]]) -> bool:
            nonlocal refused
            async with slots_of_this_one, self._slots:
                if refused:
                    # Meta delivers all of it again: what cannot start now only holds up others.
                    return False
                try:
                    new = await begin()
                except NotStarted as failure:
                    _log.warning("not started", kind=kind, reason=str(failure))
                    refused = True
                    return False
            STARTED.labels(kind, "new" if new else "repeated").inc()
            return True

        starter = self._starter
        started = await asyncio.gather(
            *(
                start("message", lambda each=each: starter.message(each))
                for each in updates.messages
            ),
            *(
                start("statuses", lambda each=each: starter.statuses(each))
                for each in updates.statuses
            ),
            *(start("event", lambda each=each: starter.event(each)) for each in updates.events),
        )
        _log.info(
            "webhook",
            messages=len(updates.messages),
            statuses=sum(len(batch.statuses) for batch in updates.statuses),
            events=len(updates.events),
            started=sum(started),
        )
        return all(started)
