"""What people of the firm say reaches running conversations, also while no worker is there."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from adapters.temporal.conversations import Told, tell
from domain.failures import NotStarted
from domain.ids import ConversationId, conversation_workflow_id
from domain.pen import PenInput, SendOrder
from domain.processes import REVIEW, SEND_MESSAGE, SUBMIT_REVIEW
from domain.review import ReviewInput, ReviewOutcome

_AT_ONCE: Final = timedelta(seconds=2)
"""How long a person waits to be told what became of their review."""

_PATIENCE: Final = timedelta(seconds=5)
"""How long they wait for Temporal, its attempts and all, before they are told to come back."""


class TemporalConversationControl:
    """Implements `domain.pen_ports.ConversationControl`."""

    def __init__(self, client: Callable[[], Client]) -> None:
        self._client = client

    async def review(self, conversation: ConversationId, review: ReviewInput) -> ReviewOutcome:
        """See the port.

        The update may still arrive after the signal that takes its place: a conversation knows a
        review by its id.
        """
        outcome = await self._updated(conversation, review)
        if outcome is None:
            await self._tell(conversation, SUBMIT_REVIEW, review)
        return outcome or ReviewOutcome.RECORDED

    async def pen(self, conversation: ConversationId, signal: str, change: PenInput) -> None:
        """See the port."""
        await self._tell(conversation, signal, change)

    async def send(self, conversation: ConversationId, order: SendOrder) -> None:
        """See the port."""
        await self._tell(conversation, SEND_MESSAGE, order)

    async def _tell(self, conversation: ConversationId, signal: str, told: Told) -> None:
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                await tell(self._client(), conversation, signal, told)
        except TimeoutError:
            raise NotStarted("Temporal did not answer") from None

    async def _updated(
        self, conversation: ConversationId, review: ReviewInput
    ) -> ReviewOutcome | None:
        """What a running conversation made of a review; None where none says so in time."""
        running = self._client().get_workflow_handle(conversation_workflow_id(conversation))
        try:
            async with asyncio.timeout(_AT_ONCE.total_seconds()):
                return await running.execute_update(  # pyright: ignore[reportUnknownMemberType] -- the SDK's type
                    REVIEW,
                    review,
                    id=review.review_id,
                    result_type=ReviewOutcome,
                    rpc_timeout=_AT_ONCE,
                )
        except WorkflowUpdateFailedError as refusal:
            return _outcome(refusal)
        except (
            # No worker took it or finished with it; or asyncio's clock was quicker than gRPC's.
            WorkflowUpdateRPCTimeoutOrCancelledError,
            TimeoutError,
            # It does not run, or Temporal is away: the signal finds out.
            RPCError,
            RuntimeError,
        ):
            return None


def _outcome(refusal: WorkflowUpdateFailedError) -> ReviewOutcome | None:
    """Which outcome a refusal is; None where the conversation ended, or knows no reviews yet."""
    if not isinstance(refusal.cause, ApplicationError):
        return None
    known = {each.value: each for each in ReviewOutcome}
    return known.get(refusal.cause.type or "")
