"""The starter on a real server: what it starts is there once, and comes after the live ones."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment

from activities.webhooks import WebhookActivities
from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter
from adapters.temporal.starter import TemporalStarter
from api.acceptance import Acceptance
from api.payloads import WebhookReader
from devstack.temporal import NAMESPACE
from domain.failures import NotStarted
from domain.ids import inbound_workflow_id, webhook_workflow_id
from domain.messages import InboundMessageInput
from domain.routing import Mode
from domain.webhooks import FEW, Updates, WebhookBatchInput, arrange
from tests.api.conftest import as_body
from tests.fake_records import FakeRecords
from tests.samples import (
    NOW,
    PEPPER,
    change_json,
    inbound_message,
    make_policy,
    message_json,
    messages_value,
    webhook_json,
)
from tests.workflows.firm import Firm, working

_WORDS = 'Mohon bantuan \u00e9\u00e8 \U0001f64f soal "sewa" di C:\\surat. '
_RUNNING_MESSAGES = "WorkflowType = 'InboundMessageWorkflow' AND ExecutionStatus = 'Running'"


def _wamid() -> str:
    """The server is the whole session's: what one test starts, another must not find."""
    return f"wamid.{uuid4().hex}"


@pytest.fixture
async def client(temporal_address: str) -> Client:
    keyring = Keyring.generate()
    return await Client.connect(
        temporal_address, namespace=NAMESPACE, data_converter=data_converter(lambda: keyring)
    )


@pytest.fixture
async def firm(client: Client) -> AsyncGenerator[Firm]:
    """A firm that is not at work yet; whatever it started ends with the test."""
    made = Firm(
        environment=WorkflowEnvironment.from_client(client),
        records=FakeRecords(clock=lambda: NOW),
        policy=make_policy(mode=Mode.OFF),
    )
    yield made
    running = [each.id async for each in client.list_workflows("ExecutionStatus = 'Running'")]
    for at in range(0, len(running), 50):
        await asyncio.gather(*(_end(client, each) for each in running[at : at + 50]))


async def _end(client: Client, workflow_id: str) -> None:
    """The list is a little behind: what it calls running may have ended by now."""
    try:
        await client.get_workflow_handle(workflow_id).terminate()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


@pytest.fixture
def hanging_address() -> Iterator[str]:
    """A server that lets everybody connect and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def _messages(count: int) -> tuple[InboundMessageInput, ...]:
    return tuple(
        inbound_message(wamid=_wamid(), phone=f"62812{number % 50:08d}") for number in range(count)
    )


async def _ended(firm: Firm, messages: tuple[InboundMessageInput, ...]) -> None:
    for message in messages:
        await firm.client.get_workflow_handle(inbound_workflow_id(message.message_id)).result()


async def test_what_was_started_is_not_started_again(firm: Firm) -> None:
    message = inbound_message(wamid=_wamid())

    assert await firm.starter.message(message) is True
    assert await firm.starter.message(message) is False
    assert await firm.batches.message(message) is False


async def test_a_retry_goes_on_where_the_last_heartbeat_was(firm: Firm) -> None:
    messages = _messages(FEW + 20)
    firm.batches.left = FEW

    async with working(firm):
        (batch,) = await firm.batch(Updates(messages=messages))
        await firm.until(lambda: len(firm.batches.asked) > FEW)
        firm.batches.left = None
        await firm.client.get_workflow_handle(webhook_workflow_id(batch.digest)).result()
        await _ended(firm, messages)

    asked = Counter(firm.batches.asked)
    assert [asked[message.message_id] for message in messages[: FEW // 2]] == [1] * (FEW // 2)
    assert max(asked.values()) > 1


async def test_a_live_message_passes_those_of_a_batch(firm: Firm) -> None:
    batched, live = _messages(60), inbound_message(wamid=_wamid(), phone="6281299999999")
    for message in batched:
        await firm.batches.message(message)
    await firm.starter.message(live)

    async with working(firm):
        await _ended(firm, (*batched, live))

    order = list(firm.records.messages)
    assert order.index(live.message_id) < len(batched) // 2


async def test_a_server_that_hangs_makes_meta_come_again(hanging_address: str) -> None:
    client = await Client.connect(hanging_address, lazy=True)
    acceptance = Acceptance(TemporalStarter(lambda: client), patience=timedelta(seconds=1))

    assert await acceptance.accept(Updates(messages=_messages(1))) is False
    assert await acceptance.accept(Updates(messages=_messages(3 * FEW))) is False


async def test_a_server_that_is_not_there_is_a_failure_of_ours(hanging_address: str) -> None:
    _, _, port = hanging_address.partition(":")
    client = await Client.connect(f"127.0.0.2:{port}", lazy=True)

    with pytest.raises(NotStarted):
        await TemporalStarter(lambda: client).message(inbound_message())


async def test_a_webhook_of_three_megabytes_goes_through(firm: Firm) -> None:
    written = [
        message_json(wamid=_wamid(), phone=f"62812{number % 50:08d}", text=_WORDS * 53)
        for number in range(1000)
    ]
    body = as_body(webhook_json(change_json(messages_value(*written))))
    assert 3_000_000 < len(body) < 4 * 1024 * 1024
    updates = WebhookReader(PEPPER).read(body, NOW)
    before = (await firm.client.count_workflows(_RUNNING_MESSAGES)).count

    # A busy machine may be slow to take a megabyte; how slow is for the bench to tell.
    acceptance = Acceptance(firm.starter, patience=timedelta(minutes=1))
    assert await acceptance.accept(updates) is True
    batches = arrange(updates).batches
    for batch in batches:
        assert await _input_of(firm, batch) == batch
        await ActivityEnvironment().run(WebhookActivities(firm.batches).start_updates, batch)

    assert sum(batch.updates.count for batch in batches) == 1000
    assert len(batches) > 1
    for message in updates.messages[::50]:
        assert await firm.starter.message(message) is False
    assert (await firm.client.count_workflows(_RUNNING_MESSAGES)).count == before + 1000


async def _input_of(firm: Firm, batch: WebhookBatchInput) -> WebhookBatchInput:
    """What the server gives a worker of a batch."""
    workflow = firm.client.get_workflow_handle(webhook_workflow_id(batch.digest))
    history = await workflow.fetch_history()
    started = history.events[0].workflow_execution_started_event_attributes
    (decoded,) = await firm.client.data_converter.decode(
        started.input.payloads, [WebhookBatchInput]
    )
    return decoded
