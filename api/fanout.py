"""Brings what changed in conversations to everybody of this process who follows them."""

import asyncio
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import structlog

from domain.events import EventPage
from domain.failures import Failure, Unavailable
from domain.ids import LawyerId
from domain.reading_ports import EventBell, EventLog

KEEP: Final = timedelta(days=7)
"""How long it may be asked what changed."""

PAGE: Final = 500
_MOST_HELD: Final = 2_000
"""Events that wait for one reader: whoever is further behind is disconnected, and may resume."""

_MOST_READERS: Final = 400
_MOST_OF_ONE: Final = 12
"""Tabs and programs of one lawyer: a further one takes the place of the first."""

_LOOK_ANYWAY: Final = timedelta(seconds=5)
"""However quiet the bell is: a pooler between us and the database may swallow it."""

_GATHER: Final = 0.1
"""Seconds from the bell to the look: one look for all that happens meanwhile."""

_LONGEST_REST: Final = 10.0
_PRUNE_EVERY: Final = timedelta(hours=1)

_log = structlog.get_logger()


class Subscription:
    """What waits for one reader."""

    def __init__(self, lawyer: LawyerId, begins: int) -> None:
        self.lawyer: Final = lawyer
        self.begins: Final = begins
        """The transaction after which its pages begin."""
        self.ended: Final = asyncio.Event()
        """Set when there will be nothing more: the reader is to come again."""
        self._pages: deque[EventPage] = deque()
        self._held = 0
        self._something = asyncio.Event()

    @property
    def waits(self) -> bool:
        """Whether a page waits."""
        return bool(self._pages)

    def give(self, page: EventPage) -> None:
        """Have a page wait."""
        self._held += len(page.events)
        if self._held > _MOST_HELD:
            self.end()
            return
        self._pages.append(page)
        self._something.set()

    def end(self) -> None:
        """Let go of everything."""
        self._pages.clear()
        self.ended.set()
        self._something.set()

    async def next(self, patience: timedelta) -> EventPage | None:
        """The next page; None where patience is at its end, or the subscription is."""
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await self._something.wait()
        except TimeoutError:
            return None
        if self.ended.is_set():
            return None
        page = self._pages.popleft()
        self._held -= len(page.events)
        if not self._pages:
            self._something.clear()
        return page


class Fanout:
    """One reader of the log for a whole process, whoever many follow it."""

    def __init__(self, log: EventLog, bell: EventBell) -> None:
        self._log = log
        self._bell = bell
        self._position: int | None = None
        # By age.
        self._subscriptions: dict[Subscription, None] = {}

    async def run(self) -> None:
        """Read on until cancelled. What goes wrong is tried again: nothing is lost by that."""
        loop = asyncio.get_running_loop()
        prune_at = loop.time()
        rest = 0.0
        try:
            while True:
                try:
                    held_back = await self._read()
                    if loop.time() >= prune_at:
                        await asyncio.to_thread(self._log.prune, KEEP)
                        prune_at = loop.time() + _PRUNE_EVERY.total_seconds()
                    if not held_back:
                        await self._bell.ring(_LOOK_ANYWAY)
                    rest = 0.0
                except Failure as failure:
                    rest = min(_LONGEST_REST, 2 * rest or 0.5)
                    _log.warning("events cannot be read", reason=str(failure))
                except Exception:  # noqa: BLE001 -- logged whole; nobody who follows is left alone
                    rest = _LONGEST_REST
                    _log.exception("events cannot be read")
                await asyncio.sleep(rest or _GATHER)
        finally:
            self.end_all()
            await self._bell.close()

    @contextmanager
    def subscribed(self, lawyer: LawyerId) -> Generator[Subscription]:
        """While somebody follows, from where everything was read.

        Raises:
            Unavailable: nothing was read yet, or too many follow.
        """
        self.expects_one_more()
        subscription = Subscription(lawyer, self.position)
        own = [each for each in self._subscriptions if each.lawyer == lawyer]
        if len(own) >= _MOST_OF_ONE:
            own[0].end()
            self._subscriptions.pop(own[0])
        self._subscriptions[subscription] = None
        try:
            yield subscription
        finally:
            self._subscriptions.pop(subscription, None)

    @property
    def position(self) -> int:
        """How far everything was read.

        Raises:
            Unavailable: nothing was read yet.
        """
        if self._position is None:
            raise Unavailable("events are not read yet")
        return self._position

    def expects_one_more(self) -> None:
        """Look whether somebody else may follow.

        Raises:
            Unavailable: nothing was read yet, or too many follow.
        """
        if self.position and len(self._subscriptions) >= _MOST_READERS:
            raise Unavailable("too many follow")

    def end_all(self) -> None:
        """Let everybody come again, to another process if there is one."""
        for each in list(self._subscriptions):
            each.end()
        self._subscriptions.clear()

    async def _read(self) -> bool:
        """Give everybody what is new; whether some of it is held back yet."""
        while True:
            page = await asyncio.to_thread(self._log.since, self._position, limit=PAGE)
            self._position = page.through
            for each in list(self._subscriptions):
                if page.events:
                    each.give(page)
                if each.ended.is_set():
                    self._subscriptions.pop(each, None)
            if not page.more:
                return page.held_back
