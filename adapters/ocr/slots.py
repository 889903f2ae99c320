"""How many reading processes there are at once: one for each core, shared by all documents."""

import threading
from collections.abc import Callable


class Slots:
    """The first process of a document waits for a slot, further ones only take what is free."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting = 0
        self._changed = threading.Condition()

    def take(self, alive: Callable[[], None]) -> None:
        """Wait for a slot; `alive` is called each second."""
        with self._changed:
            self._waiting += 1
        try:
            while not self._taken_within_a_second():
                alive()
        finally:
            with self._changed:
                self._waiting -= 1

    def take_spare(self) -> bool:
        """Take a slot that nobody waits for."""
        with self._changed:
            if self._waiting or not self._free:
                return False
            self._free -= 1
            return True

    def give(self) -> None:
        """Give a slot back."""
        with self._changed:
            self._free += 1
            self._changed.notify()

    @property
    def wanted(self) -> bool:
        """Whether a document waits that has none."""
        with self._changed:
            return self._waiting > self._free

    def _taken_within_a_second(self) -> bool:
        with self._changed:
            if not self._free:
                self._changed.wait(1)
            if not self._free:
                return False
            self._free -= 1
            return True
