"""What people see in a browser: a client's phone, and an operator's Temporal Web UI."""

from typing import Final

from playwright.async_api import Browser, expect

from tests.road.road import PATIENCE, Road

_SOON: Final = PATIENCE * 1000


async def test_selamat_pagi_typed_on_the_phone_gets_a_reply_and_blue_ticks(
    browser: Browser, road: Road
) -> None:
    person = road.person("Wayan Contoh")
    page = await browser.new_page()
    await page.goto(road.stack.endpoint("phone_page"))
    await page.get_by_test_id(f"client-{person.id}").click()
    await page.get_by_test_id("composer").fill("Selamat pagi")
    await page.get_by_test_id("composer").press("Enter")

    mine, reply = page.get_by_test_id("message-1"), page.get_by_test_id("message-2")
    await expect(mine).to_have_attribute("data-status", "delivered", timeout=_SOON)
    await expect(reply).to_contain_text("Selamat datang", timeout=_SOON)
    await expect(reply).to_have_attribute("data-direction", "in")
    # Blue only when the firm's webhook has acknowledged that the reply was read.
    await expect(reply).to_have_attribute("data-status", "read", timeout=_SOON)
    await expect(page.get_by_test_id("message-3")).to_have_count(0)


async def test_the_web_ui_tells_an_operator_the_decoded_story_of_a_message(
    browser: Browser, road: Road
) -> None:
    person = road.person("Nyoman Contoh")
    wamid = road.write(person, "Selamat sore pak")
    road.answered(person)
    found = road.trace(wamid)
    page = await browser.new_page()
    elsewhere: list[str] = []
    ours = (road.stack.endpoint("temporal_ui"), road.stack.endpoint("edge"), "data:", "blob:")
    page.on(
        "request",
        lambda request: None if request.url.startswith(ours) else elsewhere.append(request.url),
    )

    await page.goto(found["web_ui"])
    await expect(page.get_by_text("Selamat sore pak")).to_be_visible(timeout=_SOON)
    await expect(page.get_by_text("Nyoman Contoh")).to_be_visible(timeout=_SOON)
    for step in ("keep the message", "understand the message", "hand over to the conversation"):
        await expect(page.get_by_text(step).first).to_be_attached(timeout=_SOON)

    await page.get_by_role("tab", name="User Metadata").click()
    # The Web UI renders these texts as Markdown, each in a frame of its own.
    summary, story = (page.frame_locator("iframe").nth(number) for number in (0, 1))
    await expect(summary.get_by_text("text message")).to_be_visible(timeout=_SOON)
    for line in ("understood as greeting", "route AI: allowed_intent", "handed over"):
        await expect(story.get_by_text(line)).to_be_visible(timeout=_SOON)
    assert elsewhere == []


async def test_the_web_ui_shows_only_sealed_content_where_the_codec_is_out_of_reach(
    browser: Browser, road: Road
) -> None:
    person = road.person("Ketut Contoh")
    found = road.trace(road.write(person, "Selamat malam bu"))
    page = await browser.new_page()
    await page.route("**/codec/**", lambda route: route.abort())
    await page.goto(found["web_ui"])
    # The list of events: the timeline leaves out what it has no room for.
    await page.get_by_role("tab", name="Event History").click()
    await expect(page.get_by_text("record_message").first).to_be_attached(timeout=_SOON)
    for sealed in ("Selamat malam bu", "Ketut Contoh", "keep the message"):
        await expect(page.get_by_text(sealed)).to_have_count(0)
