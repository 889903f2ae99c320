"""The office's access tokens: the one of the settings, and those that it was exchanged for."""

import hmac
import secrets
import time
from typing import Final

_LIFE_SECONDS: Final = 60 * 24 * 60 * 60


class AccessTokens:
    """Kept in memory: a simulator that starts again knows the first one, which never expires."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._ends: dict[str, int] = {first: 0}

    def knows(self, token: str) -> bool:
        """Whether a token opens the API now."""
        ends = self.expires_at(token)
        return ends is not None and (ends == 0 or ends > time.time())

    def expires_at(self, token: str) -> int | None:
        """When a token ends, in Unix seconds; 0 for never, None for one that was never given."""
        # In constant time, and as bytes, because a header may hold anything.
        given = token.encode()
        matching = [
            ends for known, ends in self._ends.items() if hmac.compare_digest(given, known.encode())
        ]
        return next(iter(matching), None)

    def exchange(self, token: str) -> str | None:
        """Another token that ends in 60 days; None for one that opens nothing."""
        if not self.knows(token):
            return None
        made = f"SIMULATOR{secrets.token_urlsafe(48)}"
        self._ends[made] = int(time.time()) + _LIFE_SECONDS
        return made

    def end_in(self, seconds: int | None) -> None:
        """Let the first token end; None: never."""
        self._ends[self._first] = 0 if seconds is None else int(time.time()) + seconds

    def forget(self) -> None:
        """Know the first one only."""
        self._ends = {self._first: 0}
