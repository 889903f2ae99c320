"""Which port each part listens on."""

import json
import random
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from devstack.errors import CannotStart
from devstack.place import read_json, write_private

# Below the range that the kernel hands out for outgoing connections (32768 and up), so that no
# connection takes a port between the moment we choose it and the moment it is bound.
_FREE = range(20000, 32768)
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


def choose_ports(
    names: Iterable[str],
    remembered: Path,
    base: int | None,
    twins: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, int]:
    """A port for each name.

    With a base the n-th name gets base + n. Without one, a name keeps the port of the last start
    while that is free, so that bookmarks live on; `remembered` holds them. A name in `twins`
    takes a second port, so much above its own.

    Raises:
        CannotStart: a port that follows from the base is taken or does not exist.
    """
    names = list(names)
    if base is not None:
        return _fixed(names, base, twins)
    old = _read(remembered)
    chosen: dict[str, int] = {}
    for name in names:
        port, twin = old.get(name), twins.get(name, 0)
        if port is None or port in chosen.values() or _taken(port, twin) is not None:
            port = _any_free(twin, used={*chosen.values(), *old.values()})
        chosen[name] = port
    write_private(remembered, json.dumps({**old, **chosen}, indent=2) + "\n")
    return chosen


def _taken(port: int, twin: int) -> int | None:
    """The first of the port and its twin that is taken."""
    return next((one for one in (port, port + twin) if not is_free(one)), None)


def _fixed(names: list[str], base: int, twins: Mapping[str, int]) -> dict[str, int]:
    last = 65535 - len(names) - max(twins.values(), default=0)
    if not _FIRST_UNPRIVILEGED <= base <= last:
        raise CannotStart(f"--port-base {base} is not between {_FIRST_UNPRIVILEGED} and {last}")
    chosen = {name: base + offset for offset, name in enumerate(names)}
    for name, port in chosen.items():
        taken = _taken(port, twins.get(name, 0))
        if taken is not None:
            raise CannotStart(f"port {taken} for {name} is taken: choose another --port-base")
    return chosen


def _any_free(twin: int, used: set[int]) -> int:
    candidates = [port for port in _FREE if port + twin < _FREE.stop and port not in used]
    for port in random.sample(candidates, k=min(200, len(candidates))):
        if _taken(port, twin) is None and port + twin not in used:
            return port
    raise CannotStart(f"no free port between {_FREE.start} and {_FREE.stop}")


def _read(remembered: Path) -> dict[str, int]:
    return {name: port for name, port in read_json(remembered).items() if isinstance(port, int)}
