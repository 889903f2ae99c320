"""Fixtures with real servers: each starts once a session, when the first test asks for it."""

import itertools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg import sql

from devstack.credentials import Credentials
from devstack.place import Place
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder

_number = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """One PostgreSQL cluster; every database in it belongs to the role `lawyershub`."""

    url: str = field(repr=False)
    superuser: str = field(repr=False)

    def create(self, template: str | None = None) -> str:
        """Make a database, as a copy of `template` (a URL that `create` gave) if there is one.

        Gives its URL for SQLAlchemy (`postgresql+psycopg://…`).
        """
        name = f"test_{next(_number)}"
        statement = sql.SQL("CREATE DATABASE {} OWNER lawyershub TEMPLATE {}").format(
            sql.Identifier(name),
            sql.Identifier(_database(template) if template else "template0"),
        )
        self._run(statement)
        return self.url.rpartition("/")[0] + "/" + name

    def drop(self, url: str) -> None:
        """Remove a database, and whoever is connected to it."""
        name = sql.Identifier(_database(url))
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Store:
    """An S3 server with one private, encrypted bucket, and its owner's credentials."""

    endpoint: str
    bucket: str
    region: str
    access_key_id: str
    secret_access_key: str = field(repr=False)


def _database(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One cluster for the session."""
    with throwaway_folder() as folder, Stack(folder, services=("postgres",)) as stack:
        url = stack.endpoint("database_url")
        password = Credentials.kept_in(Place(folder).secrets).superuser_password
        address = url.partition("@")[2].partition("/")[0]
        yield PostgresServer(
            url=url, superuser=f"postgresql://postgres:{password}@{address}/postgres"
        )


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a new, empty database for one test."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """A database with the newest schema, to copy from; nobody may stay connected to it."""
    url = postgres_server.create()
    subprocess.run(  # noqa: S603 - our own command
        [tool("lawyershub"), "migrate"],
        cwd=REPOSITORY, env={**inherited(), "DATABASE_URL": url}, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return url


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The URL of a new database with the newest schema for one test."""
    url = postgres_server.create(migrated_template)
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def temporal_address() -> Iterator[str]:
    """`host:port` of one development server with the namespace `lawyershub` as in production."""
    with throwaway_folder() as folder, Stack(folder, services=("temporal",)) as stack:
        yield stack.endpoint("temporal_address")


@pytest.fixture(scope="session")
def s3_store() -> Iterator[S3Store]:
    """One S3 server for the session; its bucket is shared, so tests use keys of their own."""
    with throwaway_folder() as folder, Stack(folder, services=("storage",)) as stack:
        yield S3Store(
            endpoint=stack.endpoint("s3_endpoint"),
            bucket=stack.endpoint("s3_bucket"),
            region=stack.endpoint("s3_region"),
            access_key_id=stack.endpoint("s3_access_key_id"),
            secret_access_key=stack.endpoint("s3_secret_access_key"),
        )
