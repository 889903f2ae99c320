"""Whoever looks for something finds what they may see, and only that."""

import pytest
from sqlalchemy import Engine

from adapters.postgres import searching
from adapters.postgres.searching import PostgresConversationSearch
from adapters.postgres.vault import Vault
from domain.documents import PageText, ReadMethod
from domain.failures import UnknownRecord
from domain.ids import CaseId, ClientId
from domain.outbound import Accepted, DeliveryState, OutboundMessage
from domain.searching import FoundIn, SearchScope
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import PHONE, make_policy


@pytest.fixture
def search(engine: Engine, vault: Vault) -> PostgresConversationSearch:
    return PostgresConversationSearch(engine, vault, make_policy())


@pytest.mark.parametrize(
    "text", ["+62 813-5555-0001", "081355550001", "budi  SANTOSO", "K-77", "k-77"]
)
def test_a_client_is_found_by_all_of_a_name_a_number_or_a_reference(
    search: PostgresConversationSearch, registers: Registers, text: str
) -> None:
    made = registers.client("Budi Santoso", "+6281355550001", reference="K-77")
    registers.client("Siti Aminah", "+6281355550002")
    found = search.exact(registers.person(), text)
    assert [each.id for each in found.clients] == [made.client.id]
    assert not search.exact(registers.person(), "Budi").clients


def test_a_number_leads_to_the_conversations(
    search: PostgresConversationSearch, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record()
    postgres_stores.record(number=2, phone="6281399990001", name="Siti Aminah")
    found = search.exact(registers.person(), PHONE)
    assert [each.id for each in found.conversations] == [message.conversation_id]
    assert found.hits == ()


def test_a_case_is_found_by_its_number_and_not_through_its_wall(
    search: PostgresConversationSearch, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record()
    inside, outside = registers.person("Rina"), registers.person("Dewi Lestari")
    number = "987/Pdt.G/2026/PN Smg"
    case = registers.case(message.client_id, walled=True, number=number, members=(inside,))
    registers.mapping.put_message(inside, message.message_id, CaseId(case.case.id))
    found = search.exact(inside, number)
    assert [each.id for each in found.cases] == [case.case.id]
    assert [each.id for each in found.conversations] == [message.conversation_id]
    for text in (number, PHONE, "Budi Santoso"):
        hidden = search.exact(outside, text)
        assert (hidden.clients, hidden.cases, hidden.conversations) == ((), (), ())


def test_words_are_found_on_both_sides_and_in_files(
    search: PostgresConversationSearch, postgres_stores: Stores, registers: Registers
) -> None:
    stores, viewer = postgres_stores, registers.person()
    asked = stores.record(number=1, text="Kapan SIDANG warisan itu?")
    ready = stores.conversations.prepare_send(
        asked.conversation_id, stores.drafted(asked, body="Sidang warisan besok."), stores.policy
    )
    assert isinstance(ready, OutboundMessage)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.ours"))
    file = stores.record(number=2, kind="document", more={"document": {"id": "7"}})
    stores.media.keep_page(
        file.message_id,
        PageText(number=1, text="Sidang\nperkara warisan", confidence=1, method=ReadMethod.OCR),
    )
    stores.record(number=3, text="sidang saja")
    scope = SearchScope(client=ClientId(asked.client_id))
    found = search.within(viewer, "warisan sidang", scope)
    assert {(each.found_in, each.snippet) for each in found.hits} == {
        (FoundIn.MESSAGE, "Kapan SIDANG warisan itu?"),
        (FoundIn.OUTBOUND, "Sidang warisan besok."),
        (FoundIn.FILE, "Sidang perkara warisan"),
    }
    assert not found.stopped_early
    assert search.within(viewer, "perceraian", scope).hits == ()


def test_nothing_of_anybody_else_is_found_in_a_scope(
    search: PostgresConversationSearch, postgres_stores: Stores, registers: Registers
) -> None:
    mine = postgres_stores.record(number=1, text="soal warisan")
    other = postgres_stores.record(number=2, phone="6281399990001", text="soal warisan")
    case = registers.case(other.client_id)
    registers.mapping.put_message(registers.person(), other.message_id, CaseId(case.case.id))
    for scope, expected in (
        (SearchScope(client=ClientId(mine.client_id)), mine),
        (SearchScope(case=CaseId(case.case.id)), other),
    ):
        found = search.within(registers.person(), "warisan", scope)
        assert [each.id for each in found.hits] == [expected.message_id]


def test_there_is_no_looking_through_a_wall(
    search: PostgresConversationSearch, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record(text="soal warisan")
    inside, outside = registers.person("Rina"), registers.person("Dewi Lestari")
    plain = registers.case(message.client_id)
    walled = registers.case(message.client_id, walled=True, members=(inside,))
    registers.mapping.put_message(inside, message.message_id, CaseId(walled.case.id))
    of_client = SearchScope(client=ClientId(message.client_id))
    assert search.within(inside, "warisan", of_client).hits
    # The client is known by another case of theirs; what they wrote of the walled one is not.
    assert not search.within(outside, "warisan", of_client).hits
    assert not search.within(outside, "warisan", SearchScope(case=CaseId(plain.case.id))).hits
    with pytest.raises(UnknownRecord):
        search.within(outside, "warisan", SearchScope(case=CaseId(walled.case.id)))
    auditor = registers.person("Si auditor", "auditor")
    with pytest.raises(UnknownRecord):
        search.within(auditor, "warisan", of_client)


def test_a_search_that_stops_early_says_so(
    search: PostgresConversationSearch,
    postgres_stores: Stores,
    registers: Registers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "_MOST_LOOKED_AT", 2)
    message = postgres_stores.record(number=1, text="warisan")
    postgres_stores.record(number=2, text="warisan")
    scope = SearchScope(client=ClientId(message.client_id))
    assert not search.within(registers.person(), "warisan", scope).stopped_early
    postgres_stores.record(number=3, text="lain")
    found = search.within(registers.person(), "warisan", scope)
    assert found.stopped_early
    assert len(found.hits) in {1, 2}
