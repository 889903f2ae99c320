"""Whether the migrations give the schema that the tables describe, on a throw-away PostgreSQL."""

import os
import subprocess
import sys

from devstack.errors import CannotStart
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder


def main() -> int:
    """Migrate an empty database, then let Alembic compare; the first failure's exit status."""
    commands = (
        (tool("lawyershub"), "migrate"),
        (sys.executable, "-m", "alembic", "-c", str(REPOSITORY / "alembic.ini"), "check"),
    )
    with throwaway_folder() as folder, Stack(folder, services=("postgres",)) as stack:
        environment = {**inherited(), "DATABASE_URL": stack.endpoint("database_url")}
        for command in commands:
            status = subprocess.run(  # noqa: S603 - our own commands
                command, cwd=REPOSITORY, env=environment, check=False
            ).returncode
            if status != os.EX_OK:
                return status
    return os.EX_OK


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotStart as error:
        sys.exit(f"check_migrations: {error}")
