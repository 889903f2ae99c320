"""The roles that following conversations and looking into them needs filled."""

from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from domain.events import EventPage
from domain.ids import ConversationId
from domain.searching import SearchResult, SearchScope
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


class ConversationSearch(Protocol):
    """Looking for somebody or something of what one may see."""

    def exact(self, viewer: LawyerView, text: str) -> SearchResult:
        """Whoever and whatever goes by exactly this, and their conversations.

        It may be a phone number, a client's whole name or reference, a case's number or reference.
        """
        ...

    def within(self, viewer: LawyerView, text: str, scope: SearchScope) -> SearchResult:
        """The newest messages of a scope in which all words of a text stand.

        Raises:
            UnknownRecord: the client or the case is not there, or not for them.
        """
        ...
