"""Every type a client can send comes to the firm in Meta's exact shape."""

import base64
import hashlib
import json
import re
from typing import Any, Final

import pytest

from tests.simulator.conftest import NUMBER_ID, Simulator
from tests.simulator.firm import Firm
from tests.simulator.phones import received, send

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFFICE: Final = "622100000100"
CLIENT: Final = "6281200000001"


async def _message(simulator: Simulator, firm: Firm, kind: str, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What the firm gets, after checking what all messages have in common."""
    client = (await simulator.clients())[0]
    value = await received(simulator, firm, kind, **asked)
    contact = {"profile": {"name": client["name"]}, "wa_id": CLIENT, "user_id": client["user_id"]}
    assert list(value) == ["messaging_product", "metadata", "contacts", "messages"]
    assert value["metadata"] == {"display_phone_number": OFFICE, "phone_number_id": NUMBER_ID}
    assert value["contacts"] == [contact]
    [message] = value["messages"]
    assert message.pop("from") == CLIENT
    assert message.pop("from_user_id") == client["user_id"]
    assert message.pop("id").startswith("wamid.")
    assert re.fullmatch(r"\d{10}", message.pop("timestamp"))
    return message


async def _asked_by_office(simulator: Simulator) -> str:
    return (await simulator.send()).json()["messages"][0]["id"]


async def _first(firm: Firm, simulator: Simulator) -> str:
    wamid = await send(simulator, "text")
    await firm.until(lambda firm: len(firm.webhooks) == 1)
    return wamid


async def test_a_text(simulator: Simulator, firm: Firm) -> None:
    assert await _message(simulator, firm, "text", text="Halo") == {
        "type": "text",
        "text": {"body": "Halo"},
    }


async def test_a_reply_quotes_the_offices_message(simulator: Simulator, firm: Firm) -> None:
    await _first(firm, simulator)
    await simulator.faults(statuses={"off": True})
    quoted = await _asked_by_office(simulator)

    assert (await _message(simulator, firm, "reply"))["context"] == {"from": OFFICE, "id": quoted}


async def test_a_reply_to_ones_own_message_names_oneself(simulator: Simulator, firm: Firm) -> None:
    own = await _first(firm, simulator)

    reply = await _message(simulator, firm, "reply", reply_to=own)

    assert reply["context"] == {"from": CLIENT, "id": own}


@pytest.mark.parametrize("mark", ["forwarded", "frequently_forwarded"])
async def test_a_forwarded_text(simulator: Simulator, firm: Firm, mark: str) -> None:
    assert await _message(simulator, firm, mark, text="Sebarkan") == {
        "type": "text",
        "text": {"body": "Sebarkan"},
        "context": {mark: True},
    }


async def test_anything_can_be_forwarded(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "location", forwarded=True)

    assert message["context"] == {"forwarded": True}


async def test_the_first_text_after_an_advertisement(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "ad_referral")

    assert message.keys() == {"type", "text", "referral"}
    assert message["referral"].keys() == {
        "source_url", "source_id", "source_type", "headline", "body", "media_type", "image_url",
        "ctwa_clid", "welcome_message",
    }  # fmt: skip
    assert message["referral"]["source_type"] == "ad"
    assert message["referral"]["welcome_message"].keys() == {"text"}


async def test_a_question_about_a_product(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "product_inquiry")

    assert message["context"].keys() == {"from", "id", "referred_product"}
    assert message["context"]["from"] == OFFICE
    assert message["context"]["referred_product"].keys() == {"catalog_id", "product_retailer_id"}


_MEDIA: Final = {
    "image": ("image/jpeg", {"caption"}, b"\xff\xd8\xff"),
    "video": ("video/mp4", {"caption"}, b"ftyp"),
    "audio": ("audio/ogg; codecs=opus", {"voice"}, b"OpusHead"),
    "document": ("application/pdf", {"caption", "filename"}, b"%PDF-"),
    "sticker": ("image/webp", {"animated"}, b"WEBP"),
}


@pytest.mark.parametrize("kind", list(_MEDIA))
async def test_a_file(simulator: Simulator, firm: Firm, kind: str) -> None:
    mime_type, more, magic = _MEDIA[kind]

    message = await _message(simulator, firm, kind, text="Ini berkasnya")

    file = message[kind]
    assert message.keys() == {"type", kind}
    assert file.keys() == {"mime_type", "sha256", "id", "url"} | more
    assert file["mime_type"] == mime_type
    assert file["id"].isdigit()
    assert f"/whatsapp_business/attachments/?mid={file['id']}&" in file["url"]
    assert file.get("caption", "Ini berkasnya") == "Ini berkasnya"
    assert file.get("voice", True) is True
    assert file.get("animated", False) is False
    content = (await simulator.http.get(f"/phone/media/{file['id']}")).content
    assert magic in content[:64]
    assert file["sha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()


async def test_a_file_of_ones_own(simulator: Simulator, firm: Firm) -> None:
    kept = await simulator.http.post(
        "/admin/media?filename=../rahasia.txt",
        content=b"catatan",
        headers={"Content-Type": "text/plain"},
    )

    message = await _message(simulator, firm, "document", media_id=kept.json()["id"])

    assert message["document"]["filename"] == "../rahasia.txt"
    assert message["document"]["mime_type"] == "text/plain"
    assert "caption" not in message["document"]


async def test_a_sound_that_is_no_voice_note(simulator: Simulator, firm: Firm) -> None:
    kept = await simulator.http.post(
        "/admin/media", content=b"ID3", headers={"Content-Type": "audio/mpeg"}
    )

    message = await _message(simulator, firm, "audio", media_id=kept.json()["id"])

    assert message["audio"]["voice"] is False


async def test_a_picture_meta_could_not_fetch(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "media_failed")

    assert message["image"] == {"mime_type": "image/jpeg"}
    assert message["errors"][0]["code"] == 131052


async def test_a_place_has_numbers_for_coordinates(simulator: Simulator, firm: Firm) -> None:
    full = await _message(simulator, firm, "location", text="Kantor")
    bare = await _message(simulator, firm, "location", content={"name": None, "address": None})

    assert full["location"].keys() == {"latitude", "longitude", "name", "address"}
    assert isinstance(full["location"]["latitude"], float)
    assert full["location"]["name"] == "Kantor"
    assert bare["location"].keys() == {"latitude", "longitude"}


async def test_a_contact_card(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "contacts", text="Ani Lestari")

    [card] = message["contacts"]
    assert card["name"] == {
        "formatted_name": "Ani Lestari",
        "first_name": "Ani",
        "last_name": "Lestari",
    }
    assert card["phones"] == [
        {"phone": "+62 812-0000-0099", "wa_id": "6281200000099", "type": "CELL"}
    ]
    assert card["origin"] == "other"


async def test_ones_own_number_on_request(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "contact_request")

    [card] = message["contacts"]
    assert card["origin"] == "contact_request"
    assert card["phones"] == [{"phone": f"+{CLIENT}", "wa_id": CLIENT, "type": "CELL"}]


async def test_a_tap_on_a_button(simulator: Simulator, firm: Firm) -> None:
    await _first(firm, simulator)
    await simulator.faults(statuses={"off": True})
    asked = await _asked_by_office(simulator)
    chosen = {"id": "setuju", "title": "Setuju"}

    message = await _message(
        simulator, firm, "button_reply", reply_to=asked, content={"button_reply": chosen}
    )

    assert message == {
        "type": "interactive",
        "interactive": {"type": "button_reply", "button_reply": chosen},
        "context": {"from": OFFICE, "id": asked},
    }


async def test_a_row_of_a_list(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "list_reply")

    assert message["interactive"].keys() == {"type", "list_reply"}
    assert message["interactive"]["list_reply"].keys() == {"id", "title", "description"}


async def test_a_flow_has_json_inside_a_string(simulator: Simulator, firm: Firm) -> None:
    reply = (await _message(simulator, firm, "nfm_reply"))["interactive"]["nfm_reply"]

    assert (reply["name"], reply["body"]) == ("flow", "Sent")
    assert isinstance(reply["response_json"], str)
    assert json.loads(reply["response_json"])["perkara"] == "perdata"


async def test_leave_to_call(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "call_permission_reply")

    assert message["interactive"]["type"] == "call_permission_reply"
    assert message["interactive"]["call_permission_reply"].keys() == {
        "response",
        "is_permanent",
        "expiration_timestamp",
        "response_source",
    }


async def test_a_tap_on_a_templates_button(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "button", content={"payload": "HADIR"}, text="Hadir")

    assert message == {"type": "button", "button": {"payload": "HADIR", "text": "Hadir"}}


async def test_interactive_without_its_object(simulator: Simulator, firm: Firm) -> None:
    value = await received(simulator, firm, "no_interactive")

    assert value["messages"][0].keys() == {"from", "from_user_id", "id", "timestamp", "type"}
    assert value["messages"][0]["type"] == "interactive"
    assert value["errors"][0]["code"] == 131000


async def test_a_reaction_and_its_removal(simulator: Simulator, firm: Firm) -> None:
    target = await _first(firm, simulator)

    given = await _message(simulator, firm, "reaction", text="🙏", message_id=target)
    taken = await _message(simulator, firm, "reaction_removal", message_id=target)

    assert given == {"type": "reaction", "reaction": {"message_id": target, "emoji": "🙏"}}
    assert taken == {"type": "reaction", "reaction": {"message_id": target}}


async def test_an_edit(simulator: Simulator, firm: Firm) -> None:
    target = await _first(firm, simulator)

    assert await _message(simulator, firm, "edit", text="Ralat") == {
        "type": "edit",
        "edit": {
            "original_message_id": target,
            "message": {"context": {"id": target}, "type": "text", "text": {"body": "Ralat"}},
        },
    }


async def test_an_edit_of_a_caption_keeps_the_file(simulator: Simulator, firm: Firm) -> None:
    before = await _message(simulator, firm, "image", text="lama")

    edited = (await _message(simulator, firm, "edit", text="baru"))["edit"]["message"]

    assert edited["type"] == "image"
    assert edited["image"] == {**before["image"], "caption": "baru"}


async def test_a_deletion(simulator: Simulator, firm: Firm) -> None:
    target = await _first(firm, simulator)

    assert await _message(simulator, firm, "revoke") == {
        "type": "revoke",
        "revoke": {"original_message_id": target},
    }


async def test_an_order(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "order")

    assert message["order"].keys() == {"catalog_id", "text", "product_items"}
    for item in message["order"]["product_items"]:
        assert item.keys() == {"product_retailer_id", "quantity", "item_price", "currency"}


@pytest.mark.parametrize(
    ("kind", "more"), [("unsupported", "poll_creation"), ("unsupported_edit", "edit")]
)
async def test_what_whatsapp_hides(simulator: Simulator, firm: Firm, kind: str, more: str) -> None:
    message = await _message(simulator, firm, kind)

    assert message == {
        "type": "unsupported",
        "unsupported": {"type": more},
        "errors": [
            {
                "code": 131051,
                "title": "Message type unknown",
                "message": "Message type unknown",
                "error_data": {"details": "Message type is currently not supported."},
            }
        ],
    }


async def test_what_is_not_to_be_had(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "unavailable")

    assert message.keys() == {"type", "errors"}
    assert message["errors"][0]["code"] == 131060


async def test_a_chat_that_was_opened(simulator: Simulator, firm: Firm) -> None:
    assert await _message(simulator, firm, "request_welcome") == {"type": "request_welcome"}


async def test_a_text_in_a_group(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "group")
    picture = await _message(simulator, firm, "image", group_id=message["group_id"])

    assert base64.b64decode(message["group_id"]).startswith(b"capi_group:622100000100:")
    assert picture["group_id"] == message["group_id"]


async def test_a_type_nobody_has_heard_of(simulator: Simulator, firm: Firm) -> None:
    message = await _message(simulator, firm, "unknown")

    assert message.keys() == {"type", message["type"]}


async def test_an_error_of_the_account_comes_without_messages(
    simulator: Simulator, firm: Firm
) -> None:
    value = await received(simulator, firm, "errors")

    assert value.keys() == {"messaging_product", "metadata", "errors"}
    assert value["errors"][0].keys() == {"code", "title", "message", "error_data", "href"}
    assert await simulator.messages() == []


async def test_a_call_begins_and_ends(simulator: Simulator, firm: Firm) -> None:
    client = (await simulator.clients())[0]

    begun = await received(simulator, firm, "call_connect")
    ended = await received(simulator, firm, "call_terminate")

    assert [webhook.field for webhook in firm.webhooks] == ["calls", "calls"]
    assert begun["contacts"][0]["user_id"] == client["user_id"]
    [call], [end] = begun["calls"], ended["calls"]
    assert call["id"].startswith("wacid.")
    assert call.keys() == {
        "id", "from", "from_user_id", "to", "event", "direction", "timestamp", "session",
    }  # fmt: skip
    assert (call["from"], call["to"], call["event"]) == (CLIENT, OFFICE, "connect")
    assert call["session"].keys() == {"sdp_type", "sdp"}
    assert (end["id"], end["event"], end["status"]) == (call["id"], "terminate", "COMPLETED")


async def test_a_changed_number_comes_without_contacts(simulator: Simulator, firm: Firm) -> None:
    before = (await simulator.clients())[0]

    value = await received(simulator, firm, "user_changed_number", text="6281200000077")
    after = await received(simulator, firm, "text")

    assert value.keys() == {"messaging_product", "metadata", "messages"}
    [message] = value["messages"]
    assert (message["type"], message["from"]) == ("system", CLIENT)
    assert message["system"] == {
        "body": f"User {before['name']} changed from {CLIENT} to 6281200000077",
        "wa_id": "6281200000077",
        "type": "user_changed_number",
    }
    assert after["messages"][0]["from"] == "6281200000077"
    assert after["messages"][0]["from_user_id"] == before["user_id"]


async def test_a_changed_user_id_is_used_from_then_on(simulator: Simulator, firm: Firm) -> None:
    before = (await simulator.clients())[0]["user_id"]

    value = await received(simulator, firm, "user_changed_user_id")
    after = await received(simulator, firm, "text")

    system = value["messages"][0]["system"]
    assert "contacts" not in value
    assert value["messages"][0]["from_user_id"] == before
    assert system.keys() == {"body", "wa_id", "user_id", "type"}
    assert system["type"] == "user_changed_user_id"
    assert system["body"].endswith(f"changed from {before} to {system['user_id']}")
    assert after["contacts"][0]["user_id"] == system["user_id"] != before
    assert after["messages"][0]["from"] == system["wa_id"]


async def test_a_changed_identity_is_used_from_then_on(simulator: Simulator, firm: Firm) -> None:
    value = await received(simulator, firm, "customer_identity_changed", text="kunci-baru")
    after = await received(simulator, firm, "text")

    [message] = value["messages"]
    assert "contacts" not in value
    assert message["system"]["type"] == "customer_identity_changed"
    assert message["identity"].keys() == {"acknowledged", "created_timestamp", "hash"}
    assert message["identity"]["hash"] == "kunci-baru"
    assert after["contacts"][0]["identity_key_hash"] == "kunci-baru"


async def test_a_number_that_is_taken_is_refused(simulator: Simulator, firm: Firm) -> None:
    first = (await simulator.clients())[0]
    path = f"/admin/clients/{first['id']}/send/user_changed_number"

    answer = await simulator.http.post(path, json={"text": "6281200000002"})
    await received(simulator, firm, "text", text="masih sama")

    assert answer.status_code == 422
    assert [message["text"] for message in await simulator.messages()] == ["masih sama"]
    assert firm.webhooks[0].value["messages"][0]["from"] == CLIENT


async def test_somebody_with_a_username_and_no_number(simulator: Simulator, firm: Firm) -> None:
    wanted = {
        "name": "Rina (contoh)",
        "phone": "0812-0000-0055",
        "username": "rina.contoh",
        "hides_number": True,
    }
    client = await simulator.admin("POST", "/clients", wanted)

    value = await received(simulator, firm, "text", client=3)
    quote = await received(simulator, firm, "reply", client=3, reply_to=value["messages"][0]["id"])
    call = await received(simulator, firm, "call_connect", client=3)
    system = await received(simulator, firm, "user_changed_user_id", client=3)

    assert value["contacts"] == [
        {
            "profile": {"name": "Rina (contoh)", "username": "rina.contoh"},
            "user_id": client["user_id"],
        }
    ]
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == client["user_id"]
    assert quote["messages"][0]["context"] == {"id": value["messages"][0]["id"]}
    assert "from" not in call["calls"][0]
    assert "wa_id" not in system["messages"][0]["system"]


async def test_every_listed_type_can_be_sent(simulator: Simulator, firm: Firm) -> None:
    await _first(firm, simulator)
    listed = await simulator.admin("GET", "/types")
    kinds = [one["name"] for one in listed if one["by"] == "client"]

    for kind in kinds:
        await send(simulator, kind)
    await firm.until(lambda firm: len(firm.webhooks) == len(kinds) + 1)

    assert all(one["about"] for one in listed)
    assert {message["type"] for message in await simulator.messages()} >= {
        "text", "image", "video", "audio", "document", "sticker", "location", "contacts",
        "interactive", "button", "reaction", "edit", "revoke", "order", "system", "unsupported",
        "request_welcome", "call",
    }  # fmt: skip


async def test_a_message_opens_the_window_and_a_system_message_does_not(
    simulator: Simulator, firm: Firm
) -> None:
    await received(simulator, firm, "user_changed_number")
    await received(simulator, firm, "image", client=1)

    first, second, _ = await simulator.clients()

    assert first["window_until"] == 0
    assert second["window_until"] > 0


async def test_the_whole_message_can_be_changed(simulator: Simulator, firm: Firm) -> None:
    changed = {"timestamp": 1700000000, "from": None, "text": {"body": 5}}

    value = await received(simulator, firm, "text", message=changed)

    [message] = value["messages"]
    assert (message["timestamp"], message["text"]) == (1700000000, {"body": 5})
    assert "from" not in message


async def test_what_cannot_be_sent_is_explained(simulator: Simulator) -> None:
    client = (await simulator.clients())[0]["id"]
    wrong: list[tuple[str, dict[str, object], int, str]] = [
        ("imge", {}, 404, "did you mean 'image'"),
        ("reaction", {}, 422, "message_id"),
        ("edit", {}, 422, "message_id"),
        ("reply", {}, 422, "reply_to"),
        ("image", {"media_id": "1"}, 422, "media id"),
        ("contacts", {"content": {"name": {}}}, 422, "message"),
        ("text", {"message": {"type": 5}}, 422, "type"),
        ("text", {"colour": "red"}, 422, "colour"),
        ("text", {"times": 0}, 422, "times"),
    ]

    for kind, asked, status, words in wrong:
        answer = await simulator.http.post(f"/admin/clients/{client}/send/{kind}", json=asked)
        assert (answer.status_code, words in answer.text) == (status, True), answer.text

    assert await simulator.messages() == []
    assert (await simulator.http.post("/admin/clients/nobody/send/text")).status_code == 404
