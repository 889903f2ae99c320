"""What people are told is kept once, and reaches those it is for and nobody else."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select, text, update

from adapters.postgres.engine import transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.notifications import (
    PostgresNotificationInbox,
    PostgresNotificationStore,
    PostgresPreferenceRegister,
)
from adapters.postgres.tables import (
    CaseMember,
    CaseRow,
    Conflict,
    Conversation,
    LawyerPreference,
    Message,
    NotificationDelivery,
    NotificationRow,
    Party,
)
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Urgency
from domain.cases import MemberRole, PartyRole
from domain.conflicts import ConflictSource, ConflictState
from domain.failures import UnknownRecord
from domain.ids import CaseId, ConversationId, LawyerId, NotificationId
from domain.names import Likeness
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    NotificationKind,
    NotifyInput,
    Preferences,
    QuietHours,
)
from domain.on_call import OnCallSchedule
from domain.policy import FirmPolicy
from domain.ports import NotificationInbox, NotificationStore, PreferenceRegister
from domain.sla import DEFAULT_CHAIN, ChainRole
from domain.views import LawyerView
from tests.adapters.conftest import Stores
from tests.fake_notifications import FakeNotifications
from tests.samples import NOW, make_policy

_BOTH = (Channel.EMAIL, Channel.WEBHOOK)
_ALL_DAY = (QuietHours(begins=0, ends=720), QuietHours(begins=720, ends=0))


def viewer(person: LawyerId) -> LawyerView:
    """A person as the API knows them; what they are in the firm is not what is tested."""
    return LawyerView(id=person, name="", role=Role.PARTNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The stores, a conversation, and who has which role towards it."""

    store: NotificationStore
    inbox: NotificationInbox
    register: PreferenceRegister
    policy: FirmPolicy
    conversation: ConversationId
    people: dict[ChainRole, LawyerId]

    def input(self, *to: ChainRole, key: str = "1/waiting", **more: object) -> NotifyInput:
        made = NotifyInput(
            key=key,
            kind=NotificationKind.MESSAGE_WAITING,
            urgency=Urgency.NORMAL,
            at=NOW,
            to=to or (ChainRole.RESPONSIBLE,),
            conversation_id=self.conversation,
        )
        return replace(made, **more)  # pyright: ignore[reportArgumentType] -- a test's fields

    def tell(self, *to: ChainRole, key: str = "1/waiting", **more: object) -> list[LawyerId]:
        self.store.record(self.input(*to, key=key, **more), self.policy, ())
        return [person for person in self.people.values() if self.has(person)]

    def has(self, person: LawyerId) -> bool:
        page = self.inbox.notifications(viewer(person), unread_only=False, after=None, limit=200)
        return bool(page.items)


@pytest.fixture
def policy() -> FirmPolicy:
    return replace(
        make_policy(), on_call=OnCallSchedule(rota=("rina wijaya ",), since=date(2026, 1, 5))
    )


class _Firm:
    """The firm's people and one case of one conversation, in PostgreSQL."""

    def __init__(self, engine: Engine, vault: Vault, stores: Stores) -> None:
        self.engine = engine
        register = PostgresLawyerRegister(engine, vault)
        self.dewi = register.add("Dewi Lestari", "lawyer").id
        self.budi = register.add("Budi Hartono", "lawyer").id
        self.rina = register.add("Rina Wijaya", "partner").id
        self.other = register.add("Adi Nugroho", "lawyer").id
        self.clerk = register.add("Sari", "admin").id
        recorded = stores.record()
        self.conversation = recorded.conversation_id
        self.message = recorded.message_id
        with transaction(engine) as session:
            self.client = session.get_one(Conversation, self.conversation).client_id
        self.case = self.new_case()
        with transaction(engine) as session:
            session.execute(
                insert(CaseMember).values(
                    [
                        {"case_id": self.case, "lawyer_id": self.dewi, "role": "responsible"},
                        {"case_id": self.case, "lawyer_id": self.budi, "role": "deputy"},
                    ]
                )
            )
            session.execute(update(Conversation).values(case_id=self.case))

    def new_case(self, *, walled: bool = False) -> CaseId:
        case = CaseId(uuid.uuid4().hex)
        with transaction(self.engine) as session:
            session.execute(
                insert(CaseRow).values(
                    id=case,
                    client_id=self.client,
                    title=b"sealed",
                    opened_on=date(2026, 1, 1),
                    walled=walled,
                )
            )
        return case

    def do(self, *statements: object) -> None:
        with transaction(self.engine) as session:
            for statement in statements:
                session.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue] -- any of SQLAlchemy's


