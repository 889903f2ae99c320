"""Real sockets against a real server: who sends too slowly or too much holds nobody up."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import httpx
import pytest

from api.headers import SECURITY_HEADERS
from api.webhook import LARGEST_BODY
from devstack.product import inherited
from devstack.service import REPOSITORY
from tests.api.conftest import as_body, signed
from tests.redis_server import free_port
from tests.samples import change_json, message_json, messages_value, webhook_json

_PATH = "/webhooks/whatsapp"
_ONE = as_body(webhook_json(change_json(messages_value(message_json()))))
_LARGE = as_body(webhook_json(change_json({"note": "x" * 3_000_000}, field="history")))
# Longer than every limit given here: a socket that times out is a failure.
_PATIENCE = 15.0


@contextmanager
def _edge(**limits: float) -> Generator[int]:
    port = free_port()
    words = [word for name, value in limits.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "tests.api.edge_process", "--port", str(port), *words]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=inherited())  # noqa: S603 - our own
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                assert process.poll() is None, "the edge did not start"
                assert time.monotonic() < deadline, "the edge does not answer"
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def edge() -> Iterator[int]:
    """An edge that waits for nobody."""
    with _edge(head=0.6, idle=0.6, whole=1.2, most=40) as port:
        yield port


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)


def _head(length: int, **more: str) -> bytes:
    headers = {"Host": "edge", "Content-Length": str(length), **signed(_ONE), **more}
    lines = [f"POST {_PATH} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _all_of(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    said = b""
    try:
        while piece := connection.recv(65536):
            said += piece
    except ConnectionResetError:
        pass
    return said


def _dripped(connection: socket.socket, content: bytes, *, every: float = 0.1) -> None:
    """Byte for byte, until the server has had enough."""
    try:
        for at in range(len(content)):
            connection.sendall(content[at : at + 1])
            time.sleep(every)
    except OSError:
        return
    pytest.fail("the server took all of it")


def _post(port: int, body: bytes = _ONE) -> int:
    url = f"http://127.0.0.1:{port}{_PATH}"
    return httpx.post(url, content=body, headers=signed(body), trust_env=False).status_code


def test_a_connection_that_says_nothing_is_closed(edge: int) -> None:
    with _connected(edge) as connection:
        assert _all_of(connection) == b""
    assert _post(edge) == 200


def test_a_head_that_comes_too_slowly_is_not_waited_for(edge: int) -> None:
    with _connected(edge) as connection:
        _dripped(connection, _head(len(_ONE)))
        assert _all_of(connection) == b""


def test_neither_is_a_second_one_on_the_same_connection(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(_head(len(_ONE)) + _ONE)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        _dripped(connection, _head(len(_ONE)))


def test_a_body_that_stops_is_answered_408(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(_head(len(_ONE)) + _ONE[:-1])
        said = _all_of(connection).lower()
    assert said.startswith(b"http/1.1 408 ")
    assert b"connection: close" in said
    assert b"application/problem+json" in said


def test_a_body_that_comes_too_slowly_is_answered_408(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(_head(len(_ONE)))
        slow = threading.Thread(target=_dripped, args=(connection, _ONE), daemon=True)
        slow.start()
        assert _all_of(connection).startswith(b"HTTP/1.1 408 ")
        slow.join(_PATIENCE)


def test_what_is_not_signed_is_answered_before_its_body_comes(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(_head(3_000_000, **{"X-Hub-Signature-256": "sha256=0"}))
        said = _all_of(connection)
    assert said.startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 200_000,
        b"GET / HTTP/1.1\r\n" + b"X-Many: many\r\n" * 20_000,
        b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: edge\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: edge\r\n" + b"X-Many: many\r\n" * 4_000 + b"\r\n",
    ],
)
def test_a_head_that_is_too_large_is_refused(edge: int, head: bytes) -> None:
    with _connected(edge) as connection:
        with suppress(ConnectionError):
            connection.sendall(head)
        said = _all_of(connection)
    # Where it came faster than we read, the reset can overtake the answer.
    assert said.startswith(b"HTTP/1.1 431 ") or said == b""
    assert _post(edge) == 200


def test_a_head_just_below_the_limit_is_taken(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(_head(len(_ONE), **{"X-Long": "a" * 30_000}) + _ONE)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_what_is_no_http_is_answered_without_a_word_about_us(edge: int) -> None:
    with _connected(edge) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00 not HTTP at all\r\n\r\n")
        said = _all_of(connection).decode()
    assert said.startswith("HTTP/1.1 400 ")
    assert said.endswith("\r\n\r\n")
    assert all(f"{name}: {value}" in said for name, value in SECURITY_HEADERS.items())
    assert not any(word in said.lower() for word in ("uvicorn", "python", "httptools", "server:"))


def test_connections_that_are_held_open_do_not_keep_webhooks_out() -> None:
    with _edge(head=300, idle=300, whole=300, most=40) as port, ExitStack() as held:
        oldest = held.enter_context(_connected(port))
        for number in range(120):
            connection = held.enter_context(_connected(port))
            # Silent ones, ones in a head, ones in a body.
            connection.sendall((b"", b"POST / HT", _head(len(_ONE)) + _ONE[:9])[number % 3])
        assert [_post(port) for _ in range(5)] == [200] * 5
        # Nothing but the number of connections could have closed it.
        assert _all_of(oldest) == b""


def test_large_webhooks_and_small_ones_are_taken_side_by_side(edge: int) -> None:
    bodies = [_LARGE, *[_ONE] * 9] * 2
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(partial(_post, edge), bodies)) == [200] * 20


def _held_back(port: int, held: ExitStack, body: bytes) -> socket.socket:
    """A connection that has brought all of a body but its end; nobody knows who signed it."""
    connection = held.enter_context(_connected(port))
    connection.sendall(_head(len(body) + 1) + body)
    return connection


def test_large_bodies_that_do_not_end_keep_no_signed_one_out() -> None:
    with _edge(idle=300, whole=300) as port, ExitStack() as held:
        for _ in range(100):
            _held_back(port, held, b"x" * 33_000)
        assert [_post(port, body) for body in (_LARGE, _ONE) * 3] == [200] * 6


def test_the_body_that_comes_longest_makes_room_where_there_would_be_too_many_bytes() -> None:
    with _edge(idle=300, whole=300) as port, ExitStack() as held:
        # A process holds as many bytes as 32 of the largest have.
        slow = [_held_back(port, held, b"x" * (LARGEST_BODY - 1)) for _ in range(48)]
        for connection in slow[:16]:
            assert _all_of(connection).startswith(b"HTTP/1.1 408 ")
        assert [_post(port, body) for body in (_LARGE, _ONE) * 3] == [200] * 6
        # The signed ones needed the room of one.
        assert _all_of(slow[16]).startswith(b"HTTP/1.1 408 ")
        slow[-1].settimeout(0.1)
        with pytest.raises(TimeoutError):
            slow[-1].recv(1)


def test_whoever_sends_slowly_misbehaves() -> None:
    with _edge(idle=0.2, misdeeds=3) as port:
        answers: list[bytes] = []
        for _ in range(5):
            with ExitStack() as held:
                answers.append(_all_of(_held_back(port, held, _ONE)))
        assert [int(answer.split()[1]) for answer in answers] == [408, 408, 408, 429, 429]
        assert all(b"connection: close" in answer.lower() for answer in answers)
        assert _post(port) == 200


def test_a_webhook_behind_a_misbehaving_address_is_still_taken() -> None:
    with _edge(misdeeds=3) as port:
        url = f"http://127.0.0.1:{port}{_PATH}"
        with httpx.Client(trust_env=False) as client:
            wrong = [
                client.post(url, content=_ONE, headers=signed(_ONE, b"wrong")) for _ in range(5)
            ]
            assert [answer.status_code for answer in wrong] == [403, 403, 403, 429, 429]
            assert _post(port) == 200
