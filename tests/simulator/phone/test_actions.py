"""What a person can do on the phone page beside typing, in a real browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from simulator.messages.samples import SAMPLES
from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm
from tests.simulator.phone.conftest import open_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _office(simulator: Simulator, kind: str, content: dict[str, Any]) -> str:
    """The office sends a message of any type; its wamid."""
    answer = await simulator.send(**{"text": None, "type": kind, kind: content})
    return answer.raise_for_status().json()["messages"][0]["id"]


async def _newest(firm: Firm, kind: str) -> dict[str, Any]:
    """The client's message of this type that the firm got, when it is there."""

    def of_kind() -> list[dict[str, Any]]:
        found = [webhook.value.get("messages", [{}])[0] for webhook in firm.webhooks]
        return [message for message in found if message.get("type") == kind]

    await firm.until(lambda _: bool(of_kind()))
    return of_kind()[-1]


async def _menu_of(page: Page, number: int) -> Locator:
    bubble = page.get_by_test_id(f"message-{number}")
    await bubble.hover()
    await bubble.locator(".more").click()
    return page.get_by_test_id("menu")


async def _pick(page: Page, what: str, *, name: str, mime_type: str, content: bytes) -> None:
    await page.get_by_test_id("attach").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_test_id(f"attach-{what}").click()
    chooser = await choosing.value
    await chooser.set_files(FilePayload(name=name, mimeType=mime_type, buffer=content))


