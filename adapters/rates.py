"""Counts requests in windows of time, in this process or in a Redis that replicas share."""

import asyncio
import time
from datetime import timedelta
from typing import Any, Final

from limits import RateLimitItemPerSecond
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from domain.failures import Unavailable

_PATIENCE: Final = timedelta(milliseconds=250)
"""Longer than a Redis nearby ever takes, and short beside the second that Meta allows."""


class WindowCounter:
    """Counts under keys. `url` is `memory://`, or `redis://…` or `rediss://…`."""

    def __init__(self, url: str, *, patience: timedelta = _PATIENCE) -> None:
        self._patience = patience.total_seconds()
        # Its own repetitions are off: whoever asks goes on without an answer.
        options: dict[str, Any] = (
            {"implementation": "redispy", "wrap_exceptions": True, "retry": Retry(NoBackoff(), 0)}
            if url.startswith("redis")
            else {}
        )
        storage = storage_from_string(f"async+{url}", **options)
        if not isinstance(storage, Storage):
            raise TypeError("a storage of limits.aio is expected")
        self._limiter = FixedWindowRateLimiter(storage)

    async def count(self, key: str, most: int, window: timedelta) -> timedelta | None:
        """Count one more; how long to wait where that is one too many.

        Raises:
            Unavailable: Redis does not answer in time, or with an error.
        """
        return await self._asked(key, most, window, counted=True)

    async def look(self, key: str, most: int, window: timedelta) -> timedelta | None:
        """The same without counting.

        Raises:
            Unavailable: Redis does not answer in time, or with an error.
        """
        return await self._asked(key, most, window, counted=False)

    async def _asked(
        self, key: str, most: int, window: timedelta, *, counted: bool
    ) -> timedelta | None:
        item = RateLimitItemPerSecond(most, int(window.total_seconds()), namespace="lawyershub")
        ask = self._limiter.hit if counted else self._limiter.test
        try:
            async with asyncio.timeout(self._patience):
                if await ask(item, key):
                    return None
                ends_at, _ = await self._limiter.get_window_stats(item, key)
        except (StorageError, OSError) as error:
            # Also a TimeoutError. The text of Redis' own can quote its address.
            raise Unavailable(f"the rate limits' Redis: {type(error).__name__}") from None
        return timedelta(seconds=min(max(ends_at - time.time(), 1), window.total_seconds()))
