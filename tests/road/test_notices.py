"""What Meta says of the account reaches the lawyers, who say that they have read it."""

import time
from collections.abc import Mapping
from typing import Final

from playwright.async_api import Browser, expect

from tests.road import webhooks
from tests.road.road import PATIENCE, Road, until
from tests.road.webhooks import Json

_SOON: Final = PATIENCE * 1000


def _say(road: Road, field: str, value: Mapping[str, object]) -> None:
    """Let Meta report a change of a field that is neither a message nor a status."""
    change: Json = {"field": field, "value": dict(value)}
    whole = webhooks.webhook([change])
    whole["entry"][0]["time"] = int(time.time())
    assert road.post(whole).status_code == 200


def _told(road: Road, code: str, words: str) -> Json | None:
    items = road.api("/notices?limit=200").json()["items"]
    return next(
        (item for item in items if item["code"] == code and words in item["text"]["en"]), None
    )


def test_a_stop_is_a_consent_and_a_notice_of_a_client_who_never_wrote(road: Road) -> None:
    phone = webhooks.new_phone()
    wish = {"wa_id": phone, "category": "marketing_messages", "value": "stop"}
    contact = {"wa_id": phone, "profile": {"name": "Made Contoh"}}
    _say(road, "user_preferences", {"contacts": [contact], "user_preferences": [wish]})

    def about() -> Json | None:
        items = road.api("/notices?limit=200").json()["items"]
        return next((item for item in items if item["client_name"] == "Made Contoh"), None)

    told = until(about, "a notice about the client")
    assert told["code"] == "client_stopped"
    query = "SELECT category, value FROM consents WHERE client_id = %s"
    assert road.rows(query, told["client_id"]) == [("marketing_messages", "stop")]


def test_a_body_that_nobody_understands_is_told_of(road: Road) -> None:
    before = len(road.api("/notices?open=true&limit=200").json()["items"])
    body = b"this is no JSON, " + str(time.time_ns()).encode()
    assert road.post(body).status_code == 200

    def more() -> bool:
        return len(road.api("/notices?open=true&limit=200").json()["items"]) > before

    until(more, "a notice of the body")


async def test_a_lawyer_reads_a_notice_and_says_so_on_the_dashboard(
    browser: Browser, road: Road
) -> None:
    name = f"pengingat_{time.time_ns()}"
    template = {"message_template_name": name, "message_template_language": "id"}
    _say(road, "message_template_status_update", {**template, "event": "PAUSED"})
    _say(road, "security", {"event": "PIN_RESET_REQUEST", "display_phone_number": "622155500100"})
    until(lambda: _told(road, "template_paused", name), "a notice of the template")

    page = await browser.new_page()
    await page.goto(road.stack.endpoint("edge"))
    await page.locator("#token").fill(road.stack.endpoint("lawyer_token"))
    await page.get_by_role("button", name="Buka").click()
    notice = page.get_by_test_id("notices").get_by_role("listitem").filter(has_text=name)
    await expect(notice).to_contain_text("WhatsApp menghentikan sementara", timeout=_SOON)
    await expect(notice).to_contain_text("Peringatan")
    await page.get_by_role("button", name="English").click()
    await expect(notice).to_contain_text("WhatsApp paused the template", timeout=_SOON)
    await notice.get_by_role("button", name="Acknowledge").click()
    await expect(notice).to_have_count(0, timeout=_SOON)

    kept = until(lambda: _told(road, "template_paused", name), "the notice itself")
    me = road.api("/me").json()
    assert (kept["acknowledged_by"], bool(kept["acknowledged_at"])) == (me["id"], True)
