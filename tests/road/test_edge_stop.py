"""An edge that is told to stop finishes what it took and takes no more."""

import signal
import socket
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from tests.road import webhooks
from tests.road.edges import edge_process
from tests.road.road import PATIENCE, Road, until

_HALF_WAY = 6
_UNDER_LOAD = 3


@dataclass(slots=True)
class _Upload:
    """A webhook whose body is on its way."""

    wamid: str
    connection: socket.socket
    rest: bytes

    def finish(self) -> int:
        """Send what is missing; the status of the answer."""
        self.connection.sendall(self.rest)
        answer = b""
        while b"\r\n" not in answer:
            part = self.connection.recv(4096)
            assert part, "hung up on, without an answer"
            answer += part
        return int(answer.split()[1])


@dataclass(slots=True)
class _Load:
    """Webhooks one after the other; those that were answered 200."""

    accepted: list[str] = field(default_factory=list[str])


def _body(count: int = 1) -> tuple[list[str], bytes]:
    phones = [webhooks.new_phone() for _ in range(count)]
    messages = [webhooks.text(phone, "Saya mau bicara") for phone in phones]
    body = webhooks.encode(webhooks.of_messages(*messages))
    return [str(message["id"]) for message in messages], body


def _headers(road: Road, body: bytes) -> dict[str, str]:
    signature = webhooks.signature(body, road.stack.endpoint("app_secret"))
    return {"Content-Type": "application/json", "X-Hub-Signature-256": signature}


def _upload(road: Road, address: httpx.URL) -> _Upload:
    (wamid,), body = _body()
    head = "".join(f"{name}: {value}\r\n" for name, value in _headers(road, body).items())
    request = (
        f"POST /webhooks/whatsapp HTTP/1.1\r\nHost: {address.host}\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n{head}\r\n"
    )
    connection = socket.create_connection((str(address.host), address.port or 0), PATIENCE)
    connection.sendall(request.encode())
    # Only this says that the edge has taken the request: whatever still waits in the kernel when
    # it stops is reset, and comes again.
    said = b""
    while not said.endswith(b"\r\n\r\n"):
        part = connection.recv(4096)
        assert part, "hung up on, before anything was taken"
        said += part
    assert said.startswith(b"HTTP/1.1 100 "), said
    connection.sendall(body[:20])
    return _Upload(wamid=wamid, connection=connection, rest=body[20:])


def _keep_posting(road: Road, address: httpx.URL, load: _Load) -> None:
    """Until the edge takes no more: large and small ones."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as http:
        for number in range(1000):
            wamids, body = _body(25 if number % 4 == 0 else 1)
            try:
                answer = http.post("/webhooks/whatsapp", content=body, headers=_headers(road, body))
            except httpx.TransportError:
                return
            if answer.status_code == 200:
                load.accepted += wamids


@contextmanager
def _under_load(road: Road, address: httpx.URL) -> Generator[list[_Load]]:
    loads = [_Load() for _ in range(_UNDER_LOAD)]
    threads = [threading.Thread(target=_keep_posting, args=(road, address, load)) for load in loads]
    for thread in threads:
        thread.start()
    yield loads
    for thread in threads:
        thread.join(PATIENCE)


def _takes_connections(address: httpx.URL) -> bool:
    with suppress(OSError), closing(socket.create_connection((address.host, address.port or 0), 5)):
        return True
    return False


def test_an_edge_that_stops_under_load_loses_nothing_it_said_yes_to(road: Road) -> None:
    with edge_process(road) as (process, edge):
        address = edge.base_url
        with _under_load(road, address) as loads:
            until(lambda: all(len(load.accepted) > 25 for load in loads), "load on the edge")
            uploads = [_upload(road, address) for _ in range(_HALF_WAY)]
            process.send_signal(signal.SIGTERM)
            until(lambda: not _takes_connections(address), "nobody new is let in")

            assert [upload.finish() for upload in uploads] == [200] * _HALF_WAY
        assert process.wait(PATIENCE) in {0, -signal.SIGTERM}

    accepted = [wamid for load in loads for wamid in load.accepted]
    accepted += [upload.wamid for upload in uploads]
    until(lambda: _started(road, accepted) == len(accepted), "a workflow of each", 3 * PATIENCE)


def _started(road: Road, wamids: list[str]) -> int:
    # A query may not be endless.
    return sum(road.runs(wamids[at : at + 50]) for at in range(0, len(wamids), 50))
