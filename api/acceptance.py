"""Accepts a webhook's updates: every one is durably started, or Meta is asked to come again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar

import structlog

from api.metrics import STARTED
from domain.failures import NotStarted
from domain.ports import UpdateStarter
from domain.webhooks import Updates, arrange

_AT_ONCE: Final = 64
_AT_ONCE_OF_ONE: Final = 16
"""Of one webhook: many messages in one must not hold up the one message in the next."""

_PATIENCE: Final = timedelta(seconds=10)
"""For all of one webhook. A Temporal that hangs is one that is not there: Meta comes again."""

UpdateT = TypeVar("UpdateT")

_log = structlog.get_logger()


@dataclass(slots=True)
class _Webhook:
    """How far one webhook is."""

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE_OF_ONE))
    refused: bool = False


class Acceptance:
    """One a process: webhooks share its slots."""

    def __init__(self, starter: UpdateStarter, *, patience: timedelta = _PATIENCE) -> None:
        self._starter = starter
        self._patience = patience
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def accept(self, updates: Updates) -> bool:
        """Start a workflow for each update, or for a batch of them.

        False where it is not certain that all of them are there.
        """
        arranged = arrange(updates)
        directly, starter, webhook = arranged.directly, self._starter, _Webhook()
        starts = [
            *(self._start(webhook, "message", starter.message, each) for each in directly.messages),
            *(
                self._start(webhook, "statuses", starter.statuses, each)
                for each in directly.statuses
            ),
            *(self._start(webhook, "event", starter.event, each) for each in directly.events),
            *(self._start(webhook, "batch", starter.batch, each) for each in arranged.batches),
        ]
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                accepted = all(await asyncio.gather(*starts))
        except TimeoutError:
            _log.warning("not started", reason="out of time")
            accepted = False
        _log.info(
            "webhook",
            messages=len(updates.messages),
            statuses=sum(len(batch.statuses) for batch in updates.statuses),
            events=len(updates.events),
            batches=len(arranged.batches),
            accepted=accepted,
        )
        return accepted

    async def _start(
        self,
        webhook: _Webhook,
        kind: str,
        begin: Callable[[UpdateT], Awaitable[bool]],
        update: UpdateT,
    ) -> bool:
        async with webhook.slots, self._slots:
            if webhook.refused:
                # Meta delivers all of it again: what cannot start now only holds up others.
                return False
            try:
                new = await begin(update)
            except NotStarted as failure:
                _log.warning("not started", kind=kind, reason=str(failure))
                webhook.refused = True
                return False
        STARTED.labels(kind, "new" if new else "repeated").inc()
        return True
