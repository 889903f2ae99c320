"""Leaves a dependency alone for a while after it failed several times in a row."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import structlog

_log = structlog.get_logger()


class Circuit:
    """Closed, calls pass; open, none does but one trial after each cool-down.

    Safe for threads, and nothing is held while a call is under way. A trial whose end is never
    told costs one more cool-down.
    """

    def __init__(
        self,
        failures: int = 3,
        cool_down: timedelta = timedelta(seconds=30),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._cool_down = cool_down.total_seconds()
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_trial = 0.0

    def lets_pass(self) -> bool:
        """Whether a call may be made now; whoever is let pass tells how it ended."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = self._clock()
            if now < self._next_trial:
                return False
            self._next_trial = now + self._cool_down
            return True

    def succeeded(self) -> None:
        """The dependency answered."""
        with self._lock:
            was_open = self._failures >= self._most
            self._failures = 0
        if was_open:
            _log.info("circuit closed")

    def failed(self) -> None:
        """The dependency did not answer, or refused."""
        with self._lock:
            self._failures += 1
            self._next_trial = self._clock() + self._cool_down
            opened = self._failures == self._most
        if opened:
            _log.warning("circuit opened", failures=self._most, seconds=self._cool_down)
