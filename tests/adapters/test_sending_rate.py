"""Temporal holds each number to what WhatsApp takes from it."""

from uuid import uuid4

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from adapters.temporal.sending_rate import limit_each_number
from devstack.temporal import NAMESPACE


async def test_each_number_has_a_limit_of_its_own_and_setting_it_again_is_harmless(
    temporal_address: str,
) -> None:
    client = await Client.connect(temporal_address, namespace=NAMESPACE)
    queue = f"sending-{uuid4().hex}"
    for _ in range(2):
        assert await limit_each_number(client, queue, 80)
    described = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=NAMESPACE,
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
            report_config=True,
        )
    )
    limit = described.config.fairness_keys_rate_limit_default.rate_limit
    assert limit.requests_per_second == 80
    assert not described.config.HasField("queue_rate_limit")
