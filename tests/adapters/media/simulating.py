"""Meta's simulator as a process of its own, with the files that a test gives it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from devstack.service import REPOSITORY

TOKEN = "EAAGcanarytokencanarytoken"
NUMBER_ID = "100000000000015"


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulating:
    """A running simulator."""

    url: str
    http: httpx.Client

    def give(
        self, content: bytes, mime_type: str = "application/pdf", name: str = "surat.pdf"
    ) -> str:
        """Put a file there; its id comes back."""
        answer = self.http.post(
            f"/v22.0/{NUMBER_ID}/media",
            data={"messaging_product": "whatsapp", "type": mime_type},
            files={"file": (name, content, mime_type)},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["id"]

    def faults(self, **faults: object) -> None:
        self.http.put("/admin/faults", json=faults).raise_for_status()

    def calls(self) -> list[dict[str, Any]]:
        return self.http.get("/admin/requests").json()


@contextlib.contextmanager
def simulating(data: Path) -> Generator[Simulating]:
    """A simulator on a free port until the block ends."""
    environment = {
        **{name: value for name, value in os.environ.items() if "SIMULATOR" not in name},
        # Nobody listens there: this is about files only.
        "SIMULATOR_WEBHOOK_URL": "http://127.0.0.1:9/webhooks/whatsapp",
        "SIMULATOR_APP_SECRET": "made up",  # pragma: allowlist secret - made up
        "SIMULATOR_VERIFY_TOKEN": "made up",
        "SIMULATOR_ACCESS_TOKEN": TOKEN,
        "SIMULATOR_PHONE_NUMBER_ID": NUMBER_ID,
        "SIMULATOR_DATA": str(data),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "--port", "0"],
        env=environment, cwd=REPOSITORY, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        port = json.loads(said)["port"]
        while b"startup complete" not in (line := process.stderr.readline()):
            assert line, said
        # Whatever else it says: a full pipe would stop it.
        reading = threading.Thread(target=process.stderr.read, daemon=True)
        reading.start()
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
            yield Simulating(url=url, http=http)
    finally:
        process.terminate()
        process.wait(30)
