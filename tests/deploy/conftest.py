"""The stack's services, run natively: their own commands and settings on real servers."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from deploy import prepare
from devstack import postgres as devstack_postgres
from devstack.credentials import Credentials
from devstack.place import Place
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder
from tests.deploy import compose

OPERATOR_PASSWORD = "correct horse battery staple"
VERIFY_TOKEN = "verify-me"
APP_SECRET = "app-secret"

# What a container has at these places is elsewhere on this machine; all else stays as it is.
_RUNNER = """
import sys, settings
folder = sys.argv.pop(1)
for kind in settings._Environment.__subclasses__():
    kind.model_config["secrets_dir"] = folder
from lawyershub import main
main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host that was prepared, its servers running natively."""

    root: Path
    temporal: str
    postgres: str
    superuser_password: str = field(repr=False)

    @property
    def secrets(self) -> Path:
        """The folder of secrets."""
        return self.root / "secrets"

    def here(self, text: str) -> str:
        """A word of a command or a setting, with the containers' places replaced by ours."""
        replaced = {
            "/run/secrets": str(self.secrets),
            "/keyring/": f"{self.secrets}/keyring/",
            "/etc/lawyershub": str(REPOSITORY),
            "temporal:7233": self.temporal,
            "postgres:5432": self.postgres,
            "172.30.90.10": "127.0.0.1",
            "0.0.0.0": "127.0.0.1",  # noqa: S104 - what is replaced
        }
        for there, ours in replaced.items():
            text = text.replace(there, ours)
        return text

    def environment(self, name: str) -> dict[str, str]:
        """A service's settings and nothing of this shell's."""
        service = compose.stack().services[name]
        given = {key: self.here(value) for key, value in service.environment.items()}
        return {**inherited(), "PYTHONUNBUFFERED": "1", **given}

    def command(self, name: str, *words: str) -> list[str]:
        """A service's command, or these words instead, in a process that sees its secrets only."""
        service = compose.stack().services[name]
        own = self.root / f"secrets-of-{name}"
        own.mkdir(exist_ok=True)
        for secret in service.secrets:
            copy = own / Path(secret.target).name
            copy.write_text(self.here((self.secrets / secret.source).read_text()))
        arguments = words or tuple(self.here(word) for word in service.command or ())
        return [sys.executable, "-c", _RUNNER, str(own), *arguments]

    def run(self, name: str, *words: str) -> str:
        """Run a service to its end."""
        done = subprocess.run(  # noqa: S603 - our own command
            self.command(name, *words), cwd=self.root, env=self.environment(name),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], folder: Path) -> Generator[Path]:
    """A process, ended afterwards; gives the file of what it says."""
    log = folder / f"{time.monotonic_ns()}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=folder, env=environment, stdout=said, stderr=said
        )
        try:
            yield log
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, log: Path, *, seconds: float = 120) -> None:
    """Until `url` is answered with success."""
    deadline = time.monotonic() + seconds
    with httpx.Client(trust_env=False, timeout=5) as client:
        while time.monotonic() < deadline:
            try:
                if client.get(url).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer; it said:\n{log.read_text()[:2000]}")


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """PostgreSQL as it is when its image has started it, a Temporal server, a prepared folder."""
    with throwaway_folder() as folder, ExitStack() as entered:
        servers = entered.enter_context(Stack(folder, services=("postgres", "temporal")))
        root = folder / "deploy"
        root.mkdir()
        assert set(prepare.prepare(root, own=False)) == set(prepare.SUPPLIED)
        for name, value in _supplied().items():
            (root / "secrets" / name).write_text(value + "\n")
        (root / "secrets/whatsapp_verify_token").chmod(0o600)
        (root / "secrets/whatsapp_verify_token").write_text(VERIFY_TOKEN)
        assert prepare.prepare(root, own=False) == []
        address = servers.endpoint("database_url").partition("@")[2].partition("/")[0]
        password = Credentials.kept_in(Place(folder).secrets).superuser_password
        _as_a_new_cluster(f"postgresql://postgres:{password}@{address}/postgres")
        yield Host(
            root=root,
            temporal=servers.endpoint("temporal_address"),
            postgres=address,
            superuser_password=password,
        )


