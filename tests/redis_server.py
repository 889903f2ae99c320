"""A real Redis from the operating system, in a folder of its own."""

import socket
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devstack.product import inherited
from devstack.service import tool


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running_redis(folder: Path, port: int) -> Generator[str]:
    """A server without a file on disk; gives its URL. Ended by its process."""
    command = [
        tool("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder),
        "--save", "", "--appendonly", "no",
    ]  # fmt: skip
    with (folder / "redis.log").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, env=inherited(), stdout=said, stderr=said
        )
        try:
            _wait_for(port, folder)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(64).startswith(b"+PONG"):
                    return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError(f"no Redis: {(folder / 'redis.log').read_text()[-1000:]}")


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the session; tests use keys of their own."""
    with running_redis(tmp_path_factory.mktemp("redis"), free_port()) as url:
        yield url
