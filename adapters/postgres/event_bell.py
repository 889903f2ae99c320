"""Hears when something changed in a conversation: one connection a process, for nothing else."""

from datetime import timedelta

import psycopg
from sqlalchemy.engine import make_url

from domain.failures import Unavailable


class PostgresEventBell:
    """Implements `domain.reading_ports.EventBell` with LISTEN."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._connection: psycopg.AsyncConnection | None = None

    async def ring(self, patience: timedelta) -> None:
        """See the port. A new connection rings at once: nobody knows what was missed before it."""
        try:
            if self._connection is None:
                self._connection = await self._connect()
                return
            heard = self._connection.notifies(timeout=patience.total_seconds(), stop_after=1)
            async for _ in heard:
                pass
        except psycopg.OperationalError as error:
            await self.close()
            state = error.sqlstate or "no connection"
            raise Unavailable(f"nothing is heard of the database ({state})") from None

    async def close(self) -> None:
        """See the port."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _connect(self) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(
            self._url.render_as_string(hide_password=False),
            autocommit=True,
            application_name="lawyershub-events",
            connect_timeout=5,
            # So that a connection that broke is told from one on which nothing comes.
            keepalives_idle=20,
            keepalives_interval=5,
            keepalives_count=3,
        )
        await connection.execute("LISTEN conversation_events")
        return connection
