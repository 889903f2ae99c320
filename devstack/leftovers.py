"""Processes of a stack whose supervisor was killed: remembered in a file, stopped at next start."""

import contextlib
import json
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import psutil

from devstack.place import read_json, write_private

# Seconds. A process id used again belongs to a process that began much later; the clock of the
# machine may have been set a little meanwhile.
_SAME_START = 2.0


def remember(path: Path, pids: Mapping[str, int]) -> None:
    """Note the running processes, each with the moment it began."""
    noted: dict[str, dict[str, float]] = {}
    for name, pid in pids.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            noted[name] = {"pid": pid, "began": psutil.Process(pid).create_time()}
    write_private(path, json.dumps(noted, indent=2) + "\n")


def stop_leftovers(path: Path, seconds: float = 20) -> list[str]:
    """Stop the noted processes that still run, and give their names."""
    found = {
        name: process
        for name, entry in read_json(path).items()
        if (process := _find(cast("dict[str, float]", entry))) is not None
    }
    for name, process in found.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(list(found.values()), timeout=seconds)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=seconds)
    path.unlink(missing_ok=True)
    return list(found)


def _find(entry: dict[str, float]) -> psutil.Process | None:
    try:
        process = psutil.Process(int(entry["pid"]))
        same = abs(process.create_time() - entry["began"]) < _SAME_START
    except psutil.NoSuchProcess:
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None
