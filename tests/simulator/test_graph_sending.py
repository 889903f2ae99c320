"""A send is accepted at once, and what Meta makes of the recipient shows later."""

import base64
from typing import Any

import pytest

from tests.simulator.conftest import APP_SECRET, NUMBER_ID, TOKEN, Simulator, text_call
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _decoded(wamid: str) -> bytes:
    return base64.b64decode(wamid.removeprefix("wamid."))


async def _one(simulator: Simulator, wamid: str) -> dict[str, Any]:
    return next(one for one in await simulator.messages() if one["wamid"] == wamid)


async def test_a_text_is_accepted_at_any_version(simulator: Simulator) -> None:
    await simulator.write("Halo")
    call = text_call(
        text={"body": "x" * 4096, "preview_url": True},
        context={"message_id": "wamid.of-something"},
        biz_opaque_callback_data="y" * 512,
        recipient_identity_key_hash="not checked for this client",
    )

    for version in ("v22.0", "v26.0", "v9.0"):
        answer = await simulator.post(f"/{version}/{NUMBER_ID}/messages", call)
        assert answer.status_code == 200
        body = answer.json()
        assert body["messaging_product"] == "whatsapp"
        assert body["contacts"] == [{"input": "+6281200000001", "wa_id": "6281200000001"}]
        assert body["messages"][0]["id"].startswith("wamid.")

    sent = await _one(simulator, body["messages"][0]["id"])
    assert (sent["sender"], sent["number"]) == ("office", 4)
    assert sent["biz_opaque_callback_data"] == "y" * 512


async def test_a_wamid_spells_out_the_client_and_the_direction(simulator: Simulator) -> None:
    inbound = _decoded(await simulator.write("Halo"))
    outbound = _decoded((await simulator.send()).json()["messages"][0]["id"])

    assert inbound[:20] == b"\x1c\x18\x0d6281200000001\x15\x02\x00\x12"
    assert (inbound[20:22], len(inbound)) == (b"\x18\x14", 43)
    assert outbound[:20] == b"\x1c\x18\x0d6281200000001\x15\x02\x00\x11"
    assert (outbound[20:22], len(outbound)) == (b"\x18\x12", 41)


async def test_a_number_without_plus_gets_the_offices_country_code_and_goes_astray(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")

    answer = await simulator.send(to="6281200000001")

    assert answer.json()["contacts"] == [{"input": "6281200000001", "wa_id": "626281200000001"}]
    await firm.until(lambda firm: "failed" in firm.statuses)
    failed = next(webhook for webhook in firm.webhooks if webhook.status == "failed")
    assert failed.value["statuses"][0]["recipient_id"] == "626281200000001"
    assert failed.value["statuses"][0]["errors"][0]["code"] == 131026
    assert "contacts" not in failed.value


async def test_a_national_number_without_plus_and_zero_arrives(simulator: Simulator) -> None:
    await simulator.write("Halo")

    answer = await simulator.send(to="812-0000-0001")

    wamid = answer.json()["messages"][0]["id"]
    assert (await _one(simulator, wamid))["client_id"] == (await simulator.clients())[0]["id"]


async def test_a_user_id_in_to_is_accepted_and_silently_lost(
    simulator: Simulator, firm: Firm
) -> None:
    [client, *_] = await simulator.clients()
    await simulator.write("Halo")

    answer = await simulator.send(to=client["user_id"], text={"body": "lost"})
    await simulator.send()
    await firm.until(lambda firm: "read" in firm.statuses)

    assert answer.status_code == 200
    wamid = answer.json()["messages"][0]["id"]
    assert (await _one(simulator, wamid))["status"] == "lost"
    about = [hook.value["statuses"][0]["id"] for hook in firm.webhooks if hook.status]
    assert wamid not in about


async def test_a_user_id_in_recipient_reaches_a_client_who_hides_the_number(
    simulator: Simulator, firm: Firm
) -> None:
    client = await simulator.admin(
        "POST",
        "/clients",
        {"name": "Rahasia (contoh)", "phone": "0812-0000-0009", "hides_number": True},
    )
    await simulator.admin("POST", f"/clients/{client['id']}/messages", {"text": "Halo"})

    answer = await simulator.send(to=None, recipient=client["user_id"])

    assert answer.json()["contacts"] == [{"input": client["user_id"], "user_id": client["user_id"]}]
    await firm.until(lambda firm: "read" in firm.statuses)
    inbound, *statuses = [webhook.value for webhook in firm.webhooks]
    assert "from" not in inbound["messages"][0]
    assert inbound["messages"][0]["from_user_id"] == client["user_id"]
    assert "wa_id" not in inbound["contacts"][0]
    for status in statuses:
        assert "recipient_id" not in status["statuses"][0]
        assert status["statuses"][0]["recipient_user_id"] == client["user_id"]


async def test_to_wins_over_recipient(simulator: Simulator) -> None:
    first, second, _ = await simulator.clients()
    await simulator.write("Halo")

    answer = await simulator.send(to="+" + first["phone"], recipient=second["user_id"])

    wamid = answer.json()["messages"][0]["id"]
    assert (await _one(simulator, wamid))["client_id"] == first["id"]


async def test_an_unknown_user_id_is_accepted_and_fails(simulator: Simulator, firm: Firm) -> None:
    answer = await simulator.send(to=None, recipient="ID.404")

    assert answer.status_code == 200
    await firm.until(lambda firm: firm.statuses == ["failed"])
    status = firm.webhooks[0].value["statuses"][0]
    assert status["recipient_user_id"] == "ID.404"
    assert "recipient_id" not in status


async def test_a_read_receipt_marks_the_message_and_all_before_it(simulator: Simulator) -> None:
    wamids = [await simulator.write(text) for text in ("one", "two", "three")]
    body = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": wamids[1],
        "typing_indicator": {"type": "text"},
    }

    answer = await simulator.post(f"/v22.0/{NUMBER_ID}/messages", body)

    assert answer.json() == {"success": True}
    one, two, three = [message["status"] for message in await simulator.messages()]
    assert (one, two) == ("read", "read")
    assert three in {"sent", "delivered"}


