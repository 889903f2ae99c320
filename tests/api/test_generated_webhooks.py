"""Webhooks that Hypothesis makes up: almost right, wildly wrong, and everything between."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bodies import BODIES, Writer
from tests.bodies.edge import LedgerEdge
from tests.bodies.ledger import (
    check_accounts,
    check_readable,
    messages_of,
    others_of,
    statuses_of,
)

# The same examples on every machine and every day.
SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ALL = [build(Writer(number=number)) for number, build in enumerate(BODIES.values())]
KNOWN_MESSAGES: list[Any] = [each for body in ALL for each in messages_of(body)]
KNOWN_STATUSES: list[Any] = [each for body in ALL for each in statuses_of(body)]
KNOWN_OTHERS: list[Any] = [each for body in ALL for each in others_of(body)]
KEYS = sorted({key for each in [*KNOWN_MESSAGES, *KNOWN_STATUSES] for key in each})

# Half surrogate pairs and NULs as well: JSON can spell them.
words = st.text(st.characters(exclude_categories=()), max_size=12)
numbers = (
    st.integers()
    | st.sampled_from([2**31, 2**63, -(2**63) - 1, 10**4000])
    | st.floats(allow_nan=True, allow_infinity=True)
)
anything = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(words | st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def almost(draw: st.DrawFn, known: Sequence[Any]) -> object:
    """A known shape with keys missing, and others that hold something else or more."""
    made: Any = dict(draw(st.sampled_from(known)))
    for key in draw(st.lists(st.sampled_from(sorted(made)), max_size=2, unique=True)):
        del made[key]
    made |= draw(st.dictionaries(st.sampled_from(KEYS), anything, max_size=2))
    for key in sorted(made):
        if isinstance(made[key], dict) and draw(st.booleans()):
            # One level further down, where the type's own object is.
            inside = dict(made[key])
            for name in draw(st.lists(st.sampled_from([*sorted(inside), "id"]), max_size=2)):
                inside[name] = draw(anything)
            made[key] = inside
    return made


messages = st.lists(almost(KNOWN_MESSAGES) | anything, max_size=4)
statuses = st.lists(almost(KNOWN_STATUSES) | anything, max_size=4)
values = st.fixed_dictionaries(
    {},
    optional={
        "messaging_product": st.just("whatsapp") | anything,
        "metadata": st.fixed_dictionaries({"phone_number_id": words | numbers}) | anything,
        "contacts": st.lists(anything, max_size=2) | anything,
        "messages": messages | anything,
        "statuses": statuses | anything,
        "errors": anything,
        "novel": anything,
    },
)
changes = (
    st.fixed_dictionaries({"field": st.just("messages"), "value": values})
    | st.fixed_dictionaries({"field": words, "value": st.sampled_from(KNOWN_OTHERS) | anything})
    | st.dictionaries(st.sampled_from(["field", "value", "messages"]), anything)
)
entries = (
    st.fixed_dictionaries(
        {"changes": st.lists(changes, max_size=3)},
        optional={"id": words | numbers, "time": numbers | words},
    )
    | anything
)
webhooks = st.fixed_dictionaries(
    {
        "object": st.just("whatsapp_business_account"),
        "entry": st.lists(entries, min_size=1, max_size=3),
    }
)


@pytest.fixture(scope="module")
def edge() -> Iterator[LedgerEdge]:
    with LedgerEdge() as made:
        yield made


@SETTINGS
@given(content=webhooks)
def test_a_webhook_made_up_of_parts_is_taken_whole(edge: LedgerEdge, content: object) -> None:
    take(edge, json.dumps(content).encode())


@SETTINGS
@given(message=almost(KNOWN_MESSAGES))
def test_a_message_that_is_almost_right_is_a_message_if_it_has_an_id(
    edge: LedgerEdge, message: dict[str, object]
) -> None:
    value = {"metadata": {"phone_number_id": "1"}, "messages": [message]}
    changes = [{"field": "messages", "value": value}]
    content = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    take(edge, json.dumps(content).encode())
    named = isinstance(message.get("id"), str) and message["id"]
    assert not named or len(edge.ledger.started_messages) == 1


@SETTINGS
@given(status=almost(KNOWN_STATUSES))
def test_a_status_that_is_almost_right_is_a_status_if_it_has_an_id(
    edge: LedgerEdge, status: dict[str, object]
) -> None:
    changes = [{"field": "messages", "value": {"statuses": [status]}}]
    content = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    take(edge, json.dumps(content).encode())
    named = isinstance(status.get("id"), str) and status["id"]
    assert not named or len(edge.ledger.started_statuses) == 1


@SETTINGS
@given(content=anything)
def test_any_json_at_all_is_taken_whole(edge: LedgerEdge, content: object) -> None:
    take(edge, json.dumps(content).encode())


@SETTINGS
@given(body=st.binary(max_size=400))
def test_any_bytes_are_taken_whole(edge: LedgerEdge, body: bytes) -> None:
    take(edge, body)


def take(edge: LedgerEdge, body: bytes) -> None:
    assert edge.post(body) == 200
    check_accounts(body, edge.ledger)
    check_readable(edge.ledger)
