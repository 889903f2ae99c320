"""What goes wrong on purpose goes wrong as told, as often as told, and then no more."""

import asyncio

import httpx
import pytest

from tests.simulator.conftest import MESSAGES, Simulator, text_call
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _office_messages(simulator: Simulator) -> int:
    return sum(message["sender"] == "office" for message in await simulator.messages())


async def test_the_next_sends_are_refused_with_a_code(simulator: Simulator) -> None:
    await simulator.write("Halo")
    http_status = {130429: 400, 131056: 400, 190: 401, 2: 503, 131031: 403, 7: 400}

    for code, status in http_status.items():
        await simulator.faults(graph=[{"does": "error", "code": code, "times": 2}])
        answers = [await simulator.send() for _ in range(3)]
        assert [answer.status_code for answer in answers] == [status, status, 200]
        assert answers[0].json()["error"]["code"] == code

    assert await _office_messages(simulator) == len(http_status)


async def test_a_500_may_come_after_the_message_was_taken(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": "error_after_accepting"}])

    answer = await simulator.send(biz_opaque_callback_data="outbound-1")

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, 131000)
    await firm.until(lambda firm: "read" in firm.statuses)
    sent = next(webhook for webhook in firm.webhooks if webhook.status == "sent")
    assert sent.value["statuses"][0]["biz_opaque_callback_data"] == "outbound-1"


@pytest.mark.parametrize(
    ("does", "taken"), [("drop_before_accepting", 0), ("drop_after_accepting", 1)]
)
async def test_the_connection_is_reset_before_or_after_the_message_was_taken(
    simulator: Simulator, does: str, taken: int
) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": does}])

    with pytest.raises(httpx.ReadError) as caught:
        await simulator.send()

    causes: list[BaseException] = []
    error: BaseException | None = caught.value
    while error is not None:
        causes.append(error)
        error = error.__cause__ or error.__context__
    assert any(isinstance(cause, ConnectionResetError) for cause in causes)
    assert await _office_messages(simulator) == taken
    [call] = await simulator.admin("GET", "/requests")
    assert (call["status_code"], call["fault"]) == (None, does)
    assert (await simulator.send()).status_code == 200


async def test_a_call_may_hang_after_the_message_was_taken(simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": "hang_after_accepting", "seconds": 3600}])

    with pytest.raises(httpx.ReadTimeout):
        await simulator.post(MESSAGES, text_call(), timeout=0.3)

    assert await _office_messages(simulator) == 1


async def test_a_delayed_call_is_answered_later(simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph_delay_ms=3_600_000)
    waiting = asyncio.create_task(simulator.send())

    async def has_arrived() -> bool:
        return bool(await simulator.admin("GET", "/requests"))

    await eventually(has_arrived)
    await simulator.admin("DELETE", "/faults")

    assert (await simulator.send()).status_code == 200
    assert not waiting.done()
    waiting.cancel()


async def test_faults_follow_one_another_and_are_seen_to_be_used_up(simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.faults(
        graph=[
            {"does": "error", "code": 130429, "times": 2},
            {"does": "error", "code": 131016, "times": None},
        ]
    )

    codes = [(await simulator.send()).json()["error"]["code"] for _ in range(4)]
    left = await simulator.admin("GET", "/faults")
    cleared = await simulator.admin("DELETE", "/faults")

    assert codes == [130429, 130429, 131016, 131016]
    assert [fault["code"] for fault in left["graph"]] == [131016]
    assert cleared["graph"] == []
    assert (await simulator.send()).status_code == 200


async def test_a_put_keeps_what_it_leaves_out_as_at_the_start(simulator: Simulator) -> None:
    await simulator.faults(webhook={"duplicates": 3}, clock_speed=10, auto_read=False)
    await simulator.faults(graph_delay_ms=1)

    faults = await simulator.admin("GET", "/faults")

    assert faults["webhook"]["duplicates"] == 0
    assert (faults["clock_speed"], faults["auto_read"]) == (1.0, True)
    # The tests' own simulators read after 50 ms instead of a second.
    assert faults["auto_read_delay_ms"] == 50


async def test_an_unknown_fault_is_refused(simulator: Simulator) -> None:
    answer = await simulator.http.put("/admin/faults", json={"webhook": {"explode": True}})

    assert answer.status_code == 422
