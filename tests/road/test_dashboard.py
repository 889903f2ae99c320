"""What a lawyer sees of a conversation that is more than plain words."""

from typing import Final

from playwright.async_api import Browser, Page, expect

from tests.road.road import PATIENCE, Person, Road, until

_SOON: Final = PATIENCE * 1000


def _send(road: Road, person: Person, kind: str, **options: object) -> str:
    sent = road.admin("POST", f"/clients/{person.id}/send/{kind}", options or None)
    return str(sent["wamid"])


async def _opened(browser: Browser, road: Road, person: Person) -> Page:
    page = await browser.new_page()
    await page.goto(road.stack.endpoint("edge"))
    await page.locator("#token").fill(road.stack.endpoint("lawyer_token"))
    await page.get_by_role("button", name="Buka").click()
    await page.locator("#waiting").uncheck()
    await page.get_by_role("button", name=person.name).click(timeout=_SOON)
    return page


async def test_a_lawyer_sees_what_every_message_is_and_what_became_of_it(
    browser: Browser, road: Road
) -> None:
    person = road.person("Komang Contoh")
    first = road.write(person, "Sidang jam tiga ya Pak")
    until(lambda: road.conversation_of(first), "the first message")
    for kind in ("audio", "location", "unsupported"):
        _send(road, person, kind)
    _send(road, person, "reaction", message_id=first)

    page = await _opened(browser, road, person)
    bubbles = page.locator(".bubble")
    await expect(bubbles.filter(has_text="Lokasi")).to_have_count(1, timeout=_SOON)
    await expect(bubbles.filter(has_text="Pesan suara")).to_have_count(1, timeout=_SOON)
    await expect(bubbles.filter(has_text="jajak pendapat")).to_have_count(1, timeout=_SOON)
    of_first = bubbles.filter(has_text="Sidang jam tiga")
    await expect(of_first.locator(".reaction")).to_be_visible(timeout=_SOON)
    await page.get_by_role("button", name="English").click()
    await expect(bubbles.filter(has_text="Voice message")).to_have_count(1, timeout=_SOON)


async def test_a_lawyer_verifies_a_client_whose_identity_changed(
    browser: Browser, road: Road
) -> None:
    person = road.person("Putu Contoh", identity_key_hash="kunci-satu")
    road.write(person, "Selamat pagi")
    road.answered(person)
    road.admin("PUT", f"/clients/{person.id}/identity", {"identity_key_hash": "kunci-dua"})
    held = road.write(person, "Selamat siang")
    until(lambda: road.recorded(held, "waiting_for_lawyer"), "the held message")

    page = await _opened(browser, road, person)
    page.on("dialog", lambda dialog: dialog.accept())
    doubt = page.get_by_role("alert")
    await expect(doubt).to_contain_text("Identitas WhatsApp klien ini berubah", timeout=_SOON)
    await doubt.get_by_role("button", name="Sudah saya pastikan").click()
    await expect(doubt).to_have_count(0, timeout=_SOON)


async def test_a_lawyer_opens_a_file_from_the_dashboard(browser: Browser, road: Road) -> None:
    person = road.person("Gede Contoh")
    _send(road, person, "document")
    page = await _opened(browser, road, person)
    open_it = page.get_by_role("button", name="Buka berkas")
    await expect(open_it).to_be_visible(timeout=_SOON)
    async with page.expect_response(lambda answer: answer.url.endswith("/link")) as asking:
        await open_it.click()
    answer = await asking.value
    assert answer.status == 200
    assert "X-Amz-Signature" in (await answer.json())["url"]
