"""An edge of one test's own, beside the stack's."""

import contextlib
import socket
import subprocess
from collections.abc import Generator, Mapping

import httpx

from devstack.service import REPOSITORY, tool
from tests.road.road import PATIENCE, Road, until


@contextlib.contextmanager
def edge_of_its_own(road: Road, settings: Mapping[str, str] = {}) -> Generator[httpx.Client]:
    """An `api` process on the stack's servers with other settings; killed afterwards."""
    with edge_process(road, settings) as (_, edge):
        yield edge


@contextlib.contextmanager
def edge_process(
    road: Road, settings: Mapping[str, str] = {}
) -> Generator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """The same with the process itself, for a test that stops it."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    process = subprocess.Popen(  # noqa: S603 - our own command
        [tool("lawyershub"), "api", "--port", str(port)],
        cwd=REPOSITORY, env={**road.environment, **settings},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as edge:
            until(lambda: is_ready(edge), "an edge of its own is ready")
            yield process, edge
    finally:
        process.kill()
        process.wait()


def is_ready(edge: httpx.Client) -> bool:
    """Whether an edge would take a webhook now."""
    try:
        return edge.get("/readyz").status_code == 200
    except httpx.HTTPError:
        return False
