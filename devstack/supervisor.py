"""Keeps services alive: starts them, watches them, starts the dead again, stops them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from devstack.errors import CannotStart
from devstack.journal import Journal
from devstack.ports import is_free
from devstack.process import RunningProcess
from devstack.service import Service

State = Literal["starting", "ready", "waiting", "stopped"]

_ASK_EVERY = 0.05  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How the dead are started again. Times are seconds."""

    first_pause: float = 0.5
    longest_pause: float = 30.0
    quick_death: float = 10.0  # who dies sooner has not really been alive
    loop: int = 5  # so many quick deaths in a row are told once, as a loop


@dataclass(slots=True)
class _Kept:
    """What the supervisor knows of one service."""

    service: Service
    state: State = "stopped"
    process: RunningProcess | None = None
    watch: asyncio.Task[None] | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Supervisor:
    """All services of one stack. Used from one event loop, whose thread outlives the services."""

    def __init__(
        self,
        journal: Journal,
        changed: Callable[[], None] = lambda: None,
        patience: Patience = Patience(),
    ) -> None:
        self._journal = journal
        self._patience = patience
        self._changed = changed  # called whenever a process came or went
        self._kept: dict[str, _Kept] = {}

    def pids(self) -> dict[str, int]:
        """The running processes."""
        return {
            name: kept.process.pid
            for name, kept in self._kept.items()
            if kept.process is not None and kept.process.is_alive
        }

    def states(self) -> dict[str, State]:
        """How each service is."""
        return {name: kept.state for name, kept in self._kept.items()}

    async def start(self, service: Service) -> float:
        """Start a service for the first time and give the seconds it took to be ready.

        Raises:
            CannotStart: a port is taken, it ended, or it was not ready in time. It is not running
                then.
        """
        kept = self._kept.setdefault(service.name, _Kept(service))
        async with kept.turn:
            return await self._start(kept)

    async def start_again(self, name: str) -> None:
        """Start a service that was stopped; nothing happens when it runs.

        Raises:
            CannotStart: as `start`, or there is no such service.
        """
        kept = self._find(name)
        async with kept.turn:
            if kept.watch is None:
                await self._start(kept)

    async def stop(self, name: str) -> None:
        """Stop a service, and leave it stopped.

        Raises:
            CannotStart: there is no such service.
        """
        kept = self._find(name)
        async with kept.turn:
            if kept.watch is not None:
                kept.watch.cancel()
                await asyncio.wait([kept.watch])
                kept.watch = None
            await self._end(kept)

    async def stop_all(self, order: list[list[str]]) -> None:
        """Stop the groups one after the other, the services of a group together."""
        for group in order:
            await asyncio.gather(*(self.stop(name) for name in group if name in self._kept))

    def kill(self, name: str) -> None:
        """End a process without asking (a test of what happens then)."""
        process = self._find(name).process
        if process is not None:
            process.kill()

    def _find(self, name: str) -> _Kept:
        try:
            return self._kept[name]
        except KeyError:
            known = ", ".join(sorted(self._kept))
            raise CannotStart(f"there is no {name!r}: the parts are {known}") from None

    async def _start(self, kept: _Kept) -> float:
        begun = time.monotonic()
        for port in kept.service.ports:
            if not is_free(port):
                raise CannotStart(f"{kept.service.name} cannot start: port {port} is taken")
        try:
            await self._bring_up(kept)
        except BaseException:
            await self._end(kept)
            raise
        kept.watch = asyncio.create_task(self._watch(kept))
        return time.monotonic() - begun

    async def _bring_up(self, kept: _Kept) -> None:
        service = kept.service
        kept.state = "starting"
        try:
            await asyncio.to_thread(service.prepare)
        except OSError as error:
            raise CannotStart(f"{service.name} cannot be prepared: {error}") from error
        process = await RunningProcess.begin(service, lambda line: self._hear(service, line))
        kept.process = process
        self._changed()
        ended = asyncio.create_task(process.ended())
        ready = asyncio.create_task(_until_ready(service))
        try:
            await asyncio.wait(
                [ended, ready], timeout=service.start_within, return_when=asyncio.FIRST_COMPLETED
            )
            if ended.done():
                raise CannotStart(
                    f"{service.name} ended while starting ({_end(ended.result())})",
                    tuple(process.last_lines),
                )
            if not ready.done():
                raise CannotStart(
                    f"{service.name} was not ready after {service.start_within:.0f} seconds",
                    tuple(process.last_lines),
                )
            await _outcome(ready, service.name)
        finally:
            ended.cancel()
            ready.cancel()
        kept.state = "ready"

    async def _watch(self, kept: _Kept) -> None:
        """Start the service again whenever it dies, more slowly each time it dies at once."""
        name = kept.service.name
        patience = self._patience
        deaths = 0
        begun = time.monotonic()
        while kept.process is not None:
            how = _end(await kept.process.ended())
            kept.state = "waiting"
            self._changed()
            deaths = deaths + 1 if time.monotonic() - begun < patience.quick_death else 1
            pause = min(patience.first_pause * 2 ** min(deaths - 1, 10), patience.longest_pause)
            if deaths < patience.loop:
                self._say(f"{name} died ({how}): starting it again in {pause:g} s")
            elif deaths == patience.loop:
                self._say(
                    f"{name} keeps dying ({how}): trying more slowly from now on; "
                    f"what it says is in {self._journal.path(name)}"
                )
            await kept.process.end()
            await asyncio.sleep(pause)
            begun = time.monotonic()
            try:
                await self._bring_up(kept)
            except CannotStart as error:
                if deaths < patience.loop:
                    self._say(str(error))
                await self._end(kept)
            else:
                self._say(f"{name} is ready again")

    async def _end(self, kept: _Kept) -> None:
        if kept.process is not None:
            await kept.process.end()
        kept.state = "stopped"
        self._changed()

    def _hear(self, service: Service, line: str) -> None:
        quiet = service.kept_off_terminal
        if quiet is not None and quiet.search(line):
            self._journal.write(service.name, line)
        else:
            self._journal.say(service.name, line)

    def _say(self, line: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._journal.say("devstack", f"{now} {line}")


async def _until_ready(service: Service) -> None:
    while not await service.is_ready():  # noqa: ASYNC110 - another process tells us no event
        await asyncio.sleep(_ASK_EVERY)
    await service.settle()


async def _outcome(ready: asyncio.Task[None], name: str) -> None:
    try:
        await ready
    except CannotStart:
        raise
    except Exception as error:
        # Vendors raise what they like; one service that cannot be set up is one line all the same.
        raise CannotStart(f"{name} could not be set up: {error}") from error


def _end(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
