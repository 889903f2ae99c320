"""Which port each part listens on."""

import json
import random
import socket
from collections.abc import Iterable
from pathlib import Path

from devstack.errors import CannotStart
from devstack.place import read_json, write_private

# Below the range that the kernel hands out for outgoing connections (32768 and up), so that no
# connection takes a port between the moment we choose it and the moment it is bound.
_FREE = range(20000, 32000)
_FIRST_UNPRIVILEGED = 1024


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of a server that has just stopped do not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_ports(names: Iterable[str], remembered: Path, base: int | None) -> dict[str, int]:
    """A port for each name.

    With a base the n-th name gets base + n. Without one, a name keeps the port of the last start
    while that is free, so that bookmarks live on; `remembered` holds them.

    Raises:
        CannotStart: a port that follows from the base is taken or does not exist.
    """
    names = list(names)
    if base is not None:
        return _fixed(names, base)
    old = _read(remembered)
    chosen: dict[str, int] = {}
    for name in names:
        port = old.get(name)
        if port is None or port in chosen.values() or not is_free(port):
            port = _any_free(taken={*chosen.values(), *old.values()})
        chosen[name] = port
    write_private(remembered, json.dumps({**old, **chosen}, indent=2) + "\n")
    return chosen


def _fixed(names: list[str], base: int) -> dict[str, int]:
    if not _FIRST_UNPRIVILEGED <= base <= 65535 - len(names):
        raise CannotStart(
            f"--port-base {base} is not between {_FIRST_UNPRIVILEGED} and {65535 - len(names)}"
        )
    chosen = {name: base + offset for offset, name in enumerate(names)}
    for name, port in chosen.items():
        if not is_free(port):
            raise CannotStart(f"port {port} for {name} is taken: choose another --port-base")
    return chosen


def _any_free(taken: set[int]) -> int:
    for port in random.sample(_FREE, k=200):
        if port not in taken and is_free(port):
            return port
    raise CannotStart(f"no free port between {_FREE.start} and {_FREE.stop}")


def _read(remembered: Path) -> dict[str, int]:
    return {name: port for name, port in read_json(remembered).items() if isinstance(port, int)}
