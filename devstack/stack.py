"""A stack for Python programs and tests: the conductor in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine
from pathlib import Path
from typing import Self, TypeVar

from devstack.conductor import Conductor, Wishes
from devstack.product import LAWYERS_HUB, Product

ResultT = TypeVar("ResultT")


class Stack:
    """Real servers and programs that run while this object is entered.

    `services` names the parts that are wanted (`postgres`, `temporal`, `storage`, `simulator`,
    `api`, `worker-…`); without it all of them start. Every method blocks until it is done.
    """

    def __init__(
        self,
        directory: Path,
        *,
        port_base: int | None = None,
        services: Collection[str] | None = None,
        fresh: bool = False,
        product: Product = LAWYERS_HUB,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._wishes = Wishes(
            directory=directory,
            port_base=port_base,
            services=services,
            fresh=fresh,
            product=product,
        )
        self._report = report
        self._conductor = Conductor(self._wishes, report=report)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.endpoints: dict[str, object] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> dict[str, object]:
        """Start everything wanted and give the endpoints, as in endpoints.json.

        Raises:
            CannotStart: something did not start; nothing runs then.
        """
        # The kernel ends the processes when the thread that started them ends: so it is one
        # thread, and it lives until `stop`.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stack", daemon=True)
        self._thread.start()
        self._conductor = Conductor(self._wishes, report=self._report)
        try:
            self.endpoints = self._do(self._conductor.start())
        except BaseException:
            self.stop()
            raise
        return self.endpoints

    def stop(self) -> None:
        """Stop everything."""
        if self._loop is not None:
            self._do(self._conductor.stop())
            self._finish()

    def endpoint(self, name: str) -> str:
        """One of the endpoints that are text."""
        return str(self.endpoints[name])

    def start_service(self, name: str) -> None:
        """Start one part again, on the same port and data."""
        self._do(self._conductor.supervisor.start_again(name))

    def stop_service(self, name: str) -> None:
        """Stop one part; it stays stopped."""
        self._do(self._conductor.supervisor.stop(name))

    def kill_service(self, name: str) -> None:
        """End one part's process without asking; it is started again like any that dies."""
        self._conductor.supervisor.kill(name)

    def pids(self) -> dict[str, int]:
        """The process ids of the running parts."""
        return self._conductor.supervisor.pids()

    def states(self) -> dict[str, str]:
        """`starting`, `ready`, `waiting` (to be started again) or `stopped` for each part."""
        return {name: str(state) for name, state in self._conductor.supervisor.states().items()}

    def _do(self, work: Coroutine[object, object, ResultT]) -> ResultT:
        if self._loop is None:
            work.close()
            raise RuntimeError("the stack is not running")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            # Ctrl-C reaches this thread only: the work must not go on without us.
            future.cancel()

    def _finish(self) -> None:
        if self._loop is None or self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None
