"""The firm's access tokens at Meta, which may be replaced while the worker runs."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog

from domain.failures import Misconfigured

_LOOK_EVERY_SECONDS: Final = 1.0
_MOST: Final = 4

_log = structlog.get_logger()


def tokens_in(text: str) -> tuple[str, ...]:
    """The tokens that a setting or a file holds, divided by commas or spaces; the first is current.

    Raises:
        Misconfigured: there is none, or one that no header can carry.
    """
    found = tuple(dict.fromkeys(text.replace(",", " ").split()))
    if not 1 <= len(found) <= _MOST or any(
        not each.isascii() or not each.isprintable() for each in found
    ):
        raise Misconfigured("WHATSAPP_ACCESS_TOKEN: one to four tokens of ASCII characters")
    return found


class AccessTokens:
    """Tokens to try, best first.

    While one is replaced by another both may stand there, and the file they stand in may change:
    it is read again within a second. A file that cannot be used leaves what was there before.
    """

    def __init__(
        self, text: str, file: Path | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens = tokens_in(text)
        self._file = file
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp = self._stamp_now()
        self._looked_at = clock()
        self._working: str | None = None

    @classmethod
    def kept_in(cls, file: Path, *, clock: Callable[[], float] = time.monotonic) -> "AccessTokens":
        """The tokens in a file.

        Raises:
            Misconfigured: it cannot be read, or holds none.
        """
        try:
            text = file.read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise Misconfigured(
                f"WHATSAPP_ACCESS_TOKEN: its file cannot be read: {type(error).__name__}"
            ) from None
        return cls(text, file, clock=clock)

    def to_try(self) -> Sequence[str]:
        """The tokens, the one that worked last before the others."""
        with self._lock:
            self._look()
            return sorted(self._tokens, key=lambda each: each != self._working)

    def note_working(self, token: str) -> None:
        """Note that WhatsApp took this one."""
        with self._lock:
            self._working = token

    def may_be_written(self) -> bool:
        """Whether they stand in a file that we may replace by another."""
        if self._file is None:
            return False
        there = self._file.resolve()
        return os.access(there, os.W_OK) and os.access(there.parent, os.W_OK)

    def put_first(self, new: str, old: str) -> None:
        """Put a token into the file, before the one it was made from; others are left out.

        The file is replaced whole: whoever reads it finds what was, or both.

        Raises:
            Misconfigured: it cannot be written; what was there still is.
        """
        if self._file is None:
            raise Misconfigured("WHATSAPP_ACCESS_TOKEN: stands in no file that could be written")
        try:
            _replace(self._file, f"{new},{old}\n")
        except OSError as error:
            raise Misconfigured(
                f"WHATSAPP_ACCESS_TOKEN_FILE: cannot be replaced: {type(error).__name__}"
            ) from None
        with self._lock:
            self._tokens, self._working = tokens_in(f"{new},{old}"), None
            self._stamp = self._stamp_now()

    def _look(self) -> None:
        if self._file is None or self._clock() - self._looked_at < _LOOK_EVERY_SECONDS:
            return
        self._looked_at = self._clock()
        stamp = self._stamp_now()
        if stamp is None or stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._tokens = tokens_in(self._file.read_text(encoding="ascii", errors="replace"))
        except (OSError, Misconfigured) as error:
            _log.warning("token file not usable, keeping what was", error=type(error).__name__)
            return
        self._working = None
        _log.info("tokens read again", tokens=len(self._tokens))

    def _stamp_now(self) -> tuple[int, int, int] | None:
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _replace(file: Path, text: str) -> None:
    # A link is followed: the file that it leads to is replaced, not the link.
    there = file.resolve()
    descriptor, name = tempfile.mkstemp(dir=there.parent, prefix=f".{there.name}.")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as written:
            os.fchmod(written.fileno(), there.stat().st_mode & 0o777)
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        beside.replace(there)
    finally:
        beside.unlink(missing_ok=True)
