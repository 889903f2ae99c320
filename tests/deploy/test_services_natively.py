"""Each service's command and settings are the ones that run natively."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from devstack.credentials import Credentials
from devstack.place import Place
from devstack.plan import make_plan
from devstack.product import LAWYERS_HUB, Program
from tests.deploy import compose
from tests.deploy.conftest import Host, free_port, running, wait_for

# Where production differs from the embedded stack, and why.
_OTHERWISE = {
    "WHATSAPP_GRAPH_URL": "the default is Meta's own",
    "WHATSAPP_MEDIA_HOSTS": "the defaults are Meta's own",
    "TEMPORAL_CONFIG_FILE": "a container has no person's profile",
    "AWS_ACCESS_KEY_ID": "in AWS_SHARED_CREDENTIALS_FILE",
    "AWS_SECRET_ACCESS_KEY": "in AWS_SHARED_CREDENTIALS_FILE",
    "WHATSAPP_ACCESS_TOKEN": "only the sender gets it",
    "WHATSAPP_BUSINESS_ACCOUNT_IDS": "only the sender asks for templates",
}
_ONLY_HERE = {
    "AI_BASE_URL", "AI_OUTPUT_MODE", "ANTHROPIC_API_KEY", "AWS_SHARED_CREDENTIALS_FILE",
    "CLAMAV_URL", "CODEC_ALLOWED_NETWORKS", "METRICS_ALLOWED_NETWORKS",
    "NOTIFY_WEBHOOK_SECRET", "NOTIFY_WEBHOOK_URL", "OPENAI_API_KEY", "RATE_LIMIT_URL",
    "S3_PUBLIC_URL", "SMTP_FROM", "SMTP_URL", "TRANSCRIBER_API_KEY", "TRANSCRIBER_MODEL",
    "TRANSCRIBER_URL", "WHATSAPP_APPS_FILE",
}  # fmt: skip
_PLACES = {"--host", "--port", "--health-host", "--health-port", "--trusted-proxies"}


def _program(name: str) -> Program:
    native = "api" if name.startswith("api-") else name
    return next(program for program in LAWYERS_HUB.programs if program.name == native)


def _without_places(words: list[str]) -> list[str]:
    kept: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in _PLACES:
            next(rest)
        else:
            kept.append(word)
    return kept


def test_every_process_of_ours_that_runs_natively_is_a_service() -> None:
    native = {program.name for program in LAWYERS_HUB.programs if not program.simulates_meta}
    assert {name.removesuffix("-1").removesuffix("-2") for name in compose.OURS} == native
    assert "migrate" in {step.name for step in LAWYERS_HUB.steps}
    assert compose.stack().services["migrate"].command == ["migrate"]


@pytest.mark.parametrize("name", compose.OURS)
def test_the_command_is_the_native_one_but_for_addresses(name: str) -> None:
    here = ["lawyershub", *(compose.stack().services[name].command or [])]
    assert _without_places(here) == _without_places(list(_program(name).command))


@pytest.mark.parametrize("name", compose.OURS)
def test_the_settings_are_the_native_ones(name: str, tmp_path: Path) -> None:
    place = Place(tmp_path)
    Credentials.kept_in(place.secrets)
    native = set(make_plan(place, LAWYERS_HUB, (), None).settings()) - {*_program(name).withheld}
    service = compose.stack().services[name]
    here = {*service.environment, *(secret.source.upper() for secret in service.secrets)}
    assert native - here <= set(_OTHERWISE)
    assert here - native - {"AWS_CREDENTIALS"} <= _ONLY_HERE


def test_the_roles_reach_their_own_databases_only(with_roles: Host) -> None:
    server, _, port = with_roles.postgres.partition(":")

    def connect(role: str, database: str) -> None:
        password = (with_roles.secrets / f"{role}_db_password").read_text()
        psycopg.connect(
            host=server, port=port, user=role, password=password, dbname=database
        ).close()

    connect("lawyershub", "lawyershub")
    connect("temporal", "temporal")
    connect("temporal", "temporal_visibility")
    for role, database in (("temporal", "lawyershub"), ("lawyershub", "temporal")):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            connect(role, database)


def test_the_workers_serve_with_their_own_command_settings_and_secrets(ready: Host) -> None:
    workers = [name for name in compose.OURS if name.startswith("worker-")]
    ports = {name: free_port() for name in workers}
    with ExitStack() as entered:
        logs: dict[str, Path] = {}
        for name, port in ports.items():
            command = [str(port) if word == "9000" else word for word in ready.command(name)]
            logs[name] = entered.enter_context(
                running(command, ready.environment(name), ready.root)
            )
        for name, port in ports.items():
            wait_for(f"http://127.0.0.1:{port}/healthz", logs[name])
            _is_healthy(name, "9000", port)


def test_the_api_is_healthy_by_its_own_check(api: int) -> None:
    _is_healthy("api-1", "8000", api)


def _is_healthy(name: str, there: str, port: int) -> None:
    check = compose.stack().services[name].healthcheck
    assert check
    assert check.test[:3] == ["CMD", "python", "-c"]
    for tried, healthy in ((port, True), (free_port(), False)):
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", check.test[3].replace(there, str(tried))],
            capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) == healthy
