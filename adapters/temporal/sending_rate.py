"""How many messages a second may go from each of the firm's numbers."""

from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import RateLimit
from temporalio.api.workflowservice.v1 import UpdateTaskQueueConfigRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

_CANNOT: Final = frozenset({RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED})


async def limit_each_number(client: Client, queue: str, per_second: float) -> bool:
    """Have Temporal hold each fairness key of a queue's activities to so many a second.

    A send's fairness key is the id of the number that it goes from; sends without one share one
    limit. Safe to repeat. False where the server is too old for it, or does not let us.
    """
    request = UpdateTaskQueueConfigRequest(
        namespace=client.namespace,
        identity=client.identity,
        task_queue=queue,
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        update_fairness_key_rate_limit_default=UpdateTaskQueueConfigRequest.RateLimitUpdate(
            rate_limit=RateLimit(requests_per_second=per_second),
            reason="WhatsApp's throughput of one number",
        ),
    )
    try:
        await client.workflow_service.update_task_queue_config(request)
    except RPCError as error:
        if error.status in _CANNOT:
            return False
        raise
    return True
