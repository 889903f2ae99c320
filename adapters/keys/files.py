"""The keyring in a file, read again whenever the file changes."""

import fcntl
import os
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from adapters.keys.keyring import Keyring
from domain.failures import Misconfigured, Undecipherable


class Envelope(Protocol):
    """How the keyring document is protected at rest."""

    def close(self, document: bytes) -> bytes:
        """What is written to the file."""
        ...

    def open(self, content: bytes) -> bytes:
        """The document in a file's content."""
        ...


class ClearEnvelope:
    """No protection but the file's mode: the file itself is the secret."""

    def close(self, document: bytes) -> bytes:
        """The document as it is."""
        return document

    def open(self, content: bytes) -> bytes:
        """The document as it is."""
        return content


@dataclass(frozen=True, slots=True)
class _Version:
    inode: int
    modified: int
    size: int


class KeyringFile:
    """The keyring as it stands in its file now.

    Every process of the system holds one. A rotation replaces the file; the next use in any
    process on the same file sees it, so nothing has to be restarted.
    """

    def __init__(self, path: Path, envelope: Envelope | None = None) -> None:
        self._path = path
        self._envelope = envelope or ClearEnvelope()
        self._lock = threading.Lock()
        self._loaded: tuple[_Version, Keyring] | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a file at all."""
        return self._path.exists()

    def keyring(self) -> Keyring:
        """The keyring, read again if its file changed.

        Raises:
            Misconfigured: the file is missing, unreadable or no keyring.
        """
        try:
            status = self._path.stat()
        except OSError as error:
            raise Misconfigured(f"KEYRING_FILE: {error.strerror or 'cannot be read'}") from None
        version = _Version(status.st_ino, status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._loaded is None or self._loaded[0] != version:
                self._loaded = (version, self._read())
            return self._loaded[1]

    def create(self) -> Keyring:
        """Make a new keyring.

        Raises:
            Misconfigured: there is one already, or the place cannot be written.
        """
        return self._replace(_first)

    def rotate(self) -> Keyring:
        """Add a root key and make it the current one. Older ones stay, to open what they sealed."""
        return self._replace(_next)

    def _read(self) -> Keyring:
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise Misconfigured(f"KEYRING_FILE: {error.strerror or 'cannot be read'}") from None
        try:
            return Keyring.from_json(self._envelope.open(content))
        except Undecipherable:
            raise Misconfigured("KEYRING_FILE: the file does not open") from None

    def _replace(self, change: Callable[[Keyring | None], Keyring]) -> Keyring:
        with self._exclusive():
            keyring = change(self._read() if self._path.exists() else None)
            content = self._envelope.close(keyring.to_json())
            beside = self._path.with_name(f".{self._path.name}.new")
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            if self._path.exists():
                # Whoever rotates, the same users read it as before.
                before = self._path.stat()
                os.fchmod(handle, before.st_mode & 0o777)
                if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(handle, before.st_uid, before.st_gid)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            return keyring

    @contextmanager
    def _exclusive(self) -> Generator[None]:
        # Two rotations at once would each add a key that the other's file lacks.
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_name(f".{self._path.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise Misconfigured(f"KEYRING_FILE: {error.strerror or 'cannot be written'}") from None


def _first(keyring: Keyring | None) -> Keyring:
    if keyring is not None:
        raise Misconfigured("there is a keyring already; a second one would not open the first's")
    return Keyring.generate()


def _next(keyring: Keyring | None) -> Keyring:
    if keyring is None:
        raise Misconfigured("there is no keyring yet: run `lawyershub keys init`")
    return keyring.rotated()
