"""The roles that following the conversations needs filled."""

from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from domain.events import EventPage
from domain.ids import ConversationId
from domain.views import LawyerView


class EventLog(Protocol):
    """What changed in conversations, in an order in which nothing comes late."""

    def since(self, after: int | None, *, limit: int) -> EventPage:
        """What changed after a transaction: about `limit` events at most.

        Where one transaction alone has more, a single `ANYTHING` stands for all of it. None:
        nothing, but from where to go on.
        """
        ...

    def can_resume(self, after: int) -> bool:
        """Whether everything that changed after a transaction is still kept.

        Not where `after` is none that was given out: the database may be a restored one.
        """
        ...

    def visible(
        self, viewer: LawyerView, conversations: Collection[ConversationId]
    ) -> frozenset[ConversationId]:
        """Those of some conversations that somebody may read now."""
        ...

    def prune(self, keep: timedelta) -> int:
        """Forget what is older; how many were forgotten."""
        ...


class EventBell(Protocol):
    """Rings when something changed in a conversation."""

    async def ring(self, patience: timedelta) -> None:
        """Come back when something may have changed, or when patience is at its end.

        Raises:
            Unavailable: nobody would hear it now.
        """
        ...

    async def close(self) -> None:
        """Hear nothing more."""
        ...
