"""The simulator refuses what Meta refuses, in Meta's words."""

import time
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.simulator.conftest import MESSAGES, TOKEN, Simulator, running_simulator
from tests.simulator.firm import Street

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def refusing(
    street: Street, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Simulator]:
    """One simulator for all that is refused: a refusal leaves nothing behind."""
    data = tmp_path_factory.mktemp("data")
    async with running_simulator(street.move_in(), data) as running:
        await running.write("Halo")
        yield running


def _error(answer: httpx.Response) -> dict[str, Any]:
    error = answer.json()["error"]
    assert error["type"]
    assert error["fbtrace_id"]
    return error


@pytest.mark.parametrize(
    ("fields", "code", "details"),
    [
        ({"messaging_product": None}, 131008, "messaging_product"),
        ({"messaging_product": "sms"}, 131009, "messaging_product"),
        ({"recipient_type": "everybody"}, 131009, "recipient_type"),
        ({"to": None}, 131008, "to"),
        ({"to": ""}, 131008, "to"),
        ({"to": 6281200000001}, 131009, "to"),
        ({"to": "Budi"}, 131009, "to"),
        ({"to": "+12"}, 131009, "to"),
        ({"to": "+62 21-0000-0100"}, 131021, "same number"),
        ({"to": None, "recipient": "not-an-id"}, 131009, "recipient"),
        ({"text": None}, 131008, "text"),
        ({"text": "Halo"}, 131009, "text"),
        ({"text": {}}, 131008, "text.body"),
        ({"text": {"body": "  "}}, 131008, "text.body"),
        ({"text": {"body": 7}}, 131009, "text.body"),
        ({"text": {"body": "x" * 4097}}, 131009, "text.body"),
        ({"text": {"body": "\ud800"}}, 131009, "text.body"),
        ({"text": {"body": "x", "preview_url": "yes"}}, 131009, "text.preview_url"),
        ({"context": {}}, 131008, "context.message_id"),
        ({"biz_opaque_callback_data": "x" * 513}, 131009, "biz_opaque_callback_data"),
        ({"type": "order", "order": {"id": "1"}}, 131051, "not currently supported"),
        ({"type": "carrier_pigeon"}, 131051, "not currently supported"),
    ],
)
async def test_a_send_with_a_wrong_parameter_is_refused_and_named(
    refusing: Simulator, fields: dict[str, object], code: int, details: str
) -> None:
    answer = await refusing.send(**fields)

    error = _error(answer)
    assert (answer.status_code, error["code"]) == (400, code)
    assert error["message"].startswith(f"(#{code}) ")
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert details in error["error_data"]["details"]
    assert [message["sender"] for message in await refusing.messages()] == ["client"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff"])
async def test_a_body_that_is_no_json_object_is_refused(refusing: Simulator, body: bytes) -> None:
    answer = await refusing.post(MESSAGES, body)

    assert (answer.status_code, _error(answer)["code"]) == (400, 100)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer t\u00f8ken"]
)
async def test_a_call_without_the_right_token_is_refused(
    refusing: Simulator, header: str | None
) -> None:
    headers = [] if header is None else [(b"Authorization", header.encode("latin-1"))]

    answer = await refusing.http.post(MESSAGES, json={}, headers=headers)

    assert (answer.status_code, _error(answer)["code"]) == (401, 190)


async def test_an_unknown_phone_number_id_is_refused(refusing: Simulator) -> None:
    answer = await refusing.post("/v22.0/999999999999999/messages", {})

    error = _error(answer)
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


async def test_free_text_is_refused_outside_the_customer_service_window(
    simulator: Simulator,
) -> None:
    never_wrote = await simulator.send()
    await simulator.write("Halo", sent_at=time.time() - 25 * 3600)
    wrote_long_ago = await simulator.send()
    await simulator.write("Halo")
    wrote_now = await simulator.send()
    [client, *_] = await simulator.clients()
    await simulator.admin("PUT", f"/clients/{client['id']}/window", {"seconds_left": 0})
    closed = await simulator.send()

    codes = [_error(answer)["code"] for answer in (never_wrote, wrote_long_ago, closed)]
    assert codes == [131047, 131047, 131047]
    assert wrote_now.status_code == 200


async def test_a_changed_identity_is_refused_only_when_the_office_asks(
    simulator: Simulator,
) -> None:
    await simulator.write("Halo")
    [client, *_] = await simulator.clients()
    path = f"/clients/{client['id']}/identity"
    await simulator.admin("PUT", path, {"identity_key_hash": "as it was"})
    before = await simulator.send(recipient_identity_key_hash="as it was")
    await simulator.admin("PUT", path, {"identity_key_hash": "after a new SIM card"})
    after = await simulator.send(recipient_identity_key_hash="as it was")
    not_asked = await simulator.send()

    assert before.status_code == 200
    assert _error(after)["code"] == 137000
    assert not_asked.status_code == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"status": "delivered"}, 131009),
        ({"message_id": None}, 131008),
        ({"message_id": "wamid.unknown"}, 131009),
        ({"typing_indicator": {"type": "dance"}}, 131009),
        ({"typing_indicator": "text"}, 131009),
    ],
)
async def test_a_wrong_read_receipt_is_refused(
    refusing: Simulator, fields: dict[str, object], code: int
) -> None:
    [message] = await refusing.messages()
    body: dict[str, object] = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": message["wamid"],
    }
    body.update(fields)

    answer = await refusing.post(MESSAGES, body)

    assert (answer.status_code, _error(answer)["code"]) == (400, code)


async def test_a_message_of_the_office_cannot_be_marked_as_read(simulator: Simulator) -> None:
    await simulator.write("Halo")
    wamid = (await simulator.send()).json()["messages"][0]["id"]
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}

    answer = await simulator.post(MESSAGES, body)

    assert _error(answer)["code"] == 131009
