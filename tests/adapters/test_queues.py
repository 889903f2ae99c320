"""Each conversation stands in the queues in which a lawyer looks for it, and in no other's."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from adapters.postgres.reading import PostgresConversationReader
from adapters.postgres.vault import Vault
from domain.analysis import Urgency
from domain.ids import CaseId, ConversationId
from domain.messages import RecordedMessage
from domain.outbound import Accepted, DeliveryState
from domain.queues import Queue, QueueCounts
from domain.routing import Decision, Reason, Route
from domain.views import LawyerView
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import make_policy

_OTHERS = "6281399990001"


@pytest.fixture
def reader(engine: Engine, vault: Vault) -> PostgresConversationReader:
    return PostgresConversationReader(engine, vault, make_policy())


def _flag(stores: Stores, message: RecordedMessage, urgency: Urgency = Urgency.NORMAL) -> None:
    stores.messages.keep_decision(
        message.message_id,
        message.conversation_id,
        Decision(route=Route.HUMAN, urgency=urgency, reasons=(Reason.LEGAL_ADVICE,)),
    )


def _answer(stores: Stores, message: RecordedMessage, state: DeliveryState) -> None:
    ready = stores.claimed(message)
    stores.settle(ready, state, Accepted(wamid=f"wamid.to-{message.message_id}"))


def _queues(
    reader: PostgresConversationReader, viewer: LawyerView
) -> dict[Queue, list[ConversationId]]:
    found = {
        queue: [
            each.id
            for each in reader.conversations(viewer, queue=queue, after=None, limit=50).items
        ]
        for queue in Queue
    }
    counted = {queue: len(ids) for queue, ids in found.items()}
    assert reader.counts(viewer) == QueueCounts(**counted)
    return found


def test_what_waits_stands_where_it_is_looked_for(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores, viewer = postgres_stores, postgres_stores.look.lawyer()
    plain, urgent = stores.record(number=1), stores.record(number=2, phone=_OTHERS)
    quiet = stores.record(number=3, phone="6281399990002")
    _flag(stores, plain)
    _flag(stores, urgent, Urgency.EMERGENCY)
    found = _queues(reader, viewer)
    assert set(found[Queue.NEEDS_ME]) == {plain.conversation_id, urgent.conversation_id}
    assert found[Queue.URGENT] == [urgent.conversation_id]
    assert found[Queue.WAITING_FOR_CLIENT] == []
    assert quiet.conversation_id in found[Queue.ALL]
    assert len(found[Queue.ALL]) == 3


def test_what_waits_in_a_case_is_for_those_who_work_on_it(
    reader: PostgresConversationReader, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record()
    _flag(postgres_stores, message)
    inside, outside = registers.person("Rina"), registers.person("Dewi Lestari")
    case = registers.case(message.client_id, members=(inside,))
    registers.mapping.put_message(inside, message.message_id, CaseId(case.case.id))
    assert _queues(reader, inside)[Queue.NEEDS_ME] == [message.conversation_id]
    assert _queues(reader, outside)[Queue.NEEDS_ME] == []
    assert _queues(reader, outside)[Queue.ALL] == [message.conversation_id]


def test_nothing_behind_a_wall_is_listed_or_counted(
    reader: PostgresConversationReader, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record()
    _flag(postgres_stores, message, Urgency.EMERGENCY)
    inside, outside = registers.person("Rina"), registers.person("Dewi Lestari")
    case = registers.case(message.client_id, walled=True, members=(inside,))
    registers.mapping.put_message(inside, message.message_id, CaseId(case.case.id))
    assert all(_queues(reader, inside)[queue] for queue in (Queue.NEEDS_ME, Queue.URGENT))
    for viewer in (outside, registers.person("Si auditor", "auditor")):
        assert not any(_queues(reader, viewer).values())


def test_a_client_who_was_answered_is_waited_for(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores, viewer = postgres_stores, postgres_stores.look.lawyer()
    message = stores.record(number=1)
    _answer(stores, message, DeliveryState.ACCEPTED)
    waited = [message.conversation_id]
    assert _queues(reader, viewer)[Queue.WAITING_FOR_CLIENT] == waited
    thumb = {"reaction": {"message_id": "wamid.x", "emoji": "👍"}}
    reaction = stores.record(number=2, kind="reaction", sent_at=_later(), more=thumb)
    stores.messages.keep_decision(
        reaction.message_id,
        reaction.conversation_id,
        Decision(route=Route.NONE, urgency=Urgency.NORMAL, reasons=()),
    )
    assert _queues(reader, viewer)[Queue.WAITING_FOR_CLIENT] == waited
    stores.record(number=3, sent_at=_later())
    assert _queues(reader, viewer)[Queue.WAITING_FOR_CLIENT] == []


def test_nobody_is_waited_for_where_nothing_reached_them_or_a_lawyer_is_needed(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores, viewer = postgres_stores, postgres_stores.look.lawyer()
    unsent, flagged = stores.record(number=1), stores.record(number=2, phone=_OTHERS)
    stores.claimed(unsent)
    _answer(stores, flagged, DeliveryState.ACCEPTED)
    _flag(stores, flagged)
    assert _queues(reader, viewer)[Queue.WAITING_FOR_CLIENT] == []


def _later() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
