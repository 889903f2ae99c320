"""The server's TCP connections: answered without delay, and reset when a call is to be cut off."""

import asyncio
import socket
import struct
from typing import Any, cast

from fastapi import Request
from uvicorn.protocols.http.h11_impl import H11Protocol


class ResettableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, with the connection's transport in the state of each request."""

    def connection_made(
        self,
        transport: asyncio.Transport,  # type: ignore[override]  # as uvicorn's own class has it
    ) -> None:
        """Note the transport of a new connection."""
        super().connection_made(transport)
        # asyncio turns Nagle's algorithm off only for sockets whose protocol number is given,
        # which accepted ones lack; with it on, every answer waits 40 ms for an acknowledgement.
        connection = cast("socket.socket", transport.get_extra_info("socket"))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        state: dict[str, Any] = {**self.app_state, "transport": transport}
        self.app_state = state


def end_connection(request: Request) -> None:
    """Close the connection in good order after what was written, complete or not."""
    cast("asyncio.Transport", request.state.transport).close()


def reset_connection(request: Request) -> None:
    """Cut the caller off with a TCP reset: it sees neither an answer nor an orderly end."""
    transport = cast("asyncio.Transport", request.state.transport)
    connection = cast("socket.socket", transport.get_extra_info("socket"))
    # Lingering for no time at all makes the kernel send RST instead of FIN.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