@pytest.fixture
def firm(engine: Engine, vault: Vault, postgres_stores: Stores) -> _Firm:
    return _Firm(engine, vault, postgres_stores)


@pytest.fixture
def in_postgres(firm: _Firm, vault: Vault, policy: FirmPolicy) -> Told:
    return Told(
        store=PostgresNotificationStore(firm.engine, vault),
        inbox=PostgresNotificationInbox(firm.engine),
        register=PostgresPreferenceRegister(firm.engine, vault),
        policy=policy,
        conversation=firm.conversation,
        people={
            ChainRole.RESPONSIBLE: firm.dewi,
            ChainRole.DEPUTY: firm.budi,
            ChainRole.ON_CALL: firm.rina,
            ChainRole.HOLDER: firm.other,
        },
    )


@pytest.fixture(params=["fake", "postgres"])
def told(request: pytest.FixtureRequest, policy: FirmPolicy) -> Told:
    """Every contract test runs against both."""
    if request.param == "postgres":
        return request.getfixturevalue("in_postgres")
    people = {role: LawyerId(f"{number:032x}") for number, role in enumerate(ChainRole)}
    fake = FakeNotifications(
        people={role: who for role, who in people.items() if role is not ChainRole.HOLDER}
    )
    return Told(
        store=fake,
        inbox=fake,
        register=fake,
        policy=policy,
        conversation=ConversationId("c" * 32),
        people=people,
    )


def test_each_role_is_told_and_nobody_twice(told: Told) -> None:
    for _ in range(2):
        recorded = told.store.record(told.input(*DEFAULT_CHAIN), told.policy, ())
        assert recorded.told == 3
    for role in DEFAULT_CHAIN:
        page = told.inbox.notifications(
            viewer(told.people[role]), unread_only=False, after=None, limit=9
        )
        (kept,) = page.items
        assert kept.notification.conversation_id == told.conversation
        assert kept.notification.at == NOW
        assert page.unread == 1


def test_whoever_holds_the_conversation_is_told_as_its_holder(told: Told) -> None:
    holder = told.people[ChainRole.HOLDER]
    assert told.tell(ChainRole.HOLDER, holder=holder) == [holder]


def test_a_channel_is_pending_until_it_is_settled_and_never_again(told: Told) -> None:
    person = told.people[ChainRole.RESPONSIBLE]
    told.register.prefer(person, Preferences(email="dewi@firm.example"))
    email, webhook = told.store.record(told.input(), told.policy, _BOTH).pending
    assert (email.channel, email.address) == (Channel.EMAIL, "dewi@firm.example")
    assert (webhook.channel, webhook.address) == (Channel.WEBHOOK, None)
    told.store.settle(email.notification.id, Channel.EMAIL, DeliveryOutcome.DELIVERED)
    (left,) = told.store.record(told.input(), told.policy, _BOTH).pending
    assert left == webhook
    told.store.settle(left.notification.id, Channel.WEBHOOK, DeliveryOutcome.REFUSED)
    told.store.settle(email.notification.id, Channel.EMAIL, DeliveryOutcome.REFUSED)
    assert not told.store.record(told.input(), told.policy, _BOTH).pending
    assert len(told.store.record(told.input(key="2/waiting"), told.policy, _BOTH).pending) == 2