async def test_a_photo_is_picked_and_goes_with_a_caption(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await open_chat(page, simulator)
    content = SAMPLES["image"].content()
    await _pick(page, "image", name="surat.jpg", mime_type="image/jpeg", content=content)
    await expect(page.get_by_test_id("pending-text")).to_have_text("surat.jpg")
    await page.get_by_test_id("composer").fill("Ini suratnya")
    await page.get_by_test_id("send").click()

    shown = page.get_by_test_id("message-1")
    await expect(shown.locator(".words")).to_have_text("Ini suratnya")
    await expect(shown.locator("img")).to_be_visible()
    decoded = "image => image.decode().then(() => image.naturalWidth)"
    assert await shown.locator("img").evaluate(decoded) == 640
    await expect(page.get_by_test_id("pending")).to_be_hidden()
    image = (await _newest(firm, "image"))["image"]
    assert (image["caption"], image["mime_type"]) == ("Ini suratnya", "image/jpeg")


async def test_a_document_needs_no_words_and_can_be_saved(
    page: Page, simulator: Simulator, firm: Firm, tmp_path: Path
) -> None:
    await open_chat(page, simulator)
    await _pick(page, "document", name="akta.html", mime_type="text/html", content=b"<b>akta</b>")
    await page.get_by_test_id("send").click()

    document = (await _newest(firm, "document"))["document"]
    assert (document["filename"], document["mime_type"]) == ("akta.html", "text/html")
    async with page.expect_download() as downloading:
        await page.get_by_test_id("message-1").locator("a").click()
    await (await downloading.value).save_as(tmp_path / "akta.html")
    assert (tmp_path / "akta.html").read_bytes() == b"<b>akta</b>"


async def test_what_was_picked_can_be_put_back(page: Page, simulator: Simulator) -> None:
    await open_chat(page, simulator)
    await _pick(page, "sound", name="rapat.mp3", mime_type="audio/mpeg", content=b"ID3")
    await expect(page.get_by_test_id("send")).to_be_enabled()

    await page.get_by_test_id("pending-cancel").click()

    await expect(page.get_by_test_id("pending")).to_be_hidden()
    await expect(page.get_by_test_id("send")).to_be_disabled()


async def test_a_voice_note_and_a_sticker_go_at_once(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await open_chat(page, simulator)
    for kind in ("audio", "sticker"):
        await page.get_by_test_id("attach").click()
        await page.get_by_test_id(f"attach-{kind}").click()

    await expect(page.get_by_test_id("message-1").locator("audio")).to_be_visible()
    await expect(page.get_by_test_id("message-2").locator("img.sticker")).to_be_visible()
    assert (await _newest(firm, "audio"))["audio"]["voice"] is True
    seconds = (
        "audio => new Promise((done, broken) => { audio.onerror = broken; const tell = () =>"
        " done(audio.duration); if (audio.readyState) tell(); audio.onloadedmetadata = tell; })"
    )
    assert round(await page.locator("audio").evaluate(seconds)) == 3


async def test_a_place_a_person_and_an_order_are_filled_in(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await open_chat(page, simulator)
    filled = {
        "location": {"name": "Kantor", "address": "", "latitude": "-8.65"},
        "contacts": {"name": "Wayan (contoh)", "number": "+62 812-0000-0098"},
        "order": {"quantity": "3"},
    }
    for kind, fields in filled.items():
        await page.get_by_test_id("attach").click()
        await page.get_by_test_id(f"attach-{kind}").click()
        for name, value in fields.items():
            await page.get_by_test_id(f"sheet-{name}").fill(value)
        await page.get_by_test_id("sheet-send").click()
        await expect(page.get_by_test_id("sheet")).to_be_hidden()

    await expect(page.get_by_test_id("message-1")).to_contain_text("Kantor")
    await expect(page.get_by_test_id("message-2")).to_contain_text("Wayan (contoh)")
    await expect(page.get_by_test_id("message-3")).to_contain_text("konsultasi-awal")
    place = (await _newest(firm, "location"))["location"]
    assert place == {"latitude": -8.65, "longitude": 106.8271528, "name": "Kantor"}
    [card] = (await _newest(firm, "contacts"))["contacts"]
    assert card["phones"][0]["wa_id"] == "6281200000098"
    assert (await _newest(firm, "order"))["order"]["product_items"][0]["quantity"] == 3


async def test_a_message_is_quoted(page: Page, simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    quoted = (await simulator.send(text={"body": "Kapan Bapak bisa?"})).json()["messages"][0]["id"]
    await open_chat(page, simulator)
    await (await _menu_of(page, 2)).get_by_test_id("menu-reply").click()
    await expect(page.get_by_test_id("pending-title")).to_contain_text("Kantor Hukum Contoh")
    await page.keyboard.type("Besok")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("message-3").locator("blockquote")).to_contain_text("Kapan")
    assert (await _newest(firm, "text"))["context"] == {"from": "622100000100", "id": quoted}
    await expect(page.get_by_test_id("pending")).to_be_hidden()


async def test_a_reaction_is_given_changed_and_taken_away(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    target = (await simulator.send()).json()["messages"][0]["id"]
    await open_chat(page, simulator)
    chips = page.get_by_test_id("message-2").get_by_test_id("reactions")

    await (await _menu_of(page, 2)).get_by_test_id("react-👍").click()
    await expect(chips).to_have_text("👍")
    await (await _menu_of(page, 2)).get_by_test_id("react-🙏").click()
    await expect(chips).to_have_text("🙏")
    given = (await _newest(firm, "reaction"))["reaction"]
    await (await _menu_of(page, 2)).get_by_test_id("menu-unreact").click()
    await expect(chips).to_have_count(0)

    assert given["message_id"] == target
    await firm.until(
        lambda firm: (
            {"message_id": target}
            in [webhook.value.get("messages", [{}])[0].get("reaction") for webhook in firm.webhooks]
        )
    )
    assert await page.locator("article.bubble").count() == 2


async def test_the_offices_reaction_is_on_the_clients_message(
    page: Page, simulator: Simulator
) -> None:
    wamid = await simulator.write("Terima kasih")
    await open_chat(page, simulator)
    await _office(simulator, "reaction", {"message_id": wamid, "emoji": "❤️"})

    await expect(page.get_by_test_id("message-1").get_by_test_id("reactions")).to_have_text("❤️")
    await _office(simulator, "reaction", {"message_id": wamid, "emoji": ""})
    await expect(page.get_by_test_id("message-1").get_by_test_id("reactions")).to_have_count(0)


async def test_an_own_message_is_edited_and_deleted(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    wamid = await simulator.write("Besok")
    await open_chat(page, simulator)
    mine = page.get_by_test_id("message-1")

    await (await _menu_of(page, 1)).get_by_test_id("menu-edit").click()
    await expect(page.get_by_test_id("composer")).to_have_value("Besok")
    await page.get_by_test_id("composer").fill("Lusa")
    await page.get_by_test_id("send").click()
    await expect(mine.locator(".words")).to_have_text("Lusa")
    await expect(mine).to_contain_text("diubah")
    await (await _menu_of(page, 1)).get_by_test_id("menu-remove").click()
    await expect(mine).to_contain_text("Pesan ini dihapus")
    await page.reload()
    await expect(mine).to_contain_text("Pesan ini dihapus")

    assert (await _newest(firm, "edit"))["edit"]["original_message_id"] == wamid
    assert (await _newest(firm, "revoke"))["revoke"] == {"original_message_id": wamid}


async def test_the_offices_message_can_be_neither_edited_nor_deleted(
    page: Page, simulator: Simulator
) -> None:
    await simulator.write("Halo")
    await simulator.send()
    await open_chat(page, simulator)

    menu = await _menu_of(page, 2)

    await expect(menu.get_by_test_id("menu-reply")).to_be_visible()
    await expect(menu.get_by_test_id("menu-edit")).to_have_count(0)
    await expect(menu.get_by_test_id("menu-remove")).to_have_count(0)


async def test_a_button_of_the_office_is_tapped(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    buttons = [
        {"type": "reply", "reply": {"id": "hadir", "title": "Ya, hadir"}},
        {"type": "reply", "reply": {"id": "tidak", "title": "Tidak bisa"}},
    ]
    content = {"type": "button", "body": {"text": "Hadir?"}, "action": {"buttons": buttons}}
    asked = await _office(simulator, "interactive", content)
    await open_chat(page, simulator)

    await page.get_by_test_id("message-2").get_by_role("button", name="Tidak bisa").click()

    await expect(page.get_by_test_id("message-3").locator(".words")).to_have_text("Tidak bisa")
    answer = await _newest(firm, "interactive")
    assert answer["interactive"] == {
        "type": "button_reply",
        "button_reply": {"id": "tidak", "title": "Tidak bisa"},
    }
    assert answer["context"]["id"] == asked


async def test_a_row_of_the_offices_list_is_chosen(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    rows = [{"id": "u", "title": "Utang", "description": "Pinjaman"}, {"id": "w", "title": "Waris"}]
    action = {"button": "Pilih perkara", "sections": [{"title": "Perdata", "rows": rows}]}
    content = {"type": "list", "body": {"text": "Perkara apa?"}, "action": action}
    await _office(simulator, "interactive", content)
    await open_chat(page, simulator)

    await page.get_by_role("button", name="Pilih perkara").click()
    await expect(page.get_by_test_id("menu")).to_contain_text("Perdata")
    await page.get_by_role("menuitem", name="Waris").click()

    assert (await _newest(firm, "interactive"))["interactive"] == {
        "type": "list_reply",
        "list_reply": {"id": "w", "title": "Waris"},
    }


async def test_a_templates_button_is_tapped(page: Page, simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    texts = [[{"type": "text", "text": "Perkara 12"}]]
    texts.append([{"type": "text", "text": text} for text in ("Budi", "PN Contoh", "1 Desember")])
    components = [
        {"type": kind, "parameters": parameters}
        for kind, parameters in zip(("header", "body"), texts, strict=True)
    ]
    template = {"name": "pengingat_sidang", "language": {"code": "id"}, "components": components}
    asked = await _office(simulator, "template", template)
    await open_chat(page, simulator)
    await expect(page.get_by_test_id("message-2")).to_contain_text("Yth. Budi, sidang Anda")

    await page.get_by_role("button", name="Saya hadir", exact=True).click()

    answer = await _newest(firm, "button")
    assert answer["button"] == {"payload": "Saya hadir", "text": "Saya hadir"}
    assert answer["context"]["id"] == asked


async def test_the_number_is_shared_when_the_office_asks(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    content = {
        "type": "request_contact_info",
        "body": {"text": "Mohon nomor Anda."},
        "action": {"name": "request_contact_info"},
    }
    await _office(simulator, "interactive", content)
    await open_chat(page, simulator)

    await page.get_by_role("button", name="Bagikan nomor saya").click()

    [card] = (await _newest(firm, "contacts"))["contacts"]
    assert card["origin"] == "contact_request"
    assert card["phones"][0]["wa_id"] == "6281200000001"


async def test_everything_can_be_sent_from_the_page(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await open_chat(page, simulator)
    listed = await simulator.admin("GET", "/types")
    for name in ("unsupported", "customer_identity_changed", "call_connect", "user_preferences"):
        await page.get_by_test_id("attach").click()
        await page.get_by_test_id("attach-more").click()
        for one in listed:
            await expect(page.get_by_test_id(f"type-{one['name']}")).to_have_count(1)
        await page.get_by_test_id(f"type-{name}").click()

    await firm.until(lambda firm: len(firm.webhooks) == 4)
    await expect(page.get_by_test_id("toast")).to_contain_text("user_preferences")
    await expect(page.get_by_test_id("message-1")).to_contain_text("poll_creation")
    await expect(page.get_by_test_id("message-2")).to_have_attribute("data-type", "system")
    await expect(page.get_by_test_id("message-3")).to_contain_text("Panggilan suara")
    assert {webhook.field for webhook in firm.webhooks} == {"messages", "calls", "user_preferences"}


async def test_what_cannot_be_sent_is_said(page: Page, simulator: Simulator) -> None:
    await open_chat(page, simulator)
    await page.get_by_test_id("attach").click()
    await page.get_by_test_id("attach-more").click()
    await page.get_by_test_id("type-reaction").click()

    await expect(page.get_by_test_id("send-error")).to_contain_text("Tidak dapat dikirim")


async def test_every_type_has_words_in_both_languages(page: Page, simulator: Simulator) -> None:
    known = await page.evaluate(
        "import('/phone/assets/type-words.js').then(({ TYPE_WORDS }) =>"
        " Object.entries(TYPE_WORDS).filter(([, words]) => words.id && words.en)"
        ".map(([name]) => name))"
    )

    listed = {one["name"] for one in await simulator.admin("GET", "/types")}
    assert set(known) == listed


async def test_every_type_is_drawn_and_fits_a_narrow_screen(
    page: Page, simulator: Simulator
) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    await simulator.write("Halo")
    client = (await simulator.clients())[0]["id"]
    listed = await simulator.admin("GET", "/types")
    for one in listed:
        if one["by"] == "client":
            await simulator.admin("POST", f"/clients/{client}/send/{one['name']}")
    await open_chat(page, simulator)
    await expect(page.get_by_test_id("no-messages")).to_have_count(0)
    messages = await simulator.messages()
    last = [m for m in messages if m["type"] not in {"reaction", "edit", "revoke"}][-1]
    await expect(page.get_by_test_id(f"message-{last['number']}")).to_be_visible()

    widths = await page.evaluate(
        "[document.documentElement.scrollWidth,"
        " document.querySelector('.messages').scrollWidth <= 360]"
    )
    texts = await page.locator("article.bubble, .note").all_inner_texts()
    await page.get_by_test_id("attach").click()
    box = await page.get_by_test_id("menu").bounding_box()

    assert widths == [360, True]
    assert not [text for text in texts if "undefined" in text or "[object" in text]
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


async def test_the_menus_work_by_keyboard(page: Page, simulator: Simulator) -> None:
    await simulator.write("Halo")
    await open_chat(page, simulator)
    await page.get_by_test_id("message-1").locator(".more").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("react-👍")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_test_id("menu-remove")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("menu")).to_be_hidden()
    await expect(page.get_by_test_id("message-1").locator(".more")).to_be_focused()
