"""Whoever else is in a client's cases is among the names that nobody outside may see."""

import uuid
from datetime import date

from sqlalchemy import Engine

from adapters.postgres.engine import transaction
from adapters.postgres.tables import CaseClient, CaseRow, Party
from adapters.postgres.vault import Vault
from domain.ids import ClientId
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores


def _against(engine: Engine, vault: Vault, client: ClientId, name: str) -> str:
    case, party = uuid.uuid4().hex, uuid.uuid4().hex
    with transaction(engine) as session:
        title = vault.seal(session, client, "cases.title", case, "Perkara")
        session.add(CaseRow(id=case, client_id=client, title=title, opened_on=date(2026, 3, 1)))
        session.flush()
        sealed = vault.seal(session, client, "parties.name", party, name)
        session.add_all(
            [
                CaseClient(case_id=case, client_id=client),
                Party(id=party, case_id=case, role="opponent", name=sealed),
            ]
        )
    return case


def test_the_parties_of_a_clients_cases_are_named_and_nobody_elses(
    postgres_stores: Stores, engine: Engine, vault: Vault
) -> None:
    message = postgres_stores.record(name="Budi Santoso")
    other = postgres_stores.record(number=2, phone="6281200000002", name="Siti")
    _against(engine, vault, message.client_id, "PT Maju Jaya")
    _against(engine, vault, other.client_id, "PT Lain")
    assert postgres_stores.messages.names(message.message_id) == ("Budi Santoso", "PT Maju Jaya")
    assert postgres_stores.messages.names(other.message_id) == ("Siti", "PT Lain")


def test_names_of_the_same_person_and_of_who_shares_a_case_are_named_too(
    postgres_stores: Stores, engine: Engine, vault: Vault
) -> None:
    message = postgres_stores.record(name="Budi Santoso")
    other = postgres_stores.record(number=2, phone="6281200000002", name="Pak Bos")
    third = postgres_stores.record(number=3, phone="6281200000003", name="Siti")
    Cases(engine, vault).merge(other.client_id, message.client_id)
    case = _against(engine, vault, other.client_id, "PT Maju Jaya")
    with transaction(engine) as session:
        session.add(CaseClient(case_id=case, client_id=third.client_id))
    called = set(postgres_stores.messages.names(message.message_id))
    assert called == {"Budi Santoso", "Pak Bos", "Siti", "PT Maju Jaya"}
    assert "Budi Santoso" not in postgres_stores.messages.names(third.message_id)
