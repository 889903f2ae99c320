"""What one webhook says, taken apart."""

from dataclasses import dataclass

from domain.account import AccountEventInput
from domain.messages import InboundMessageInput
from domain.statuses import StatusUpdateInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """The updates of one webhook; each takes a workflow of its own."""

    messages: tuple[InboundMessageInput, ...] = ()
    statuses: tuple[StatusUpdateInput, ...] = ()
    events: tuple[AccountEventInput, ...] = ()

    @property
    def count(self) -> int:
        """How many workflows it takes."""
        return len(self.messages) + len(self.statuses) + len(self.events)
