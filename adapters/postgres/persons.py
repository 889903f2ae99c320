"""Clients who were found to be one person: `clients.merged_into` leads to the first of them."""

from sqlalchemy import CTE, ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from adapters.postgres.tables import Client
from domain.ids import ClientId


def everybody_like(ids: Select[str], name: str) -> CTE:
    """The `id` of each of some clients, and of whoever is the same person as one of them."""
    up = select(Client.id.label("one"), Client.merged_into.label("other"))
    down = select(Client.merged_into.label("one"), Client.id.label("other"))
    links = union_all(
        *(each.where(Client.merged_into.is_not(None)) for each in (up, down))
    ).subquery()
    found = ids.cte(name, recursive=True)
    (column,) = found.c
    return found.union(select(links.c.other).join(found, links.c.one == column))


def is_same_person(column: InstrumentedAttribute[str], client: ClientId) -> ColumnElement[bool]:
    """Whether a column names a client, or somebody who is the same person."""
    person = everybody_like(select(literal(str(client)).label("id")), "person")
    return column.in_(select(person.c.id).correlate(None))


def same_person(session: Session, client: ClientId) -> tuple[ClientId, ...]:
    """A client, and all who are the same person; in the order of their ids."""
    rows = session.scalars(
        select(Client.id).where(is_same_person(Client.id, client)).order_by(Client.id)
    )
    return tuple(ClientId(row) for row in rows)


def root_of(session: Session, client: ClientId) -> ClientId:
    """The client that everybody who is this person was merged into."""
    while into := session.scalar(select(Client.merged_into).where(Client.id == client)):
        client = ClientId(into)
    return client
