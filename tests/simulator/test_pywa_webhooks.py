"""pywa's own parser reads the webhooks the simulator sends, signatures and all."""

import base64
import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.simulator.firm import eventually
from tests.simulator.pywa_office import CLIENT, Office, errors, open_office, types

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    async with open_office(tmp_path / "data") as opened:
        yield opened


async def test_the_challenge_is_answered(office: Office) -> None:
    async def is_verified() -> bool:
        return (await office.simulator.admin("GET", "/webhook"))["verified"]

    await eventually(is_verified)


@pytest.mark.parametrize(("signature", "answer"), [("good", 200), ("bad", 403)])
async def test_pywa_checks_the_signature(office: Office, signature: str, answer: int) -> None:
    payload: dict[str, object] = {"object": "whatsapp_business_account", "note": "é / <"}
    wanted: dict[str, object] = {"payload": payload, "signature": signature, "retry": False}

    assert await office.simulator.admin("POST", "/webhook", wanted) == {"status_codes": [answer]}


async def test_a_text(office: Office) -> None:
    [client, *_] = await office.simulator.clients()
    wamid = await office.simulator.write("Selamat pagi é 🙏")

    await office.until(lambda office: bool(office.messages()))

    [message] = office.messages()
    assert (message.id, message.text) == (wamid, "Selamat pagi é 🙏")
    assert message.type is types.MessageType.TEXT
    assert message.from_user.wa_id == "6281200000001"
    assert message.from_user.bsuid == client["user_id"]
    assert message.from_user.name == client["name"]
    assert message.metadata.phone_number_id == office.whatsapp.phone_id


async def test_a_text_of_a_client_without_a_number_is_answered_by_user_id(office: Office) -> None:
    client = await office.simulator.admin(
        "POST",
        "/clients",
        {
            "name": "Rahasia (contoh)",
            "phone": "0812-0000-0009",
            "username": "rahasia.contoh",
            "hides_number": True,
        },
    )
    await office.simulator.admin("POST", f"/clients/{client['id']}/messages", {"text": "Halo"})
    await office.until(lambda office: bool(office.messages()))
    [message] = office.messages()

    await message.reply("Selamat pagi", quote=True)
    await office.until(lambda office: len(office.statuses()) == 3)

    assert message.from_user.wa_id is None
    assert message.from_user.username == "rahasia.contoh"
    assert {status.from_user.bsuid for status in office.statuses()} == {client["user_id"]}


async def test_a_tap_on_a_button(office: Office) -> None:
    await office.simulator.write("Halo")
    sent = await office.whatsapp.send_message(
        CLIENT, "Hadir?", buttons=[types.Button("Ya", "yes"), types.Button("Tidak", "no")]
    )

    await office.taps(
        "button_reply",
        reply_to=sent.id,
        content={"button_reply": {"id": "yes", "title": "Ya"}},
    )
    await office.until(lambda office: any(map(_is_button, office.updates)))

    [tap] = [one for one in office.updates if isinstance(one, types.CallbackButton)]
    assert (tap.data, tap.title) == ("yes", "Ya")
    assert tap.reply_to_message is not None
    assert tap.reply_to_message.id == sent.id


async def test_a_tap_on_a_templates_quick_reply(office: Office) -> None:
    await office.taps("button", content={"payload": "cannot-come", "text": "Tidak bisa hadir"})
    await office.until(lambda office: any(map(_is_button, office.updates)))

    [tap] = [one for one in office.updates if isinstance(one, types.CallbackButton)]
    assert (tap.data, tap.title) == ("cannot-come", "Tidak bisa hadir")


async def test_a_row_of_a_list(office: Office) -> None:
    await office.simulator.write("Halo")
    rows = [types.SectionRow("09.00", "nine", "PN Contoh")]
    sent = await office.whatsapp.send_message(
        CLIENT, "Kapan?", buttons=types.SectionList("Jadwal", [types.Section("Selasa", rows)])
    )

    row = {"id": "nine", "title": "09.00", "description": "PN Contoh"}
    await office.taps("list_reply", reply_to=sent.id, content={"list_reply": row})
    await office.until(
        lambda office: any(isinstance(one, types.CallbackSelection) for one in office.updates)
    )

    [chosen] = [one for one in office.updates if isinstance(one, types.CallbackSelection)]
    assert (chosen.data, chosen.title, chosen.description) == ("nine", "09.00", "PN Contoh")


async def test_a_reaction_and_its_removal(office: Office) -> None:
    await office.simulator.write("Halo")
    sent = await office.whatsapp.send_message(CLIENT, "Selamat pagi")

    await office.taps("reaction", message_id=sent.id, text="👍")
    await office.taps("reaction_removal", message_id=sent.id)
    await office.until(lambda office: len(office.messages()) == 3)

    reactions = [one.reaction for one in office.messages() if one.reaction]
    assert {(one.message_id, one.emoji) for one in reactions} == {
        (sent.id, "👍"),
        (sent.id, None),
    }


async def test_an_image_that_is_then_downloaded(office: Office) -> None:
    await office.taps("image", text="Surat panggilan")
    await office.until(lambda office: bool(office.messages()))

    [message] = office.messages()
    assert message.image is not None
    content = await message.image.get_bytes()
    url = await office.whatsapp.get_media_url(message.image.id)

    digest = hashlib.sha256(content)
    assert message.caption == "Surat panggilan"
    assert message.image.mime_type == "image/jpeg"
    assert message.image.sha256 == base64.b64encode(digest.digest()).decode()
    assert url.sha256 == digest.hexdigest()


async def test_the_statuses_of_a_message(office: Office) -> None:
    await office.simulator.write("Halo")

    sent = await office.whatsapp.send_message(CLIENT, "Selamat pagi", tracker="outbound-1")
    await office.until(lambda office: len(office.statuses()) == 3)

    statuses = {one.status: one for one in office.statuses()}
    assert set(statuses) == {
        types.MessageStatusType.SENT,
        types.MessageStatusType.DELIVERED,
        types.MessageStatusType.READ,
    }
    for status in statuses.values():
        assert (status.id, status.tracker) == (sent.id, "outbound-1")
        assert status.from_user.wa_id == "6281200000001"
    pricing = statuses[types.MessageStatusType.SENT].pricing
    assert pricing is not None
    assert pricing.billable


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (131047, errors.ReEngagementMessage),
        (131026, errors.MessageUndeliverable),
        (131049, errors.MessageUndeliverableDueToHealthyEcosystemEngagement),
    ],
)
async def test_a_failed_message_with_its_error(
    office: Office, code: int, expected: type[Exception]
) -> None:
    await office.simulator.write("Halo")
    await office.simulator.faults(statuses={"fail_code": code})

    sent = await office.whatsapp.send_message(CLIENT, "Selamat pagi", tracker="outbound-1")
    await office.until(lambda office: any(map(_is_failed, office.raw)))

    # pywa's own class for statuses insists on `contacts`, which a failed one documentedly lacks.
    [failed] = [one.value["statuses"][0] for one in office.raw if _is_failed(one)]
    assert (failed["id"], failed["biz_opaque_callback_data"]) == (sent.id, "outbound-1")
    error = errors.WhatsAppError.from_dict(failed["errors"][0])
    assert (type(error), error.code) == (expected, code)
    assert error.details


def _is_button(update: object) -> bool:
    return isinstance(update, types.CallbackButton)


def _is_failed(update: Any) -> bool:  # noqa: ANN401 - of pywa, which is untyped here
    statuses = update.value.get("statuses")
    return bool(statuses) and statuses[0]["status"] == "failed"
