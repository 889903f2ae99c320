"""How a webhook's updates are started: one by one, or in batches that fit."""

import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.account import AccountEventInput
from domain.ids import Digest, MessageId
from domain.messages import InboundMessageInput
from domain.statuses import StatusUpdateInput
from domain.webhooks import FEW, LARGEST_BATCH, Arrangement, Updates, arrange, serialised_size
from tests.samples import NOW

_MOST_OF_ONE: Final = 1_000_000
"""Characters of a message that still are one workflow's."""

_SPELLINGS: Final = ("x", "\\", '"', "\\ud83d\\ude4f", "\\u00e9", string.printable)
"""What JSON writes as it is, what it escapes, and what is escaped already."""


@st.composite
def _texts(draw: st.DrawFn, longest: int = _MOST_OF_ONE) -> str:
    spelling = draw(st.sampled_from(_SPELLINGS))
    size = draw(st.one_of(st.integers(0, 2_000), st.integers(0, longest)))
    return (spelling * (size // len(spelling) + 1))[:size]


_MOMENTS: Final = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
_MESSAGES: Final = st.builds(
    InboundMessageInput,
    message_id=st.integers(0, 2**64).map(lambda number: MessageId(f"{number:032x}")),
    account_id=st.text(st.characters(exclude_categories=["Cs"]), max_size=64),
    phone_number_id=st.just("100000000000015"),
    received_at=_MOMENTS,
    message=_texts(),
    contact=st.one_of(st.none(), _texts(250_000)),
)
_EVENTS: Final = st.builds(
    AccountEventInput,
    digest=st.integers(0, 2**64).map(lambda number: Digest(f"{number:032x}")),
    field=st.text(st.characters(exclude_categories=["Cs"]), max_size=64),
    received_at=_MOMENTS,
    body=_texts(),
    part=st.integers(1, 4),
    parts=st.just(4),
)
_STATUSES: Final = st.builds(
    StatusUpdateInput,
    digest=st.just(Digest("d" * 32)),
    received_at=st.just(NOW),
    statuses=st.just(("{}",)),
)
_UPDATES: Final = st.builds(
    Updates,
    messages=st.one_of(
        st.lists(_MESSAGES, max_size=FEW), st.lists(_MESSAGES, min_size=FEW, max_size=3 * FEW)
    ).map(tuple),
    statuses=st.lists(_STATUSES, max_size=2).map(tuple),
    events=st.lists(_EVENTS, max_size=2 * FEW).map(tuple),
)


def _messages(count: int, size: int = 100) -> tuple[InboundMessageInput, ...]:
    return tuple(
        InboundMessageInput(
            message_id=MessageId(f"{number:032x}"),
            account_id="1",
            phone_number_id="2",
            received_at=NOW,
            message="x" * size,
        )
        for number in range(count)
    )


def _payload_size(value: object) -> int:
    """Bytes of a value as it goes to Temporal, before it is compressed and sealed."""
    (payload,) = pydantic_data_converter.payload_converter.to_payloads([value])
    return len(payload.data)


def _all_parts(arrangement: Arrangement) -> Sequence[Updates]:
    return [arrangement.directly, *(batch.updates for batch in arrangement.batches)]


@settings(max_examples=40, deadline=None)
@given(_UPDATES)
def test_every_update_is_started_exactly_once_and_in_its_order(updates: Updates) -> None:
    arrangement = arrange(updates)
    parts = _all_parts(arrangement)

    found = [id(each) for part in parts for each in (*part.messages, *part.events)]
    assert sorted(found) == sorted(id(each) for each in (*updates.messages, *updates.events))
    assert arrangement.directly.statuses == updates.statuses
    order = {id(each): at for at, each in enumerate((*updates.messages, *updates.events))}
    in_batches = [
        order[id(each)]
        for batch in arrangement.batches
        for each in (*batch.updates.messages, *batch.updates.events)
    ]
    assert in_batches == sorted(in_batches)


@settings(max_examples=40, deadline=None)
@given(_UPDATES)
def test_every_batch_fits_into_a_payload(updates: Updates) -> None:
    for batch in arrange(updates).batches:
        assert _payload_size(batch) <= LARGEST_BATCH
        assert batch.updates.count > 1


@settings(deadline=None)
@given(st.one_of(_MESSAGES, _EVENTS))
def test_no_update_is_larger_than_it_was_measured(
    update: InboundMessageInput | AccountEventInput,
) -> None:
    assert _payload_size(update) <= serialised_size(update)


@settings(max_examples=40, deadline=None)
@given(_UPDATES)
def test_batches_are_named_after_what_is_in_them(updates: Updates) -> None:
    batches = arrange(updates).batches
    seen: dict[str, tuple[object, ...]] = {}
    for batch in batches:
        ids = (
            *(each.message_id for each in batch.updates.messages),
            *((each.digest, each.part) for each in batch.updates.events),
        )
        assert seen.setdefault(batch.digest, ids) == ids
    again = arrange(
        replace(
            updates, messages=tuple(replace(each, received_at=NOW) for each in updates.messages)
        )
    )
    named = {batch.digest: batch.updates.count for batch in batches}
    assert all(
        named.get(batch.digest, batch.updates.count) == batch.updates.count
        for batch in again.batches
    )


def test_few_updates_are_started_one_by_one() -> None:
    updates = Updates(messages=_messages(FEW))

    assert arrange(updates) == Arrangement(directly=updates)


def test_many_small_updates_are_one_batch() -> None:
    messages = _messages(1000)
    (batch,) = arrange(Updates(messages=messages)).batches

    assert batch.updates.messages == messages


def test_an_update_that_fills_a_batch_is_started_without_one() -> None:
    messages = _messages(FEW + 5)
    large = replace(messages[0], message_id=MessageId("f" * 32), message='"' * 900_000)

    arrangement = arrange(Updates(messages=(*messages[:10], large, *messages[10:])))

    assert arrangement.directly.messages == (large,)
    assert [batch.updates.count for batch in arrangement.batches] == [10, FEW - 5]


def test_a_part_that_differs_from_one_before_is_another_batch() -> None:
    messages = _messages(FEW + 5)
    (whole,) = arrange(Updates(messages=messages)).batches
    (shorter,) = arrange(Updates(messages=messages[:-1])).batches

    assert whole.digest != shorter.digest
