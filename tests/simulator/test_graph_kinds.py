"""Every kind of message the office may send is taken, kept as it was sent, and delivered."""

from typing import Any

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LINK = {"link": "https://kantor.example/berkas"}
_CARD = {
    "name": {"formatted_name": "Ibu Contoh", "first_name": "Contoh"},
    "phones": [{"phone": "+62 812-0000-0004", "type": "WORK"}],
}


def _buttons(*titles: str) -> dict[str, object]:
    return {
        "buttons": [
            {"type": "reply", "reply": {"id": f"answer-{place}", "title": title}}
            for place, title in enumerate(titles)
        ]
    }


def _interactive(kind: str, action: dict[str, object], **more: object) -> dict[str, object]:
    return {"type": kind, "body": {"text": "Mohon pilih"}, "action": action, **more}


_SECTIONS: dict[str, object] = {
    "button": "Pilih jadwal",
    "sections": [
        {"title": "Pagi", "rows": [{"id": "9", "title": "09.00", "description": "PN Contoh"}]},
        {"title": "Siang", "rows": [{"id": "13", "title": "13.00"}]},
    ],
}

KINDS: dict[str, tuple[str, object, str | None]] = {
    "image": ("image", _LINK | {"caption": "Denah"}, "Denah"),
    "video": ("video", _LINK, None),
    "audio": ("audio", _LINK | {"voice": True}, None),
    "document": ("document", _LINK | {"filename": "surat.pdf", "caption": "Surat"}, "Surat"),
    "sticker": ("sticker", _LINK, None),
    "location": (
        "location",
        {"latitude": "-6.2", "longitude": 106.8, "name": "Kantor", "address": "Jakarta"},
        "Kantor",
    ),
    "contacts": ("contacts", [_CARD], "Ibu Contoh"),
    "buttons": (
        "interactive",
        _interactive(
            "button",
            _buttons("Ya", "Tidak", "Nanti"),
            header={"type": "text", "text": "Sidang"},
            footer={"text": "Kantor Hukum Contoh"},
        ),
        "Mohon pilih",
    ),
    "list": ("interactive", _interactive("list", _SECTIONS), "Mohon pilih"),
    "link": (
        "interactive",
        _interactive(
            "cta_url",
            {
                "name": "cta_url",
                "parameters": {"display_text": "Buka", "url": "https://kantor.example"},
            },
        ),
        "Mohon pilih",
    ),
    "contact request": (
        "interactive",
        _interactive("request_contact_info", {"name": "request_contact_info"}),
        "Mohon pilih",
    ),
    "location request": (
        "interactive",
        _interactive("location_request_message", {"name": "send_location"}),
        "Mohon pilih",
    ),
}


async def _only(simulator: Simulator, wamid: str) -> dict[str, Any]:
    [found] = [one for one in await simulator.messages() if one["wamid"] == wamid]
    return found


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_is_taken_and_kept_as_it_was_sent(simulator: Simulator, kind: str) -> None:
    name, content, text = KINDS[kind]
    quoted = await simulator.write("Halo")

    answer = await simulator.send(
        type=name,
        text=None,
        context={"message_id": quoted},
        biz_opaque_callback_data="outbound-1",
        **{name: content},
    )

    assert answer.status_code == 200
    sent = await _only(simulator, answer.json()["messages"][0]["id"])
    expected = {"contacts": content} if name == "contacts" else content
    if name == "location":
        expected = {"latitude": -6.2, "longitude": 106.8, "name": "Kantor", "address": "Jakarta"}
    assert (sent["type"], sent["content"], sent["text"]) == (name, expected, text)
    assert (sent["context_id"], sent["biz_opaque_callback_data"]) == (quoted, "outbound-1")


async def test_every_kind_is_delivered_with_its_callback_data(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    for kind, (name, content, _) in KINDS.items():
        callback = {"biz_opaque_callback_data": kind}
        answer = await simulator.send(type=name, text=None, **{name: content}, **callback)
        assert answer.status_code == 200

    await firm.until(lambda firm: firm.statuses.count("read") == len(KINDS))

    reports = [hook.value["statuses"][0] for hook in firm.webhooks if hook.status == "delivered"]
    assert {report["biz_opaque_callback_data"] for report in reports} == set(KINDS)


async def test_a_reaction_is_put_on_a_message_and_taken_back(
    simulator: Simulator, firm: Firm
) -> None:
    wamid = await simulator.write("Halo")

    for emoji in ("🙏", "👨🏽‍⚖️", "1️⃣", ""):
        reaction = {"message_id": wamid, "emoji": emoji}
        answer = await simulator.send(type="reaction", text=None, reaction=reaction)
        assert answer.status_code == 200
        sent = await _only(simulator, answer.json()["messages"][0]["id"])
        assert sent["content"] == reaction

    await firm.until(lambda firm: firm.statuses.count("delivered") == 4)
    assert "failed" not in firm.statuses


@pytest.mark.parametrize("aim", ["unknown", "too old", "a reaction", "another chat"])
async def test_a_reaction_to_what_cannot_be_reacted_to_is_accepted_and_fails(
    simulator: Simulator, firm: Firm, aim: str
) -> None:
    first = await simulator.write("Halo")
    reaction = {"message_id": first, "emoji": "🙏"}
    if aim == "unknown":
        target = "wamid.nobody-knows"
    elif aim == "too old":
        target = await simulator.write("Dulu", sent_at=1_600_000_000)
    elif aim == "another chat":
        target = await simulator.write("Halo", client=1)
    else:
        sent = await simulator.send(type="reaction", text=None, reaction=reaction)
        target = sent.json()["messages"][0]["id"]

    answer = await simulator.send(
        type="reaction", text=None, reaction={"message_id": target, "emoji": "🙏"}
    )

    assert answer.status_code == 200
    await firm.until(lambda firm: "failed" in firm.statuses)
    [failed] = [hook.value["statuses"][0] for hook in firm.webhooks if hook.status == "failed"]
    assert failed["id"] == answer.json()["messages"][0]["id"]
    assert failed["errors"][0]["code"] == 131009


async def test_no_free_kind_goes_out_when_the_window_is_closed(simulator: Simulator) -> None:
    for name, content, _ in KINDS.values():
        answer = await simulator.send(type=name, text=None, **{name: content})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131047)


async def test_a_kind_is_counted_in_the_clients_chat(simulator: Simulator) -> None:
    [client, *_] = await simulator.clients()
    await simulator.write("Halo")
    await simulator.send(type="sticker", text=None, sticker=_LINK)

    async def has_arrived() -> bool:
        [chat, *_] = (await simulator.http.get("/phone/chats")).json()
        return chat["client"]["id"] == client["id"] and chat["last"]["type"] == "sticker"

    await eventually(has_arrived)
