"""What spoiled webhooks start goes its whole way through the real workflows."""

import contextlib
import json
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowFailureError
from temporalio.testing import WorkflowEnvironment

from domain.ids import (
    account_event_workflow_id,
    conversation_workflow_id,
    inbound_workflow_id,
    media_workflow_id,
    statuses_workflow_id,
)
from domain.routing import Route
from tests.bodies import BODIES, Writer
from tests.bodies.edge import LedgerEdge
from tests.bodies.ledger import Ledger
from tests.bodies.mutations import Spoiler
from tests.samples import NOW, make_policy
from tests.workflows.firm import Firm, working_firm
from workflows.conversation import ConversationWorkflow

SEED = 20_261_123
QUIET: Final = timedelta(hours=1)
ALL = [build(Writer(number=number)) for number, build in enumerate(BODIES.values())]


async def started_by(bodies: list[bytes]) -> Ledger:
    """What the edge starts for some bodies, all of it."""
    kept = Ledger()
    with LedgerEdge() as edge:
        for body in bodies:
            assert await edge.deliver(body) == 200
            # The firm's clock stands still at this moment.
            kept.started_messages += [
                replace(each, received_at=NOW) for each in edge.ledger.started_messages
            ]
            kept.started_statuses += edge.ledger.started_statuses
            kept.started_events += edge.ledger.started_events
    return kept


@pytest.fixture
async def firm(temporal: WorkflowEnvironment) -> AsyncGenerator[Firm]:
    """A firm whose answers wait until everything has come in.

    The time-skipping server strands a workflow that cancels a timer just as it fires, which the
    real server does not (temporalio/sdk-java#2606 and #3088). Hundreds of messages take longer
    than the usual quiet period: some came in just when one ended.
    """
    # Hundreds at once: replaying all of them at each step is too much for the test server.
    policy = make_policy(quiet_period=QUIET)
    async with working_firm(temporal, policy, cached=1000) as working:
        yield working


async def go_all_the_way(firm: Firm, started: Ledger) -> None:
    """Start it all, wait until each has ended, and let time pass until conversations are at rest.

    No time is skipped before that: nothing of it may need a second try.
    """
    starter = firm.starter
    for message in started.started_messages:
        await starter.message(message)
    for batch in started.started_statuses:
        await starter.statuses(batch)
    for event in started.started_events:
        await starter.event(event)
    ids = {inbound_workflow_id(each.message_id) for each in started.started_messages}
    ids |= {statuses_workflow_id(each.digest) for each in started.started_statuses}
    ids |= {
        account_event_workflow_id(each.digest, part=each.part, parts=each.parts)
        for each in started.started_events
    }
    found = Counter([await end_of(firm, each) for each in ids])
    assert found == {WorkflowExecutionStatus.COMPLETED: len(ids)}
    # Beside these are messages from before and from the office's phone, which events carry.
    kept = firm.records.messages
    arrived = {each.message_id for each in started.started_messages}
    assert [each for each in arrived if each not in kept or not kept[each].handed_over] == []
    with_files = [media_workflow_id(each) for each in arrived if each in firm.records.files]
    assert with_files
    found = Counter([await end_of(firm, each) for each in with_files])
    assert found == {WorkflowExecutionStatus.COMPLETED: len(with_files)}
    await firm.pass_time(2 * QUIET)
    # Nobody is told of what needs no answer, such as a reaction.
    told = {
        row.conversation_id
        for row in map(kept.__getitem__, arrived)
        if row.decision and row.decision.route is not Route.NONE
    }
    for conversation in told:
        handle = firm.client.get_workflow_handle(conversation_workflow_id(conversation))
        # Answers only if no task of it fails; nobody's message is left where nobody looks.
        assert (await handle.query(ConversationWorkflow.state)).inbox == 0
        assert (await handle.describe()).status in {
            WorkflowExecutionStatus.RUNNING,
            WorkflowExecutionStatus.COMPLETED,
        }


async def end_of(firm: Firm, workflow_id: str) -> WorkflowExecutionStatus:
    """How a workflow ended; one that never does is ended by the test's own time limit."""
    handle = firm.client.get_workflow_handle(workflow_id)
    with contextlib.suppress(WorkflowFailureError):
        await handle.result()
    status = (await handle.describe()).status
    assert status is not None
    return status


async def test_every_shape_ends_in_a_conversation_or_is_kept(firm: Firm) -> None:
    await go_all_the_way(firm, await started_by([json.dumps(each).encode() for each in ALL]))


async def test_hundreds_of_spoiled_ones_do_too(firm: Firm) -> None:
    spoiler = Spoiler(SEED, ALL)
    started = await started_by([spoiler.spoiled() for _ in range(300)])
    assert len(started.started_messages) > 60
    await go_all_the_way(firm, started)
