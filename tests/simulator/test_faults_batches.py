"""Many updates come in one webhook when many are waiting, and again when another app refuses."""

import asyncio
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.conftest import APP_SECRET, Simulator, running_simulator
from tests.simulator.firm import Firm, Webhook, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _entries(webhook: Webhook) -> list[dict[str, Any]]:
    return json.loads(webhook.raw)["entry"]


def _texts(webhook: Webhook) -> list[str]:
    return [
        message["text"]["body"]
        for entry in _entries(webhook)
        for change in entry["changes"]
        for message in change["value"].get("messages", [])
    ]


async def _ten_waiting(simulator: Simulator, firm: Firm) -> list[str]:
    # The first webhook is held at the door, so the others wait.
    firm.gate = asyncio.Event()
    await simulator.write("first")
    await firm.until(lambda firm: firm.waiting == 1)
    written = [str(number) for number in range(10)]
    for text in written:
        await simulator.write(text)
    firm.gate.set()
    return written


@pytest.mark.parametrize("into", ["changes", "entries"])
async def test_what_waits_comes_together(firm: Firm, tmp_path: Path, into: str) -> None:
    async with running_simulator(firm, tmp_path, webhook_concurrency=1, batch_up_to=4) as simulator:
        await simulator.faults(webhook={"batch_into": into})
        written = await _ten_waiting(simulator, firm)
        await firm.until(lambda firm: sum(len(_texts(hook)) for hook in firm.webhooks) == 11)
        states = {one["state"] for one in await simulator.deliveries()}

    assert [len(_texts(hook)) for hook in firm.webhooks] == [1, 4, 4, 2]
    assert sorted(text for hook in firm.webhooks[1:] for text in _texts(hook)) == sorted(written)
    shape = [(len(_entries(hook)), len(_entries(hook)[0]["changes"])) for hook in firm.webhooks]
    many = (1, 4) if into == "changes" else (4, 1)
    last = (1, 2) if into == "changes" else (2, 1)
    assert shape == [(1, 1), many, many, last]
    for hook in firm.webhooks:
        digest = hmac.new(APP_SECRET.encode(), hook.raw, hashlib.sha256).hexdigest()
        assert hook.signature == f"sha256={digest}"
    assert states <= {"delivered", "sending"}


async def test_without_batches_every_update_comes_alone(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(firm, tmp_path, webhook_concurrency=1) as simulator:
        await _ten_waiting(simulator, firm)
        await firm.until(lambda firm: len(firm.webhooks) == 11)

    assert [len(_texts(hook)) for hook in firm.webhooks] == [1] * 11


async def test_a_batch_that_is_refused_comes_again_whole(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(
        firm, tmp_path, webhook_concurrency=1, batch_up_to=1000, clock_speed=1e5
    ) as simulator:
        firm.answers = [200, 503, 204]
        written = await _ten_waiting(simulator, firm)
        await firm.until(lambda firm: len(firm.webhooks) == 4)

        async def all_arrived() -> bool:
            return (await simulator.admin("GET", "/webhook"))["deliveries"] == {"delivered": 11}

        await eventually(all_arrived)
        attempts = [one["attempts"] for one in await simulator.deliveries()]

    batches = firm.webhooks[1:]
    assert [sorted(_texts(hook)) for hook in batches] == [sorted(written)] * 3
    assert len({hook.raw for hook in batches}) == 1
    assert attempts == [1] + [3] * 10


async def test_messages_and_statuses_come_in_one_webhook(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(
        firm, tmp_path, webhook_concurrency=1, batch_up_to=1000
    ) as simulator:
        firm.gate = asyncio.Event()
        await simulator.write("first")
        await firm.until(lambda firm: firm.waiting == 1)
        await simulator.send()
        await simulator.write("second")

        async def are_waiting() -> bool:
            waiting = (await simulator.admin("GET", "/webhook"))["deliveries"]
            return waiting.get("pending") == 4

        await eventually(are_waiting)
        firm.gate.set()
        await firm.until(lambda firm: len(firm.webhooks) == 2)

    changes = [change for entry in _entries(firm.webhooks[1]) for change in entry["changes"]]
    assert sorted(
        next(iter({"messages", "statuses"} & set(change["value"]))) for change in changes
    ) == [
        "messages",
        "statuses",
        "statuses",
        "statuses",
    ]


async def test_webhooks_sent_by_hand_stay_alone(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(
        firm, tmp_path, webhook_concurrency=1, batch_up_to=1000, clock_speed=1e5
    ) as simulator:
        firm.answers = [500, 500]
        firm.gate = asyncio.Event()
        wanted = {"raw": "{not json", "times": 2, "concurrency": 2}
        sending = asyncio.create_task(simulator.admin("POST", "/webhook", wanted))
        await firm.until(lambda firm: firm.waiting == 2)
        firm.gate.set()
        await sending
        await firm.until(lambda firm: len(firm.webhooks) == 4)

    assert [hook.raw for hook in firm.webhooks] == [b"{not json"] * 4


async def test_what_another_app_refuses_comes_again_though_it_was_taken(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.faults(webhook={"other_app_refuses": 2}, clock_speed=1e5)

    await simulator.write("Halo")
    await firm.until(lambda firm: len(firm.webhooks) == 3)

    async def is_over() -> bool:
        return (await simulator.deliveries())[0]["state"] == "delivered"

    await eventually(is_over)
    assert firm.texts == ["Halo"] * 3
    assert len({hook.raw for hook in firm.webhooks}) == 1
    assert (await simulator.messages())[0]["status"] == "delivered"
    assert (await simulator.deliveries())[0]["attempts"] == 3
