"""The admin API keeps clients, shows what happened, and forgets on request."""

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_made_up_clients_are_there_from_the_start(simulator: Simulator) -> None:
    phones = [client["phone"] for client in await simulator.clients()]

    assert phones == ["6281200000001", "6281200000002", "6281200000003"]


async def test_a_number_may_be_written_as_people_do(simulator: Simulator) -> None:
    written = {
        "0812-0000-0004": "6281200000004",
        "+62 812-0000-0005": "6281200000005",
        "+1 (650) 555-0100": "16505550100",
    }

    for given, digits in written.items():
        client = await simulator.admin("POST", "/clients", {"name": "Contoh", "phone": given})
        assert client["phone"] == digits
        assert client["user_id"][:3] in {"ID.", "US."}
        assert client["id"].isalpha()


async def test_a_wrong_client_is_refused(simulator: Simulator) -> None:
    wrong: list[tuple[dict[str, object], int]] = [
        ({"phone": "0812-0000-0001"}, 409),
        ({"phone": "12"}, 422),
        ({"phone": "Budi"}, 422),
        ({"name": "   "}, 422),
        ({"shoe_size": 42}, 422),
    ]

    for fields, status in wrong:
        wanted = {"name": "Contoh", "phone": "0812-0000-0004", **fields}
        assert (await simulator.http.post("/admin/clients", json=wanted)).status_code == status

    assert len(await simulator.clients()) == 3


async def test_nobody_can_write_as_a_client_who_is_not_there(simulator: Simulator) -> None:
    answers = [
        await simulator.http.post("/admin/clients/nobody/messages", json={"text": "Halo"}),
        await simulator.http.post("/phone/clients/nobody/look"),
        await simulator.http.put("/admin/clients/nobody/window", json={"seconds_left": 1}),
        await simulator.http.put(
            "/admin/clients/nobody/identity", json={"identity_key_hash": None}
        ),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


async def test_messages_can_be_asked_for_by_client_and_number(simulator: Simulator) -> None:
    first, second, _ = await simulator.clients()
    await simulator.write("one")
    await simulator.write("two", client=1)
    await simulator.write("three")

    of_first = await simulator.admin("GET", f"/messages?client={first['id']}")
    newest = await simulator.admin("GET", "/messages?limit=2")
    of_second = await simulator.admin("GET", f"/messages?client={second['id']}")

    assert [(one["number"], one["text"]) for one in of_first] == [(1, "one"), (2, "three")]
    assert [one["text"] for one in newest] == ["two", "three"]
    assert [(one["number"], one["text"]) for one in of_second] == [(1, "two")]


async def test_a_reset_forgets_everything_but_the_made_up_clients(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.admin("POST", "/clients", {"name": "Contoh", "phone": "0812-0000-0004"})
    await simulator.write("Halo")
    await simulator.send()
    await simulator.faults(graph_delay_ms=5)
    await firm.until(lambda firm: "read" in firm.statuses)

    await simulator.admin("POST", "/reset")

    assert len(await simulator.clients()) == 3
    assert await simulator.messages() == []
    assert await simulator.deliveries() == []
    assert await simulator.admin("GET", "/requests") == []
    assert (await simulator.admin("GET", "/faults"))["graph_delay_ms"] == 0
    await simulator.write("Halo lagi")
    await firm.until(lambda firm: "Halo lagi" in firm.texts)


async def test_another_web_site_cannot_use_the_admin_api(simulator: Simulator) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = await simulator.http.post("/admin/reset", headers=headers)

    assert answer.status_code == 403


async def test_the_admin_api_is_documented(simulator: Simulator) -> None:
    paths = (await simulator.http.get("/openapi.json")).json()["paths"]

    assert {"/admin/clients", "/admin/webhook", "/admin/faults", "/admin/reset"} <= set(paths)
    assert (await simulator.http.get("/healthz")).json() == {"status": "ok"}
