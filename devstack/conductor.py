"""Brings a stack up in order, says where everything is, and takes it down in reverse."""

import asyncio
import contextlib
import dataclasses
import json
import shlex
import time
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from devstack import control, leftovers
from devstack.errors import CannotStart
from devstack.journal import Journal
from devstack.place import Place, write_private
from devstack.plan import Plan, make_plan
from devstack.product import LAWYERS_HUB, PHONE_NUMBER_ID, Product, inherited
from devstack.service import REPOSITORY, Service
from devstack.supervisor import Supervisor

_STEP_WITHIN = 120.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What stack is wanted. Without `services`, all of it."""

    directory: Path
    port_base: int | None = None
    services: Collection[str] | None = None
    fresh: bool = False
    product: Product = LAWYERS_HUB


class Conductor:
    """One run of one stack, in one event loop."""

    def __init__(
        self,
        wishes: Wishes,
        *,
        report: Callable[[str], None] = lambda _: None,
        show: Callable[[str, str], None] | None = None,
    ) -> None:
        self._wishes = wishes
        self._report = report
        self._show = show
        self._place = Place(wishes.directory.absolute())
        self._held = contextlib.ExitStack()
        self._plan: Plan | None = None
        self._supervisor: Supervisor | None = None
        self._control: asyncio.Server | None = None
        self._groups: list[list[str]] = []
        self._lawyer_token: str | None = None

    @property
    def place(self) -> Place:
        """The folder."""
        return self._place

    @property
    def supervisor(self) -> Supervisor:
        """The services; there from the start on."""
        if self._supervisor is None:
            raise CannotStart("the stack is not running")
        return self._supervisor

    async def start(self) -> dict[str, object]:
        """Bring everything up and give the endpoints.

        Raises:
            AlreadyRunning: another stack runs on the folder.
            CannotStart: a part did not start; nothing runs then.
        """
        try:
            plan, journal = await asyncio.to_thread(self._prepare)
            self._plan = plan
            self._supervisor = Supervisor(journal, self._note)
            await self._bring_up(plan, journal)
        except BaseException:
            await self.stop()
            raise
        journal.show = self._show
        self._control = await control.serve(self._place.root, self.supervisor)
        return self._publish(plan)

    async def stop(self) -> None:
        """Take everything down, the last started first. Stopping twice does no harm."""
        if self._control is not None:
            self._control.close()
            control.socket_path(self._place.root).unlink(missing_ok=True)
        if self._supervisor is not None:
            self._place.endpoints.unlink(missing_ok=True)
            self._place.environment.unlink(missing_ok=True)
            await self._supervisor.stop_all(self._groups[::-1])
            self._place.pids.unlink(missing_ok=True)
        self._held.close()

    def _prepare(self) -> tuple[Plan, Journal]:
        self._place.make()
        self._held.enter_context(self._place.held())
        for name in leftovers.stop_leftovers(self._place.pids):
            self._report(f"stopped {name}, left behind by a stack that was killed")
        self._place.endpoints.unlink(missing_ok=True)
        if self._wishes.fresh:
            self._place.empty()
        plan = make_plan(
            self._place, self._wishes.product, self._wishes.services, self._wishes.port_base
        )
        return plan, Journal(self._place.logs)

    async def _bring_up(self, plan: Plan, journal: Journal) -> None:
        servers, programs = plan.servers(), plan.programs()
        await self._start_together(servers)
        for step in plan.product.steps if programs else ():
            begun = time.monotonic()
            await self._run(plan, journal, step.name, step.command)
            self._report(f"{step.name:<16} done   {time.monotonic() - begun:4.1f} s")
        token = self._token(plan, journal) if programs else _none()
        await _all(self._start_together(programs), token)

    async def _start_together(self, services: Sequence[Service]) -> None:
        self._groups.append([service.name for service in services])

        async def start(service: Service) -> None:
            seconds = await self.supervisor.start(service)
            self._report(f"{service.name:<16} ready  {seconds:4.1f} s")

        await _all(*(start(service) for service in services))

    async def _token(self, plan: Plan, journal: Journal) -> None:
        """Ask for the demonstration lawyer's token, once for the data's life."""
        self._lawyer_token = plan.credentials.lawyer_token
        if self._lawyer_token is not None or plan.product.token is None:
            return
        said = await self._run(plan, journal, "lawyer-token", plan.product.token, secret=True)
        try:
            self._lawyer_token = str(cast("dict[str, object]", json.loads(said))["token"])
        except (ValueError, KeyError, TypeError):
            raise CannotStart("lawyer-token printed no token") from None
        dataclasses.replace(plan.credentials, lawyer_token=self._lawyer_token).keep(
            self._place.secrets
        )

    async def _run(
        self,
        plan: Plan,
        journal: Journal,
        name: str,
        words: tuple[str, ...],
        *,
        secret: bool = False,
    ) -> str:
        """Run a command of the product to its end and give what it printed."""
        process = await asyncio.create_subprocess_exec(
            *plan.command(words),
            env={**inherited(), **plan.settings()},
            cwd=REPOSITORY,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            umask=0o077,
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(), _STEP_WITHIN)
        except TimeoutError:
            raise CannotStart(f"{name} did not end within {_STEP_WITHIN:.0f} seconds") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        printed = out.decode(errors="replace")
        lines = err.decode(errors="replace").splitlines()
        if not secret:
            lines = printed.splitlines() + lines
        for line in lines:
            journal.write(name, line)
        if process.returncode != 0:
            raise CannotStart(
                f"{name} failed (exit status {process.returncode})", tuple(lines[-12:])
            )
        return printed

    def _note(self) -> None:
        """Keep the list of processes right whenever one comes or goes."""
        pids = self.supervisor.pids()
        leftovers.remember(self._place.pids, pids)
        if self._place.endpoints.exists() and self._plan is not None:
            self._publish(self._plan)

    def _publish(self, plan: Plan) -> dict[str, object]:
        found = self.endpoints(plan)
        settings = plan.settings()
        lines = (f"{name}={shlex.quote(value)}\n" for name, value in settings.items())
        write_private(self._place.environment, "".join(lines))
        write_private(self._place.endpoints, json.dumps(found, indent=2) + "\n")
        return found

    def endpoints(self, plan: Plan) -> dict[str, object]:
        """How to reach everything. It holds credentials: for its owner's eyes only."""
        return {
            "edge": plan.edge,
            "webhook": f"{plan.edge}/webhooks/whatsapp",
            "dashboard": f"{plan.edge}/",
            "simulator": plan.simulator,
            "phone_page": f"{plan.simulator}/",
            "temporal_address": plan.temporal.address,
            "temporal_namespace": plan.settings()["TEMPORAL_NAMESPACE"],
            "temporal_ui": plan.temporal.ui,
            "database_url": plan.postgres.database_url,
            "s3_endpoint": plan.storage.endpoint,
            "s3_bucket": plan.settings()["S3_BUCKET"],
            "s3_region": plan.settings()["AWS_REGION"],
            "s3_access_key_id": plan.credentials.s3_access_key_id,
            "s3_secret_access_key": plan.credentials.s3_secret_access_key,
            "app_secret": plan.credentials.app_secret,
            "verify_token": plan.credentials.verify_token,
            "access_token": plan.credentials.access_token,
            "phone_number_id": PHONE_NUMBER_ID,
            "lawyer_token": self._lawyer_token,
            "keyring_file": str(self._place.keyring),
            "logs": str(self._place.logs),
            "pids": self.supervisor.pids(),
            "env": plan.settings(),
        }


async def _none() -> None:
    """Nothing to do beside."""


async def _all(*parts: Coroutine[None, None, None]) -> None:
    """Do all at once; when one fails, cancel the others and raise its error alone."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        # A cancelled start still ends the process it began: wait for that.
        await asyncio.gather(*tasks, return_exceptions=True)