async def test_the_phone_number_gives_the_fields_that_were_asked_for(simulator: Simulator) -> None:
    fields = "display_phone_number,verified_name,quality_rating"
    answer = await simulator.get(f"/v22.0/{NUMBER_ID}?fields={fields}")
    unknown = await simulator.get(f"/v22.0/{NUMBER_ID}?fields=shoe_size")

    assert answer.json() == {
        "display_phone_number": "+62 21-0000-0100",
        "verified_name": "Kantor Hukum Contoh",
        "quality_rating": "GREEN",
        "id": NUMBER_ID,
    }
    assert unknown.json()["error"]["code"] == 100


async def test_debug_token_knows_the_good_token_from_another(simulator: Simulator) -> None:
    good = await simulator.get(f"/v22.0/debug_token?input_token={TOKEN}")
    other = await simulator.get("/v22.0/debug_token?input_token=another")

    assert good.json()["data"]["is_valid"] is True
    assert good.json()["data"]["expires_at"] == 0
    assert "whatsapp_business_messaging" in good.json()["data"]["scopes"]
    assert other.json()["data"]["is_valid"] is False


async def test_a_token_ends_when_a_tester_wants_and_is_exchanged_for_one_of_60_days(
    simulator: Simulator,
) -> None:
    await simulator.admin("PUT", "/token", {"seconds_left": 3600})
    ends = (await simulator.get(f"/v22.0/debug_token?input_token={TOKEN}")).json()["data"]
    wish = "/v22.0/oauth/access_token?grant_type=fb_exchange_token&client_id=7&client_secret="
    wrong = await simulator.http.get(f"{wish}guessed&fb_exchange_token={TOKEN}")
    answer = await simulator.http.get(f"{wish}{APP_SECRET}&fb_exchange_token={TOKEN}")
    new = answer.json()["access_token"]
    await simulator.admin("PUT", "/token", {"seconds_left": 0})
    late = await simulator.http.get(f"{wish}{APP_SECRET}&fb_exchange_token={TOKEN}")
    asked = await simulator.http.get(
        f"/v22.0/debug_token?input_token={new}", headers={"Authorization": f"Bearer {new}"}
    )

    assert ends["is_valid"] is True
    assert wrong.json()["error"]["code"] == 1
    assert answer.json()["expires_in"] > 59 * 24 * 3600
    assert asked.json()["data"]["expires_at"] > ends["expires_at"] > 0
    assert late.json()["error"]["code"] == 190
    assert (await simulator.get(f"/v22.0/{NUMBER_ID}")).json()["error"]["code"] == 190
    assert new not in (await simulator.http.get("/admin/requests")).text


async def test_every_call_is_kept_for_tests_without_its_token(simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.send(text={"body": "kept"})
    await simulator.send(type="order")
    await simulator.get(f"/v22.0/debug_token?input_token={TOKEN}")

    answer = await simulator.http.get("/admin/requests")

    calls = answer.json()
    assert [call["status_code"] for call in calls] == [200, 400, 200]
    assert calls[0]["body"]["text"]["body"] == "kept"
    assert calls[1]["error_code"] == 131051
    assert TOKEN not in answer.text
