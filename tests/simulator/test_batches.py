"""Many messages and statuses in one webhook, and series that come mixed up or twice."""

from typing import Any

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm, eventually
from tests.simulator.phones import send

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _texts(simulator: Simulator, count: int) -> list[dict[str, Any]]:
    clients = await simulator.clients()
    return [
        {"client": clients[number % 2]["id"], "text": f"pesan {number}"} for number in range(count)
    ]


async def _states(simulator: Simulator) -> list[str]:
    return [message["status"] for message in await simulator.messages()]


async def test_messages_of_two_clients_and_a_status_in_one_webhook(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.faults(statuses={"off": True})
    await simulator.write("Halo")
    office = (await simulator.send()).json()["messages"][0]["id"]
    await firm.until(lambda firm: len(firm.webhooks) == 1)
    status = {"wamid": office, "status": "failed", "error_code": 131047}
    items = [*await _texts(simulator, 4), status]

    sent = await simulator.admin("POST", "/batch", {"items": items})

    await firm.until(lambda firm: len(firm.webhooks) == 2)
    value = firm.webhooks[1].value
    assert [message["id"] for message in value["messages"]] == sent["wamids"][:4]
    assert len(value["contacts"]) == 2
    assert (value["statuses"][0]["id"], value["statuses"][0]["status"]) == (office, "failed")
    assert value["statuses"][0]["errors"][0]["code"] == 131047
    assert len(firm.webhooks[1].entry["changes"]) == 1

    async def all_are_acknowledged() -> bool:
        return (await _states(simulator))[2:] == ["delivered"] * 4

    await eventually(all_are_acknowledged)
    answered = (await simulator.messages())[1]
    assert (answered["status"], answered["confirmed_status"]) == ("failed", "failed")


@pytest.mark.parametrize(("layout", "entries"), [("changes", [3]), ("entries", [1, 1, 1])])
async def test_other_layouts_of_a_batch(
    simulator: Simulator, firm: Firm, layout: str, entries: list[int]
) -> None:
    wanted = {"items": await _texts(simulator, 3), "layout": layout}

    await simulator.admin("POST", "/batch", wanted)

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    assert [len(entry["changes"]) for entry in firm.webhooks[0].body["entry"]] == entries


async def test_a_call_in_a_batch_keeps_its_field(simulator: Simulator, firm: Firm) -> None:
    client = (await simulator.clients())[0]["id"]
    items = [{"client": client}, {"client": client, "type": "call_connect"}, {"client": client}]

    await simulator.admin("POST", "/batch", {"items": items})

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    changes = firm.webhooks[0].entry["changes"]
    assert [change["field"] for change in changes] == ["messages", "calls"]
    assert len(changes[0]["value"]["messages"]) == 2


async def test_a_thousand_messages_fit_into_one_webhook(simulator: Simulator, firm: Firm) -> None:
    await simulator.admin("POST", "/batch", {"items": await _texts(simulator, 1000)})

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    assert len(firm.webhooks[0].value["messages"]) == 1000


async def test_a_series_comes_twice_and_in_another_order(simulator: Simulator, firm: Firm) -> None:
    items = await _texts(simulator, 20)
    wanted = {"items": items, "together": False, "shuffle": True, "double": True}

    await simulator.admin("POST", "/batch", wanted)
    await firm.until(lambda firm: len(firm.webhooks) == 40)

    written = [str(item["text"]) for item in items]
    assert sorted(firm.texts) == sorted(written * 2)
    # That chance leaves forty texts in their order is out of the question.
    assert firm.texts != written * 2
    assert len(await simulator.messages()) == 20


async def test_duplicates_inside_one_webhook(simulator: Simulator, firm: Firm) -> None:
    wanted = {"items": await _texts(simulator, 2), "double": True}

    await simulator.admin("POST", "/batch", wanted)
    await firm.until(lambda firm: len(firm.webhooks) == 1)

    ids = [message["id"] for message in firm.webhooks[0].value["messages"]]
    assert len(ids) == 4
    assert ids[:2] == ids[2:]


async def test_the_same_message_comes_as_often_as_asked(simulator: Simulator, firm: Firm) -> None:
    await send(simulator, "image", times=3)
    await firm.until(lambda firm: len(firm.webhooks) == 3)

    assert len({webhook.raw for webhook in firm.webhooks}) == 1


async def test_of_a_wrong_batch_nothing_is_sent(simulator: Simulator) -> None:
    good, *_ = await _texts(simulator, 1)
    wrong: list[tuple[object, int]] = [
        ([good, {"client": good["client"], "type": "reaction", "message_id": None}], 201),
        ([good, {"client": good["client"], "type": "image", "media_id": "1"}], 422),
        ([good, {"wamid": "wamid.nobody", "status": "read"}], 422),
        ([good, {"client": "nobody"}], 404),
        ([good, {"client": good["client"], "type": "txt"}], 404),
        ([], 422),
    ]

    answers = [
        (await simulator.http.post("/admin/batch", json={"items": items})).status_code
        for items, _ in wrong
    ]

    assert answers == [status for _, status in wrong]
    assert len(await simulator.messages()) == 2
