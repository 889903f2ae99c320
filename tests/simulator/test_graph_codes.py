"""Every error can be had on demand, at once or as a failed status, in Meta's exact shape."""

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = {
    130429: (400, "(#130429) Rate limit hit"),
    131000: (500, "(#131000) Something went wrong"),
    131026: (400, "(#131026) Message undeliverable"),
    131042: (400, "(#131042) Business eligibility payment issue"),
    131047: (400, "(#131047) Re-engagement message"),
    131048: (400, "(#131048) Spam rate limit hit"),
    131049: (400, "(#131049) Meta chose not to deliver"),
    131050: (400, "(#131050) User stopped marketing messages"),
    131056: (400, "(#131056) (Business Account, Consumer Account) pair rate limit hit"),
    368: (403, "(#368) Temporarily blocked for policies violations"),
    470: (400, "(#470) Unknown error"),
}
# The Graph API refuses these itself, before WhatsApp sees the call: they have no error_data.
BY_GRAPH = {
    0: 401,
    1: 400,
    2: 503,
    3: 500,
    4: 400,
    10: 403,
    190: 401,
    200: 403,
}


@pytest.mark.parametrize("code", AT_ONCE)
async def test_an_error_at_once_has_metas_envelope(simulator: Simulator, code: int) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": "error", "code": code}])

    answer = await simulator.send()

    status, message = AT_ONCE[code]
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "code", "error_data", "fbtrace_id"}
    assert (error["message"], error["type"], error["code"]) == (message, "OAuthException", code)
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert error["error_data"]["details"]


@pytest.mark.parametrize("code", BY_GRAPH)
async def test_an_error_of_the_graph_api_itself_has_none_of_whatsapps_data(
    simulator: Simulator, code: int
) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": "error", "code": code}])

    answer = await simulator.send()

    assert (answer.status_code, answer.json()["error"]["code"]) == (BY_GRAPH[code], code)
    assert "error_data" not in answer.json()["error"]


async def test_an_expired_token_says_so_with_its_subcode(simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.faults(graph=[{"does": "error", "code": 190}])

    error = (await simulator.send()).json()["error"]

    assert error["message"].startswith("Error validating access token: ")
    assert error["error_subcode"] == 463


@pytest.mark.parametrize("code", AT_ONCE)
async def test_an_error_later_is_a_failed_status(
    simulator: Simulator, firm: Firm, code: int
) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"fail_code": code, "fail_times": 1})

    answer = await simulator.send(biz_opaque_callback_data="outbound-1")

    assert answer.status_code == 200
    await firm.until(lambda firm: firm.statuses == ["failed"])
    [failed] = [hook.value["statuses"][0] for hook in firm.webhooks if hook.status]
    [error] = failed["errors"]
    assert error["code"] == code
    assert error["title"] == error["message"] == AT_ONCE[code][1].partition(") ")[2]
    assert set(error) == {"code", "title", "message", "error_data", "href"}
    assert failed["id"] == answer.json()["messages"][0]["id"]
    assert failed["biz_opaque_callback_data"] == "outbound-1"
