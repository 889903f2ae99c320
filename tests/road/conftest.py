"""One whole stack for all tests of the road, and what it must be like between them."""

import contextlib
import os
from collections.abc import AsyncGenerator, Generator, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bench.road import always_open
from devstack.service import REPOSITORY
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder
from tests.road.road import PATIENCE, Road

_ARGUMENTS: Final = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CANARY_WORDS = "Burung kenari kantor menyambut Anda."
"""Words of every greeting on this stack; what is sealed never shows them."""


@pytest.fixture(scope="session")
def running_road() -> Iterator[Road]:
    with throwaway_folder() as folder:
        policy = folder.parent / "firm.yaml"
        policy.write_text(_hasty((REPOSITORY / "firm.yaml").read_text()))
        before = os.environ.get("FIRM_POLICY")
        os.environ["FIRM_POLICY"] = str(policy)
        try:
            with Stack(folder) as stack, _road(stack, folder) as road:
                yield road
        finally:
            os.environ.pop("FIRM_POLICY")
            if before is not None:
                os.environ["FIRM_POLICY"] = before


@pytest.fixture
def road(running_road: Road) -> Iterator[Road]:
    """The stack, all of it running and nothing going wrong."""
    yield running_road
    for name, state in running_road.stack.states().items():
        if state == "stopped":
            running_road.stack.start_service(name)
    running_road.admin("DELETE", "/faults")


@pytest_asyncio.fixture
async def browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=_ARGUMENTS,
            timeout=120_000,  # on a machine that is busy with other tests
        )
        yield opened
        await opened.close()


@contextlib.contextmanager
def _road(stack: Stack, folder: Path) -> Generator[Road]:
    with (
        httpx.Client(base_url=stack.endpoint("edge"), timeout=PATIENCE) as edge,
        httpx.Client(base_url=stack.endpoint("simulator"), timeout=PATIENCE) as meta,
    ):
        yield Road(stack=stack, folder=folder, edge=edge, meta=meta)


def _hasty(policy: str) -> str:
    """The firm's rules with short waits and words that are easy to find again."""
    changes = {
        "quiet_period: 6s": "quiet_period: 1s",
        "confirmation_wait: 10m": "confirmation_wait: 8s",
        "Silakan sampaikan keperluan Anda.": f"{CANARY_WORDS}",
    }
    for old, new in changes.items():
        assert old in policy
        policy = policy.replace(old, new)
    return always_open(policy)
