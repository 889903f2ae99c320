"""What runs by itself is made when a worker starts, once, and stays as operators want it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client, ScheduleDescription, ScheduleOverlapPolicy
from temporalio.service import RPCError, RPCStatusCode

from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter
from adapters.temporal.schedules import TEMPLATES, TOKENS, Recurring, keep_schedules
from devstack.temporal import NAMESPACE


@pytest.fixture
async def client(temporal_address: str) -> Client:
    keyring = Keyring.generate()
    return await Client.connect(
        temporal_address, namespace=NAMESPACE, data_converter=data_converter(lambda: keyring)
    )


@pytest.fixture
async def ours(client: Client) -> AsyncGenerator[Recurring]:
    """One of a test's own: the server is shared, and nobody serves what it starts."""
    made = replace(TEMPLATES, id=f"template-sync-{uuid4().hex}")
    yield made
    await keep_schedules(client, [], not_wanted=[made])


async def _described(client: Client, recurring: Recurring) -> ScheduleDescription:
    return await client.get_schedule_handle(recurring.id).describe()


async def test_workers_that_start_at_once_make_one_schedule_which_runs_now(
    client: Client, ours: Recurring
) -> None:
    await asyncio.gather(*(keep_schedules(client, [ours]) for _ in range(4)))
    await keep_schedules(client, [ours])
    described = await _described(client, ours)
    assert described.schedule.spec.intervals[0].every == timedelta(hours=1)
    assert described.schedule.spec.jitter == timedelta(minutes=10)
    assert described.schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
    while not (described := await _described(client, ours)).info.num_actions:  # noqa: ASYNC110 -- the state is on the server
        await asyncio.sleep(0.05)
    assert described.info.num_actions == 1


async def test_a_schedule_becomes_what_the_worker_that_starts_wants(
    client: Client, ours: Recurring
) -> None:
    await keep_schedules(client, [ours])
    await client.get_schedule_handle(ours.id).pause(note="Meta asked for it")
    await keep_schedules(client, [replace(ours, every=timedelta(hours=2))])
    described = await _described(client, ours)
    assert described.schedule.spec.intervals[0].every == timedelta(hours=2)
    # What an operator has paused stays so.
    assert described.schedule.state.paused
    assert described.schedule.state.note == "Meta asked for it"


async def test_a_schedule_that_is_not_wanted_is_taken_away(client: Client, ours: Recurring) -> None:
    await keep_schedules(client, [ours])
    for _ in range(2):
        await keep_schedules(client, [], not_wanted=[ours])
    with pytest.raises(RPCError) as raised:
        await _described(client, ours)
    assert raised.value.status is RPCStatusCode.NOT_FOUND


async def test_a_server_that_refuses_stops_no_worker(temporal_address: str) -> None:
    stranger = await Client.connect(temporal_address, namespace="no-such-namespace")
    await keep_schedules(stranger, [TOKENS], not_wanted=[TEMPLATES])
