"""Bodies on their way through Caddy: many slow ones cost little, and none is sent on in part."""

import hashlib
import hmac
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.deploy import compose
from tests.deploy.conftest import APP_SECRET, Host, free_port, running, wait_for
from tests.deploy.test_caddy_for_meta import Entrance, dropping_api, entrance_of
from tests.samples import change_json, webhook_json

_PATH = "/webhooks/whatsapp"
_ANYBODYS = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
_MIB = 1024
"""In the kilobytes of /proc."""


@pytest.fixture(scope="module")
def entrance(ready: Host, api: int) -> Iterator[Entrance]:
    """Caddy in front of one api; the other one is down."""
    with entrance_of(ready, "bodies", (free_port(), api)) as entered:
        yield entered


def _signed(size: int) -> tuple[bytes, dict[str, str]]:
    content = webhook_json(change_json({"note": "x" * size}, field="other"))
    body = json.dumps(content).encode()
    signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {"X-Hub-Signature-256": f"sha256={signature}"}


def _delivered(entrance: Entrance, size: int) -> int:
    body, headers = _signed(size)
    return entrance.ask(
        "POST", _PATH, site=compose.PUBLIC_HOST, content=body, headers=headers
    ).status_code


def _held_back(entrance: Entrance, size: int) -> ssl.SSLSocket:
    """A connection that has brought all of a body but its last byte, signed by nobody."""
    plain = socket.create_connection(("127.0.0.1", entrance.port), timeout=20)
    connection = entrance.trust().wrap_socket(plain, server_hostname=compose.PUBLIC_HOST)
    head = {"Host": compose.PUBLIC_HOST, "Content-Length": str(size), **_ANYBODYS}
    lines = [f"POST {_PATH} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    # One that was long on its way may be sent away meanwhile.
    with suppress(OSError):
        connection.sendall(b"x" * (size - 1))
    return connection


def _peak(folder: Path) -> int:
    """The most memory that a process in this folder had in RAM, in KiB."""
    peaks = [0]
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").resolve() == folder.resolve():
                said = (process / "status").read_text()
                peaks += [int(line.split()[1]) for line in said.splitlines() if "VmHWM" in line]
    assert max(peaks), "Caddy runs there"
    return max(peaks)


@pytest.fixture
def api_of_its_own(ready: Host) -> Iterator[int]:
    """An api that keeps what it learns of this machine's address to itself."""
    port = free_port()
    command = [str(port) if word == "8000" else word for word in ready.command("api-1")]
    with running(command, ready.environment("api-1"), ready.root) as log:
        wait_for(f"http://127.0.0.1:{port}/readyz", log)
        yield port


def test_hundreds_of_slow_bodies_cost_caddy_little_and_keep_no_webhook_out(
    ready: Host, api_of_its_own: int
) -> None:
    apis = (api_of_its_own, api_of_its_own)
    with entrance_of(ready, "slow", apis) as entrance, ExitStack() as held:
        sizes = (*[60_000] * 200, *[4_100_000] * 120)
        slow = [held.enter_context(_held_back(entrance, size)) for size in sizes]
        statuses = [_delivered(entrance, size) for size in (1_000, 40_000, 3_000_000) * 2]
        assert statuses == [200] * 6
        # The container has 512 MiB.
        assert _peak(entrance.folder) < 256 * _MIB
        for connection in (slow[0], slow[-1]):
            _until_closed(connection)


def _until_closed(connection: ssl.SSLSocket) -> None:
    """Read what is answered; a connection that nobody ends is a failure."""
    connection.settimeout(60)
    with suppress(ConnectionError, ssl.SSLError):
        while connection.recv(65_536):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "0" * 64},
        {"X-Hub-Signature-256": "sha256=" + "0" * 63},
        {"X-Hub-Signature-256": "sha256=" + "0" * 65},
        {"X-Hub-Signature-256": "sha256=" + "G" * 64},
        {"X-Hub-Signature": "sha1=" + "0" * 40},
    ],
    ids=str,
)
def test_what_does_not_look_signed_is_refused_by_caddy_itself(
    unmanned: Entrance, headers: dict[str, str]
) -> None:
    answer = unmanned.ask("POST", _PATH, site=compose.PUBLIC_HOST, content=b"{}", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert "Strict-Transport-Security" in answer.headers


@pytest.fixture(scope="module")
def unmanned(ready: Host) -> Iterator[Entrance]:
    """Caddy with no api behind it."""
    with entrance_of(ready, "unmanned", (free_port(), free_port())) as entered:
        yield entered


@pytest.mark.parametrize("size", [1_000, 64_000, 70_000, 100_000, 3_000_000])
def test_a_webhook_of_any_size_finds_the_api_that_is_up(entrance: Entrance, size: int) -> None:
    assert [_delivered(entrance, size) for _ in range(4)] == [200] * 4


@pytest.mark.parametrize("size", [63_000, 64_900, 65_400, 70_000, 300_000])
def test_a_webhook_that_one_api_let_fall_is_never_tried_again_in_part(
    ready: Host, api: int, size: int
) -> None:
    with (
        dropping_api() as dropping,
        entrance_of(ready, f"in-part-{size}", (dropping.port, api)) as entrance,
    ):
        for _ in range(40):
            # A part of it would be signed wrong, 403: Meta takes that for our word on it.
            assert _delivered(entrance, size) in ({200} if size < 64_800 else {200, 502})
            if len(dropping.fallen) > 2:
                break
        assert len(dropping.fallen) > 2
        assert set(dropping.fallen) == {len(_signed(size)[0])}
