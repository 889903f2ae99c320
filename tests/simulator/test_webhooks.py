"""Webhooks come as Meta sends them: in its shape, signed, until a 200, and more than once."""

import asyncio
import hashlib
import hmac
import time
from pathlib import Path

import pytest

from tests.simulator.conftest import APP_SECRET, NUMBER_ID, Simulator, running_simulator
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _hmac(body: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def test_a_clients_text_comes_in_metas_shape(simulator: Simulator, firm: Firm) -> None:
    [client, *_] = await simulator.clients()

    wamid = await simulator.write("Selamat pagi")

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    value = firm.webhooks[0].value
    assert value["messaging_product"] == "whatsapp"
    assert value["metadata"] == {
        "display_phone_number": "622100000100",
        "phone_number_id": NUMBER_ID,
    }
    assert value["contacts"] == [
        {
            "profile": {"name": client["name"]},
            "wa_id": "6281200000001",
            "user_id": client["user_id"],
        }
    ]
    [message] = value["messages"]
    assert abs(int(message.pop("timestamp")) - time.time()) < 60
    assert message == {
        "from": "6281200000001",
        "from_user_id": client["user_id"],
        "id": wamid,
        "type": "text",
        "text": {"body": "Selamat pagi"},
    }
    assert client["user_id"].startswith("ID.")


async def test_a_reply_names_the_message_it_quotes(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    quoted = (await simulator.send()).json()["messages"][0]["id"]

    await simulator.write("Ya", context_id=quoted)

    await firm.until(lambda firm: "Ya" in firm.texts)
    reply = next(webhook for webhook in firm.webhooks if webhook.text == "Ya")
    assert reply.value["messages"][0]["context"] == {"from": "622100000100", "id": quoted}


async def test_the_signature_is_over_the_bytes_and_those_are_escaped_as_metas(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Sidang é 🙏 1/2")

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    webhook = firm.webhooks[0]
    assert webhook.signature == _hmac(webhook.raw)
    assert webhook.content_type == "application/json"
    assert rb"Sidang \u00e9 \ud83d\ude4f 1\/2" in webhook.raw
    assert webhook.text == "Sidang é 🙏 1/2"


async def test_anything_but_200_is_tried_again_and_then_no_more(
    simulator: Simulator, firm: Firm
) -> None:
    firm.answers = [503, 204, 201, 302]
    await simulator.faults(clock_speed=1e5)

    await simulator.write("Halo")

    await firm.until(lambda firm: len(firm.webhooks) == 5)
    await simulator.write("Lagi")
    await firm.until(lambda firm: "Lagi" in firm.texts)
    assert firm.texts == ["Halo"] * 5 + ["Lagi"]
    assert len({webhook.raw for webhook in firm.webhooks[:5]}) == 1
    first = (await simulator.deliveries())[0]
    assert (first["state"], first["attempts"], first["last_status_code"]) == ("delivered", 5, 200)


async def test_a_message_has_two_ticks_only_after_the_200(simulator: Simulator, firm: Firm) -> None:
    firm.answer = 500
    await simulator.write("Halo")
    await firm.until(lambda firm: len(firm.webhooks) >= 2)
    before = (await simulator.messages())[0]["status"]
    firm.answer = 200
    await simulator.faults(clock_speed=1e5)
    await firm.until(lambda firm: len(firm.webhooks) >= 3)

    async def has_two_ticks() -> bool:
        return (await simulator.messages())[0]["status"] == "delivered"

    await eventually(has_two_ticks)

    assert before == "sent"


async def test_after_seven_days_of_the_simulated_clock_a_webhook_is_dropped(
    simulator: Simulator, firm: Firm
) -> None:
    firm.answer = 500
    await simulator.faults(clock_speed=1e6)

    await simulator.write("Halo")

    async def is_dropped() -> bool:
        return (await simulator.deliveries())[0]["state"] == "dropped"

    await eventually(is_dropped)
    assert (await simulator.deliveries())[0]["attempts"] > 5


async def test_a_firm_that_cannot_be_reached_is_noted(tmp_path: Path) -> None:
    async with running_simulator(Firm(url="http://127.0.0.1:1/"), tmp_path) as simulator:
        await simulator.write("Halo")

        async def was_tried_twice() -> bool:
            return (await simulator.deliveries())[0]["attempts"] >= 2

        await eventually(was_tried_twice)
        first = (await simulator.deliveries())[0]
        state = await simulator.admin("GET", "/webhook")

    assert (first["last_status_code"], first["last_error"]) == (None, "ConnectError")
    assert state["healthy"] is False
    assert state["verified"] is False


async def test_deliveries_run_side_by_side_but_bounded(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(firm, tmp_path, webhook_concurrency=4) as simulator:
        firm.gate = asyncio.Event()
        for number in range(10):
            await simulator.write(str(number))
        await firm.until(lambda firm: firm.waiting == 4)
        firm.gate.set()
        await firm.until(lambda firm: len(firm.texts) == 10)

    assert firm.most_waiting == 4


async def test_duplicates_come_as_often_as_asked(simulator: Simulator, firm: Firm) -> None:
    await simulator.faults(webhook={"duplicates": 2})

    await simulator.write("Halo")
    await firm.until(lambda firm: len(firm.webhooks) == 3)

    assert firm.texts == ["Halo"] * 3
    assert len(await simulator.deliveries()) == 3


async def test_shuffled_webhooks_come_in_another_order(simulator: Simulator, firm: Firm) -> None:
    await simulator.faults(webhook={"shuffle": True})
    written = [str(number) for number in range(20)]

    for text in written:
        await simulator.write(text)
    await firm.until(lambda firm: len(firm.texts) == 20)

    # That twenty random delays leave the order as it was happens once in 10^18 runs.
    assert firm.texts != written
    assert sorted(firm.texts) == sorted(written)


async def test_a_delayed_webhook_waits(simulator: Simulator, firm: Firm) -> None:
    await simulator.faults(webhook={"delay_ms": 3_600_000})
    await simulator.write("late")
    await simulator.admin("DELETE", "/faults")
    await simulator.write("now")

    await firm.until(lambda firm: len(firm.webhooks) == 1)

    assert firm.texts == ["now"]
    states = [delivery["state"] for delivery in await simulator.deliveries()]
    assert states[0] == "pending"


async def test_the_webhook_is_challenged_at_the_start(simulator: Simulator, firm: Firm) -> None:
    await firm.until(lambda firm: firm.challenges == 1)

    async def is_verified() -> bool:
        return (await simulator.admin("GET", "/webhook"))["verified"]

    await eventually(is_verified)


async def test_any_webhook_can_be_sent(simulator: Simulator, firm: Firm) -> None:
    payload: dict[str, object] = {"object": "whatsapp_business_account", "entry": [], "note": "é"}
    firm.answers = [200, 403]
    older = APP_SECRET + " of last year"

    good = await simulator.admin("POST", "/webhook", {"payload": payload, "retry": False})
    bad = await simulator.admin(
        "POST", "/webhook", {"payload": payload, "signature": "bad", "retry": False}
    )
    await simulator.admin("POST", "/webhook", {"raw": "{not json", "signature": "missing"})
    await simulator.admin("POST", "/webhook", {"raw": "é", "secret": older})

    assert (good, bad) == ({"status_codes": [200]}, {"status_codes": [403]})
    first, second, third, fourth = firm.webhooks
    assert first.signature == _hmac(first.raw)
    assert second.raw == first.raw
    assert second.signature is not None
    assert len(second.signature) == 71
    assert second.signature != first.signature
    assert (third.raw, third.signature) == (b"{not json", None)
    assert fourth.raw == "é".encode()
    assert fourth.signature == _hmac(fourth.raw, older)


async def test_a_webhook_can_be_sent_many_times_at_once(simulator: Simulator, firm: Firm) -> None:
    firm.gate = asyncio.Event()
    wanted = {"payload": {"entry": "none"}, "times": 12, "concurrency": 5}
    sending = asyncio.create_task(simulator.admin("POST", "/webhook", wanted))
    await firm.until(lambda firm: firm.waiting == 5)
    firm.gate.set()

    assert (await sending) == {"status_codes": [200] * 12}
    assert firm.most_waiting == 5


@pytest.mark.parametrize("retry", [True, False])
async def test_a_webhook_sent_by_hand_is_tried_again_only_if_wanted(
    simulator: Simulator, firm: Firm, *, retry: bool
) -> None:
    firm.answers = [500]
    answers = await simulator.admin("POST", "/webhook", {"payload": {}, "retry": retry})
    if retry:
        await firm.until(lambda firm: len(firm.webhooks) == 2)
    await simulator.write("after")
    await firm.until(lambda firm: firm.webhooks[-1].raw != b"{}")

    assert answers == {"status_codes": [500]}
    assert len(firm.webhooks) == (3 if retry else 2)


async def test_a_webhook_that_is_not_answered_has_no_status(tmp_path: Path) -> None:
    async with running_simulator(Firm(url="http://127.0.0.1:1/"), tmp_path) as simulator:
        answers = await simulator.admin("POST", "/webhook", {"payload": {}, "retry": False})

    assert answers == {"status_codes": [None]}
