"""Every shape of webhook goes through the running stack; nothing of any of them is dropped."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from temporalio.client import Client, WorkflowExecutionStatus

from adapters.postgres.engine import connect
from adapters.postgres.tables import AccountEvent, Message
from adapters.postgres.vault import Vault
from domain.ids import MessageId, inbound_workflow_id
from tests.bodies import BODIES, FIELDS, MESSAGES, STATUSES, Json, Writer
from tests.bodies.ledger import messages_of, missing, others_of, statuses_of, texts_within
from tests.road import webhooks
from tests.road.road import Road, until

PATIENCE = 30
"""Seconds for one of them; they are all on their way at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """All bodies, and what the edge said to each."""

    bodies: dict[str, Json]
    answers: dict[str, int]

    def wamids(self, *names: str) -> list[str]:
        """The messages in some bodies."""
        found: list[Any] = [each for name in names for each in messages_of(self.bodies[name])]
        return [str(each["id"]) for each in found]


@pytest.fixture(scope="module")
def delivered(running_road: Road) -> Delivered:
    """Every body, posted once."""
    number_id = webhooks.change()["value"]["metadata"]["phone_number_id"]
    now = datetime.now(UTC).replace(microsecond=0)
    bodies = {
        name: build(Writer(number=number, at=now, number_id=number_id))
        for number, (name, build) in enumerate(BODIES.items(), start=1_000)
    }
    answers = {name: running_road.post(body).status_code for name, body in bodies.items()}
    return Delivered(bodies=bodies, answers=answers)


@pytest.mark.parametrize("name", BODIES)
def test_it_is_answered_with_200(road: Road, delivered: Delivered, name: str) -> None:
    assert delivered.answers[name] == 200
    assert road.edge.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", MESSAGES)
def test_each_of_its_messages_is_one_workflow_that_completes_and_a_lawyer_sees_it(
    road: Road, delivered: Delivered, name: str
) -> None:
    for wamid in delivered.wamids(name):
        until(lambda wamid=wamid: road.recorded(wamid), "a lawyer sees it", PATIENCE)
        until(lambda wamid=wamid: ended(road, wamid), "its workflow has ended", PATIENCE)
        assert ended(road, wamid) is WorkflowExecutionStatus.COMPLETED
        assert road.runs([wamid]) == 1


def test_operators_find_every_message(road: Road, delivered: Delivered) -> None:
    wamids = delivered.wamids(*MESSAGES)
    until(lambda: all(ended(road, wamid) for wamid in wamids), "all workflows have ended")
    found = road.trace_all(wamids)
    assert len(found) == len(wamids)
    lost = [each for each in found if each["state"] in {"unknown", "received"}]
    assert lost == []
    assert {each["workflow_status"] for each in found} == {"completed"}


@pytest.mark.parametrize("name", STATUSES)
def test_each_of_its_statuses_is_a_row(road: Road, delivered: Delivered, name: str) -> None:
    statuses: list[Any] = statuses_of(delivered.bodies[name])
    distinct = {
        (each["id"], each.get("status"), each.get("recipient_participant_id")) for each in statuses
    }
    wamids = {str(each["id"]) for each in statuses}
    until(lambda: road.kept_statuses(wamids) >= len(distinct), "its rows", PATIENCE)
    assert road.kept_statuses(wamids) == len(distinct)


@pytest.mark.parametrize("name", [*FIELDS, "interactive without its object"])
def test_whatever_else_it_says_is_kept_whole(road: Road, delivered: Delivered, name: str) -> None:
    others = others_of(delivered.bodies[name])
    assert others
    until(lambda: is_kept(road, others), "it is kept", PATIENCE)


def test_all_of_them_a_second_time_change_nothing(road: Road, delivered: Delivered) -> None:
    wamids = delivered.wamids(*MESSAGES)
    until(lambda: road.kept_messages(wamids) == len(wamids), "all messages")
    before = at_rest(road, delivered)
    for name in reversed(BODIES):
        assert road.post(delivered.bodies[name]).status_code == 200
    assert road.runs(wamids) == len(wamids)
    assert list(differences(before, at_rest(road, delivered))) == []


