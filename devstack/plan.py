"""What one stack consists of: which servers and programs, on which ports, with which settings."""

import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from devstack import product
from devstack.credentials import Credentials
from devstack.errors import CannotStart
from devstack.place import Place
from devstack.ports import choose_ports
from devstack.postgres import Postgres
from devstack.product import Product, Program
from devstack.service import SERVERS, Service, answers, tool
from devstack.storage import ADMIN_GRPC, BUCKET, PORTS, REGION, Storage
from devstack.temporal import NAMESPACE, Temporal

# In this order from --port-base: what people open first, then what only processes use.
_PORT_NAMES = (
    "api", "simulator", "temporal-ui", "temporal", "postgres", "storage",
    "temporal-http", "temporal-metrics", "storage-grpc",
    *(f"storage-{name}" for name in PORTS),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One stack, before anything of it runs."""

    place: Place
    ports: dict[str, int]
    credentials: Credentials
    product: Product
    chosen: Collection[str]
    postgres: Postgres
    temporal: Temporal
    storage: Storage

    @property
    def edge(self) -> str:
        """Where the api answers."""
        return f"http://127.0.0.1:{self.ports['api']}"

    @property
    def simulator(self) -> str:
        """Where the simulated Meta answers."""
        return f"http://127.0.0.1:{self.ports['simulator']}"

    def servers(self) -> list[Service]:
        """The chosen servers; they start together, before all else."""
        servers = (self.postgres, self.temporal, self.storage)
        named = zip(SERVERS, servers, strict=True)
        return [server.service() for name, server in named if name in self.chosen]

    def programs(self) -> list[Service]:
        """The chosen programs; they start together, on the running servers."""
        return [self._service(item) for item in self.product.programs if item.name in self.chosen]

    def settings(self) -> dict[str, str]:
        """The environment that the product's commands need on this stack."""
        return {
            "WHATSAPP_APP_SECRETS": self.credentials.app_secret,
            "WHATSAPP_VERIFY_TOKEN": self.credentials.verify_token,
            "WHATSAPP_ACCESS_TOKEN": self.credentials.access_token,
            "WHATSAPP_GRAPH_URL": self.simulator,
            "WHATSAPP_MEDIA_HOSTS": "127.0.0.1",
            "WHATSAPP_BUSINESS_ACCOUNT_IDS": product.WABA_ID,
            "TEMPORAL_ADDRESS": self.temporal.address,
            "TEMPORAL_NAMESPACE": NAMESPACE,
            # The person's own profile of another Temporal must not be mixed in.
            "TEMPORAL_CONFIG_FILE": "/dev/null",
            "TEMPORAL_UI_URL": self.temporal.ui,
            "DATABASE_URL": self.postgres.database_url,
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.storage.endpoint,
            "AWS_ACCESS_KEY_ID": self.credentials.s3_access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.credentials.s3_secret_access_key,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "KEYRING_FILE": str(self.place.keyring),
            "PUBLIC_URL": self.edge,
            "LOG_FORMAT": "json",
            **product.chosen_by_the_caller(),
        }

    def command(self, words: tuple[str, ...], *, port: int | None = None) -> tuple[str, ...]:
        """A command of the product with its placeholders and its program's path filled in.

        Raises:
            CannotStart: the program is not installed.
        """
        values = {"{python}": sys.executable, "{port}": str(port)}
        filled = [values.get(word, word) for word in words]
        return (tool(filled[0]), *filled[1:])

    def _service(self, program: Program) -> Service:
        port = self.ports[program.name]
        settings = self.settings()
        if program.simulates_meta:
            own = product.simulator_environment(settings, self.place.root / "simulator")
        else:
            own = {key: value for key, value in settings.items() if key not in program.withheld}
        return Service(
            name=program.name,
            command=self.command(program.command, port=port),
            environment={
                **product.inherited(),
                **product.from_the_caller(program.given),
                # Python's lines must reach us when they are said.
                "PYTHONUNBUFFERED": "1",
                # Tesseract's threads wait for each other: six times slower on a small machine.
                "OMP_THREAD_LIMIT": "1",
                **own,
            },
            is_ready=partial(answers, f"http://127.0.0.1:{port}{program.health}"),
            ports=(port,),
            # A worker lets its activities end first.
            stop_within=40,
        )


def make_plan(
    place: Place, what: Product, services: Collection[str] | None, port_base: int | None
) -> Plan:
    """Choose ports and credentials. Without `services` everything is part of the stack.

    Raises:
        CannotStart: there is no such service, or a fixed port is taken.
    """
    programs = [program.name for program in what.programs]
    known = [*SERVERS, *programs]
    chosen = known if services is None else services
    for name in chosen:
        if name not in known:
            raise CannotStart(f"there is no {name!r}: the parts are {', '.join(known)}")
    names = dict.fromkeys([*_PORT_NAMES, *programs])
    ports = choose_ports(names, place.ports, port_base, twins={"storage-admin": ADMIN_GRPC})
    credentials = Credentials.kept_in(place.secrets)
    base = product.inherited()
    return Plan(
        place=place,
        ports=ports,
        credentials=credentials,
        product=what,
        chosen=chosen,
        postgres=Postgres(
            data=place.root / "postgres",
            port=ports["postgres"],
            password=credentials.database_password,
            superuser_password=credentials.superuser_password,
        ),
        temporal=Temporal(
            data=place.root / "temporal",
            port=ports["temporal"],
            ui_port=ports["temporal-ui"],
            http_port=ports["temporal-http"],
            metrics_port=ports["temporal-metrics"],
            codec_endpoint=f"http://127.0.0.1:{ports['api']}/codec",
            environment=base,
        ),
        storage=Storage(
            data=place.root / "storage",
            port=ports["storage"],
            grpc_port=ports["storage-grpc"],
            inner_ports={name: ports[f"storage-{name}"] for name in PORTS},
            access_key_id=credentials.s3_access_key_id,
            secret_access_key=credentials.s3_secret_access_key,
            encryption_key=credentials.s3_encryption_key,
            internal_key=credentials.s3_internal_key,
            environment=base,
        ),
    )
