"""An office that runs on pywa, a client of Meta's API that other people wrote and keep."""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from tests.simulator.conftest import (
    APP_SECRET,
    NO_TLS,
    NUMBER_ID,
    TOKEN,
    Simulator,
    running_simulator,
)
from tests.simulator.firm import VERIFY_TOKEN, Firm, served

# pywa's annotations do not stand up to strict checking: here it is used as if it had none.
pywa: Any = importlib.import_module("pywa_async")
errors: Any = importlib.import_module("pywa_async.errors")
templates: Any = importlib.import_module("pywa_async.types.templates")
types: Any = importlib.import_module("pywa_async.types")

WABA_ID = "100000000000001"
CLIENT = "+6281200000001"
_ENDPOINT = "/webhooks/whatsapp"


@dataclass(slots=True)
class Office:
    """The pywa client, and what its own parser has made of the webhooks it was sent."""

    whatsapp: Any
    simulator: Simulator
    updates: list[Any] = field(default_factory=list[Any])
    raw: list[Any] = field(default_factory=list[Any])
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, is_true: Callable[["Office"], bool], seconds: float = 15) -> None:
        """Wait until what pywa has parsed satisfies a condition."""
        async with asyncio.timeout(seconds):
            while not is_true(self):
                self._changed.clear()
                await self._changed.wait()

    def statuses(self) -> list[Any]:
        return [one for one in self.updates if isinstance(one, types.MessageStatus)]

    def messages(self) -> list[Any]:
        return [one for one in self.updates if isinstance(one, types.Message)]

    async def taps(self, kind: str, **asked: object) -> str:
        """Let the first client send something of this kind."""
        [client, *_] = await self.simulator.clients()
        path = f"/clients/{client['id']}/send/{kind}"
        return (await self.simulator.admin("POST", path, asked))["wamid"]

    async def take(self, _: object, update: object) -> None:
        self.updates.append(update)
        self._changed.set()

    async def take_raw(self, _: object, update: object) -> None:
        self.raw.append(update)
        self._changed.set()


@contextlib.asynccontextmanager
async def open_office(data: Path) -> AsyncGenerator[Office]:
    """A simulator whose webhooks go to pywa, and a pywa whose calls go to the simulator."""
    app = FastAPI()
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    async with (
        httpx.AsyncClient(trust_env=False, verify=NO_TLS, timeout=20) as session,
        served(uvicorn.Server(config)) as port,
        running_simulator(Firm(url=f"http://127.0.0.1:{port}{_ENDPOINT}"), data) as simulator,
    ):
        whatsapp = pywa.WhatsApp(
            phone_id=NUMBER_ID,
            token=TOKEN,
            session=session,
            server=app,
            webhook_endpoint=_ENDPOINT,
            verify_token=VERIFY_TOKEN,
            app_secret=APP_SECRET,
            waba_id=WABA_ID,
            api_version="22.0",
        )
        # pywa writes Meta's address into the session it is given; this is where ours is.
        session.base_url = f"{simulator.http.base_url}/v22.0"
        office = Office(whatsapp, simulator)
        for register in (
            whatsapp.on_message,
            whatsapp.on_callback_button,
            whatsapp.on_callback_selection,
            whatsapp.on_message_status,
        ):
            register(office.take)
        whatsapp.on_raw_update(office.take_raw)
        yield office
