"""Tiny programs in the place of the product's."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devstack.journal import Journal
from devstack.ports import is_free
from devstack.product import Product, Program, inherited
from devstack.service import Service, answers

CommandLine = Callable[..., subprocess.CompletedProcess[str]]
WEB = ("{python}", "-m", "http.server", "{port}", "--bind", "127.0.0.1")

# Serves, and writes its name to a file when it is asked to stop.
_POLITE = """
import http.server, pathlib, signal, sys
port, name, book = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
def leave(*_):
    with book.open("a") as file:
        file.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
http.server.HTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
# Serves, has a child, and does not listen to anybody.
_STUBBORN = """
import http.server, pathlib, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[2]).write_text(str(child.pid))
http.server.HTTPServer(
    ("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler
).serve_forever()
"""


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something, not for ever."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - another process tells us no event
            await asyncio.sleep(0.02)


def web_product(*names: str) -> Product:
    """A product of small web servers."""
    return Product(programs=tuple(Program(name=name, command=WEB, health="/") for name in names))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    assert is_free(port)
    return port


def web(name: str, port: int) -> Service:
    """A small web server."""
    return service(name, port, "-m", "http.server", str(port), "--bind", "127.0.0.1")


def polite(name: str, book: Path) -> Service:
    """One that notes its name in `book` when it stops."""
    port = free_port()
    return service(name, port, "-c", _POLITE, str(port), name, str(book))


def stubborn(name: str, child: Path) -> Service:
    """One that must be killed, as must its child, whose id it writes to a file."""
    port = free_port()
    return service(name, port, "-c", _STUBBORN, str(port), str(child))


def service(name: str, port: int, *arguments: str, start_within: float = 30) -> Service:
    """Python with these arguments, ready when it serves on the port."""
    return Service(
        name=name,
        command=(sys.executable, *arguments),
        environment=inherited(),
        is_ready=partial(answers, f"http://127.0.0.1:{port}/"),
        ports=(port,),
        working_directory=Path(__file__).parent,
        start_within=start_within,
        stop_within=1,
    )


class Heard:
    """A journal's terminal that remembers."""

    def __init__(self, folder: Path) -> None:
        self.lines: list[str] = []
        self.journal = Journal(folder, self._show)

    def _show(self, name: str, line: str) -> None:
        self.lines.append(f"{name}: {line}")
