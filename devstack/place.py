"""The folder that holds everything the stack keeps, and the lock that says one runs on it."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from devstack.errors import CannotStart

# What `--fresh` removes. Named one by one: a mistyped --dir must never empty somebody's folder.
_DATA = (
    "postgres", "temporal", "storage", "simulator", "logs", "keyring.json", "secrets.json",
    "endpoints.json", "environment", "pids.json",
)  # fmt: skip


class AlreadyRunning(CannotStart):
    """Another stack holds the folder."""


@dataclass(frozen=True, slots=True)
class Place:
    """The layout of the folder."""

    root: Path

    @property
    def logs(self) -> Path:
        """One file for each process."""
        return self.root / "logs"

    @property
    def ports(self) -> Path:
        """The ports of the last start."""
        return self.root / "ports.json"

    @property
    def secrets(self) -> Path:
        """The random credentials, made once."""
        return self.root / "secrets.json"

    @property
    def pids(self) -> Path:
        """Which processes belong to this stack, for a start after a crash."""
        return self.root / "pids.json"

    @property
    def endpoints(self) -> Path:
        """How to reach everything; there only while all is ready."""
        return self.root / "endpoints.json"

    @property
    def environment(self) -> Path:
        """The environment our commands need, as KEY=VALUE lines for a shell."""
        return self.root / "environment"

    @property
    def keyring(self) -> Path:
        """The firm's keys."""
        return self.root / "keyring.json"

    @property
    def lock(self) -> Path:
        """Held by the running supervisor; holds its process id."""
        return self.root / "lock"

    def make(self) -> None:
        """Create the folder, private to its owner.

        Raises:
            CannotStart: it cannot be made, or it is somebody's folder with other things in it.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if any(self.root.iterdir()) and not self.lock.exists():
                raise CannotStart(f"{self.root} holds other things: choose an empty folder")
            self.lock.touch(mode=0o600)
            # Others may pass (the database runs as another user when we are root), never look.
            self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise CannotStart(f"{self.root} cannot be used: {error.strerror}") from error

    def empty(self) -> None:
        """Remove the data of earlier starts."""
        for name in _DATA:
            path = self.root / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def held(self) -> Generator[None]:
        """Keep every other supervisor off the folder.

        Raises:
            AlreadyRunning: one is there.
        """
        with self.lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(f"already running in {self.root}") from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def holder(self) -> int | None:
        """The process id of the running supervisor, if one runs."""
        if not self.lock.exists():
            return None
        with self.lock.open("r") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read() or 0) or None
        return None


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_json(path: Path) -> dict[str, object]:
    """The object in a file, empty when there is none.

    Raises:
        CannotStart: it holds something else.
    """
    if not path.exists():
        return {}
    try:
        found: object = json.loads(path.read_text())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CannotStart(f"{path} is damaged: restore it, or start with --fresh")
    return cast("dict[str, object]", found)
