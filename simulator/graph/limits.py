"""How many messages Meta takes: to one user, and of the whole number."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.conversations import Recipient
from simulator.faults import FaultBoard
from simulator.storage.messages import Messages

# Source: Meta's "Throughput" and "Pair rate limits".
_PER_SECOND: Final = 80
_PAUSE_SECONDS: Final = 6.0
_BURST: Final = 45
_BURST_SECONDS: Final = 6.0
_THROUGHPUT: Final = 130429
_PAIR: Final = 131056


@dataclass(slots=True)
class _Burst:
    began_at: float
    messages: int = 1


class Limits:
    """Counts what is accepted. It forgets over a restart, as nothing else here depends on it."""

    def __init__(self, *, messages: Messages, faults: FaultBoard) -> None:
        self._messages = messages
        self._faults = faults
        self._bursts: dict[str, _Burst] = {}

    def refuses(self, recipient: Recipient) -> int | None:
        """The code a message to this recipient is refused with now; None counts it as sent."""
        faults = self._faults.now
        if not faults.limits:
            return None
        now = time.time()
        # Both directions count towards the throughput of a number.
        if self._messages.since(now - 1 / faults.clock_speed, limit=_PER_SECOND) >= _PER_SECOND:
            return _THROUGHPUT
        known = recipient.client
        whom = recipient.phone or recipient.given if known is None else known.id
        return None if self._pair_allows(whom, now, faults.clock_speed) else _PAIR

    def forget(self) -> None:
        """Count from zero."""
        self._bursts.clear()

    def _pair_allows(self, whom: str, now: float, speed: float) -> bool:
        # A burst borrows from the future: after it nothing goes until it is paid back, 6 seconds
        # for each message of it.
        burst = self._bursts.get(whom)
        passed = 0.0 if burst is None else (now - burst.began_at) * speed
        if burst is None or passed >= burst.messages * _PAUSE_SECONDS:
            self._bursts[whom] = _Burst(now)
            return True
        if passed < _BURST_SECONDS and burst.messages < _BURST:
            burst.messages += 1
            return True
        return False
