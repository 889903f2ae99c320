"""The phone page in a real browser: a client writes, the office answers, the ticks tell."""

import asyncio
import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.simulator.conftest import MESSAGES, Simulator, running_simulator
from tests.simulator.firm import Firm
from tests.simulator.phone.conftest import open_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_selamat_pagi_gets_an_answer_with_blue_ticks(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await open_chat(page, simulator)
    await page.get_by_test_id("composer").fill("Selamat pagi")
    await page.get_by_test_id("composer").press("Enter")

    mine = page.get_by_test_id("message-1")
    await expect(mine).to_have_attribute("data-direction", "out")
    await expect(mine).to_have_attribute("data-status", "delivered")
    await firm.until(lambda firm: firm.texts == ["Selamat pagi"])
    wamid = firm.webhooks[0].value["messages"][0]["id"]
    receipt = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": wamid,
        "typing_indicator": {"type": "text"},
    }
    await simulator.post(MESSAGES, receipt)
    await expect(mine).to_have_attribute("data-status", "read")
    await expect(page.get_by_test_id("typing")).to_be_visible()
    await simulator.send(text={"body": "Selamat pagi, Bapak Budi."})

    theirs = page.get_by_test_id("message-2")
    await expect(theirs).to_contain_text("Selamat pagi, Bapak Budi.")
    await expect(theirs).to_have_attribute("data-direction", "in")
    await expect(theirs).to_have_attribute("data-status", "read")
    await expect(page.get_by_test_id("typing")).to_have_count(0)
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_ticks_claim_no_more_than_the_webhook_acknowledged(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    await firm.until(lambda firm: firm.texts == ["Halo"])
    firm.answer = 503
    await open_chat(page, simulator)
    await page.get_by_test_id("composer").fill("Ada orang?")
    await page.get_by_test_id("send").click()
    await simulator.send()
    await firm.until(lambda firm: "read" in firm.statuses)

    await expect(page.get_by_test_id("message-2")).to_have_attribute("data-status", "sent")
    await expect(page.get_by_test_id("message-3")).to_have_attribute("data-status", "accepted")
    await expect(page.get_by_test_id("webhook-trouble")).to_contain_text("503")
    firm.answer = 200
    await simulator.faults(clock_speed=1e6)
    await expect(page.get_by_test_id("message-2")).to_have_attribute("data-status", "delivered")
    await expect(page.get_by_test_id("message-3")).to_have_attribute("data-status", "read")
    await expect(page.get_by_test_id("webhook-trouble")).to_be_hidden()


async def test_a_failed_answer_says_so(page: Page, simulator: Simulator) -> None:
    await simulator.write("Halo")
    await simulator.faults(statuses={"fail_code": 131047})
    await open_chat(page, simulator)
    await simulator.send()

    failed = page.get_by_test_id("message-2")
    await expect(failed).to_have_attribute("data-status", "failed")
    await expect(failed).to_contain_text("131047")


async def test_without_auto_read_the_ticks_turn_blue_only_in_an_open_chat(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    await simulator.faults(auto_read=False)
    await simulator.write("Halo")
    await simulator.send()
    await firm.until(lambda firm: "delivered" in firm.statuses)
    client = (await simulator.clients())[0]
    badge = page.get_by_test_id(f"client-{client['id']}").locator(".badge")
    await expect(badge).to_have_text("1")

    await open_chat(page, simulator)

    await expect(page.get_by_test_id("message-2")).to_have_attribute("data-status", "read")
    await expect(badge).to_have_count(0)
    assert firm.statuses[-1] == "read"


async def test_markup_in_a_message_or_a_name_stays_text(page: Page, simulator: Simulator) -> None:
    attack = '<img src=x onerror="document.title=1"><b>Halo</b>'
    wanted = {"name": attack, "phone": "0812-0000-0007"}
    client = await simulator.admin("POST", "/clients", wanted)
    path = f"/clients/{client['id']}/messages"
    await simulator.admin("POST", path, {"text": attack})

    await page.get_by_test_id(f"client-{client['id']}").click()

    await expect(page.get_by_test_id("message-1").locator(".words")).to_have_text(attack)
    await expect(page.get_by_test_id("current-client")).to_have_text(attack)
    assert await page.locator("main img, main b:text-is('Halo')").count() == 0


async def test_a_new_client_is_added_and_a_wrong_number_is_explained(
    page: Page, simulator: Simulator
) -> None:
    await page.get_by_test_id("new-client").click()
    await page.get_by_test_id("new-client-save").click()
    error = page.get_by_test_id("new-client-error")
    await expect(error).to_contain_text("nama")
    await page.get_by_test_id("new-client-name").fill("Dewi (contoh)")
    await page.get_by_test_id("new-client-phone").fill("12")
    await page.get_by_test_id("new-client-save").click()
    await expect(error).to_contain_text("tidak dikenali")
    await page.get_by_test_id("new-client-phone").fill("0812-0000-0001")
    await page.get_by_test_id("new-client-save").click()
    await expect(error).to_contain_text("Sudah ada")
    await page.get_by_test_id("new-client-phone").fill("0812-0000-0008")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("new-client-dialog")).to_be_hidden()
    await expect(page.get_by_test_id("current-client")).to_have_text("Dewi (contoh)")
    await expect(page.get_by_test_id("no-messages")).to_be_visible()
    assert (await simulator.clients())[-1]["phone"] == "6281200000008"


async def test_the_page_speaks_indonesian_first_and_english_when_asked(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text("Klien")
    await page.get_by_test_id("language-en").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_every_word_is_there_in_both_languages(page: Page) -> None:
    keys = await page.evaluate(
        "import('/phone/assets/words.js').then(({ WORDS }) =>"
        " [Object.keys(WORDS.id), Object.keys(WORDS.en)])"
    )

    assert keys[0] == keys[1]


async def test_it_works_by_keyboard_on_a_narrow_screen(page: Page, simulator: Simulator) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    first, second, _ = await simulator.clients()
    await page.get_by_test_id(f"client-{first['id']}").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.get_by_test_id("client-list")).to_be_hidden()
    await page.get_by_test_id("composer").focus()
    await page.keyboard.type("satu")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("dua")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("message-1").locator(".words")).to_have_text("satu\ndua")
    assert (await simulator.messages())[0]["client_id"] == second["id"]
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_test_id("back").click()
    await expect(page.get_by_test_id("client-list")).to_be_visible()


