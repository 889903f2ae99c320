"""Ways in which starting workflows goes wrong."""

from dataclasses import dataclass, field

from domain.account import AccountEventInput
from domain.failures import NotStarted
from domain.ids import MessageId
from domain.messages import InboundMessageInput
from domain.ports import UpdateStarter
from domain.statuses import StatusUpdateInput
from domain.webhooks import WebhookBatchInput


@dataclass(slots=True)
class InterruptedStarter:
    """Implements `domain.ports.UpdateStarter`: passes on to a real one, while it may.

    `asked` counts how often each message was to be started. `left` is how many are taken before
    Temporal is away; None is all of them. What is in `refused` is never taken.
    """

    real: UpdateStarter
    left: int | None = None
    refused: set[MessageId] = field(default_factory=set[MessageId])
    asked: list[MessageId] = field(default_factory=list[MessageId])

    async def message(self, input: InboundMessageInput) -> bool:
        self.asked.append(input.message_id)
        if input.message_id in self.refused:
            raise NotStarted("INVALID_ARGUMENT")
        if self.left == 0:
            raise NotStarted("UNAVAILABLE")
        if self.left is not None:
            self.left -= 1
        return await self.real.message(input)

    async def statuses(self, input: StatusUpdateInput) -> bool:
        return await self.real.statuses(input)

    async def event(self, input: AccountEventInput) -> bool:
        return await self.real.event(input)

    async def batch(self, input: WebhookBatchInput) -> bool:
        return await self.real.batch(input)
