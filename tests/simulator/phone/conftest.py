"""A real browser, and the phone page of each test's simulator in it."""

from collections.abc import AsyncGenerator
from typing import Final

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.simulator.conftest import Simulator

_ARGUMENTS: Final = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's own five seconds are few on a machine that is busy with other tests.
expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=_ARGUMENTS,
            timeout=120_000,  # on a machine that is busy with other tests
        )
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, simulator: Simulator) -> AsyncGenerator[Page]:
    """The page of this test's simulator; nothing may go wrong in it or leave for elsewhere."""
    context = await browser.new_context(base_url=str(simulator.http.base_url))
    opened = await context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    asked: list[str] = []
    await opened.goto("/")
    yield opened
    await context.close()
    assert troubles == []
    assert all(url.startswith(str(simulator.http.base_url)) for url in asked)


async def open_chat(page: Page, simulator: Simulator, number: int = 0) -> None:
    client = (await simulator.clients())[number]
    await page.get_by_test_id(f"client-{client['id']}").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
