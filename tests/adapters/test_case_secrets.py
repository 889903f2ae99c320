"""Whom somebody stands against, and what must be done by when, is readable to nobody."""

from sqlalchemy import Engine, select

from adapters.postgres.conflicts import PostgresConflictDesk
from adapters.postgres.deadlines import PostgresDeadlineDesk
from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.tables import Table
from adapters.postgres.vault import Vault
from domain.analysis import Intent
from domain.conflicts import ConflictState
from domain.ids import ConflictId
from domain.matching import MatchCaseInput
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores
from tests.samples import NOW


def test_after_a_conflict_and_a_deadline_no_row_shows_anything_personal(
    engine: Engine, vault: Vault, postgres_stores: Stores
) -> None:
    firm = Cases(engine, vault)
    firm.open(
        firm.client(),
        number="214/Pdt.G/2026/PN Jkt.Sel",
        against="Budi Santoso",
        phone="+6281200000001",
    )
    message = postgres_stores.record(
        text="Saya Budi Santoso, sidang 7 Desember 2026 di PN Bandung", sent_at=NOW
    )
    PostgresCaseMatcher(engine, vault, lambda _: False).match(
        MatchCaseInput(message_id=message.message_id, intents=(Intent.COURT_DEADLINE,))
    )
    (conflict,) = firm.conflicts()
    partner = firm.person("partner")
    PostgresConflictDesk(engine, vault).decide(
        partner, ConflictId(conflict.id), ConflictState.CLEARED, "catatan rahasia"
    )
    desk = PostgresDeadlineDesk(engine, vault)
    (deadline,) = desk.deadlines(partner, state=None, after=None, limit=5).items
    desk.dismiss(partner, deadline.id, "alasan rahasia")
    canaries = ("budi", "santoso", "budisantoso", "rahasia", "bandung", "214/pdt", "81200000001")
    with engine.connect() as connection:
        for table in Table.metadata.tables.values():
            rows = connection.execute(select(table)).all()
            shown = b"\n".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in rows
                for value in row
            ).lower()
            found = [canary for canary in canaries if canary.encode() in shown]
            assert not found, f"{table.name} shows {found}"
