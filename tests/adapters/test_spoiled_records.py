"""What spoiled webhooks start is kept by PostgreSQL: no shape of anything is too odd for a row."""

import json

from temporalio.testing import ActivityEnvironment

from activities.account import AccountActivities
from domain.message_reading import read_message
from domain.statuses import read_statuses
from tests.adapters.conftest import Stores
from tests.bodies import BODIES, Writer
from tests.bodies.edge import LedgerEdge
from tests.bodies.ledger import Ledger
from tests.bodies.mutations import Spoiler

SEED = 20_261_124
ALL = [build(Writer(number=number)) for number, build in enumerate(BODIES.values())]


def keep(stores: Stores, ledger: Ledger) -> None:
    """What the activities do, each twice as after a crash."""
    account = AccountActivities(stores.events)
    for _ in range(2):
        for message in ledger.started_messages:
            recorded = stores.messages.record(message, read_message(message), stores.policy)
            assert recorded.message_id == message.message_id
            stores.messages.text(message.message_id)
        for batch in ledger.started_statuses:
            applied = stores.statuses.apply(read_statuses(batch))
            assert applied.applied + applied.repeated == len(batch.statuses)
        for event in ledger.started_events:
            stores.events.keep(event)
            ActivityEnvironment().run(account.act_on_account_event, event)
    for event in ledger.started_events:
        assert stores.events.keep(event) is False


def test_every_shape_is_kept(postgres_stores: Stores) -> None:
    with LedgerEdge() as edge:
        for content in ALL:
            assert edge.post(json.dumps(content).encode()) == 200
            keep(postgres_stores, edge.ledger)


def test_hundreds_of_spoiled_bodies_are_kept(postgres_stores: Stores) -> None:
    spoiler = Spoiler(SEED, ALL)
    ids: set[str] = set()
    with LedgerEdge() as edge:
        for _ in range(300):
            assert edge.post(spoiler.spoiled()) == 200
            keep(postgres_stores, edge.ledger)
            ids |= {each.message_id for each in edge.ledger.started_messages}
    assert len(ids) > 50
    assert postgres_stores.look.counts().messages >= len(ids)