def test_only_wanted_channels_that_there_are_and_have_an_address_are_used(told: Told) -> None:
    person = told.people[ChainRole.RESPONSIBLE]

    def used(key: str, channels: tuple[Channel, ...] = _BOTH) -> list[Channel]:
        recorded = told.store.record(told.input(key=key), told.policy, channels)
        return [each.channel for each in recorded.pending]

    assert used("1") == [Channel.WEBHOOK]
    told.register.prefer(person, Preferences(email="d@firm.example", channels=(Channel.EMAIL,)))
    assert used("2") == [Channel.EMAIL]
    assert used("3", (Channel.WEBHOOK,)) == []
    told.register.prefer(person, Preferences(email="d@firm.example", channels=()))
    assert used("4") == []


def test_in_quiet_hours_a_delivery_waits_but_for_an_emergency(told: Told) -> None:
    person = told.people[ChainRole.RESPONSIBLE]
    now = datetime.now(UTC)
    quiet = next(each for each in _ALL_DAY if each.end_at(now, told.policy.notifications.zone))
    told.register.prefer(person, Preferences(quiet_hours=quiet))
    (held,) = told.store.record(told.input(), told.policy, _BOTH).pending
    assert held.not_before is not None
    assert now < held.not_before < now + timedelta(days=1)
    (urgent,) = told.store.record(
        told.input(key="2", urgency=Urgency.EMERGENCY), told.policy, _BOTH
    ).pending
    assert urgent.not_before is None


def test_what_somebody_wants_is_kept_whole(told: Told) -> None:
    person = told.people[ChainRole.DEPUTY]
    assert told.register.preferences(person) == Preferences()
    for wanted in (
        Preferences(
            email="budi@firm.example",
            channels=(Channel.WEBHOOK,),
            quiet_hours=QuietHours(begins=1260, ends=360),
        ),
        Preferences(channels=()),
        Preferences(),
    ):
        told.register.prefer(person, wanted)
        assert told.register.preferences(person) == wanted


