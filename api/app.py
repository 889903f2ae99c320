"""Puts the edge together: settings, adapters, routes."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from pydantic import AnyHttpUrl
from sqlalchemy import Engine
from temporalio.client import Client

import settings
from adapters import firm_policy, logs
from adapters.calendar_files import CalendarFiles
from adapters.keys import opening
from adapters.postgres.case_desk import PostgresCaseDesk
from adapters.postgres.client_desk import PostgresClientDesk
from adapters.postgres.clients import PostgresClientRegister
from adapters.postgres.conflicts import PostgresConflictDesk
from adapters.postgres.deadlines import PostgresDeadlineDesk
from adapters.postgres.engine import connect as connect_postgres
from adapters.postgres.event_bell import PostgresEventBell
from adapters.postgres.events import PostgresEventLog
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.mapping import PostgresCaseMapping
from adapters.postgres.media_desk import PostgresMediaDesk
from adapters.postgres.notices import PostgresNoticeBoard
from adapters.postgres.notifications import (
    PostgresNotificationInbox,
    PostgresPreferenceRegister,
)
from adapters.postgres.offices import PostgresOfficeRegister
from adapters.postgres.pen import PostgresPenDesk
from adapters.postgres.proofs import PostgresIdentityProof
from adapters.postgres.reading import PostgresConversationReader
from adapters.postgres.reviews import PostgresReviewDesk
from adapters.postgres.searching import PostgresConversationSearch
from adapters.postgres.templates import PostgresTemplateStore
from adapters.postgres.vault import Vault
from adapters.rates import WindowCounter
from adapters.s3.files import S3FileStore
from adapters.temporal.client import connect as connect_temporal
from adapters.temporal.codec import SealingCodec
from adapters.temporal.control import TemporalConversationControl
from adapters.temporal.starter import TemporalStarter
from adapters.whatsapp.apps_file import AppsFile
from api import (
    cases,
    clients,
    codec,
    conflicts,
    deadlines,
    events,
    health,
    lawyers,
    mapping,
    media,
    notices,
    notifications,
    offices,
    pen,
    people,
    problems,
    reviews,
    search,
    templates,
    webhook,
)
from api.acceptance import Acceptance
from api.bodies import PatientBodies
from api.fanout import Fanout
from api.headers import SecurityHeaders
from api.metrics import APPS_FILE
from api.payloads import WebhookReader
from api.rates import RateLimits, RefuseMisbehaving
from domain.policy import FirmPolicy
from domain.webhook_apps import WebhookApp

_PATIENCE: Final = timedelta(seconds=3)
"""How long the edge tries to start a workflow before it says 503; Meta delivers again."""

_DASHBOARD: Final = Path(__file__).parent.parent / "dashboard"


def create() -> FastAPI:
    """The application.

    Raises:
        InvalidSettings: a setting is missing or malformed.
        Misconfigured: the keyring or firm.yaml is.
    """
    log = settings.load(settings.LogSettings)
    logs.configure(log.log_level, log.log_format, process="api")
    apps = _apps(settings.load(settings.WebhookSettings))
    rate_limit_url = settings.load(settings.RateSettings).rate_limit_url.get_secret_value()
    public = settings.load(settings.PublicSettings)
    keys = settings.load(settings.KeyringSettings)
    keyring = opening.keyring_file(keys.keyring_file, keys.keyring_kms_key_id).keyring
    policy = firm_policy.load(settings.load(settings.FirmSettings).firm_policy)
    database = settings.load(settings.DatabaseSettings).database_url.get_secret_value()
    engine = connect_postgres(database)
    vault = Vault(keyring)
    log_of_events = PostgresEventLog(engine)
    fanout = Fanout(log_of_events, PostgresEventBell(database))
    limits = RateLimits(WindowCounter(rate_limit_url), keyring().pepper)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.temporal = await connect_temporal(keyring, lazy=True, patience=_PATIENCE)
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(fanout.run())
            yield
            reading.cancel()
        engine.dispose()

    app = FastAPI(
        title="Lawyers Hub WhatsApp",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )

    def temporal() -> Client:
        return app.state.temporal

    problems.install(app)
    app.add_middleware(PatientBodies)
    app.add_middleware(RefuseMisbehaving, limits=limits)
    app.add_middleware(SecurityHeaders)
    app.include_router(health.router(temporal, public.metrics_allowed_networks))
    app.include_router(
        webhook.router(
            webhook.Edge(
                apps=apps,
                reader=WebhookReader(keyring().pepper),
                acceptance=Acceptance(TemporalStarter(temporal)),
                overdrawn=limits.signed,
            )
        )
    )
    staff = PostgresLawyerRegister(engine, vault)
    stream = events.Stream(log=log_of_events, fanout=fanout, lawyers=staff)
    app.include_router(events.router(stream))
    app.include_router(
        media.router(PostgresMediaDesk(engine, vault), _bucket(), TemporalStarter(temporal), staff)
    )
    for each in _of_lawyers(engine, vault, policy, TemporalConversationControl(temporal)):
        app.include_router(each)
    app.mount(
        "/codec",
        codec.application(
            SealingCodec(keyring), public.codec_allowed_networks, _origins(public.temporal_ui_url)
        ),
    )
    app.mount("/", StaticFiles(directory=_DASHBOARD, html=True))
    return app


def _of_lawyers(
    engine: Engine, vault: Vault, policy: FirmPolicy, control: TemporalConversationControl
) -> list[APIRouter]:
    """What lawyers and their programs ask for, but files and events."""
    staff = PostgresLawyerRegister(engine, vault)
    proofs = PostgresIdentityProof(engine, vault)
    return [
        lawyers.router(PostgresConversationReader(engine, vault, policy), staff),
        reviews.router(PostgresReviewDesk(engine, vault), control, policy, staff),
        pen.router(PostgresPenDesk(engine, vault), control, policy, staff),
        search.router(PostgresConversationSearch(engine, vault, policy), staff),
        clients.router(PostgresClientRegister(engine), staff),
        people.router(PostgresClientDesk(engine, vault), proofs, staff),
        cases.router(PostgresCaseDesk(engine, vault), proofs, staff),
        mapping.router(PostgresCaseMapping(engine), staff),
        conflicts.router(PostgresConflictDesk(engine, vault), staff),
        deadlines.router(PostgresDeadlineDesk(engine, vault), CalendarFiles(), staff),
        offices.router(PostgresOfficeRegister(engine), staff),
        notices.router(PostgresNoticeBoard(engine, vault), staff),
        templates.router(PostgresTemplateStore(engine), staff),
        notifications.router(
            PostgresNotificationInbox(engine), PostgresPreferenceRegister(engine, vault), staff
        ),
    ]


def _bucket() -> S3FileStore:
    storage = settings.load(settings.StorageSettings)
    s3 = str(storage.s3_endpoint_url) if storage.s3_endpoint_url else None
    outside = str(storage.s3_public_url) if storage.s3_public_url else None
    return S3FileStore(storage.s3_bucket, s3, public_url=outside)


def _apps(trust: settings.WebhookSettings) -> Callable[[], Sequence[WebhookApp]]:
    if trust.whatsapp_apps_file is not None:
        file = AppsFile(trust.whatsapp_apps_file)
        APPS_FILE.set_function(lambda: float(file.is_usable()))
        return file
    token = trust.whatsapp_verify_token
    only = WebhookApp(
        name="app",
        secrets=tuple(secret.get_secret_value().encode() for secret in trust.whatsapp_app_secrets),
        verify_token=token.get_secret_value().encode() if token else b"",
    )
    APPS_FILE.set(1)
    return lambda: (only,)


def _origins(ui: AnyHttpUrl) -> list[str]:
    """The Web UI's origin as a browser writes it; on this machine under either of its names."""
    default = {"http": 80, "https": 443}[ui.scheme]
    port = "" if ui.port in {None, default} else f":{ui.port}"
    origin = f"{ui.scheme}://{ui.host}{port}"
    return [origin, origin.replace("//127.0.0.1", "//localhost")]
