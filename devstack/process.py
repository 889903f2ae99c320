"""One running process: it cannot outlive us, is listened to, and ends with all it began."""

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import Callable

import psutil

from devstack.errors import CannotStart
from devstack.service import Service, tool

_LONGEST_LINE = 64_000  # bytes; a longer line is cut into several


class RunningProcess:
    """A child process and the lines it says."""

    def __init__(self, service: Service, process: asyncio.subprocess.Process) -> None:
        self.service = service
        self.pid = process.pid
        self.last_lines: deque[str] = deque(maxlen=12)
        self._process = process
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def begin(cls, service: Service, hear: Callable[[str], None]) -> "RunningProcess":
        """Start it; `hear` gets every line of its output.

        The kernel tells the child when the thread that started it ends, so this must be called
        from the thread that lives as long as the stack.

        Raises:
            CannotStart: the program cannot be run.
        """
        guard = [tool("setpriv"), "--pdeathsig", service.death_signal.name.removeprefix("SIG")]
        if service.user is not None:
            guard += ["--reuid", service.user, "--regid", service.user, "--clear-groups"]
        try:
            process = await asyncio.create_subprocess_exec(
                *guard, "--", *service.command,
                cwd=service.working_directory,
                env=dict(service.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                # Ctrl-C on the terminal reaches us alone: we decide who stops when.
                start_new_session=True,
                umask=0o077,
                limit=_LONGEST_LINE,
            )  # fmt: skip
        except OSError as error:
            raise CannotStart(f"{service.name} cannot be run: {error.strerror}") from error
        running = cls(service, process)
        running._listening = asyncio.create_task(running._listen(hear))
        return running

    async def ended(self) -> int:
        """Wait for its end, and give its exit status (negative: the signal that ended it)."""
        return await self._process.wait()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.returncode is None

    async def end(self) -> None:
        """Ask it to stop, and after a while stop it and whatever it started."""
        family = self._family()
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(self.service.stop_signal)
            try:
                await asyncio.wait_for(self._process.wait(), self.service.stop_within)
            except TimeoutError:
                family = self._family()
                self.kill()
                await self._process.wait()
        await asyncio.to_thread(_bury, family)
        if self._listening is not None:
            # A grandchild that we could not find might hold the pipe open.
            await asyncio.wait([self._listening], timeout=2)
            self._listening.cancel()
        await asyncio.to_thread(self.service.tidy)

    def kill(self) -> None:
        """End it at once, without asking."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    async def _listen(self, hear: Callable[[str], None]) -> None:
        stream = self._process.stdout
        if stream is None:
            return
        while True:
            try:
                raw = await stream.readuntil()
            except asyncio.IncompleteReadError as end:
                raw = end.partial
                if not raw:
                    return
            except asyncio.LimitOverrunError as long:
                raw = await stream.readexactly(long.consumed or _LONGEST_LINE)
            line = raw.decode(errors="replace").rstrip()
            self.last_lines.append(line)
            hear(line)


def _bury(family: list[psutil.Process]) -> None:
    """End what a process left behind. psutil knows a process by its start, not its id alone."""
    _, alive = psutil.wait_procs(family, timeout=2)
    for orphan in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.kill()
    psutil.wait_procs(alive, timeout=2)
