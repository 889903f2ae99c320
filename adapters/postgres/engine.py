"""Connections and transactions."""

from collections.abc import Generator
from contextlib import contextmanager

from psycopg import errors
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from domain.failures import Unavailable


def connect(url: str, *, pool_size: int = 10) -> Engine:
    """A pool of connections. Statements end after 10 s, waits for locks after 8 s.

    Parameters never appear in SQLAlchemy's errors or logs: they are what people wrote.
    """
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=10000 -c lock_timeout=8000 -c timezone=UTC",
        },
    )


@contextmanager
def transaction(engine: Engine) -> Generator[Session]:
    """One call, one transaction: all of it is kept, or none.

    Raises:
        Unavailable: the database cannot be reached, is too busy, or gave up on a conflict that a
            second try will not meet.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(f"the database is unavailable ({_sqlstate(error)})") from None
    except PoolTimeout:
        raise Unavailable("no connection to the database was free in time") from None
    except DBAPIError as error:
        if isinstance(error.orig, errors.DeadlockDetected | errors.SerializationFailure):
            raise Unavailable(f"the database gave up ({_sqlstate(error)})") from None
        raise


def _sqlstate(error: DBAPIError) -> str:
    state: object = getattr(error.orig, "sqlstate", None)
    return str(state) if state else "no connection"
