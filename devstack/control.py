"""A running stack takes orders about one service through a socket in its folder."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Generator
from pathlib import Path
from typing import cast

from devstack.errors import CannotStart
from devstack.supervisor import Supervisor

_ANSWER_WITHIN = 120.0  # seconds


def socket_path(root: Path) -> Path:
    """Where the socket is."""
    return root / "control.sock"


@contextlib.contextmanager
def _short(root: Path) -> Generator[str]:
    """The socket's path through an open folder: a socket's path has only 107 bytes."""
    folder = os.open(root, os.O_PATH | os.O_DIRECTORY)
    try:
        yield str(socket_path(Path(f"/proc/self/fd/{folder}")))
    finally:
        os.close(folder)


async def serve(root: Path, supervisor: Supervisor) -> asyncio.Server:
    """Take orders until the server is closed."""
    socket_path(root).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _short(root) as path:
        listener.bind(path)
    socket_path(root).chmod(0o600)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            order = cast("dict[str, str]", json.loads(await reader.readline()))
            try:
                answer = {"answer": await _obey(supervisor, order)}
            except CannotStart as error:
                answer = {"error": str(error)}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        finally:
            writer.close()

    return await asyncio.start_unix_server(take, sock=listener)


async def _obey(supervisor: Supervisor, order: dict[str, str]) -> object:
    match order:
        case {"do": "status"}:
            pids = supervisor.pids()
            return {
                name: {"state": state, "pid": pids.get(name)}
                for name, state in supervisor.states().items()
            }
        case {"do": "stop", "name": name}:
            await supervisor.stop(name)
        case {"do": "start", "name": name}:
            await supervisor.start_again(name)
        case {"do": "restart", "name": name}:
            await supervisor.stop(name)
            await supervisor.start_again(name)
        case _:
            raise CannotStart("not an order")
    return None


def ask(root: Path, **order: str) -> object:
    """Give a running stack an order and wait until it is done.

    Raises:
        CannotStart: no stack runs there, or the order could not be carried out.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_ANSWER_WITHIN)
        try:
            with _short(root) as path:
                line.connect(path)
            line.sendall(json.dumps(order).encode() + b"\n")
            with line.makefile() as answers:
                said = answers.readline()
        except (FileNotFoundError, ConnectionError):
            raise CannotStart(f"nothing runs in {root}") from None
        except TimeoutError:
            raise CannotStart(f"the stack in {root} does not answer") from None
    if not said:
        raise CannotStart(f"the stack in {root} stopped before it answered")
    answer = cast("dict[str, object]", json.loads(said))
    if "error" in answer:
        raise CannotStart(str(answer["error"]))
    return answer["answer"]