async def test_a_lost_connection_is_said_and_what_was_missed_comes_after_it(
    browser: Browser, firm: Firm, tmp_path: Path
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    async with running_simulator(firm, tmp_path) as simulator:
        address = str(simulator.http.base_url)
        await simulator.write("Halo")
        await page.goto(address)
        await open_chat(page, simulator)
        await expect(page.get_by_test_id("message-1")).to_be_visible()
        await page.get_by_test_id("composer").fill("sedang ditulis")
    await expect(page.get_by_test_id("offline")).to_be_visible()
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("send-error")).to_contain_text("belum terkirim")
    await expect(page.get_by_test_id("composer")).to_have_value("sedang ditulis")

    port = int(address.rpartition(":")[2])
    async with running_simulator(firm, tmp_path, at_port=port) as again:
        await again.send(text={"body": "Kami kembali."})
        await expect(page.get_by_test_id("offline")).to_be_hidden()
        await expect(page.get_by_test_id("message-2")).to_contain_text("Kami kembali.")
        await page.get_by_test_id("send").click()
        await expect(page.get_by_test_id("message-3")).to_contain_text("sedang ditulis")
        await context.close()


async def test_what_happens_while_the_page_reads_is_not_missed(
    page: Page, simulator: Simulator, firm: Firm
) -> None:
    read, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        read.set()
        await let_go.wait()
        await route.fulfill(response=answer)

    await page.route("**/phone/chats", hold)
    await page.reload()
    await read.wait()
    await simulator.write("Halo")
    await firm.until(lambda firm: firm.texts == ["Halo"])
    let_go.set()

    await expect(page.get_by_test_id("client-list")).to_contain_text("Halo")


async def test_the_page_allows_nothing_from_elsewhere(simulator: Simulator) -> None:
    answer = await simulator.http.get("/phone")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert json.dumps("https:") not in answer.text