def test_somebodys_list_is_read_page_by_page_and_marked(told: Told) -> None:
    person, other = told.people[ChainRole.RESPONSIBLE], told.people[ChainRole.DEPUTY]
    for number in range(5):
        told.store.record(
            told.input(key=f"{number}", at=NOW + timedelta(minutes=number // 2)), told.policy, ()
        )
    seen: list[NotificationId] = []
    after = None
    while True:
        page = told.inbox.notifications(viewer(person), unread_only=False, after=after, limit=2)
        seen += [each.notification.id for each in page.items]
        after = page.next
        if after is None:
            break
    assert len(set(seen)) == len(seen) == 5
    told.inbox.mark_read(seen[0], person)
    first = told.inbox.notifications(viewer(person), unread_only=False, after=None, limit=1).items[
        0
    ]
    assert first.read_at is not None
    told.inbox.mark_read(seen[0], person)
    unread = told.inbox.notifications(viewer(person), unread_only=True, after=None, limit=9)
    assert [each.notification.id for each in unread.items] == seen[1:]
    assert unread.unread == 4
    assert not told.inbox.notifications(viewer(other), unread_only=False, after=None, limit=9).items
    with pytest.raises(UnknownRecord):
        told.inbox.mark_read(seen[1], other)
    with pytest.raises(UnknownRecord):
        told.inbox.notifications(viewer(person), unread_only=False, after="nonsense", limit=9)


def test_where_a_role_is_vacant_somebody_else_is_told(in_postgres: Told, firm: _Firm) -> None:
    firm.do(text("DELETE FROM case_members"))
    assert in_postgres.tell(ChainRole.RESPONSIBLE, key="1") == [firm.rina]
    nobody_on_call = replace(in_postgres, policy=make_policy())
    firm.do(text("DELETE FROM notifications"))
    assert nobody_on_call.tell(ChainRole.ON_CALL, key="2") == [firm.rina]
    firm.do(
        text("DELETE FROM notifications"),
        text("UPDATE lawyers SET role = 'admin' WHERE role = 'partner'"),
    )
    nobody_on_call.store.record(nobody_on_call.input(ChainRole.ON_CALL), make_policy(), ())
    with transaction(firm.engine) as session:
        assert set(session.scalars(select(NotificationRow.lawyer_id))) == {
            firm.dewi, firm.budi, firm.other,
        }  # fmt: skip


def test_a_client_whom_no_case_is_known_of_is_told_to_whoever_is_on_call(
    in_postgres: Told, firm: _Firm
) -> None:
    firm.do(update(Conversation).values(case_id=None))
    assert in_postgres.tell(ChainRole.RESPONSIBLE) == [firm.rina]


def test_a_wall_keeps_a_conversation_from_whoever_is_on_call(
    in_postgres: Told, firm: _Firm
) -> None:
    firm.do(update(CaseRow).values(walled=True))
    assert in_postgres.tell(ChainRole.ON_CALL, ChainRole.HOLDER, holder=firm.other) == [
        firm.dewi, firm.budi,
    ]  # fmt: skip


def test_what_somebody_was_told_is_gone_when_a_wall_goes_up(in_postgres: Told, firm: _Firm) -> None:
    assert in_postgres.tell(ChainRole.ON_CALL) == [firm.rina]
    firm.do(update(CaseRow).values(walled=True))
    assert not in_postgres.has(firm.rina)


def test_a_wall_around_one_message_is_a_wall_around_the_conversation(
    in_postgres: Told, firm: _Firm
) -> None:
    walled = firm.new_case(walled=True)
    firm.do(
        insert(CaseMember).values(case_id=walled, lawyer_id=firm.budi, role=MemberRole.RESPONSIBLE),
        update(Message).values(case_id=walled),
    )
    assert in_postgres.tell(*DEFAULT_CHAIN) == [firm.budi]


def test_who_may_stand_against_a_client_is_told_to_partners_alone(
    in_postgres: Told, firm: _Firm
) -> None:
    party = uuid.uuid4().hex
    firm.do(
        insert(Party).values(id=party, case_id=firm.case, role=PartyRole.OPPONENT, name=b"sealed"),
        insert(Conflict).values(
            id=uuid.uuid4().hex,
            client_id=firm.client,
            party_id=party,
            source=ConflictSource.MESSAGE,
            likeness=Likeness.EXACT,
        ),
    )
    assert in_postgres.tell(*DEFAULT_CHAIN) == [firm.rina]
    firm.do(update(Conflict).values(state=ConflictState.CLEARED), text("DELETE FROM notifications"))
    assert in_postgres.tell(ChainRole.RESPONSIBLE) == [firm.dewi]


def test_an_address_stands_nowhere_in_clear(in_postgres: Told, firm: _Firm) -> None:
    in_postgres.register.prefer(firm.dewi, Preferences(email="dewi@firm.example"))
    in_postgres.store.record(in_postgres.input(), in_postgres.policy, _BOTH)
    with transaction(firm.engine) as session:
        for table in (LawyerPreference, NotificationRow, NotificationDelivery):
            rows = session.execute(select(*table.__table__.columns)).all()
            assert rows
            shown = b"".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in rows
                for value in row
            )
            assert b"dewi" not in shown.lower()


def test_an_address_whose_key_is_gone_keeps_nobody_from_being_told(
    in_postgres: Told, firm: _Firm
) -> None:
    in_postgres.register.prefer(firm.dewi, Preferences(email="dewi@firm.example"))
    firm.do(update(LawyerPreference).values(email=b"\x01" + bytes(60)))
    (left,) = in_postgres.store.record(in_postgres.input(), in_postgres.policy, _BOTH).pending
    assert left.channel is Channel.WEBHOOK
