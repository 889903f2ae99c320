"""Meta takes so many messages and no more: to one user, and of one number."""

from pathlib import Path

import pytest

from tests.simulator.conftest import Simulator, running_simulator
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

_BURST = 45
_PER_SECOND = 80
# Of a clock this slow a second lasts longer than any test.
_SLOW = 0.001


async def _codes(simulator: Simulator, times: int, **fields: object) -> list[int | None]:
    codes: list[int | None] = []
    for _ in range(times):
        answer = await simulator.send(**fields)
        codes.append(None if answer.status_code == 200 else answer.json()["error"]["code"])
    return codes


async def test_after_a_burst_of_45_a_user_is_sent_no_more(simulator: Simulator) -> None:
    await simulator.faults(clock_speed=_SLOW)
    await simulator.write("Halo")
    await simulator.write("Halo", client=1)

    codes = await _codes(simulator, _BURST + 2)
    refused = await simulator.send()
    other = await simulator.send(to="+6281200000002")

    assert codes == [None] * _BURST + [131056] * 2
    error = refused.json()["error"]
    assert (refused.status_code, error["type"]) == (400, "OAuthException")
    assert error["message"] == (
        "(#131056) (Business Account, Consumer Account) pair rate limit hit"
    )
    assert other.status_code == 200
    assert sum(one["sender"] == "office" for one in await simulator.messages()) == _BURST + 1


async def test_what_a_burst_has_borrowed_is_paid_back_on_the_clock(simulator: Simulator) -> None:
    await simulator.faults(clock_speed=_SLOW)
    await simulator.write("Halo")
    await _codes(simulator, _BURST)
    # 45 times 6 seconds are 270 ms.
    await simulator.faults(clock_speed=1000)

    async def is_taken() -> bool:
        return (await simulator.send()).status_code == 200

    await eventually(is_taken)


async def test_a_user_id_and_a_number_are_one_user(simulator: Simulator) -> None:
    await simulator.faults(clock_speed=_SLOW)
    [client, *_] = await simulator.clients()
    await simulator.write("Halo")
    await _codes(simulator, _BURST)

    answer = await simulator.send(to=None, recipient=client["user_id"])

    assert answer.json()["error"]["code"] == 131056


async def test_a_number_takes_80_messages_a_second_of_both_directions(
    simulator: Simulator,
) -> None:
    await simulator.faults(clock_speed=_SLOW)
    for client in range(3):
        await simulator.write("Halo", client=client)
    numbers = [f"+628120000000{1 + turn % 3}" for turn in range(_PER_SECOND - 3)]

    accepted = [(await simulator.send(to=number)).status_code for number in numbers]
    refused = await simulator.send()
    await simulator.faults(clock_speed=1000)

    async def is_taken_later() -> bool:
        return (await simulator.send()).status_code == 200

    await eventually(is_taken_later)
    assert accepted == [200] * (_PER_SECOND - 3)
    assert refused.status_code == 400
    assert refused.json()["error"]["message"] == "(#130429) Rate limit hit"


async def test_the_limits_can_be_off_from_the_start_and_back_on(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(firm, tmp_path, limits=False) as simulator:
        await simulator.write("Halo")
        without = await _codes(simulator, _PER_SECOND + 10)
        await simulator.faults(limits=True, clock_speed=_SLOW)
        with_limits = await simulator.send()

    assert without == [None] * (_PER_SECOND + 10)
    assert with_limits.json()["error"]["code"] == 130429


async def test_a_refused_message_counts_for_nothing(simulator: Simulator) -> None:
    await simulator.faults(clock_speed=_SLOW)
    await simulator.write("Halo")
    await _codes(simulator, _BURST, text={"body": ""})

    assert await _codes(simulator, _BURST) == [None] * _BURST


async def test_a_reset_forgets_what_was_borrowed(simulator: Simulator) -> None:
    await simulator.faults(clock_speed=_SLOW)
    await simulator.write("Halo")
    await _codes(simulator, _BURST + 1)

    await simulator.admin("POST", "/reset")
    await simulator.write("Halo")

    assert await _codes(simulator, 1) == [None]
