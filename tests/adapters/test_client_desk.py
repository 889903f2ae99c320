"""Clients, their numbers, and two who are one person."""

import pytest
from sqlalchemy import Engine, select

from adapters.postgres.engine import transaction
from adapters.postgres.tables import AuditEntry, Conversation, Identity, Message
from domain.clients import ClientSearch, Intake, Standing
from domain.failures import NotAllowed, Taken, UnknownRecord
from domain.identities import IdentityKind
from domain.ids import ClientId, IdentityId
from tests.adapters.conftest import Stores, at_once
from tests.adapters.registers import Registers, client
from tests.samples import BSUID, PHONE

_NUMBER = f"+{PHONE}"


def _found(registers: Registers, **what: str) -> set[ClientId]:
    found = registers.clients.search(registers.person(), ClientSearch(**what))
    return {each.id for each in found}


def test_a_client_is_found_by_the_whole_name_a_number_and_the_reference(
    registers: Registers,
) -> None:
    made = registers.client("Budi  Santoso", _NUMBER, reference="K-001").client.id
    other = registers.client("Budi").client.id
    assert _found(registers, name="BUDI santoso") == {made}
    assert _found(registers, name="Budi") == {other}
    assert _found(registers, phone="0812" + PHONE[5:]) == _found(registers, phone=_NUMBER) == {made}
    assert _found(registers, reference=" k-001 ") == {made}
    assert _found(registers, reference="K-001", name="Budi") == set()


def test_whoever_writes_is_found_by_the_name_that_whatsapp_shows(
    registers: Registers, postgres_stores: Stores
) -> None:
    wrote = postgres_stores.record(name="Siti Aminah")
    assert _found(registers, name="siti aminah") == {wrote.client_id}
    shown = registers.clients.client(registers.person(), wrote.client_id)
    assert (shown.client.standing, shown.client.intake) == (Standing.PROSPECT, Intake.NEW)


def test_two_clients_of_the_same_name_are_two(registers: Registers) -> None:
    both = {registers.client("Budi Santoso").client.id for _ in range(2)}
    assert _found(registers, name="Budi Santoso") == both
    assert len(both) == 2


def test_a_reference_and_a_number_are_one_clients(registers: Registers) -> None:
    registers.client("Budi", _NUMBER, reference="K-001")
    with pytest.raises(Taken):
        registers.client("Ani", reference="k-001")
    with pytest.raises(Taken):
        registers.client("Ani", _NUMBER)
    ani = registers.client("Ani").client.id
    with pytest.raises(Taken):
        registers.clients.change(registers.person(), ani, client("Ani", "K-001"))
    with pytest.raises(Taken):
        registers.clients.add_phone(registers.person(), ani, _NUMBER)
    assert _found(registers, phone=_NUMBER) == _found(registers, name="Budi")
    assert registers.clients.client(registers.person(), ani).identities == ()


def test_whoever_writes_from_a_number_in_the_file_is_that_client_and_not_verified_by_it(
    registers: Registers, postgres_stores: Stores
) -> None:
    made = registers.client("Budi Santoso", _NUMBER)
    wrote = postgres_stores.record(user_id=BSUID)
    assert wrote.client_id == made.client.id
    shown = registers.clients.client(registers.person(), made.client.id)
    assert {each.kind for each in shown.identities} == {IdentityKind.PHONE, IdentityKind.USER_ID}
    assert {each.verified for each in shown.identities} == {False}
    assert {each.value for each in shown.identities} == {_NUMBER, BSUID}


def test_two_who_add_one_number_at_once_do_not_both_have_it(registers: Registers) -> None:
    clients = [registers.client(str(number)).client.id for number in range(4)]
    viewer = registers.person()

    def add(number: int) -> bool:
        try:
            registers.clients.add_phone(viewer, clients[number], _NUMBER)
        except Taken:
            return False
        return True

    assert sorted(at_once(4, add)) == [False, False, False, True]


def test_a_number_that_ended_may_be_somebody_elses(registers: Registers) -> None:
    viewer = registers.person()
    before = registers.client("Budi", _NUMBER)
    registers.clients.end_identity(viewer, before.client.id, before.identities[0].id)
    after = registers.client("Ani", _NUMBER)
    (ended,) = registers.clients.client(viewer, before.client.id).identities
    assert ended.valid_to is not None
    assert after.identities[0].valid_to is None
    with pytest.raises(UnknownRecord):
        registers.clients.end_identity(viewer, before.client.id, after.identities[0].id)
    with pytest.raises(UnknownRecord):
        registers.clients.end_identity(viewer, before.client.id, IdentityId("0" * 32))


def test_every_change_is_in_the_audit_log(registers: Registers, engine: Engine) -> None:
    viewer = registers.person()
    one, two = registers.client("Budi", _NUMBER), registers.client("Ani")
    registers.clients.change(viewer, one.client.id, client("Budi Santoso"))
    registers.clients.add_phone(viewer, one.client.id, "+6281200000001")
    registers.clients.end_identity(viewer, one.client.id, one.identities[0].id)
    registers.clients.merge(viewer, two.client.id, one.client.id)
    registers.clients.unmerge(viewer, two.client.id)
    with transaction(engine) as session:
        rows = session.scalars(select(AuditEntry)).all()
    assert {row.lawyer_id for row in rows} == {viewer.id}
    assert sorted(row.action for row in rows) == [
        "client_add", "client_add", "client_change", "client_merge", "client_unmerge",
        "identity_add", "identity_end",
    ]  # fmt: skip


