"""Whether everything this system depends on is there and configured right."""

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import typer
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

import settings
from adapters import firm_policy
from adapters.postgres.engine import transaction
from adapters.rates import WindowCounter
from adapters.temporal.client import connect
from adapters.whatsapp import apps_file
from commands import file_checks, model_check, notification_checks, parts, whatsapp_checks
from commands.output import AsJson, print_json, say
from commands.schema import alembic_config
from domain import attributes
from domain.failures import Failure, Misconfigured, Unavailable

_SHORTEST_RETENTION: Final = timedelta(days=8)
"""Meta repeats a webhook for up to 7 days; Temporal must know it for longer than that."""

_A_SECOND: Final = timedelta(seconds=1)
_SEARCHED: Final = frozenset(
    {
        attributes.STAGE,
        attributes.ROUTE,
        attributes.URGENCY,
        attributes.MESSAGE_TYPE,
        attributes.NEEDS_LAWYER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def doctor(*, as_json: AsJson = False) -> None:
    """Look at every dependency; exit 1 on any fault."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("webhook", _webhook),
        ("firm.yaml", _policy),
        ("keyring", _keyring),
        ("database", _database),
        ("migrations", _migrations),
        ("temporal", lambda: asyncio.run(_with_temporal(_reachable))),
        ("retention", lambda: asyncio.run(_with_temporal(_retention))),
        ("search attributes", lambda: asyncio.run(_with_temporal(_search_attributes))),
        ("rate limits", _rate_limits),
        ("bucket", file_checks.kept_privately),
        ("virus scanner", file_checks.scanned),
        ("tesseract", file_checks.read),
        ("transcriber", file_checks.heard),
        ("whatsapp token", whatsapp_checks.token),
        ("templates", whatsapp_checks.templates),
        ("ai model", model_check.answers),
        ("on call", notification_checks.on_call),
        ("e-mail", notification_checks.emailed),
        ("notification webhook", notification_checks.told_elsewhere),
    )
    findings: list[Finding] = []
    for name, check in checks:
        finding = _look(name, check)
        findings.append(finding)
        if not as_json:
            say(f"{'ok   ' if finding.ok else 'FAULT'}  {finding.name}: {finding.detail}")
    healthy = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": healthy, "checks": findings})
    if not healthy:
        raise typer.Exit(1)


def _look(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=check())
    except (Failure, settings.InvalidSettings) as fault:
        return Finding(name=name, ok=False, detail=str(fault))


def _webhook() -> str:
    trust = settings.load(settings.WebhookSettings)
    if trust.whatsapp_apps_file is None:
        return f"{len(trust.whatsapp_app_secrets)} app secret(s), a verify token"
    apps = apps_file.load(trust.whatsapp_apps_file)
    _only_ours(trust.whatsapp_apps_file, "WHATSAPP_APPS_FILE")
    numbers = sum(len(app.numbers) for app in apps)
    secrets = sum(len(app.secrets) for app in apps)
    return f"{len(apps)} app(s), {secrets} secret(s), {numbers} number(s) claimed"


def _policy() -> str:
    path = settings.load(settings.FirmSettings).firm_policy
    firm_policy.load(path)
    return f"{path} can be used"


def _keyring() -> str:
    keys = settings.load(settings.KeyringSettings)
    keyring = parts.keyring_file().keyring()
    if keys.keyring_file and keys.keyring_kms_key_id is None:
        _only_ours(keys.keyring_file, "KEYRING_FILE")
    return f"{len(keyring.roots)} key(s), current {keyring.current}"


def _only_ours(path: Path, setting: str) -> None:
    mode = path.stat().st_mode
    # A secret that a container is given belongs to root and is read by group.
    if mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        raise Misconfigured(f"{setting}: others may use it ({stat.filemode(mode)}); chmod 600 it")
    if not os.access(path, os.R_OK):
        raise Misconfigured(f"{setting}: cannot be read")


def _database() -> str:
    with transaction(parts.engine()) as session:
        version = session.connection().exec_driver_sql("SHOW server_version").scalar_one()
    return f"PostgreSQL {version}"


def _migrations() -> str:
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with transaction(parts.engine()) as session:
        current = MigrationContext.configure(session.connection()).get_current_revision()
    if current != newest:
        raise Misconfigured(f"at {current}, newest is {newest}: run `lawyershub migrate`")
    return f"at {current}, the newest"


async def _with_temporal(look: Callable[[Client], Awaitable[str]]) -> str:
    try:
        client = await connect(parts.keyring_file().keyring, patience=timedelta(seconds=3))
        return await look(client)
    except RPCError as error:
        raise Unavailable(f"Temporal answered {error.status.name}") from None


async def _reachable(client: Client) -> str:
    await client.service_client.check_health(timeout=timedelta(seconds=5))
    return f"{client.service_client.config.target_host}, namespace {client.namespace}"


async def _retention(client: Client) -> str:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    kept = described.config.workflow_execution_retention_ttl.ToTimedelta()
    if kept < _SHORTEST_RETENTION:
        raise Misconfigured(
            f"namespace {client.namespace} keeps histories for {kept.days} days; "
            f"at least {_SHORTEST_RETENTION.days} are needed to know a repeated webhook"
        )
    return f"{kept.days} days"


async def _search_attributes(client: Client) -> str:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = _SEARCHED - set(listed.custom_attributes)
    if missing:
        raise Misconfigured(f"not registered: {', '.join(sorted(missing))}")
    return ", ".join(sorted(_SEARCHED))


def _rate_limits() -> str:
    url = settings.load(settings.RateSettings).rate_limit_url.get_secret_value()
    if url.startswith("memory:"):
        return "counted in each api by itself"
    asyncio.run(WindowCounter(url, patience=timedelta(seconds=3)).look("doctor", 1, _A_SECOND))
    return "counted in Redis, for all replicas together"
