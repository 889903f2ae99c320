"""What spoiled webhooks start goes its whole way through the real workflows."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowExecutionStatus, WorkflowHandle

from domain.ids import (
    account_event_workflow_id,
    conversation_workflow_id,
    inbound_workflow_id,
    statuses_workflow_id,
)
from domain.routing import Route
from tests.bodies import BODIES, Writer
from tests.bodies.edge import LedgerEdge
from tests.bodies.ledger import Ledger
from tests.samples import NOW
from tests.workflows.firm import Firm
from workflows.conversation import ConversationWorkflow

SEED = 20_261_123
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


async def go_all_the_way(firm: Firm, started: Ledger) -> None:
    """Start it all, and let time pass until each has ended and conversations are at rest."""
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
    found = Counter([await end_of(firm, firm.client.get_workflow_handle(each)) for each in ids])
    assert found == {WorkflowExecutionStatus.COMPLETED: len(ids)}
    # Beside these are messages from before and from the office's phone, which events carry.
    kept = firm.records.messages
    arrived = {each.message_id for each in started.started_messages}
    assert [each for each in arrived if each not in kept or not kept[each].handed_over] == []
    await firm.pass_time(timedelta(minutes=5))
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


async def end_of(firm: Firm, workflow: WorkflowHandle[Any, Any]) -> WorkflowExecutionStatus:
    """Let time pass until a workflow has ended; one that never would is ended by its time limit."""
    step = timedelta(seconds=1)
    while True:
        status = (await workflow.describe()).status
        assert status is not None
        if status is not WorkflowExecutionStatus.RUNNING:
            return status
        await firm.pass_time(step)
        step = min(step * 2, timedelta(days=1))


async def test_every_shape_ends_in_a_conversation_or_is_kept(firm: Firm) -> None:
    await go_all_the_way(firm, await started_by([json.dumps(each).encode() for each in ALL]))
