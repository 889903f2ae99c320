"""Cases, who has to do with them, and which messages belong to them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from adapters.postgres.engine import transaction
from adapters.postgres.media_desk import PostgresMediaDesk
from adapters.postgres.notices import PostgresNoticeBoard
from adapters.postgres.tables import AuditEntry, Conflict, Message, PartyName
from domain.account_steps import plan_of
from domain.cases import CaseSearch, CaseStatus, Member, MemberRole, PartyDetails, PartyRole
from domain.failures import NotAllowed, Taken, UnknownRecord
from domain.ids import CaseId, ClientId, LawyerId, PartyId
from domain.matching import MatchReason
from domain.names import name_forms
from domain.phones import same_number
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers, case, client, members_of
from tests.samples import PHONE, account_event

_OPPONENT = PartyDetails(role=PartyRole.OPPONENT, name="Slamet Riyadi", phone="+6281300000001")


def _case_search(registers: Registers, **what: str) -> list[CaseId]:
    return [each.id for each in registers.cases.search(registers.person(), CaseSearch(**what))]


def test_a_case_is_found_by_its_number_however_it_is_written(registers: Registers) -> None:
    budi = registers.client().client.id
    made = registers.case(budi, number="214/Pdt.G/2026/PN Jkt.Sel").case.id
    other = registers.case(budi, number="Nomor  Lain/7").case.id
    for written in ("214 / Pdt.G / 2026 / PN Jkt Sel", "No. 214/PDT.G/2026/PN.Jkt.Sel"):
        assert _case_search(registers, number=written) == [made]
    assert _case_search(registers, number="nomor lain/7") == [other]
    assert _case_search(registers, number="nomor lain") == []


def test_a_case_is_led_by_exactly_one_and_for_whoever_it_is_said_to_be(
    registers: Registers,
) -> None:
    dewi, andi = registers.person(), registers.person("Andi Wijaya")
    one, two = registers.client("Budi").client.id, registers.client("Ani").client.id
    made = registers.case(one, two, members=(dewi, andi))
    assert set(made.clients) == {one, two}
    assert {each.lawyer_id: each.role for each in made.members} == {
        dewi.id: MemberRole.RESPONSIBLE, andi.id: MemberRole.TEAM,
    }  # fmt: skip
    changed = registers.cases.set_members(dewi, made.case.id, members_of(andi))
    assert (changed.case.responsible, len(changed.members)) == (andi.id, 1)
    assert registers.cases.set_clients(dewi, made.case.id, [one]).clients == (one,)
    with pytest.raises(Taken):
        registers.cases.set_clients(dewi, made.case.id, [two])
    with pytest.raises(UnknownRecord):
        registers.cases.set_clients(dewi, made.case.id, [one, ClientId("0" * 32)])
    nobody = [Member(lawyer_id=LawyerId("0" * 32), role=MemberRole.RESPONSIBLE)]
    with pytest.raises(UnknownRecord):
        registers.cases.set_members(dewi, made.case.id, nobody)
    assert registers.cases.case(dewi, made.case.id).case.responsible == andi.id


def test_a_case_is_closed_and_opened_again(registers: Registers) -> None:
    made = registers.case(registers.client().client.id)
    closed = registers.put(made, case(status=CaseStatus.CLOSED))
    assert closed.case.closed_on == datetime.now(UTC).date()
    opened = registers.put(made, case(title="Sengketa tanah di Cilandak"))
    assert (opened.case.status, opened.case.closed_on) == (CaseStatus.OPEN, None)
    assert opened.case.title == "Sengketa tanah di Cilandak"


def test_a_reference_is_one_cases(registers: Registers) -> None:
    budi = registers.client().client.id
    first, second = registers.case(budi), registers.case(budi)
    registers.put(first, case(reference="B-1"))
    with pytest.raises(Taken):
        registers.put(second, case(reference="b-1"))
    assert _case_search(registers, reference="B-1") == [first.case.id]


def test_a_party_is_found_by_the_forms_of_the_name_and_by_the_number(
    registers: Registers, engine: Engine
) -> None:
    viewer = registers.person()
    made = registers.case(registers.client().client.id, parties=[_OPPONENT])
    (party,) = made.parties
    assert (party.name, party.phone, party.role) == (
        "Slamet Riyadi", "+6281300000001", PartyRole.OPPONENT,
    )  # fmt: skip
    changed = registers.cases.change_party(
        viewer,
        made.case.id,
        party.id,
        PartyDetails(role=PartyRole.WITNESS, name="Soeharto", phone=None),
    )
    assert [(each.role, each.name, each.phone) for each in changed.parties] == [
        (PartyRole.WITNESS, "Soeharto", None)
    ]
    with transaction(engine) as session:
        rows = session.execute(select(PartyName.index, PartyName.likeness)).all()
    forms = {
        (registers.vault.index("party_name", form.text), form.likeness)
        for form in name_forms("Soeharto")
    }
    assert set(rows) == forms
    assert same_number("+6281300000001")
    with pytest.raises(UnknownRecord):
        registers.cases.remove_party(viewer, made.case.id, PartyId("0" * 32))
    registers.cases.remove_party(viewer, made.case.id, party.id)
    assert registers.cases.case(viewer, made.case.id).parties == ()


def test_a_party_because_of_whom_a_conflict_was_found_stays(
    registers: Registers, engine: Engine
) -> None:
    made = registers.case(registers.client().client.id, parties=[_OPPONENT])
    _conflict(engine, registers.client("Slamet").client.id, made.parties[0].id)
    with pytest.raises(Taken):
        registers.cases.remove_party(registers.person(), made.case.id, made.parties[0].id)


def _conflict(engine: Engine, who: ClientId, party: PartyId, state: str = "open") -> None:
    with transaction(engine) as session:
        session.execute(
            insert(Conflict).values(
                id="e" * 32, client_id=who, party_id=party, source="profile", likeness="exact",
                state=state,
            )
        )  # fmt: skip


def test_a_walled_case_is_not_there_for_anybody_else(registers: Registers) -> None:
    dewi, partner = registers.person(), registers.person("Rekan", "partner")
    made = registers.case(registers.client().client.id, walled=True)
    number = "1/Pdt.G/2026/PN Jkt.Sel"
    registers.put(made, case(walled=True, number=number, reference="B-9"))
    assert registers.cases.case(dewi, made.case.id).case.walled
    assert registers.cases.cases(partner, after=None, limit=9).items == ()
    assert registers.cases.search(partner, CaseSearch(number=number)) == ()
    for refused in (
        lambda: registers.cases.case(partner, made.case.id),
        lambda: registers.cases.change(partner, made.case.id, case()),
        lambda: registers.cases.set_members(partner, made.case.id, members_of(partner)),
        lambda: registers.cases.add_party(partner, made.case.id, _OPPONENT),
        lambda: registers.proofs.give_pin(partner, made.case.id),
    ):
        with pytest.raises(UnknownRecord):
            refused()
    with pytest.raises(NotAllowed):
        registers.cases.add(
            registers.person("Tata usaha", "admin"), case(), clients=(), members=members_of(dewi)
        )
    mine = registers.cases.cases(dewi, own=True, after=None, limit=9)
    assert [each.id for each in mine.items] == [made.case.id]
    assert registers.cases.cases(dewi, status=CaseStatus.CLOSED, after=None, limit=9).items == ()


def test_a_chat_and_its_files_and_notices_follow_the_wall_of_each_of_its_cases(
    registers: Registers, postgres_stores: Stores, engine: Engine
) -> None:
    dewi, other = registers.person(), registers.person("Andi Wijaya")
    paper = postgres_stores.record(
        kind="document", more={"document": {"id": "7", "filename": "a.pdf"}}
    )
    wish = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
    said = account_event("user_preferences", {"user_preferences": [wish]})
    for step in plan_of(said).steps:
        postgres_stores.events.act_on(said, step)
    plain, walled = (registers.case(paper.client_id, walled=each).case.id for each in (False, True))
    desk = PostgresMediaDesk(engine, registers.vault)
    board = PostgresNoticeBoard(engine, registers.vault)

    def seen_by_other() -> tuple[int, int, int, bool]:
        chats = registers.reader.conversations(other, after=None, limit=9).items
        of_case = registers.reader.conversations(other, case=plain, after=None, limit=9).items
        notices = board.notices(other, open_only=True, after=None, limit=9).items
        try:
            desk.file(paper.message_id, other)
            desk.pages(paper.message_id, other)
            desk.try_again(paper.message_id, other)
            desk.note_link(paper.message_id, other, "file")
        except UnknownRecord:
            return len(chats), len(of_case), len(notices), False
        return len(chats), len(of_case), len(notices), True

    registers.mapping.put_message(dewi, paper.message_id, plain)
    assert seen_by_other() == (1, 1, 1, True)
    registers.mapping.put_message(dewi, paper.message_id, walled)
    assert seen_by_other() == (0, 0, 0, False)
    with pytest.raises(UnknownRecord):
        registers.reader.conversation(paper.conversation_id, other, limit=9)
    with pytest.raises(UnknownRecord):
        desk.release(paper.message_id, other, "sudah diperiksa")
    (notice,) = board.notices(dewi, open_only=True, after=None, limit=9).items
    with pytest.raises(UnknownRecord):
        board.acknowledge(notice.id, other)
    assert registers.reader.conversation(paper.conversation_id, dewi, limit=9).messages
    registers.mapping.put_message(dewi, paper.message_id, None)
    assert seen_by_other() == (1, 0, 1, True)


def test_whoever_may_stand_against_a_client_is_the_partners_alone(
    registers: Registers, postgres_stores: Stores, engine: Engine
) -> None:
    lawyer, partner = registers.person(), registers.person("Rekan", "partner")
    wrote = postgres_stores.record(name="Slamet Riyadi")
    made = registers.case(registers.client().client.id, parties=[_OPPONENT])
    _conflict(engine, wrote.client_id, made.parties[0].id)
    assert registers.reader.conversations(lawyer, after=None, limit=9).items == ()
    (chat,) = registers.reader.conversations(partner, after=None, limit=9).items
    assert chat.id == wrote.conversation_id
    with pytest.raises(UnknownRecord):
        registers.clients.client(lawyer, wrote.client_id)
    with pytest.raises(UnknownRecord):
        registers.clients.merge(lawyer, wrote.client_id, made.clients[0])
    assert registers.clients.client(partner, wrote.client_id)


# Which messages belong to which case.


def test_one_chat_is_split_over_two_cases_and_its_latest_message_says_what_it_is_about(
    registers: Registers, postgres_stores: Stores, engine: Engine
) -> None:
    viewer, now = registers.person(), datetime.now(UTC)
    first, last = (
        postgres_stores.record(number=number, sent_at=now - timedelta(minutes=10 - number))
        for number in (1, 2)
    )
    one, two = (registers.case(first.client_id).case.id for _ in range(2))
    registers.mapping.put_message(viewer, last.message_id, two)
    registers.mapping.put_message(viewer, first.message_id, one)
    content = registers.reader.conversation(first.conversation_id, viewer, limit=9)
    assert [each.case_id for each in content.messages] == [one, two]
    assert {each.case_reason for each in content.messages} == {MatchReason.LAWYER}
    assert content.conversation.case_id == two
    for each in (one, two):
        found = registers.reader.conversations(viewer, case=each, after=None, limit=9).items
        assert [chat.id for chat in found] == [first.conversation_id]
    traced = registers.reader.trace(first.message_id)
    assert (traced.case_id, traced.case_reason) == (one, MatchReason.LAWYER)
    registers.mapping.put_conversation(viewer, first.conversation_id, None)
    (chat,) = registers.reader.conversations(viewer, after=None, limit=9).items
    assert chat.case_id is None
    with transaction(engine) as session:
        rows = session.execute(select(Message.case_set_by, Message.case_set_at)).all()
        actions = session.scalars(select(AuditEntry.action)).all()
    assert all(by == viewer.id and at for by, at in rows)
    assert {"message_case", "conversation_case"} <= set(actions)


def test_a_message_belongs_to_a_case_of_its_own_client_only(
    registers: Registers, postgres_stores: Stores
) -> None:
    viewer = registers.person()
    wrote = postgres_stores.record()
    foreign = registers.case(registers.client("Ani").client.id).case.id
    for each, failure in ((foreign, Taken), (CaseId("0" * 32), UnknownRecord)):
        with pytest.raises(failure):
            registers.mapping.put_message(viewer, wrote.message_id, each)
        with pytest.raises(failure):
            registers.mapping.put_conversation(viewer, wrote.conversation_id, each)
    merged = registers.client("Budi juga").client.id
    registers.clients.merge(viewer, wrote.client_id, merged)
    registers.mapping.put_message(viewer, wrote.message_id, registers.case(merged).case.id)


def test_the_trace_of_a_message_tells_of_its_file(
    registers: Registers, postgres_stores: Stores
) -> None:
    paper = postgres_stores.record(
        kind="document", more={"document": {"id": "7", "filename": "a.pdf"}}
    )
    (file,) = registers.reader.trace(paper.message_id).media
    assert (file.state, file.problem, file.pages) == ("waiting", None, None)
    plain = postgres_stores.record(number=2)
    assert registers.reader.trace(plain.message_id).media == ()


def test_a_clients_name_may_be_forgotten(registers: Registers) -> None:
    made = registers.client("Budi", reference="K-1").client.id
    changed = registers.clients.change(registers.person(), made, client(None))
    assert (changed.client.name, changed.client.reference) == (None, None)
