"""As a process: it keeps its promises over a restart, and its logs name nobody."""

import asyncio
import base64
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.simulator.conftest import APP_SECRET, NUMBER_ID, TOKEN
from tests.simulator.firm import VERIFY_TOKEN, Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")

CANARY_PHONE = "6285550009999"
CANARY_NAME = "Kenari Pengintai"
CANARY_TEXT = "rahasia-kenari-4711"


@dataclass(slots=True)
class Process:
    """One simulator as its own process, and all it wrote to standard error."""

    handle: asyncio.subprocess.Process
    lines: list[bytes] = field(default_factory=list[bytes])
    http: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)

    async def read(self) -> None:
        assert self.handle.stderr is not None
        async for line in self.handle.stderr:
            self.lines.append(line)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.handle.send_signal(number)
        async with asyncio.timeout(15):
            return await self.handle.wait()


def _environment(firm: Firm, data: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if "SIMULATOR" not in name},
        "SIMULATOR_WEBHOOK_URL": firm.url,
        "SIMULATOR_APP_SECRET": APP_SECRET,
        "SIMULATOR_VERIFY_TOKEN": VERIFY_TOKEN,
        "SIMULATOR_ACCESS_TOKEN": TOKEN,
        "SIMULATOR_DATA": str(data),
        "SIMULATOR_LOG_LEVEL": "debug",
    }


async def _start(environment: dict[str, str], *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator",
        *arguments,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


@contextlib.asynccontextmanager
async def _process(firm: Firm, data: Path) -> AsyncGenerator[Process]:
    handle = await _start(_environment(firm, data), "--port", "0")
    process = Process(handle)
    reading = asyncio.create_task(process.read())
    try:
        async with asyncio.timeout(30):
            while not any(b"startup complete" in line for line in process.lines):
                assert handle.returncode is None, process.lines
                await asyncio.sleep(0.01)
        port = json.loads(process.lines[0])["port"]
        process.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
        async with process.http:
            yield process
    finally:
        if handle.returncode is None:
            await process.stop()
        await reading


async def test_chats_and_open_deliveries_survive_a_stop_and_a_kill(
    firm: Firm, tmp_path: Path
) -> None:
    firm.answer = 503
    async with _process(firm, tmp_path) as first:
        [client, *_] = (await first.http.get("/admin/clients")).json()
        path = f"/admin/clients/{client['id']}/messages"
        await first.http.post(path, json={"text": "before the stop"})
        await firm.until(lambda firm: len(firm.texts) >= 2)
        assert await first.stop() == 0
    async with _process(firm, tmp_path) as second:
        await second.http.post(path, json={"text": "before the kill"})
        await firm.until(lambda firm: "before the kill" in firm.texts)
        assert await second.stop(signal.SIGKILL) == -signal.SIGKILL
    firm.answer = 200
    firm.webhooks.clear()
    async with _process(firm, tmp_path) as third:
        await third.http.put("/admin/faults", json={"clock_speed": 1e6})
        await firm.until(lambda firm: len(set(firm.texts)) == 2)
        messages = (await third.http.get("/admin/messages")).json()

    assert [message["text"] for message in messages] == ["before the stop", "before the kill"]


async def test_statuses_that_were_still_to_come_come_after_a_restart(
    firm: Firm, tmp_path: Path
) -> None:
    async with _process(firm, tmp_path) as first:
        [client, *_] = (await first.http.get("/admin/clients")).json()
        path = f"/admin/clients/{client['id']}/messages"
        await first.http.post(path, json={"text": "Halo"})
        await first.http.put("/admin/faults", json={"statuses": {"delay_ms": 800}})
        answer = await first.http.post(
            f"/v22.0/{NUMBER_ID}/messages",
            headers={"Authorization": f"Bearer {TOKEN}"},
            json={
                "messaging_product": "whatsapp",
                "to": "+6281200000001",
                "text": {"body": "Selamat pagi"},
            },
        )
        assert answer.status_code == 200
        await first.stop()
    async with _process(firm, tmp_path):
        await firm.until(lambda firm: "read" in firm.statuses)

    assert {"sent", "delivered", "read"} == set(firm.statuses)


async def test_the_logs_name_nobody(firm: Firm, tmp_path: Path) -> None:
    firm.answers = [500, 500]
    async with _process(firm, tmp_path) as process:
        wanted = {"name": CANARY_NAME, "phone": f"+{CANARY_PHONE}"}
        client = (await process.http.post("/admin/clients", json=wanted)).json()
        path = f"/admin/clients/{client['id']}/messages"
        wamid = (await process.http.post(path, json={"text": CANARY_TEXT})).json()["wamid"]
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body = {
            "messaging_product": "whatsapp",
            "to": f"+{CANARY_PHONE}",
            "text": {"body": CANARY_TEXT},
            "biz_opaque_callback_data": CANARY_TEXT,
        }
        messages = f"/v22.0/{NUMBER_ID}/messages"
        await process.http.post(messages, headers=headers, json=body)
        await process.http.post(messages, headers=headers, json={**body, "type": CANARY_TEXT})
        await process.http.post(f"/v22.0/{CANARY_PHONE}/messages", headers=headers, json=body)
        await process.http.get(f"/v22.0/debug_token?input_token={TOKEN}", headers=headers)
        await process.http.post("/admin/clients", json={**wanted, "phone": CANARY_NAME})
        # Half a surrogate pair: text that no log and no table could hold.
        await process.http.post(path, content=rb'{"text": "\ud800 %s"}' % CANARY_TEXT.encode())
        await firm.until(lambda firm: len(firm.texts) >= 2)
        await process.stop()
        logs = b"".join(process.lines).decode()

    national = CANARY_PHONE.removeprefix("62")
    encoded = base64.b64encode(CANARY_PHONE.encode()).decode().rstrip("=")
    for secret in (
        CANARY_NAME,
        CANARY_TEXT,
        CANARY_PHONE,
        national,
        encoded,
        wamid,
        client["user_id"],
        TOKEN,
        VERIFY_TOKEN,
        APP_SECRET,
    ):
        assert secret not in logs
    assert all(json.loads(line)["event"] for line in logs.splitlines())


async def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(
    firm: Firm, tmp_path: Path
) -> None:
    wrong = {
        "SIMULATOR_APP_SECRET": "",
        "SIMULATOR_WEBHOOK_URL": "nonsense",
        "SIMULATOR_DISPLAY_NUMBER": "0812",
    }

    handle = await _start({**_environment(firm, tmp_path), **wrong}, "--port", "0")
    _, said = await handle.communicate()

    assert handle.returncode == 1
    assert said.startswith(b"simulator: SIMULATOR_WEBHOOK_URL: ")
    assert b"; SIMULATOR_APP_SECRET: Field required; SIMULATOR_DISPLAY_NUMBER: must be" in said
    assert said.count(b"\n") == 1
    assert b"nonsense" not in said


async def test_a_taken_port_and_a_taken_folder_are_said_in_one_line(
    firm: Firm, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        handle = await _start(_environment(firm, tmp_path), "--port", port)
        _, of_port = await handle.communicate()
    async with _process(firm, tmp_path):
        other = await _start(_environment(firm, tmp_path), "--port", "0")
        _, of_folder = await other.communicate()

    assert (handle.returncode, other.returncode) == (1, 1)
    assert of_port.decode() == f"simulator: 127.0.0.1:{port} is taken or not ours\n"
    assert of_folder.decode() == f"simulator: another simulator is using {tmp_path}\n"
