"""Puts the simulator's parts together."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from functools import partial

import httpx
import structlog

from simulator.conversations import Conversations
from simulator.delivery import Deliverer, Webhook
from simulator.environment import Environment
from simulator.faults import FaultBoard
from simulator.graph.limits import Limits
from simulator.hub import Hub
from simulator.media_links import MediaLinks
from simulator.payloads import Office
from simulator.phones import Phones
from simulator.progress import Progress
from simulator.storage.clients import Clients
from simulator.storage.database import Database
from simulator.storage.deliveries import Deliveries
from simulator.storage.graph_calls import GraphCalls
from simulator.storage.media import MediaFiles
from simulator.storage.messages import Messages
from simulator.storage.steps import Steps
from simulator.storage.templates import Templates
from simulator.tokens import AccessTokens
from simulator.undeliverable import Undeliverable
from simulator.uploads import Uploads
from simulator.verification import Verification

_log = structlog.stdlib.get_logger("simulator.simulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Everything a route may need.

    `stopping` is set when the process is asked to end; `broken` names the workers that fell over.
    """

    environment: Environment
    office: Office
    database: Database
    clients: Clients
    messages: Messages
    media: MediaFiles
    media_links: MediaLinks
    templates: Templates
    tokens: AccessTokens
    uploads: Uploads
    limits: Limits
    deliveries: Deliveries
    calls: GraphCalls
    hub: Hub
    faults: FaultBoard
    deliverer: Deliverer
    progress: Progress
    conversations: Conversations
    phones: Phones
    verification: Verification
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    broken: set[str] = field(default_factory=set[str])

    def stop(self) -> None:
        """Let go of everybody who is waiting, so that the server can stop."""
        self.stopping.set()
        self.hub.close()

    async def pause(self, seconds: float) -> None:
        """Wait, but not when the process is asked to end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    def reset(self) -> None:
        """Forget everything and begin with the made-up clients."""
        self.faults.clear()
        self.limits.forget()
        self.tokens.forget()
        with self.database.transaction():
            self.database.forget_everything()
            self.clients.seed()
            self.templates.seed()
        self.hub.reset()


@contextlib.asynccontextmanager
async def running(environment: Environment, database: Database) -> AsyncGenerator[Simulation]:
    """Build the parts, let them work, and end them in good order; closes the database."""
    # The firm's webhook is reached as Meta reaches it: no proxy of this machine, no redirects.
    limits = httpx.Limits(max_connections=None)
    # The trusted certificates take longer to read than all else, and a firm next door needs none.
    verify = environment.webhook_url.scheme == "https"
    async with httpx.AsyncClient(trust_env=False, verify=verify, limits=limits) as http:
        simulation = _assembled(environment, database, http)
        simulation.clients.seed()
        simulation.templates.seed()
        work = {
            "deliveries": simulation.deliverer.run(),
            "statuses": simulation.progress.run(),
            "verification": simulation.verification.run(),
        }
        workers = [asyncio.create_task(each, name=name) for name, each in work.items()]
        for worker in workers:
            worker.add_done_callback(partial(_note_end, simulation))
        try:
            yield simulation
        finally:
            simulation.stop()
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await simulation.deliverer.finish()
            database.close()


def _note_end(simulation: Simulation, worker: asyncio.Task[None]) -> None:
    if not worker.cancelled() and (error := worker.exception()) is not None:
        simulation.broken.add(worker.get_name())
        _log.error("simulator.worker_broken", worker=worker.get_name(), exc_info=error)


def _assembled(environment: Environment, database: Database, http: httpx.AsyncClient) -> Simulation:
    office = Office(
        phone_number_id=environment.phone_number_id,
        waba_id=environment.waba_id,
        digits=environment.office_digits,
        country_code=environment.office_country_code,
        display_number=environment.display_number,
        verified_name=environment.verified_name,
    )
    clients, messages = Clients(database), Messages(database)
    deliveries, media = Deliveries(database), MediaFiles(database)
    hub, faults = Hub(), FaultBoard(environment)
    uploads, media_links = Uploads(files=media, faults=faults), MediaLinks(faults)
    deliverer = Deliverer(
        webhook=Webhook(
            url=str(environment.webhook_url),
            app_secret=environment.app_secret.get_secret_value(),
            concurrency=environment.webhook_concurrency,
        ),
        deliveries=deliveries,
        faults=faults,
        hub=hub,
        http=http,
    )
    progress = Progress(
        office=office,
        database=database,
        clients=clients,
        messages=messages,
        steps=Steps(database),
        undeliverable=Undeliverable(messages=messages, uploads=uploads),
        deliverer=deliverer,
        faults=faults,
        hub=hub,
    )
    return Simulation(
        environment=environment,
        office=office,
        database=database,
        clients=clients,
        messages=messages,
        media=media,
        media_links=media_links,
        templates=Templates(database),
        tokens=AccessTokens(environment.access_token.get_secret_value()),
        uploads=uploads,
        limits=Limits(messages=messages, faults=faults),
        deliveries=deliveries,
        calls=GraphCalls(database),
        hub=hub,
        faults=faults,
        deliverer=deliverer,
        progress=progress,
        conversations=Conversations(
            database=database,
            clients=clients,
            messages=messages,
            deliveries=deliveries,
            deliverer=deliverer,
            progress=progress,
            hub=hub,
        ),
        phones=Phones(
            office=office,
            database=database,
            clients=clients,
            messages=messages,
            media=media,
            links=media_links,
            deliverer=deliverer,
            hub=hub,
        ),
        verification=Verification(
            url=str(environment.webhook_url),
            token=environment.verify_token.get_secret_value(),
            http=http,
        ),
    )
