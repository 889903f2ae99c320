"""Bodies of every shape, and ten thousand with something wrong in them: none is refused or lost."""

import json
from collections.abc import Iterator

import pytest

from tests.bodies import BODIES, MESSAGES, Writer
from tests.bodies.edge import LedgerEdge
from tests.bodies.ledger import check_accounts, check_readable, messages_of, statuses_of
from tests.bodies.mutations import Spoiler

SEED = 20_261_122
ALL = [build(Writer(number=number)) for number, build in enumerate(BODIES.values())]


@pytest.fixture(scope="module")
def edge() -> Iterator[LedgerEdge]:
    with LedgerEdge() as made:
        yield made


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_taken_and_all_of_it_is_started(edge: LedgerEdge, name: str) -> None:
    content = BODIES[name](Writer(number=1))
    body = json.dumps(content).encode()
    assert edge.post(body) == 200
    check_accounts(body, edge.ledger)
    check_readable(edge.ledger)
    told = [each for batch in edge.ledger.started_statuses for each in batch.statuses]
    written = [each for each in edge.ledger.started_messages if each.element == "messages"]
    assert len(written) == len(messages_of(content))
    assert len(told) == len(statuses_of(content))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_the_same_however_often_and_in_whatever_company_it_comes(
    edge: LedgerEdge, name: str
) -> None:
    content = MESSAGES[name](Writer(number=1))
    assert edge.post(json.dumps(content).encode()) == 200
    first = [each.message_id for each in edge.ledger.started_messages]
    company = {**content, "entry": [*ALL[0]["entry"], *content["entry"]]}
    assert edge.post(json.dumps(company, indent=1).encode()) == 200
    again = [each.message_id for each in edge.ledger.started_messages]
    assert again[-len(first) :] == first
    assert len(set(first)) == len(first)


def test_ten_thousand_spoiled_bodies_are_taken_and_nothing_of_them_is_lost(
    edge: LedgerEdge,
) -> None:
    spoiler = Spoiler(SEED, ALL)
    started = 0
    for number in range(10_000):
        body = spoiler.spoiled()
        assert edge.post(body) == 200, f"body {number}"
        check_accounts(body, edge.ledger)
        check_readable(edge.ledger)
        started += len(edge.ledger.started_messages)
    # Spoiled beyond recognition they would prove nothing.
    assert started > 2_000


@pytest.mark.parametrize("what", ["started_messages", "started_statuses", "started_events"])
def test_the_accounts_show_what_is_missing_and_what_is_doubled(edge: LedgerEdge, what: str) -> None:
    content = MESSAGES["a message and statuses"](Writer(number=1))
    content["entry"] += BODIES["account violation"](Writer(number=1))["entry"]
    body = json.dumps(content).encode()
    edge.post(body)
    check_accounts(body, edge.ledger)
    started: list[object] = getattr(edge.ledger, what)
    found = list(started)
    started.clear()
    with pytest.raises(AssertionError, match="dropped"):
        check_accounts(body, edge.ledger)
    if what != "started_events":
        started += [*found, *found]
        with pytest.raises(AssertionError, match="twice"):
            check_accounts(body, edge.ledger)