def test_pages_of_clients_hold_each_once(registers: Registers) -> None:
    made = {registers.client(str(number)).client.id for number in range(5)}
    viewer, after, seen = registers.person(), None, list[ClientId]()
    for _ in range(3):
        page = registers.clients.clients(viewer, standing=None, after=after, limit=2)
        seen += [each.id for each in page.items]
        after = page.next
    assert (set(seen), len(seen), after) == (made, 5, None)
    nobody = registers.clients.clients(viewer, standing=Standing.FORMER, after=None, limit=2)
    assert nobody.items == ()


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_reads_no_contents_knows_of_nobody(registers: Registers, role: str) -> None:
    made = registers.client("Budi", _NUMBER).client.id
    viewer = registers.person("Orang lain", role)
    assert registers.clients.clients(viewer, standing=None, after=None, limit=9).items == ()
    assert registers.clients.search(viewer, ClientSearch(phone=_NUMBER)) == ()
    with pytest.raises(UnknownRecord):
        registers.clients.client(viewer, made)
    with pytest.raises(NotAllowed):
        registers.clients.add(viewer, client(), ())


# Two who are one person.


def test_after_a_merge_each_reply_goes_to_the_identity_that_wrote(
    registers: Registers, postgres_stores: Stores, engine: Engine
) -> None:
    stores = postgres_stores
    # Two of the same name; the first has two numbers and, with one of them, a user id.
    first = registers.client("Budi Santoso", _NUMBER, "+6281200000002")
    of_user = stores.record(number=1, user_id=BSUID)
    of_second = stores.record(number=2, phone="6281200000002")
    stranger = stores.record(number=3, phone="6281200000003", user_id="ID.777", name="Budi Santoso")
    assert of_user.client_id == of_second.client_id == first.client.id != stranger.client_id
    before = _everything(engine)
    registers.clients.merge(registers.person(), stranger.client_id, first.client.id)
    assert _everything(engine) == before

    later = stores.record(number=4, phone="6281200000003", user_id="ID.777")
    assert later.client_id == stranger.client_id
    assert later.conversation_id == stranger.conversation_id != of_user.conversation_id
    for message, phone in (
        (of_user, _NUMBER), (of_second, "+6281200000002"), (later, "+6281200000003"),
    ):  # fmt: skip
        assert stores.claimed(message).recipient.phone == phone


def _everything(engine: Engine) -> list[object]:
    with transaction(engine) as session:
        return [
            *session.execute(select(Identity.id, Identity.client_id).order_by(Identity.id)),
            *session.execute(
                select(Conversation.id, Conversation.client_id).order_by(Conversation.id)
            ),
            *session.execute(
                select(Message.id, Message.identity_id, Message.conversation_id).order_by(
                    Message.id
                )
            ),
        ]


def test_the_cases_and_chats_of_a_person_are_seen_under_each_of_their_names(
    registers: Registers, postgres_stores: Stores
) -> None:
    viewer = registers.person()
    root = registers.client("Budi Santoso", _NUMBER).client.id
    wrote = postgres_stores.record(number=1)
    other = postgres_stores.record(number=2, phone="6281200000002")
    case = registers.case(root).case.id
    registers.clients.merge(viewer, other.client_id, root)
    for each in (root, other.client_id):
        page = registers.cases.cases(viewer, client=each, after=None, limit=9)
        assert [found.id for found in page.items] == [case]
        chats = registers.reader.conversations(viewer, client=each, after=None, limit=9)
        assert {chat.id for chat in chats.items} == {wrote.conversation_id, other.conversation_id}
        shown = registers.clients.client(viewer, each)
        assert (shown.person_id, set(shown.same_person)) == (root, {root, other.client_id})
    registers.clients.unmerge(viewer, other.client_id)
    assert registers.cases.cases(viewer, client=other.client_id, after=None, limit=9).items == ()


def test_merges_may_follow_each_other_and_are_undone_one_by_one(registers: Registers) -> None:
    viewer = registers.person()
    a, b, c = (registers.client(name).client.id for name in "ABC")
    registers.clients.merge(viewer, a, b)
    registers.clients.merge(viewer, b, c)
    assert _person(registers, a) == {a, b, c}
    registers.clients.unmerge(viewer, b)
    assert _person(registers, a) == {a, b}
    assert _person(registers, c) == {c}


def _person(registers: Registers, client: ClientId) -> set[ClientId]:
    return set(registers.clients.client(registers.person(), client).same_person)


def test_nobody_is_merged_in_a_circle_or_twice(registers: Registers) -> None:
    viewer = registers.person()
    a, b, c = (registers.client(name).client.id for name in "ABC")
    with pytest.raises(Taken):
        registers.clients.merge(viewer, a, a)
    registers.clients.merge(viewer, a, b)
    for client_id, into in ((b, a), (a, c), (a, b)):
        with pytest.raises(Taken):
            registers.clients.merge(viewer, client_id, into)
    with pytest.raises(Taken):
        registers.clients.unmerge(viewer, b)
    with pytest.raises(UnknownRecord):
        registers.clients.merge(viewer, c, ClientId("0" * 32))


def test_merges_at_once_end_without_a_circle(registers: Registers) -> None:
    viewer = registers.person()
    clients = [registers.client(str(number)).client.id for number in range(4)]

    def merge(number: int) -> bool:
        try:
            registers.clients.merge(viewer, clients[number], clients[(number + 1) % 4])
        except Taken:
            return False
        return True

    assert sorted(at_once(4, merge)) == [False, True, True, True]
    assert _person(registers, clients[0]) == set(clients)
