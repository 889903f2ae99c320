"""Events for tests: said when the test says so."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from domain.access import reads_contents
from domain.events import EventPage
from domain.failures import Unavailable
from domain.ids import ConversationId
from domain.views import LawyerView


@dataclass(slots=True)
class FakeEventLog:
    """Implements `domain.reading_ports.EventLog`: says what it is given, once."""

    pages: list[EventPage] = field(default_factory=list[EventPage])
    broken: bool = False
    position: int = 0

    def since(self, after: int | None, *, limit: int) -> EventPage:
        if self.broken:
            raise Unavailable("the database is unavailable")
        assert limit
        if not self.pages or after is None:
            return EventPage(events=(), through=self.position)
        page = self.pages.pop(0)
        self.position = page.through
        return page

    def can_resume(self, after: int) -> bool:
        return after <= self.position

    def visible(
        self, viewer: LawyerView, conversations: Collection[ConversationId]
    ) -> frozenset[ConversationId]:
        return frozenset(conversations if reads_contents(viewer) else ())

    def prune(self, keep: timedelta) -> int:
        assert keep
        return 0


class FakeBell:
    """Implements `domain.reading_ports.EventBell`: rings all the time."""

    async def ring(self, patience: timedelta) -> None:
        assert patience
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Nothing is open."""
