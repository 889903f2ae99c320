"""A simulator and a firm for each test, both real servers on free ports."""

import contextlib
import json
import ssl
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from pydantic import AnyHttpUrl, SecretStr

from simulator.environment import Environment
from simulator.server import SimulatorServer
from simulator.storage.database import Database
from tests.simulator.firm import VERIFY_TOKEN, Firm, Street, open_street, served

APP_SECRET = "an app secret"  # pragma: allowlist secret - made up
TOKEN = "an access token"
NUMBER_ID = "100000000000015"
MESSAGES = f"/v22.0/{NUMBER_ID}/messages"


def text_call(**fields: object) -> dict[str, object]:
    """The body of a send; fields replace those of it, None leaves one out."""
    body: dict[str, object] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+6281200000001",
        "type": "text",
        "text": {"body": "Selamat pagi"},
    }
    body.update(fields)
    return {name: value for name, value in body.items() if value is not None}


# Loading the trusted certificates takes longer than a test, and nothing here speaks TLS.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Simulator:
    """Speaks to a running simulator as the product, as a client, and as a tester."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def admin(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        answer = await self.http.request(method, f"/admin{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def clients(self) -> list[dict[str, Any]]:
        return await self.admin("GET", "/clients")

    async def messages(self) -> list[dict[str, Any]]:
        return await self.admin("GET", "/messages")

    async def deliveries(self) -> list[dict[str, Any]]:
        return await self.admin("GET", "/deliveries")

    async def faults(self, **faults: object) -> None:
        await self.admin("PUT", "/faults", faults)

    async def write(self, text: str, *, client: int = 0, **more: object) -> str:
        person = (await self.clients())[client]
        path = f"/clients/{person['id']}/messages"
        return (await self.admin("POST", path, {"text": text, **more}))["wamid"]

    async def send(self, **fields: object) -> httpx.Response:
        return await self.post(MESSAGES, text_call(**fields))

    async def post(
        self,
        path: str,
        body: object,
        *,
        timeout: float = 20,  # noqa: ASYNC109 - httpx's own
    ) -> httpx.Response:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        return await self.http.post(path, content=raw, headers=headers, timeout=timeout)

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers={"Authorization": f"Bearer {TOKEN}"})


@contextlib.asynccontextmanager
async def running_simulator(
    firm: Firm, data: Path, *, at_port: int = 0, **settings: object
) -> AsyncGenerator[Simulator]:
    """A simulator in this process, with its own server, that sends its webhooks to `firm`."""
    fields: dict[str, Any] = {
        "webhook_url": AnyHttpUrl(firm.url),
        "app_secret": SecretStr(APP_SECRET),
        "verify_token": SecretStr(VERIFY_TOKEN),
        "access_token": SecretStr(TOKEN),
        "data": data,
        "auto_read_delay_ms": 50,
        "_env_file": None,
        **settings,
    }
    environment = Environment(**fields)
    server = SimulatorServer(environment, Database(data))
    async with (
        served(server, at_port) as port,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=NO_TLS, timeout=20
        ) as http,
    ):
        yield Simulator(http)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street() -> AsyncGenerator[Street]:
    async with open_street() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def firm(street: Street) -> AsyncGenerator[Firm]:
    moved_in = street.move_in()
    yield moved_in
    if moved_in.gate is not None:
        moved_in.gate.set()


@pytest_asyncio.fixture(loop_scope="module")
async def simulator(firm: Firm, tmp_path: Path) -> AsyncGenerator[Simulator]:
    async with running_simulator(firm, tmp_path / "data") as running:
        yield running
