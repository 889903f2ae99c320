"""The office's messages are sent, delivered and read, and each is reported as Meta does."""

from pathlib import Path

import pytest

from tests.simulator.conftest import Simulator, running_simulator
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_statuses_follow_in_order_with_the_callback_data(firm: Firm, tmp_path: Path) -> None:
    # One delivery at a time: side by side, one may overtake another.
    async with running_simulator(firm, tmp_path, webhook_concurrency=1) as simulator:
        [client, *_] = await simulator.clients()
        await simulator.write("Halo")
        answer = await simulator.send(biz_opaque_callback_data="outbound-7")
        await firm.until(lambda firm: len(firm.statuses) == 3)

    assert firm.statuses == ["sent", "delivered", "read"]
    reports = [webhook.value for webhook in firm.webhooks if webhook.status]
    for report in reports:
        [status] = report["statuses"]
        assert status["id"] == answer.json()["messages"][0]["id"]
        assert status["recipient_id"] == "6281200000001"
        assert status["recipient_user_id"] == client["user_id"]
        assert status["biz_opaque_callback_data"] == "outbound-7"
        assert status["timestamp"].isdigit()
        assert report["contacts"][0]["user_id"] == client["user_id"]
    sent, delivered, read = [report["statuses"][0] for report in reports]
    assert sent["pricing"] == delivered["pricing"]
    assert sent["pricing"]["pricing_model"] == "PMP"
    assert "expiration_timestamp" in sent["conversation"]
    assert "expiration_timestamp" not in delivered["conversation"]
    assert "pricing" not in read


async def test_a_status_counts_as_confirmed_once_the_webhook_answered_200(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    await firm.until(lambda firm: firm.texts == ["Halo"])
    firm.answer = 503
    await simulator.send()
    await firm.until(lambda firm: "read" in firm.statuses)
    before = (await simulator.messages())[1]
    firm.answer = 200
    await simulator.faults(clock_speed=1e5)

    async def is_confirmed() -> bool:
        return (await simulator.messages())[1]["confirmed_status"] == "read"

    await eventually(is_confirmed)

    assert (before["status"], before["confirmed_status"]) == ("read", None)


async def test_shuffled_statuses_come_in_another_order(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"shuffle": True})

    await simulator.send()
    await firm.until(lambda firm: len(firm.statuses) == 3)

    planned = [delivery["status"] for delivery in await simulator.deliveries()][1:]
    assert planned != ["sent", "delivered", "read"]
    assert sorted(firm.statuses) == ["delivered", "read", "sent"]
    assert (await simulator.messages())[1]["status"] == "read"


async def test_with_statuses_off_a_message_arrives_and_nobody_says_so(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"off": True})

    await simulator.send()

    async def is_read() -> bool:
        return (await simulator.messages())[1]["status"] == "read"

    await eventually(is_read)
    assert firm.statuses == []


async def test_a_failure_is_reported_with_its_code_and_counted(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"fail_code": 131047, "fail_times": 1})

    await simulator.send()
    await firm.until(lambda firm: firm.statuses == ["failed"])
    await simulator.send()
    await firm.until(lambda firm: "read" in firm.statuses)

    [failed] = [hook.value for hook in firm.webhooks if hook.status == "failed"]
    [error] = failed["statuses"][0]["errors"]
    assert error["code"] == 131047
    assert error["title"] == error["message"] == "Re-engagement message"
    assert error["error_data"]["details"]
    assert "contacts" not in failed
    assert "recipient_user_id" not in failed["statuses"][0]
    assert (await simulator.messages())[1]["error_code"] == 131047


async def test_a_failure_may_follow_sent(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"fail_code": 131026, "fail_after_sent": True})

    await simulator.send()
    await firm.until(lambda firm: len(firm.statuses) == 2)

    assert sorted(firm.statuses) == ["failed", "sent"]


async def test_without_auto_read_a_message_is_read_when_the_phone_shows_it(
    firm: Firm, tmp_path: Path
) -> None:
    async with running_simulator(firm, tmp_path, auto_read=False) as simulator:
        [client, *_] = await simulator.clients()
        await simulator.write("Halo")
        await simulator.send()
        await firm.until(lambda firm: "delivered" in firm.statuses)
        [chat, *_] = (await simulator.http.get("/phone/chats")).json()
        await simulator.http.post(f"/phone/clients/{client['id']}/look")
        await firm.until(lambda firm: "read" in firm.statuses)

    assert chat["unread"] == 1
    assert chat["last"]["status"] == "delivered"


async def test_a_message_that_arrives_in_an_open_chat_is_read_after_it_is_delivered(
    firm: Firm, tmp_path: Path
) -> None:
    fields = {"auto_read": False, "webhook_concurrency": 1}
    async with running_simulator(firm, tmp_path, **fields) as simulator:
        [client, *_] = await simulator.clients()
        await simulator.write("Halo")
        await simulator.faults(statuses={"delay_ms": 200})
        await simulator.send()
        await simulator.http.post(f"/phone/clients/{client['id']}/look")
        await firm.until(lambda firm: "read" in firm.statuses)

    assert firm.statuses == ["sent", "delivered", "read"]
