"""Starting what a large webhook carries."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from temporalio import activity

from domain.failures import NotStarted
from domain.ports import UpdateStarter
from domain.webhooks import WebhookBatchInput

_AT_ONCE: Final = 8
"""Enough to keep Temporal busy, and few enough that the edge's own starts find room."""

_FAILED_AT_MOST: Final = 16
"""One update that cannot be started holds up no other; so many mean that Temporal is away."""


@dataclass(slots=True)
class _Progress:
    """How far an attempt came: everything before `done` is started."""

    done: int
    beyond: set[int] = field(default_factory=set[int])
    failures: list[NotStarted] = field(default_factory=list[NotStarted])

    def started(self, position: int) -> None:
        self.beyond.add(position)
        while self.done in self.beyond:
            self.beyond.remove(self.done)
            self.done += 1


@dataclass(frozen=True, slots=True)
class WebhookActivities:
    """One instance a worker, built in worker.py."""

    starter: UpdateStarter

    @activity.defn
    async def start_updates(self, input: WebhookBatchInput) -> None:
        """Start the workflow of each update, several at a time.

        Safe to run twice: a workflow that is there already is not started again. An attempt goes
        on where the last heartbeat of the one before said that it was.

        Raises:
            NotStarted: it is not certain of each that it is there.
        """
        progress = _Progress(next(iter(activity.info().heartbeat_details), 0))
        starts = self._starts(input)
        waiting = iter(range(progress.done, len(starts)))

        async def start_some() -> None:
            for position in waiting:
                try:
                    await starts[position]()
                except NotStarted as failure:
                    progress.failures.append(failure)
                else:
                    progress.started(position)
                activity.heartbeat(progress.done)
                if len(progress.failures) >= _FAILED_AT_MOST:
                    return

        await asyncio.gather(*(start_some() for _ in range(_AT_ONCE)))
        if progress.failures:
            raise progress.failures[0]

    def _starts(self, input: WebhookBatchInput) -> list[Callable[[], Awaitable[bool]]]:
        updates = input.updates
        return [
            *(partial(self.starter.message, each) for each in updates.messages),
            *(partial(self.starter.statuses, each) for each in updates.statuses),
            *(partial(self.starter.event, each) for each in updates.events),
        ]
