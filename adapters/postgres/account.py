"""Everything that a webhook says and that is neither a message nor a status."""

import uuid

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import templates
from adapters.postgres.engine import transaction
from adapters.postgres.identities import change_user_id, recognise
from adapters.postgres.messages import keep_past_message
from adapters.postgres.notices import keep_notice
from adapters.postgres.tables import AccountEvent, Consent
from adapters.postgres.vault import FIRM, Vault
from domain.account import AccountEventInput, ActedOnEvent
from domain.account_events import (
    MessageEcho,
    PastMessage,
    Preference,
    TemplateFact,
    UserIdChange,
)
from domain.account_steps import AccountStep, as_message
from domain.ids import ClientId
from domain.notices import notice_id


class PostgresAccountEventStore:
    """Implements `domain.ports.AccountEventStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def keep(self, event: AccountEventInput) -> bool:
        """See the port."""
        row_id = f"{event.digest}/{event.part}"
        with transaction(self._engine) as session:
            made = session.scalar(
                insert(AccountEvent)
                .values(
                    digest=event.digest,
                    part=event.part,
                    parts=event.parts,
                    field=event.field[:64],
                    encoding=event.encoding,
                    body=self._vault.seal(session, FIRM, "account_events.body", row_id, event.body),
                    received_at=event.received_at,
                )
                .on_conflict_do_nothing()
                .returning(AccountEvent.digest)
            )
            return made is not None

    def act_on(self, event: AccountEventInput, step: AccountStep) -> ActedOnEvent:
        """See the port. One transaction for each: a thousand wishes would hold others up."""
        with transaction(self._engine) as session:
            client_id: ClientId | None = None
            wished = followed = told = of_template = False
            if isinstance(step.fact, Preference):
                client_id, wished = self._consent(session, event, step.fact)
            elif isinstance(step.fact, UserIdChange):
                client_id = self._follow(session, step.fact)
                followed = client_id is not None
            elif isinstance(step.fact, TemplateFact):
                of_template = templates.follow(session, step.fact)
            notice = step.notice
            if notice is not None and (client_id or not notice.about_client):
                told = keep_notice(
                    session,
                    self._vault,
                    notice_id(event, step.ordinal, notice),
                    notice,
                    client_id=client_id,
                    at=event.received_at,
                )
        return ActedOnEvent(
            notices=int(told),
            consents=int(wished),
            people=int(followed),
            templates=int(of_template),
        )

    def keep_message(self, event: AccountEventInput, message: MessageEcho | PastMessage) -> bool:
        """See the port."""
        kept, read, author = as_message(event, message, self._vault.message_id)
        with transaction(self._engine) as session:
            return keep_past_message(session, self._vault, kept, read, author)

    def _consent(
        self, session: Session, event: AccountEventInput, wish: Preference
    ) -> tuple[ClientId, bool]:
        client = recognise(
            session, self._vault, wish.person, otherwise=event.digest, at=wish.at
        ).client_id
        made = session.scalar(
            insert(Consent)
            .values(
                id=uuid.uuid4().hex,
                client_id=client,
                category=wish.category[:64],
                value=wish.value,
                at=wish.at,
                source=event.digest,
            )
            .on_conflict_do_nothing()
            .returning(Consent.id)
        )
        return client, made is not None

    def _follow(self, session: Session, change: UserIdChange) -> ClientId | None:
        return change_user_id(
            session,
            self._vault,
            previous=change.previous,
            current=change.current,
            phone=change.phone,
            at=change.at,
        )
