"""A wait that ends at a moment or when somebody calls, whichever is first."""

import asyncio
import time


class Alarm:
    """Wakes one loop."""

    def __init__(self) -> None:
        self._called = asyncio.Event()

    def call(self) -> None:
        """End the wait now, or the next one if nobody is waiting."""
        self._called.set()

    async def wait_until(self, moment: float | None) -> None:
        """Wait for a call, but not longer than until `moment` in Unix seconds."""
        try:
            async with asyncio.timeout(None if moment is None else max(0, moment - time.time())):
                await self._called.wait()
        except TimeoutError:
            return  # the moment has come, which is what was asked for
        finally:
            self._called.clear()
