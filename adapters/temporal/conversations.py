"""Reaches running conversations, and starts those that do not run."""

from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
)
from temporalio.service import RPCError

from domain import attributes
from domain.conversation import ConversationInput, DeliveryReport, ReadyMessage
from domain.failures import NotStarted
from domain.ids import ConversationId, conversation_workflow_id
from domain.pen import PenInput, SendOrder
from domain.processes import CONVERSATION, DELIVERY_REPORTED, MESSAGE_READY, TaskQueue
from domain.review import ReviewInput

Told = ReadyMessage | DeliveryReport | ReviewInput | PenInput | SendOrder
"""What a signal tells a conversation."""

_PATIENCE: Final = timedelta(seconds=5)
"""How long Temporal may take to answer."""

_STAGE = SearchAttributeKey.for_keyword(attributes.STAGE)
_NEEDS_LAWYER = SearchAttributeKey.for_bool(attributes.NEEDS_LAWYER)


class TemporalConversationGateway:
    """Implements `domain.ports.ConversationGateway`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def message_ready(self, conversation: ConversationId, message: ReadyMessage) -> None:
        """See the port."""
        await tell(self._client, conversation, MESSAGE_READY, message)

    async def delivery_reported(self, conversation: ConversationId, report: DeliveryReport) -> None:
        """See the port."""
        await tell(self._client, conversation, DELIVERY_REPORTED, report)


async def tell(client: Client, conversation: ConversationId, signal: str, told: Told) -> None:
    """Signal a conversation, and start it where it does not run.

    Raises:
        NotStarted: it is not certain that Temporal has the signal; the same again is safe.
    """
    try:
        await client.start_workflow(
            CONVERSATION,
            ConversationInput(conversation_id=conversation),
            id=conversation_workflow_id(conversation),
            task_queue=TaskQueue.INCOMING,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=signal,
            start_signal_args=[told],
            rpc_timeout=_PATIENCE,
            static_summary="A client's conversation with one of the firm's numbers",
            search_attributes=TypedSearchAttributes(
                [
                    SearchAttributePair(_STAGE, "open"),
                    SearchAttributePair(_NEEDS_LAWYER, value=False),
                ]
            ),
        )
    except RPCError as error:
        raise NotStarted(f"Temporal did not take a signal: {error.status.name}") from None
    except RuntimeError as error:
        # A lazy connection that cannot be made yet.
        raise NotStarted(type(error).__name__) from None
