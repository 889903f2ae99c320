"""The api as it runs in production, as a process without what it depends on."""

import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx

from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from tests.redis_server import free_port

ONE_APP: Final = {"WHATSAPP_APP_SECRETS": "app-secret", "WHATSAPP_VERIFY_TOKEN": "verify-token"}


def surroundings() -> dict[str, str]:
    """Settings of what is away, and of what is a file of ours."""
    return {
        **inherited(),
        "TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}",
        "TEMPORAL_CONFIG_FILE": "/dev/null",
        "KEYRING_FILE": str(REPOSITORY / "tests/replay/keyring.json"),
        "FIRM_POLICY": str(REPOSITORY / "firm.yaml"),
        "DATABASE_URL": f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none",
        "S3_BUCKET": "nowhere",
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}",
        "AWS_REGION": "us-east-1",
    }


@contextmanager
def running_api(settings: Mapping[str, str]) -> Generator[httpx.Client]:
    """A client of a process with these settings, which believes this machine's proxies."""
    port = free_port()
    command = [tool("lawyershub"), "api", "--port", str(port), "--trusted-proxies", "127.0.0.1"]
    process = subprocess.Popen(command, env={**surroundings(), **settings})  # noqa: S603 - our own
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
        ) as client:
            _wait_for(client, process)
            yield client
    finally:
        process.terminate()
        process.wait(40)


def _wait_for(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            client.get("/healthz")
        except httpx.TransportError:
            assert process.poll() is None, "the api did not start"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the api does not answer")