def ended(road: Road, wamid: str) -> WorkflowExecutionStatus | None:
    """How the workflow of a message ended; None: it has not."""
    name = inbound_workflow_id(MessageId(road.message_id(wamid)))

    async def status(client: Client) -> WorkflowExecutionStatus | None:
        return (await client.get_workflow_handle(name).describe()).status

    found = road.ask_temporal(status)
    return None if found is WorkflowExecutionStatus.RUNNING else found


def opened(road: Road) -> Iterator[object]:
    """What all account events and messages say as Meta said it, opened with the firm's keys."""
    engine = connect(road.stack.endpoint("database_url"), pool_size=1)
    vault = Vault(lambda: road.keyring)
    whole = select(AccountEvent).where(AccountEvent.encoding == "json", AccountEvent.parts == 1)
    with Session(engine) as session:
        for row in session.scalars(whole):
            place = f"{row.digest}/{row.part}"
            yield json.loads(vault.open(session, "account_events.body", place, row.body))
        for row in session.scalars(select(Message)):
            yield json.loads(vault.open(session, "messages.raw", row.id, row.raw))
    engine.dispose()


def is_kept(road: Road, others: list[object]) -> bool:
    """Whether all of this stands somewhere."""
    return not missing(others, {text for each in opened(road) for text in texts_within(each)})


def at_rest(road: Road, delivered: Delivered) -> dict[str, object]:
    """What is kept of all bodies, when nothing is left that could change it."""
    seen: dict[str, object] | None = None

    def unchanged() -> dict[str, object] | None:
        nonlocal seen
        before, seen = seen, None
        if on_their_way(road, delivered) or not road.ask_temporal(is_idle):
            return None
        seen = snapshot(road, delivered)
        if seen == before:
            return seen
        # Well over the quiet period of this stack, in which a conversation has nothing to do.
        time.sleep(3)
        return None

    return until(unchanged, "nothing is under way any more", 240)


def on_their_way(road: Road, delivered: Delivered) -> int:
    """How many replies to these messages WhatsApp has still to say something of."""
    ids = [road.message_id(wamid) for wamid in delivered.wamids(*MESSAGES)]
    query = (
        "SELECT count(*) FROM outbound WHERE (state IN ('queued', 'sending', 'accepted', 'sent')"
        " OR state = 'ambiguous' AND reason IS NULL)"
        " AND conversation_id IN (SELECT conversation_id FROM messages WHERE id = ANY(%s))"
    )
    return int(road.rows(query, ids)[0][0])


async def is_idle(client: Client) -> bool:
    """Whether no workflow runs but conversations, and none of them has anything to do."""
    conversations = "ExecutionStatus = 'Running' AND WorkflowType = 'ConversationWorkflow'"
    others = "ExecutionStatus = 'Running' AND WorkflowType != 'ConversationWorkflow'"
    if (await client.count_workflows(others)).count:
        return False
    async for each in client.list_workflows(conversations):
        described = (await client.get_workflow_handle(each.id).describe()).raw_description
        if described.pending_activities or described.HasField("pending_workflow_task"):
            return False
    return True


def differences(before: object, after: object, place: str = "") -> Iterator[str]:
    """Where one is not as the other."""
    if isinstance(before, dict) and isinstance(after, dict):
        was, now = cast("dict[str, object]", before), cast("dict[str, object]", after)
        for name in sorted({*was, *now}):
            yield from differences(was.get(name), now.get(name), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list):
        olds, news = cast("list[object]", before), cast("list[object]", after)
        for number, (old, new) in enumerate(zip_longest(olds, news)):
            yield from differences(old, new, f"{place}[{number}]")
    elif before != after:
        yield f"{place}: {before!r} became {after!r}"


def snapshot(road: Road, delivered: Delivered) -> dict[str, object]:
    wamids = delivered.wamids(*MESSAGES)
    ids = [road.message_id(wamid) for wamid in wamids]
    reported: list[Any] = [each for body in delivered.bodies.values() for each in statuses_of(body)]
    conversations = road.rows(
        "SELECT DISTINCT conversation_id FROM messages WHERE id = ANY(%s) ORDER BY 1", ids
    )
    return {
        "conversations": [road.conversation(str(each)) for (each,) in conversations],
        "statuses": road.kept_statuses({str(each["id"]) for each in reported}),
        "kept": sorted(json.dumps(each, sort_keys=True) for each in opened(road)),
        "clients": road.count("clients"),
    }
