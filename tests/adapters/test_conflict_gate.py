"""Whoever stands against a client is caught, and nobody else is."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from adapters.postgres.conflicts import PostgresConflictDesk
from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.vault import Vault
from domain.analysis import Urgency
from domain.cases import CaseStatus, PartyRole
from domain.clients import Intake, Standing
from domain.conflicts import ConflictSource, ConflictState
from domain.documents import PageText, ReadMethod
from domain.failures import NotAllowed, Outdated, UnknownRecord
from domain.files import DocumentSummary, ReadingState, RecognisedField
from domain.ids import ConflictId, LawyerId
from domain.matching import MatchCaseInput, MatchCaseResult
from domain.messages import RecordedMessage
from domain.names import Likeness
from domain.outbound import NewMessage
from domain.outbound_content import Text
from domain.routing import Decision, Reason, Route
from domain.views import LawyerView
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    cases: Cases
    stores: Stores
    matcher: PostgresCaseMatcher
    desk: PostgresConflictDesk

    def look(self, message: RecordedMessage) -> MatchCaseResult:
        return self.matcher.match(MatchCaseInput(message_id=message.message_id))

    def caught(self, message: RecordedMessage) -> bool:
        return Reason.CONFLICT in self.look(message).circumstances

    def found(self) -> list[tuple[str, str]]:
        return [(row.source, row.likeness) for row in self.cases.conflicts()]


@pytest.fixture
def gate(engine: Engine, vault: Vault, postgres_stores: Stores) -> _Gate:
    return _Gate(
        cases=Cases(engine, vault),
        stores=postgres_stores,
        matcher=PostgresCaseMatcher(engine, vault, lambda _: False),
        desk=PostgresConflictDesk(engine, vault),
    )


def test_a_clients_opponent_who_writes_in_is_caught(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso Wijaya")
    message = gate.stores.record(name="Budi Santoso", text="Selamat pagi, saya mau konsultasi")
    assert gate.caught(message)
    assert gate.found() == [(ConflictSource.PROFILE, Likeness.EXACT)]
    assert gate.cases.intake(message.client_id) == Intake.CONFLICT
    flag = gate.stores.look.flag(message.conversation_id)
    assert (flag.reasons, flag.urgency) == ((Reason.CONFLICT,), Urgency.NORMAL)
    assert flag.since is not None


@pytest.mark.parametrize(
    ("party", "text", "likeness"),
    [
        ("Soeharjo Widjaja", "nama saya Suharyo Wijaya, mau tanya", Likeness.PHONETIC),
        ("PT Maju Jaya Abadi", "Saya direktur PT. Maju Jaya Abadi", Likeness.EXACT),
        ("Sukarno", "halo, nama saya Sukarno", Likeness.EXACT),
        ("Siti Aminah", "saya ada sengketa dengan ibu siti aminah", Likeness.EXACT),
    ],
)
def test_a_name_in_the_first_message_is_enough(
    gate: _Gate, party: str, text: str, likeness: Likeness
) -> None:
    gate.cases.open(gate.cases.client(), against=party)
    assert gate.caught(gate.stores.record(name="Anton", text=text))
    assert gate.found() == [(ConflictSource.MESSAGE, likeness)]


def test_the_number_of_an_opponent_is_known_whatever_they_call_themselves(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso", phone="0812-0000-0009")
    assert gate.caught(gate.stores.record(phone="6281200000009", name="Cinta"))
    assert gate.found() == [(ConflictSource.NUMBER, Likeness.EXACT)]


def test_a_contact_card_of_an_opponent_is_a_sign(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso", phone="+6281200000009")
    card = {"name": {"formatted_name": "Si Bos"}, "phones": [{"phone": "0812 0000 0009"}]}
    message = gate.stores.record(
        name="Cinta", kind="contacts", text=None, more={"contacts": [card]}
    )
    assert gate.caught(message)
    assert gate.found() == [(ConflictSource.CONTACT, Likeness.EXACT)]


def test_a_name_in_the_first_document_is_a_sign(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    paper = gate.stores.record(kind="document", name="Cinta", more={"document": {"id": "7"}})
    gate.stores.media.keep_page(
        paper.message_id,
        PageText(number=1, text="KTP\nNIK 1\nBUDI\nSANTOSO", confidence=0.9, method=ReadMethod.OCR),
    )
    field = RecognisedField(name="name", value="BUDI SANTOSO", page=1, line="x", confidence=0.9)
    gate.stores.media.keep_reading(
        paper.message_id,
        ReadingState.READ,
        pages=1,
        document=DocumentSummary(kind="identity_card", confidence=0.9, fields=(field,)),
        alarm=None,
    )
    assert not gate.caught(paper)
    assert gate.matcher.place(paper.message_id).conflict
    assert gate.found() == [(ConflictSource.DOCUMENT, Likeness.EXACT)]
    assert gate.caught(paper)


def test_a_client_may_speak_of_anybody_and_is_caught_only_for_who_they_are(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record(name="Cinta", text="lawan saya Budi Santoso juga")
    gate.cases.stands(message.client_id, Standing.CLIENT)
    gate.cases.open(message.client_id, against="Anton Lubis")
    assert not gate.caught(message)
    other = gate.stores.record(number=2, phone="6281200000002", name="Budi Santoso")
    gate.cases.stands(other.client_id, Standing.CLIENT)
    gate.cases.open(other.client_id)
    assert gate.caught(other)
    assert gate.cases.intake(other.client_id) is None


def test_the_name_that_the_firm_keeps_counts_whatever_they_call_themselves(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record(name="Papa Cinta", text="selamat pagi")
    assert not gate.caught(message)
    gate.cases.called(message.client_id, "Budi Santoso")
    assert gate.caught(message)
    assert gate.found() == [(ConflictSource.PROFILE, Likeness.EXACT)]


def test_so_does_the_one_kept_for_the_same_person_under_another_number(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record(name="Papa Cinta", text="selamat pagi")
    first = gate.cases.client(standing=Standing.PROSPECT)
    gate.cases.called(first, "Budi Santoso")
    gate.cases.merge(message.client_id, first)
    assert gate.caught(message)


def test_the_opponent_of_somebodys_own_case_is_no_conflict(gate: _Gate) -> None:
    message = gate.stores.record(name="Cinta", text="Budi Santoso menggugat saya")
    gate.cases.open(message.client_id, against="Budi Santoso")
    assert not gate.caught(message)


def test_nor_is_that_of_a_case_under_another_of_their_names(gate: _Gate) -> None:
    message = gate.stores.record(name="Cinta", text="Budi Santoso menggugat saya")
    client = gate.cases.client()
    gate.cases.open(client, against="Budi Santoso")
    gate.cases.merge(message.client_id, client)
    assert not gate.caught(message)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (PartyRole.WITNESS, CaseStatus.OPEN),
        (PartyRole.OPPONENT_COUNSEL, CaseStatus.OPEN),
        (PartyRole.OPPONENT, CaseStatus.CLOSED),
    ],
)
def test_a_witness_and_a_closed_case_are_none(
    gate: _Gate, role: PartyRole, status: CaseStatus
) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso", role=role, status=status)
    assert not gate.caught(gate.stores.record())


def test_a_suspended_case_counts_as_open(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso", status=CaseStatus.SUSPENDED)
    assert gate.caught(gate.stores.record())


def test_two_clients_of_one_name_are_told_apart_by_their_cases(gate: _Gate) -> None:
    one = gate.stores.record(number=1, phone="6281200000001", name="Budi Santoso")
    other = gate.stores.record(number=2, phone="6281200000002", name="Budi Santoso")
    for each in (one, other):
        gate.cases.stands(each.client_id, Standing.CLIENT)
    case = gate.cases.open(one.client_id, against="Anton Lubis")
    another = gate.cases.open(other.client_id, against="Rina Lubis")
    assert gate.look(one).case_id == case
    assert gate.look(other).case_id == another
    assert gate.cases.conflicts() == []


def test_the_same_opponent_again_is_the_same_conflict(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    first, second = gate.stores.record(), gate.stores.record(number=2, text="Budi Santoso lagi")
    assert gate.caught(first)
    assert gate.caught(first)
    assert gate.caught(second)
    assert len(gate.cases.conflicts()) == 1


def test_whoever_waits_for_the_partner_is_answered_by_nobody_else(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    draft = gate.stores.drafted(message)
    assert gate.caught(message)
    sent = gate.stores.conversations.prepare_send(
        message.conversation_id, draft, gate.stores.policy
    )
    assert getattr(sent, "reason", None) is Reason.CONFLICT


def test_what_they_write_leaves_the_firm_under_none_of_their_names_until_the_partner_cleared_it(
    gate: _Gate,
) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    other = gate.stores.record(number=1, phone="6281200000008", name="Ani")
    message = gate.stores.record(number=2)
    gate.cases.merge(other.client_id, message.client_id)
    assert gate.stores.messages.may_leave(message.message_id)
    assert gate.caught(message)
    both = (message.message_id, other.message_id)
    assert not any(map(gate.stores.messages.may_leave, both))
    _decide(gate, ConflictState.CLEARED)
    assert all(map(gate.stores.messages.may_leave, both))


@pytest.mark.parametrize(("role", "reason"), [("lawyer", Reason.CONFLICT), ("partner", None)])
def test_what_was_on_its_way_when_the_conflict_was_found_stops_unless_a_partner_wrote_it(
    gate: _Gate, role: str, reason: Reason | None
) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    conversation = message.conversation_id
    written = NewMessage(
        request_id="a wish",
        conversation_id=conversation,
        content=Text(body="Baik, kami kirim sore ini."),
        sent_by=gate.cases.person(role).id,
    )
    (outbound,) = gate.stores.conversations.queue(written)
    assert gate.caught(message)
    sent = gate.stores.conversations.prepare_message(conversation, outbound, gate.stores.policy)
    assert getattr(sent, "reason", None) is reason


@pytest.mark.parametrize("state", [None, ConflictState.CONFIRMED])
def test_a_conflict_under_another_name_of_theirs_stops_a_reply(
    gate: _Gate, state: ConflictState | None
) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    other = gate.stores.record(number=1, phone="6281200000008", name="Ani")
    draft = gate.stores.drafted(other)
    message = gate.stores.record(number=2)
    assert gate.caught(message)
    if state:
        _decide(gate, state)
    gate.cases.merge(other.client_id, message.client_id)
    assert Reason.CONFLICT not in gate.stores.look.flag(other.conversation_id).reasons
    sent = gate.stores.conversations.prepare_send(other.conversation_id, draft, gate.stores.policy)
    assert getattr(sent, "reason", None) is Reason.CONFLICT


def _decide(gate: _Gate, state: ConflictState) -> ConflictId:
    (row,) = gate.cases.conflicts()
    partner = gate.cases.person("partner")
    gate.desk.decide(partner, ConflictId(row.id), state, "sudah diperiksa")
    return ConflictId(row.id)


def test_a_cleared_conflict_lets_them_in_and_does_not_come_up_again(gate: _Gate) -> None:
    client = gate.cases.client()
    case = gate.cases.open(client, against="Budi Santoso")
    message = gate.stores.record()
    gate.look(message)
    gate.stores.messages.keep_decision(
        message.message_id,
        message.conversation_id,
        Decision(route=Route.HUMAN, urgency=Urgency.NORMAL, reasons=(Reason.CONFLICT,)),
    )
    _decide(gate, ConflictState.CLEARED)
    assert gate.cases.intake(message.client_id) == Intake.CLEARED
    # What waited meanwhile still waits for a lawyer.
    assert gate.stores.look.flag(message.conversation_id).reasons == (Reason.HELD,)
    assert not gate.caught(gate.stores.record(number=2))
    # Another case against them is another conflict.
    gate.cases.party(case, client, "Budi Santosa Putra")
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    assert gate.caught(gate.stores.record(number=3))


def test_what_was_cleared_of_one_name_is_not_of_another(gate: _Gate) -> None:
    case = gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    gate.look(message)
    _decide(gate, ConflictState.CLEARED)
    gate.cases.rename(case, "Drs. Budi Santoso, S.H.")
    assert [row.state for row in gate.cases.conflicts()] == [ConflictState.CLEARED]
    gate.cases.rename(case, "Budi Santoso Wijaya")
    (row,) = gate.cases.conflicts()
    assert (row.state, row.decided_at, row.note) == (ConflictState.OPEN, None, None)
    assert gate.cases.intake(message.client_id) == Intake.CONFLICT
    assert gate.stores.look.flag(message.conversation_id).reasons == (Reason.CONFLICT,)
    _decide(gate, ConflictState.CLEARED)
    assert gate.cases.intake(message.client_id) == Intake.CLEARED


def test_what_was_confirmed_stays_whatever_the_party_is_called(gate: _Gate) -> None:
    case = gate.cases.open(gate.cases.client(), against="Budi Santoso")
    gate.look(gate.stores.record())
    _decide(gate, ConflictState.CONFIRMED)
    gate.cases.rename(case, "Anton Lubis")
    (row,) = gate.cases.conflicts()
    assert (row.state, row.note is None) == (ConflictState.CONFIRMED, False)


def test_a_conflict_cleared_before_anything_was_decided_leaves_nothing_behind(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    gate.look(message)
    _decide(gate, ConflictState.CLEARED)
    flag = gate.stores.look.flag(message.conversation_id)
    assert (flag.reasons, flag.since) == ((), None)


def test_a_confirmed_conflict_stays(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    gate.look(message)
    conflict = _decide(gate, ConflictState.CONFIRMED)
    assert gate.caught(gate.stores.record(number=2))
    assert gate.cases.intake(message.client_id) == Intake.CONFLICT
    partner = gate.cases.person("partner")
    gate.desk.decide(partner, conflict, ConflictState.CONFIRMED, "lagi")
    with pytest.raises(Outdated):
        gate.desk.decide(partner, conflict, ConflictState.CLEARED, "lagi")
    with pytest.raises(UnknownRecord):
        gate.desk.decide(partner, ConflictId("0" * 32), ConflictState.CLEARED, "lagi")


@pytest.mark.parametrize("role", ["lawyer", "staff", "admin", "auditor"])
def test_conflicts_are_the_partners_alone(gate: _Gate, role: str) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    gate.look(gate.stores.record())
    person = gate.cases.person(role)
    (row,) = gate.cases.conflicts()
    with pytest.raises(NotAllowed):
        gate.desk.conflicts(person, state=None, limit=10)
    with pytest.raises(NotAllowed):
        gate.desk.decide(person, ConflictId(row.id), ConflictState.CLEARED, "tidak ada")
    assert gate.cases.conflicts()[0].state == ConflictState.OPEN


def test_the_partner_sees_whom_it_is_about(gate: _Gate) -> None:
    client = gate.cases.client()
    case = gate.cases.open(client, against="Budi Santoso", number="7/Pdt.G/2026/PN Jkt.Sel")
    message = gate.stores.record()
    gate.look(message)
    partner = gate.cases.person("partner")
    (told,) = gate.desk.conflicts(partner, state=ConflictState.OPEN, limit=10)
    assert told.case
    assert (told.case.opponent, told.case.number) == ("Budi Santoso", "7/Pdt.G/2026/PN Jkt.Sel")
    assert (told.case.id, told.case.clients) == (case, (client,))
    assert (told.client_id, told.client_name) == (message.client_id, "Budi Santoso")
    assert told.conversations == (message.conversation_id,)
    _decide(gate, ConflictState.CLEARED)
    assert gate.desk.conflicts(partner, state=ConflictState.OPEN, limit=10) == ()
    (decided,) = gate.desk.conflicts(partner, state=None, limit=10)
    assert decided.note == "sudah diperiksa"


def test_of_a_case_behind_a_wall_the_partner_is_told_only_whom_to_ask(gate: _Gate) -> None:
    case = gate.cases.open(gate.cases.client(), against="Budi Santoso", walled=True)
    inside = gate.cases.person("lawyer")
    gate.cases.member(case, inside.id)
    gate.look(gate.stores.record())
    (told,) = gate.desk.conflicts(gate.cases.person("partner"), state=None, limit=10)
    assert (told.case, told.lawyers) == (None, (inside.id,))


def test_who_comes_only_for_a_case_behind_a_wall_is_not_named_to_the_partner(gate: _Gate) -> None:
    gate.cases.open(gate.cases.client(), against="Budi Santoso")
    message = gate.stores.record()
    gate.cases.stands(message.client_id, Standing.CLIENT)
    own = gate.cases.open(message.client_id, walled=True)
    inside = gate.cases.person("partner")
    gate.cases.member(own, inside.id)
    gate.look(message)
    outside = LawyerView(id=LawyerId("f" * 32), name="Rina", role="partner")
    (hidden,) = gate.desk.conflicts(outside, state=None, limit=10)
    (shown,) = gate.desk.conflicts(inside, state=None, limit=10)
    assert (hidden.client_name, shown.client_name) == (None, "Budi Santoso")
