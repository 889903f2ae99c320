"""Runs the application until it is told to stop."""

import asyncio
import contextlib
import signal
import socket
from types import FrameType
from typing import Final, cast

import structlog
import uvicorn

from simulator.app import build
from simulator.connections import ResettableProtocol
from simulator.environment import Environment
from simulator.simulation import Simulation
from simulator.storage.database import Database

_GRACE_SECONDS: Final = 3
_BACKLOG: Final = 2048

_log = structlog.stdlib.get_logger("simulator.server")


class SimulatorServer(uvicorn.Server):
    """Uvicorn, letting open event streams and hanging calls end before it waits for them."""

    def __init__(self, environment: Environment, database: Database) -> None:
        self._app = build(environment, database)
        super().__init__(
            uvicorn.Config(
                self._app,
                http=ResettableProtocol,
                ws="none",
                # Our own logs say what is worth saying, with nothing personal in it.
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    @property
    def simulation(self) -> Simulation:
        """The parts, once the server has started."""
        return cast("Simulation", self._app.state.simulation)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what would keep the server waiting, then stop."""
        self.simulation.stop()
        await super().shutdown(sockets)


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        OSError: when the port is taken or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=_BACKLOG)


def serve(environment: Environment, database: Database, listener: socket.socket) -> bool:
    """Serve until SIGTERM or SIGINT; gives whether the simulator ever started."""
    # Uvicorn raises the signal again once it has stopped; by then it has been obeyed.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _obeyed)
    server = SimulatorServer(environment, database)
    address = listener.getsockname()
    _log.info("simulator.starting", host=address[0], port=address[1])
    with contextlib.closing(listener):
        asyncio.run(server.serve(sockets=[listener]))
    _log.info("simulator.stopped")
    return server.started


def _obeyed(number: int, frame: FrameType | None) -> None:
    """Nothing is left to do."""
