"""Runs the migrations."""

from typing import cast

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlalchemy.dialects.postgresql.base import ischema_names

import settings
from adapters.postgres.tables import Table, TransactionId

_LOCK = 7_201_118_906
"""Two migrations at once wait for each other by this advisory lock."""

# The comparison of the schema with the tables reads this type too.
cast("dict[str, object]", ischema_names)["xid8"] = TransactionId


def migrate() -> None:
    """Connect as DATABASE_URL says, and bring the schema where Alembic wants it."""
    url = settings.load(settings.DatabaseSettings).database_url.get_secret_value()
    engine = create_engine(url, poolclass=pool.NullPool, hide_parameters=True)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Table.metadata, compare_server_default=True
        )
        with context.begin_transaction():
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            context.run_migrations()


migrate()
