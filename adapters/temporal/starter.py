"""Starts the workflow of an update, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from domain import attributes
from domain.account import AccountEventInput
from domain.failures import NotStarted
from domain.files import MediaInput
from domain.ids import (
    MessageId,
    account_event_workflow_id,
    inbound_workflow_id,
    media_workflow_id,
    statuses_workflow_id,
    webhook_workflow_id,
)
from domain.messages import InboundMessageInput
from domain.processes import (
    ACCOUNT_EVENT,
    INBOUND_MESSAGE,
    MEDIA,
    STATUS_UPDATE,
    WEBHOOK_BATCH,
    TaskQueue,
)
from domain.statuses import StatusUpdateInput
from domain.webhook_json import as_text, parse_object
from domain.webhooks import WebhookBatchInput

_RUN_TIMEOUT: Final = timedelta(days=14)
"""Far longer than any outage that is being mended; a run that old is a fault to look at."""

_AFTER_THE_LIVE: Final = Priority(priority_key=4)
"""One step behind the default: a thousand messages of one webhook wait for the one in the next."""

_STAGE = SearchAttributeKey.for_keyword(attributes.STAGE)
_TYPE = SearchAttributeKey.for_keyword(attributes.MESSAGE_TYPE)


class TemporalStarter:
    """Implements `domain.ports.UpdateStarter`: Temporal refuses a repeat while it remembers.

    What is `of_a_batch` lets the updates of small webhooks go first wherever tasks queue up.
    """

    def __init__(self, client: Callable[[], Client], *, of_a_batch: bool = False) -> None:
        self._client = client
        self._priority = _AFTER_THE_LIVE if of_a_batch else Priority.default

    async def message(self, input: InboundMessageInput) -> bool:
        """See the port."""
        kind = as_text(parse_object(input.message).get("type")) or "unknown"
        return await self._start(
            INBOUND_MESSAGE,
            input,
            workflow_id=inbound_workflow_id(input.message_id),
            queue=TaskQueue.INCOMING,
            summary=f"A client's {_word(kind)} message",
            known=TypedSearchAttributes(
                [SearchAttributePair(_STAGE, "received"), SearchAttributePair(_TYPE, _word(kind))]
            ),
        )

    async def statuses(self, input: StatusUpdateInput) -> bool:
        """See the port."""
        return await self._start(
            STATUS_UPDATE,
            input,
            workflow_id=statuses_workflow_id(input.digest),
            queue=TaskQueue.STATUS,
            summary=f"{len(input.statuses)} delivery status(es)",
        )

    async def event(self, input: AccountEventInput) -> bool:
        """See the port."""
        return await self._start(
            ACCOUNT_EVENT,
            input,
            workflow_id=account_event_workflow_id(input.digest, part=input.part, parts=input.parts),
            queue=TaskQueue.INCOMING,
            summary=f"A change of {_word(input.field)}",
        )

    async def media(self, message: MessageId) -> bool:
        """See the port."""
        return await self._start(
            MEDIA,
            MediaInput(message_id=message),
            workflow_id=media_workflow_id(message),
            queue=TaskQueue.DOCUMENTS,
            summary="The file of a client's message, once more",
            again=True,
        )

    async def batch(self, input: WebhookBatchInput) -> bool:
        """See the port."""
        return await self._start(
            WEBHOOK_BATCH,
            input,
            workflow_id=webhook_workflow_id(input.digest),
            queue=TaskQueue.INCOMING,
            summary=f"{input.updates.count} updates of one webhook, "
            f"part {input.part} of {input.parts}",
            priority=_AFTER_THE_LIVE,
        )

    async def _start(
        self,
        workflow: str,
        input: InboundMessageInput
        | StatusUpdateInput
        | AccountEventInput
        | WebhookBatchInput
        | MediaInput,
        *,
        workflow_id: str,
        queue: TaskQueue,
        summary: str,
        known: TypedSearchAttributes | None = None,
        priority: Priority | None = None,
        again: bool = False,
    ) -> bool:
        try:
            await self._client().start_workflow(
                workflow,
                input,
                id=workflow_id,
                task_queue=queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE
                if again
                else WorkflowIDReusePolicy.REJECT_DUPLICATE,
                run_timeout=_RUN_TIMEOUT,
                rpc_timeout=timedelta(seconds=5),
                static_summary=summary,
                search_attributes=known,
                priority=priority or self._priority,
            )
        except WorkflowAlreadyStartedError:
            return False
        except RPCError as error:
            raise NotStarted(error.status.name) from None
        except RuntimeError as error:
            # A lazy connection that cannot be made yet.
            raise NotStarted(type(error).__name__) from None
        return True


def _word(name: str) -> str:
    """A word of Meta's vocabulary; what does not look like one is not shown in clear."""
    plain = name.replace("_", "").replace(".", "")
    return name[:40] if plain.isascii() and plain.isalpha() else "other"
