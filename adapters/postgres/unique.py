"""What may be there once only."""

from collections.abc import Generator
from contextlib import contextmanager

from psycopg import errors
from sqlalchemy.exc import IntegrityError

from domain.failures import Taken


@contextmanager
def unique(otherwise: str) -> Generator[None]:
    """Whatever is written within must not be there twice; the transaction ends where it is.

    Raises:
        Taken: it is there, as `otherwise` says.
    """
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, errors.UniqueViolation):
            raise Taken(otherwise) from None
        raise
