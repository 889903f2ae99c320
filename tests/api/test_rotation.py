"""Apps come, go and change their secrets while the api runs."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.webhook import PATH
from devstack.service import tool
from tests.api.api_process import running_api, surroundings
from tests.api.conftest import signed

_APPS = """\
apps:
  - name: main
    secrets: [{secrets}]
    verify_token: {token}
    numbers: ["100000000000015"]
"""
# Whoever is trusted is answered 503: Temporal is away.
_BODY = json.dumps(
    {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"value": {"metadata": {"phone_number_id": "1"}}}]}],
    }
).encode()


def _replace(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.chmod(0o600)
    beside.rename(path)


def _until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def _knows(client: httpx.Client, token: str) -> bool:
    asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1"}
    return client.get(PATH, params=asked).status_code == 200


def _trusts(client: httpx.Client, secret: bytes) -> bool:
    status = client.post(PATH, content=_BODY, headers=signed(_BODY, secret)).status_code
    assert status in {403, 503}
    return status == 503


def _usable(client: httpx.Client) -> bool:
    return "lawyershub_edge_apps_file_usable 1.0" in client.get("/metrics").text


def test_a_secret_is_rotated_without_a_restart_and_a_broken_file_changes_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "apps.yaml"
    _replace(path, _APPS.format(secrets="old-secret", token="old-token"))
    with running_api({"WHATSAPP_APPS_FILE": str(path)}) as client:
        assert _knows(client, "old-token")
        assert _trusts(client, b"old-secret")
        assert not _trusts(client, b"new-secret")
        _replace(path, _APPS.format(secrets="new-secret, old-secret", token="new-token"))
        _until(lambda: _knows(client, "new-token"), "the new token is known")
        assert _trusts(client, b"new-secret")
        assert _trusts(client, b"old-secret")
        _replace(path, "apps: [")
        _until(lambda: not _usable(client), "the metric tells that the file is broken")
        assert _trusts(client, b"new-secret")
        _replace(path, _APPS.format(secrets="new-secret", token="new-token"))
        _until(lambda: _usable(client), "the metric tells that the file is mended")
        assert _trusts(client, b"new-secret")
        assert not _trusts(client, b"old-secret")


@pytest.mark.parametrize(
    ("mode", "text", "told"),
    [
        (0o600, _APPS.format(secrets="new, old", token="t"), "1 app(s), 2 secret(s), 1 number(s)"),
        (0o644, _APPS.format(secrets="new, old", token="t"), "WHATSAPP_APPS_FILE: others may use"),
        (0o600, "apps: 1\n", "apps.yaml:1: apps: "),
    ],
)
def test_doctor_looks_at_the_apps_file(tmp_path: Path, mode: int, text: str, told: str) -> None:
    path = tmp_path / "apps.yaml"
    _replace(path, text)
    path.chmod(mode)
    done = subprocess.run(  # noqa: S603 - our own command
        [tool("lawyershub"), "doctor", "--json"],
        env={**surroundings(), "WHATSAPP_APPS_FILE": str(path)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert told in checks["webhook"]["detail"]
    assert checks["webhook"]["ok"] == ("2 secret(s)" in told)
    assert checks["rate limits"]["ok"]
