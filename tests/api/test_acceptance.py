"""Acceptance: all of a webhook is started in time, or none of it counts."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

import httpx
import pytest
from typing_extensions import override

from api.acceptance import Acceptance
from domain.messages import InboundMessageInput
from domain.webhooks import FEW, Updates, WebhookBatchInput
from tests.api.conftest import FakeStarter, delivered
from tests.samples import (
    change_json,
    inbound_message,
    make_wamid,
    message_json,
    messages_value,
    status_json,
    webhook_json,
)


def _many(count: int, text: str = "Selamat pagi") -> dict[str, object]:
    messages = [message_json(wamid=make_wamid(number), text=text) for number in range(count)]
    return webhook_json(change_json(messages_value(*messages)))


def _batches(starter: FakeStarter) -> list[WebhookBatchInput]:
    return [each for each in starter.started.values() if isinstance(each, WebhookBatchInput)]


async def test_a_thousand_messages_are_one_batch(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    assert (await delivered(http, _many(1000))).status_code == 200

    (batch,) = starter.started.values()
    assert isinstance(batch, WebhookBatchInput)
    assert batch.updates.count == 1000


async def test_the_same_large_webhook_again_is_the_same_batches(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    content = _many(1000, text="Terima kasih \U0001f64f " * 50)
    assert (await delivered(http, content)).status_code == 200
    before = set(starter.started)
    assert (await delivered(http, content)).status_code == 200

    assert set(starter.started) == before
    assert len(before) > 1
    assert sum(batch.updates.count for batch in _batches(starter)) == 1000


async def test_a_thousand_statuses_are_one_workflow(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    statuses = [json.loads(status_json(wamid=make_wamid(number))) for number in range(1000)]
    content = webhook_json(change_json({"statuses": statuses}))

    assert (await delivered(http, content)).status_code == 200
    assert len(starter.started) == 1


async def test_a_batch_that_cannot_be_started_makes_meta_deliver_again(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    content = _many(1000, text="Terima kasih \U0001f64f " * 50)
    starter.refused = {"batch"}
    assert (await delivered(http, content)).status_code == 503
    assert not starter.started

    starter.refused = set()
    assert (await delivered(http, content)).status_code == 200
    assert sum(batch.updates.count for batch in _batches(starter)) == 1000


async def test_many_small_webhooks_start_a_bounded_number_at_a_time(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    contents = [
        webhook_json(
            change_json(
                messages_value(
                    *(message_json(wamid=make_wamid(100 * each + at)) for at in range(FEW))
                )
            )
        )
        for each in range(20)
    ]
    answers = await asyncio.gather(*(delivered(http, content) for content in contents))

    assert {answer.status_code for answer in answers} == {200}
    assert len(starter.started) == 20 * FEW
    assert 1 < starter.most_under_way <= 64


@dataclass(slots=True)
class _HangingStarter(FakeStarter):
    """Takes some messages and never answers for the others."""

    hanging: set[str] = field(default_factory=set[str])
    given_up: list[str] = field(default_factory=list[str])

    @override
    async def message(self, input: InboundMessageInput) -> bool:
        if input.message_id in self.hanging:
            try:
                await asyncio.Event().wait()
            finally:
                self.given_up.append(input.message_id)
        # Two bare arguments: a dataclass with slots breaks the short form of super().
        return await FakeStarter.message(self, input)


async def test_a_temporal_that_hangs_is_not_waited_for() -> None:
    first, second = (inbound_message(wamid=make_wamid(number)) for number in range(2))
    starter = _HangingStarter(hanging={second.message_id})
    acceptance = Acceptance(starter, patience=timedelta(milliseconds=50))

    assert await acceptance.accept(Updates(messages=(first, second))) is False
    assert starter.given_up == [second.message_id]
    assert set(starter.started) == {first.message_id}


@pytest.mark.parametrize("count", [FEW, 3 * FEW])
async def test_a_webhook_that_hangs_leaves_room_for_others(count: int) -> None:
    stuck = [inbound_message(wamid=make_wamid(number)) for number in range(1000)]
    starter = _HangingStarter(hanging={each.message_id for each in stuck})
    acceptance = Acceptance(starter, patience=timedelta(seconds=5))
    webhooks = [
        asyncio.ensure_future(acceptance.accept(Updates(messages=tuple(stuck[at : at + FEW]))))
        for at in range(0, 3 * FEW, FEW)
    ]
    await asyncio.sleep(0)
    other = tuple(
        replace(each, message="{}")
        for each in (inbound_message(wamid=make_wamid(5000 + number)) for number in range(count))
    )

    assert await acceptance.accept(Updates(messages=other)) is True
    assert not any(webhook.done() for webhook in webhooks)
    for webhook in webhooks:
        webhook.cancel()
    await asyncio.gather(*webhooks, return_exceptions=True)
