"""Two clients who are one person: a pointer from the one to the other, and nothing is moved."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.postgres.persons import root_of
from adapters.postgres.tables import Client
from domain.failures import Taken, UnknownRecord
from domain.ids import ClientId

_MERGING: Final = 2
"""Of a lock of its own: whoever follows pointers to their end must not have them change."""


def merge(session: Session, client: ClientId, into: ClientId) -> Client:
    """Note that a client is the same person as another.

    Raises:
        Taken: they are one person already, or `client` is merged into another.
    """
    session.execute(select(func.pg_advisory_xact_lock(_MERGING, 0)))
    root = root_of(session, into)
    row = _locked(session, client, root)
    if root == client:
        raise Taken(f"client {into} is merged into client {client} already")
    if row.merged_into is not None:
        raise Taken(f"client {client} is merged into another already")
    row.merged_into = root
    session.flush()
    return row


def unmerge(session: Session, client: ClientId) -> Client:
    """Undo that.

    Raises:
        Taken: it is not merged into another.
    """
    session.execute(select(func.pg_advisory_xact_lock(_MERGING, 0)))
    row = _locked(session, client)
    if row.merged_into is None:
        raise Taken(f"client {client} is not merged into another")
    row.merged_into = None
    session.flush()
    return row


def _locked(session: Session, client: ClientId, *others: ClientId) -> Client:
    rows = session.scalars(
        select(Client)
        .where(Client.id.in_([client, *others]))
        .order_by(Client.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    found = next((row for row in rows if row.id == client), None)
    if found is None:
        raise UnknownRecord(f"no client {client}")
    return found