def _supplied() -> dict[str, str]:
    hashed = subprocess.run(  # noqa: S603 - our own command
        [tool("caddy"), "hash-password", "--plaintext", OPERATOR_PASSWORD],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {
        "whatsapp_app_secrets": APP_SECRET,
        "whatsapp_access_token": "EAAtoken",
        "ops_password_hash": hashed.stdout.strip(),
    }


def _as_a_new_cluster(superuser: str) -> None:
    """Remove what the embedded stack made: the roles' script has it to itself."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for statement in ("DROP DATABASE {} WITH (FORCE)", "DROP ROLE {}"):
            connection.execute(sql.SQL(statement).format(sql.Identifier("lawyershub")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The S3 service, run with its own command; `environment` is that of who makes its bucket."""

    endpoint: str
    environment: dict[str, str] = field(repr=False)


@pytest.fixture(scope="session")
def storage(host: Host) -> Iterator[Storage]:
    """The S3 service with its bucket."""
    service = compose.stack().services["s3"]
    folder = host.root / "s3"
    (folder / "data").mkdir(parents=True)
    secrets = folder / "secrets"
    secrets.mkdir()
    for secret in service.secrets:
        name = secret.target.rpartition("/")[2]
        (secrets / name).write_text((host.secrets / secret.source).read_text())
    words = [
        word.replace("/run/secrets", str(secrets))
        .replace("=/data", f"={folder / 'data'}")
        .replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - what is replaced
        for word in service.command or []
    ]
    port = free_port()
    servers = ("master", "volume", "filer")
    inner = [f"-{server}.port{kind}={free_port()}" for server in servers for kind in ("", ".grpc")]
    # The admin server's second port is 10000 above its first, whatever the options say.
    admin = next(port for port in iter(free_port, None) if port < 50_000)
    inner += [f"-s3.port.grpc={free_port()}", f"-admin.port={admin}"]
    # Said again, a flag has its last value.
    command = [tool("weed"), *words, *inner, f"-s3.port={port}"]
    endpoint = f"http://127.0.0.1:{port}"
    environment = {**host.environment("s3-bucket"), "S3_ENDPOINT_URL": endpoint}
    with running(command, inherited(), folder) as log:
        wait_for(f"{endpoint}/healthz", log)
        for _ in range(2):
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, str(REPOSITORY / "deploy/s3/make_bucket.py")],
                env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        yield Storage(endpoint=endpoint, environment=environment)


@pytest.fixture(scope="session")
def with_roles(host: Host) -> Host:
    """The host after PostgreSQL's image has run our script."""
    programs = devstack_postgres._programs()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - where psql is
    server, _, port = host.postgres.partition(":")
    subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", str(REPOSITORY / "deploy/postgres/roles.sh")],
        env={
            **inherited(),
            "PATH": f"{programs}:{inherited().get('PATH', '')}",
            "SECRETS_FOLDER": str(host.secrets),
            "PGHOST": server, "PGPORT": port, "PGPASSWORD": host.superuser_password,
        },
        check=True,
    )  # fmt: skip
    return host


@pytest.fixture(scope="session")
def ready(with_roles: Host) -> Host:
    """The host after the steps that run once: keys and migration, with the services' own words."""
    made = json.loads(with_roles.run("tools", "keys", "init", "--json"))
    assert made["made"]
    with_roles.run("migrate")
    return with_roles


@pytest.fixture(scope="session")
def api(ready: Host) -> Iterator[int]:
    """The port of `api-1`, run with its own command and settings."""
    port = free_port()
    command = [str(port) if word == "8000" else word for word in ready.command("api-1")]
    with running(command, ready.environment("api-1"), ready.root) as log:
        wait_for(f"http://127.0.0.1:{port}/readyz", log)
        yield port
