"""Everything that a webhook says and that is neither a message nor a status."""

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres.engine import transaction
from adapters.postgres.tables import AccountEvent
from adapters.postgres.vault import FIRM, Vault
from domain.account import AccountEventInput


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
