"""The people of the firm, and the tokens of their programs."""

import hashlib
import secrets
import uuid
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.tables import Lawyer, LawyerToken
from adapters.postgres.vault import FIRM, Vault
from domain.failures import UnknownRecord
from domain.ids import LawyerId
from domain.views import LawyerView

_PREFIX: Final = "lh_"
"""Tells what a leaked token belongs to, for people and for scanners of secrets."""


class PostgresLawyerRegister:
    """Implements `domain.ports.LawyerRegister`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, name: str, role: str) -> LawyerView:
        """See the port."""
        with transaction(self._engine) as session:
            lawyer_id = uuid.uuid4().hex
            session.execute(
                insert(Lawyer)
                .values(
                    id=lawyer_id,
                    name=self._vault.seal(session, FIRM, "lawyers.name", lawyer_id, name),
                    name_index=self._index(name),
                    role=role,
                )
                .on_conflict_do_nothing()
            )
            return self._view(session, self._named(session, name))

    def named(self, name: str) -> LawyerView:
        """The person of this name.

        Raises:
            UnknownRecord: there is none.
        """
        with transaction(self._engine) as session:
            return self._view(session, self._named(session, name))

    def new_token(self, name: str) -> str:
        """See the port."""
        token = _PREFIX + secrets.token_urlsafe(32)
        with transaction(self._engine) as session:
            lawyer = self._named(session, name)
            session.execute(
                insert(LawyerToken).values(
                    id=uuid.uuid4().hex, lawyer_id=lawyer.id, hash=_hash(token)
                )
            )
        return token

    def holder(self, token: str) -> LawyerView | None:
        """See the port."""
        with transaction(self._engine) as session:
            lawyer = session.scalar(
                select(Lawyer)
                .join(LawyerToken, LawyerToken.lawyer_id == Lawyer.id)
                .where(LawyerToken.hash == _hash(token), LawyerToken.revoked_at.is_(None))
            )
            return self._view(session, lawyer) if lawyer else None

    def everybody(self) -> tuple[LawyerView, ...]:
        """See the port."""
        with transaction(self._engine) as session:
            rows = session.scalars(select(Lawyer)).all()
            views = [self._view(session, lawyer) for lawyer in rows]
            return tuple(sorted(views, key=lambda view: (view.name.casefold(), view.id)))

    def _named(self, session: Session, name: str) -> Lawyer:
        lawyer = session.scalar(select(Lawyer).where(Lawyer.name_index == self._index(name)))
        if lawyer is None:
            raise UnknownRecord("no lawyer of this name; `lawyershub lawyer add` makes one")
        return lawyer

    def _view(self, session: Session, lawyer: Lawyer) -> LawyerView:
        return LawyerView(
            id=LawyerId(lawyer.id),
            name=self._vault.open(session, "lawyers.name", lawyer.id, lawyer.name),
            role=lawyer.role,
        )

    def _index(self, name: str) -> bytes:
        return name_index(self._vault, name)


def name_index(vault: Vault, name: str) -> bytes:
    """By which a person of the firm is found; a name's letter case does not matter."""
    return vault.index("lawyer", name.strip().casefold())


def _hash(token: str) -> bytes:
    # A token is 32 random bytes: nothing slower than one hash is needed to keep it from guessing.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
