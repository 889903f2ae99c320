"""Large webhooks: batches whose updates are all started, each once, whatever goes wrong."""

from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain.account import AccountEventInput
from domain.ids import Digest, inbound_workflow_id, webhook_workflow_id
from domain.messages import InboundMessageInput
from domain.webhooks import FEW, Updates, WebhookBatchInput
from tests.samples import NOW, inbound_message, make_wamid
from tests.workflows.firm import Firm, working_firm

_COUNT = FEW + 10


def _messages(count: int = _COUNT, text: str = "Selamat pagi") -> tuple[InboundMessageInput, ...]:
    """One of each client, so that the order of conversations plays no part."""
    return tuple(
        inbound_message(wamid=make_wamid(number), phone=f"62812{number:08d}", text=text)
        for number in range(count)
    )


@pytest.fixture
async def firm(temporal: WorkflowEnvironment) -> AsyncGenerator[Firm]:
    """A firm at work; a hundred workflows at once are too much to be replayed at each step."""
    async with working_firm(temporal, cached=1000) as working:
        yield working


def _handle(firm: Firm, batch: WebhookBatchInput) -> WorkflowHandle[Any, Any]:
    return firm.client.get_workflow_handle(webhook_workflow_id(batch.digest))


async def _ended(firm: Firm, *messages: InboundMessageInput) -> None:
    for message in messages:
        await firm.client.get_workflow_handle(inbound_workflow_id(message.message_id)).result()


async def test_every_update_of_a_batch_gets_its_own_workflow(firm: Firm) -> None:
    messages = _messages()
    event = AccountEventInput(
        digest=Digest("e" * 32), field="account_update", received_at=NOW, body="{}"
    )

    (batch,) = await firm.batch(Updates(messages=messages, events=(event,)))
    await _handle(firm, batch).result()
    await _ended(firm, *messages)
    await firm.client.get_workflow_handle(f"account-event/{event.digest}").result()

    assert set(firm.records.messages) == {message.message_id for message in messages}
    assert list(firm.events.events.values()) == [event]


async def test_a_batch_is_finished_when_temporal_was_away_half_way(firm: Firm) -> None:
    messages = _messages()
    firm.batches.left = _COUNT // 2

    (batch,) = await firm.batch(Updates(messages=messages))
    await firm.until(lambda: len(firm.batches.asked) > _COUNT // 2)
    firm.batches.left = None
    await firm.end_of(_handle(firm, batch))
    await _ended(firm, *messages)

    assert set(firm.records.messages) == {message.message_id for message in messages}
    asked = Counter(firm.batches.asked)
    assert max(asked.values()) > 1, "some were to be started twice"


async def test_one_update_that_cannot_be_started_holds_up_no_other(firm: Firm) -> None:
    messages = _messages()
    stuck = messages[3]
    firm.batches.refused.add(stuck.message_id)

    (batch,) = await firm.batch(Updates(messages=messages))
    await firm.until(lambda: len(firm.records.messages) == _COUNT - 1)
    assert stuck.message_id not in firm.records.messages

    firm.batches.refused.clear()
    await firm.end_of(_handle(firm, batch))
    await _ended(firm, stuck)
    assert stuck.message_id in firm.records.messages


async def test_an_attempt_gives_up_soon_while_temporal_is_away(firm: Firm) -> None:
    messages = _messages(100)
    first = messages[0].message_id
    firm.batches.left = 0

    (batch,) = await firm.batch(Updates(messages=messages))
    await firm.until(lambda: firm.batches.asked.count(first) > 1)
    asked_in_the_first_attempt = firm.batches.asked.index(first, 1)
    firm.batches.left = None
    await firm.end_of(_handle(firm, batch))
    await _ended(firm, *messages)

    assert asked_in_the_first_attempt < len(messages) // 2


async def test_a_message_that_is_there_already_is_not_started_again(firm: Firm) -> None:
    messages = _messages()
    await firm.receive(messages[7])

    (batch,) = await firm.batch(Updates(messages=messages))
    await _handle(firm, batch).result()
    await _ended(firm, *messages)

    assert len(firm.records.messages) == _COUNT


async def test_the_same_webhook_again_is_the_same_batch(firm: Firm) -> None:
    messages = _messages()
    later = tuple(replace(message, received_at=NOW) for message in messages)

    (batch,) = await firm.batch(Updates(messages=messages))
    (again,) = await firm.batch(Updates(messages=later))

    assert again.digest == batch.digest
    assert await firm.starter.batch(again) is False
    await _handle(firm, batch).result()
    assert await firm.starter.batch(again) is False


async def test_a_batch_shows_nobodys_words_and_names_nobody(firm: Firm) -> None:
    (batch,) = await firm.batch(Updates(messages=_messages(text="Rahasia besar")))
    await _handle(firm, batch).result()

    history = (await _handle(firm, batch).fetch_history()).to_json()
    description = await _handle(firm, batch).describe()
    shown = f"{history} {description.id} {await description.static_summary()}"

    assert [word for word in ("62812", "Rahasia", "Budi", "wamid") if word in shown] == []
    assert await description.static_summary() == f"{_COUNT} updates of one webhook, part 1 of 1"
