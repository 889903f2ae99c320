"""A stack that goes on after the command that started it, and the command that ends it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from devstack import leftovers
from devstack.errors import CannotStart
from devstack.place import Place
from devstack.service import REPOSITORY

READY = "ready"
_STOP_WITHIN = 120.0  # seconds


def start_in_background(root: Path, options: list[str], tell: Callable[[str], None]) -> bool:
    """Run `up` in a process of its own and wait until it is ready; whether it is.

    It says through a pipe how far it is; `tell` gets these lines.
    """
    place = Place(root)
    place.make()
    reading, writing = os.pipe()
    with (root / "background.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "devstack", "up", *options, f"--report-to={writing}"],
            cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            pass_fds=(writing,), start_new_session=True,
        )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as lines:
            for line in lines:
                if line.strip() == READY:
                    return True
                tell(line.rstrip("\n"))
        if process.wait() != 1:
            tell(f"the supervisor ended ({process.returncode}): see {root / 'background.log'}")
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
    return False


def stop_running(root: Path) -> bool:
    """Stop the stack that runs on the folder, or what one that was killed left; whether any did.

    Raises:
        CannotStart: it does not stop.
    """
    place = Place(root)
    pid = place.holder()
    if pid is None:
        return bool(leftovers.stop_leftovers(place.pids)) if place.lock.exists() else False
    try:
        supervisor = psutil.Process(pid)
        supervisor.send_signal(signal.SIGTERM)
    except psutil.NoSuchProcess:
        return True  # it ended in this very moment
    deadline = time.monotonic() + _STOP_WITHIN
    while _runs(supervisor):
        if time.monotonic() > deadline:
            raise CannotStart(f"the stack (process {pid}) does not stop")
        time.sleep(0.05)
    return True


def _runs(process: psutil.Process) -> bool:
    # Where nobody collects the dead, they stay as zombies.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
