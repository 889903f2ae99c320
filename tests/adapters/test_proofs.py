"""Clients prove who they are: by a PIN, or to somebody of the firm."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from adapters.postgres.engine import transaction
from adapters.postgres.tables import AuditEntry, CaseRow, Identity, IdentityCheck
from domain.cases import CaseStatus
from domain.clients import CheckMethod
from domain.failures import NotAllowed, Outdated, Taken, UnknownRecord
from domain.ids import CaseId, ClientId, IdentityId
from domain.messages import RecordedMessage
from domain.pins import MOST_FAILURES, PinOutcome
from tests.adapters.conftest import Stores, at_once
from tests.adapters.registers import Registers, case
from tests.samples import BSUID, PHONE

_WRONG = PinOutcome.WRONG


def _writer(engine: Engine, message: RecordedMessage) -> IdentityId:
    with transaction(engine) as session:
        found = session.scalar(
            select(Identity.id).where(
                Identity.client_id == message.client_id, Identity.kind == "phone",
                Identity.valid_to.is_(None),
            )
        )  # fmt: skip
    assert found
    return IdentityId(found)


def _verified(engine: Engine) -> set[str]:
    with transaction(engine) as session:
        return set(session.scalars(select(Identity.id).where(Identity.verified)).all())


def _another(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


class Person:
    """A client who writes, with a case that has a PIN."""

    def __init__(self, registers: Registers, stores: Stores, engine: Engine) -> None:
        self.registers, self._stores, self._engine = registers, stores, engine
        self._count = 0
        self.first = self.write()
        self.case = registers.case(self.first.client_id)
        self.pin = registers.proofs.give_pin(registers.person(), self.case.case.id)
        self.identity = _writer(engine, self.first)

    def write(
        self, phone: str = PHONE, user_id: str | None = None, name: str = "Budi Santoso"
    ) -> RecordedMessage:
        self._count += 1
        return self._stores.record(number=self._count, phone=phone, user_id=user_id, name=name)

    def change_phone(self) -> None:
        system = {"type": "user_changed_number", "body": "x", "wa_id": "6281200000007"}
        self._stores.record(number=99, kind="system", text=None, more={"system": system})

    def says(self, text: str, message: RecordedMessage | None = None) -> PinOutcome:
        message = message or self.write()
        return self.registers.proofs.check_pin(
            message.message_id, message.client_id, self.identity, text
        )


@pytest.fixture
def person(registers: Registers, postgres_stores: Stores, engine: Engine) -> Person:
    return Person(registers, postgres_stores, engine)


def test_a_pin_is_six_digits_that_nobody_can_read_again(person: Person, engine: Engine) -> None:
    assert re.fullmatch(r"[0-9]{6}", person.pin)
    shown = person.registers.cases.case(person.registers.person(), person.case.case.id)
    assert shown.pin_set_at is not None
    assert not shown.pin_locked
    with transaction(engine) as session:
        kept = session.scalars(select(CaseRow.pin_index)).one()
    assert kept is not None
    assert len(kept) == 32
    assert person.pin.encode() not in kept


def test_the_right_pin_verifies_exactly_the_identity_that_wrote(
    person: Person, engine: Engine
) -> None:
    person.write(phone="6281200000009")
    person.write(user_id=BSUID)
    assert person.says(f"Selamat pagi, PIN saya {person.pin}") is PinOutcome.PASSED
    assert _verified(engine) == {person.identity}
    with transaction(engine) as session:
        (check,) = session.scalars(select(IdentityCheck)).all()
    assert (check.method, check.passed, check.case_id, check.identity_id, check.lawyer_id) == (
        CheckMethod.PIN, True, person.case.case.id, person.identity, None,
    )  # fmt: skip


def test_words_are_no_pin_and_neither_is_a_pin_of_somebody_who_was_given_none(
    person: Person, registers: Registers
) -> None:
    assert person.says(f"nomor rumah saya {person.pin}") is PinOutcome.NOT_A_PIN
    registers.put(person.case, case(status=CaseStatus.CLOSED))
    assert person.says(person.pin) is PinOutcome.NOT_A_PIN


def test_a_pin_of_another_clients_case_is_wrong(
    person: Person, registers: Registers, engine: Engine
) -> None:
    foreign = registers.case(registers.client("Ani").client.id)
    pin = registers.proofs.give_pin(registers.person(), foreign.case.id)
    assert person.says(pin if pin != person.pin else _another(pin)) is _WRONG
    assert _verified(engine) == set()


def test_after_five_wrong_ones_the_right_one_helps_no_more_until_a_lawyer_gives_another(
    person: Person, registers: Registers, engine: Engine
) -> None:
    viewer = registers.person()
    for _ in range(MOST_FAILURES):
        assert person.says(_another(person.pin)) is _WRONG
    assert person.says(person.pin) is PinOutcome.LOCKED
    assert registers.cases.case(viewer, person.case.case.id).pin_locked
    assert _verified(engine) == set()
    renewed = registers.proofs.give_pin(viewer, person.case.case.id)
    assert not registers.cases.case(viewer, person.case.case.id).pin_locked
    assert person.says(renewed) is PinOutcome.PASSED


def test_a_new_one_after_a_right_one_forgets_the_wrong_ones(
    person: Person, registers: Registers
) -> None:
    for _ in range(3):
        person.pin = registers.proofs.give_pin(registers.person(), person.case.case.id)
        for _ in range(MOST_FAILURES - 1):
            assert person.says(_another(person.pin)) is _WRONG
        assert person.says(person.pin) is PinOutcome.PASSED


def test_a_used_pin_is_gone_and_shown_as_none(
    person: Person, registers: Registers, engine: Engine
) -> None:
    assert person.says(person.pin) is PinOutcome.PASSED
    person.change_phone()
    assert person.says(person.pin) is PinOutcome.NOT_A_PIN
    assert _verified(engine) == set()
    assert registers.cases.case(registers.person(), person.case.case.id).pin_set_at is None
    with transaction(engine) as session:
        assert session.scalars(select(CaseRow.pin_index)).all() == [None]


def test_no_pin_is_looked_at_while_another_number_of_the_person_is_doubted(
    person: Person, registers: Registers, engine: Engine
) -> None:
    other = person.write(phone="6281200000008", name="Budi S.")
    identity = _writer(engine, other)
    registers.clients.merge(registers.person(), other.client_id, person.first.client_id)
    person.change_phone()
    later = person.write(phone="6281200000008")
    check = registers.proofs.check_pin
    assert check(later.message_id, other.client_id, identity, person.pin) is PinOutcome.NOT_A_PIN
    assert _verified(engine) == set()


def test_a_message_is_counted_once_however_often_it_is_looked_at(
    person: Person, engine: Engine
) -> None:
    wrong, right = person.write(), person.write()
    assert {person.says(_another(person.pin), wrong) for _ in range(9)} == {_WRONG}
    assert {person.says(person.pin, right) for _ in range(3)} == {PinOutcome.PASSED}
    assert person.says(_another(person.pin), right) is PinOutcome.PASSED
    with transaction(engine) as session:
        assert len(session.scalars(select(IdentityCheck)).all()) == 2


def test_a_locked_message_stays_so_after_a_new_pin(person: Person, registers: Registers) -> None:
    messages = [person.write() for _ in range(MOST_FAILURES + 1)]
    said = [person.says(_another(person.pin), each) for each in messages]
    registers.proofs.give_pin(registers.person(), person.case.case.id)
    assert [person.says(_another(person.pin), each) for each in messages] == said
    assert said == [*[_WRONG] * MOST_FAILURES, PinOutcome.LOCKED]


def test_guesses_at_once_are_counted_one_by_one(person: Person) -> None:
    messages = [person.write() for _ in range(12)]
    said = at_once(12, lambda number: person.says(_another(person.pin), messages[number]))
    assert said.count(_WRONG) == MOST_FAILURES
    assert said.count(PinOutcome.LOCKED) == 12 - MOST_FAILURES


def test_one_pin_of_several_is_enough_and_only_what_was_tried_is_counted(
    person: Person, registers: Registers
) -> None:
    viewer = registers.person()
    for _ in range(MOST_FAILURES):
        person.says(_another(person.pin))
    second = registers.case(person.first.client_id)
    pin = registers.proofs.give_pin(viewer, second.case.id)
    if pin != person.pin:
        assert person.says(person.pin) is _WRONG
    assert person.says(pin) is PinOutcome.PASSED


def test_a_pin_of_the_persons_case_verifies_a_merged_number_and_not_the_first(
    person: Person, registers: Registers, engine: Engine
) -> None:
    other = person.write(phone="6281200000008", name="Budi S.")
    identity = _writer(engine, other)
    check = registers.proofs.check_pin
    later = person.write(phone="6281200000008")
    assert check(later.message_id, other.client_id, identity, person.pin) is PinOutcome.NOT_A_PIN
    registers.clients.merge(registers.person(), other.client_id, person.first.client_id)
    assert check(later.message_id, other.client_id, identity, person.pin) is PinOutcome.PASSED
    assert _verified(engine) == {identity}


def test_an_identity_that_ended_or_is_somebody_elses_is_not_verified(
    person: Person, registers: Registers, engine: Engine
) -> None:
    stranger = _writer(engine, person.write(phone="6281200000008"))
    message = person.write()
    check = registers.proofs.check_pin
    assert (
        check(message.message_id, message.client_id, stranger, person.pin) is PinOutcome.NOT_A_PIN
    )
    registers.clients.end_identity(registers.person(), message.client_id, person.identity)
    assert person.says(person.pin, message) is PinOutcome.NOT_A_PIN
    assert _verified(engine) == set()


def test_a_change_of_phone_takes_back_what_a_pin_proved(person: Person, engine: Engine) -> None:
    assert person.says(person.pin) is PinOutcome.PASSED
    person.change_phone()
    assert _verified(engine) == set()


def test_only_lawyers_give_pins_and_none_of_a_closed_case(
    person: Person, registers: Registers
) -> None:
    case_id = CaseId(person.case.case.id)
    with pytest.raises(NotAllowed):
        registers.proofs.give_pin(registers.person("Sari", "staff"), case_id)
    with pytest.raises(UnknownRecord):
        registers.proofs.give_pin(registers.person("Tata usaha", "admin"), case_id)
    with pytest.raises(UnknownRecord):
        registers.proofs.give_pin(registers.person(), CaseId("0" * 32))
    registers.put(person.case, case(status=CaseStatus.CLOSED))
    with pytest.raises(Taken):
        registers.proofs.give_pin(registers.person(), case_id)


def test_staff_vouch_for_one_number_and_what_they_say_is_kept(
    person: Person, registers: Registers, engine: Engine
) -> None:
    staff = registers.person("Sari", "staff")
    vouch = registers.proofs.vouch
    client = person.first.client_id
    vouch(staff, client, person.identity, CheckMethod.CALL_BACK, "menjawab di nomor arsip")
    assert _verified(engine) == {person.identity}
    with transaction(engine) as session:
        (check,) = session.scalars(select(IdentityCheck)).all()
        assert check.note is not None
        note = registers.vault.open(session, "identity_checks.note", check.id, check.note)
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.lawyer_id == staff.id)
        ).all()
    assert (note, check.method, check.lawyer_id) == (
        "menjawab di nomor arsip", CheckMethod.CALL_BACK, staff.id,
    )  # fmt: skip
    assert actions == ["identity_verify"]
    for who, identity in (
        (ClientId("0" * 32), person.identity), (client, IdentityId("0" * 32)),
    ):  # fmt: skip
        with pytest.raises(UnknownRecord):
            vouch(staff, who, identity, CheckMethod.IN_PERSON, "bertemu")


def test_nobody_vouches_for_a_client_whose_number_has_changed_before_a_lawyer_looked(
    person: Person, registers: Registers, postgres_stores: Stores, engine: Engine
) -> None:
    person.change_phone()
    identity = _writer(engine, person.first)
    viewer, client = registers.person(), person.first.client_id
    with pytest.raises(Outdated):
        registers.proofs.vouch(viewer, client, identity, CheckMethod.CALL_BACK, "menjawab")
    changed_at = registers.clients.client(viewer, client).client.identity_changed_at
    assert changed_at is not None
    assert changed_at < datetime.now(UTC)
    postgres_stores.clients.verify(client, viewer, changed_at)
    assert _verified(engine) == {identity}
    with transaction(engine) as session:
        (check,) = session.scalars(select(IdentityCheck)).all()
    assert (check.method, check.lawyer_id, check.passed) == (
        CheckMethod.NUMBER_CHANGE, viewer.id, True,
    )  # fmt: skip
