"""What is known of a process before it runs: its command, and how to see that it is ready."""

import re
import shutil
import signal
import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from devstack.errors import CannotStart

REPOSITORY = Path(__file__).resolve().parent.parent
SERVERS = ("postgres", "temporal", "storage")

# Nothing here speaks TLS; reading the trusted certificates for each question takes a core.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _nothing() -> None:
    """Some services need no preparation."""


async def _nothing_more() -> None:
    """Some services are complete as soon as they answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One process of the stack.

    `prepare` runs before every start (in a thread, it may block), `is_ready` is asked until it
    says yes, `settle` runs after that, `tidy` after its end; all may run any number of times.
    Times are seconds.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    is_ready: Callable[[], Awaitable[bool]]
    ports: tuple[int, ...] = ()
    prepare: Callable[[], None] = _nothing
    settle: Callable[[], Awaitable[None]] = _nothing_more
    tidy: Callable[[], None] = _nothing
    working_directory: Path = REPOSITORY
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    start_within: float = 60
    stop_within: float = 15
    kept_off_terminal: re.Pattern[str] | None = None


def tool(name: str) -> str:
    """The path of a program that came with our packages, or of the system's own.

    Raises:
        CannotStart: it is in neither place.
    """
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        raise CannotStart(f"{name} is missing: run ./dev up, or install it, and try again")
    return found


async def answers(url: str) -> bool:
    """Whether a GET of `url` is answered with success."""
    # The proxies of the environment are for the outside; all of this is on 127.0.0.1.
    async with httpx.AsyncClient(trust_env=False, verify=_NO_TLS, timeout=5) as client:
        try:
            response = await client.get(url)
        except httpx.TransportError:
            return False
    return response.is_success
