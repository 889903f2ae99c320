"""Reaches running conversations, and starts those that do not run."""

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
from domain.failures import Unavailable
from domain.ids import ConversationId, conversation_workflow_id
from domain.processes import CONVERSATION, DELIVERY_REPORTED, MESSAGE_READY, TaskQueue

_STAGE = SearchAttributeKey.for_keyword(attributes.STAGE)
_NEEDS_LAWYER = SearchAttributeKey.for_bool(attributes.NEEDS_LAWYER)


class TemporalConversationGateway:
    """Implements `domain.ports.ConversationGateway`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def message_ready(self, conversation: ConversationId, message: ReadyMessage) -> None:
        """See the port."""
        await self._signal(conversation, MESSAGE_READY, message)

    async def delivery_reported(self, conversation: ConversationId, report: DeliveryReport) -> None:
        """See the port."""
        await self._signal(conversation, DELIVERY_REPORTED, report)

    async def _signal(
        self, conversation: ConversationId, signal: str, value: ReadyMessage | DeliveryReport
    ) -> None:
        try:
            await self._client.start_workflow(
                CONVERSATION,
                ConversationInput(conversation_id=conversation),
                id=conversation_workflow_id(conversation),
                task_queue=TaskQueue.INCOMING,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=signal,
                start_signal_args=[value],
                static_summary="A client's conversation with one of the firm's numbers",
                search_attributes=TypedSearchAttributes(
                    [
                        SearchAttributePair(_STAGE, "open"),
                        SearchAttributePair(_NEEDS_LAWYER, value=False),
                    ]
                ),
            )
        except RPCError as error:
            raise Unavailable(f"Temporal did not take a signal: {error.status.name}") from None
