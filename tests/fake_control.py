"""An in-memory fake of the running conversations, as the lawyers' API sees them."""

from dataclasses import dataclass, field

from domain.failures import NotStarted
from domain.ids import ConversationId
from domain.pen import PenInput, SendOrder
from domain.review import ReviewInput, ReviewOutcome


@dataclass(slots=True)
class FakeControl:
    """Implements `domain.pen_ports.ConversationControl`: remembers what it was told, or is away."""

    outcome: ReviewOutcome = ReviewOutcome.APPLIED
    """Of every review."""
    away: bool = False
    reviews: list[tuple[ConversationId, ReviewInput]] = field(
        default_factory=list[tuple[ConversationId, ReviewInput]]
    )
    changes: list[tuple[ConversationId, str, PenInput]] = field(
        default_factory=list[tuple[ConversationId, str, PenInput]]
    )
    orders: list[tuple[ConversationId, SendOrder]] = field(
        default_factory=list[tuple[ConversationId, SendOrder]]
    )

    async def review(self, conversation: ConversationId, review: ReviewInput) -> ReviewOutcome:
        self._reach()
        self.reviews.append((conversation, review))
        return self.outcome

    async def pen(self, conversation: ConversationId, signal: str, change: PenInput) -> None:
        self._reach()
        self.changes.append((conversation, signal, change))

    async def send(self, conversation: ConversationId, order: SendOrder) -> None:
        self._reach()
        self.orders.append((conversation, order))

    def _reach(self) -> None:
        if self.away:
            raise NotStarted("UNAVAILABLE")
