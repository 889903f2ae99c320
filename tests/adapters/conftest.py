"""The stores, once in memory and once in PostgreSQL, and the keys they need."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

import pytest
from sqlalchemy import Engine, func, select, text, update

from adapters.keys.keyring import Keyring
from adapters.postgres.account import PostgresAccountEventStore
from adapters.postgres.clients import PostgresClientRegister
from adapters.postgres.conversations import PostgresConversationStore
from adapters.postgres.delivery import PostgresStatusStore
from adapters.postgres.engine import connect, transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.media import PostgresMediaRecords
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.notices import PostgresNoticeBoard
from adapters.postgres.proofs import PostgresIdentityProof
from adapters.postgres.tables import (
    Client,
    Consent,
    Conversation,
    Identity,
    Message,
    Outbound,
    Status,
    StoppedNumber,
    Table,
)
from adapters.postgres.templates import PostgresTemplateStore
from adapters.postgres.vault import Vault
from domain.analysis import Language, Urgency
from domain.ids import (
    ClientId,
    ConversationId,
    DraftId,
    IdentityId,
    LawyerId,
    OutboundId,
    draft_id,
    message_id,
)
from domain.message_reading import about_wamid, read_message
from domain.messages import InboundMessageInput, RecordedMessage
from domain.notices import NoticeCode
from domain.outbound import DeliveryState, OutboundMessage, SendAnswer, SendResult
from domain.policy import FirmPolicy
from domain.ports import (
    AccountEventStore,
    ClientRegister,
    ConversationStore,
    IdentityProof,
    MediaRecords,
    MessageStore,
    NoticeBoard,
    StatusStore,
)
from domain.routing import Reason
from domain.send_errors import TRIAL_EVERY
from domain.statuses import AppliedStatuses, read_status
from domain.template_ports import TemplateStore
from domain.views import LawyerView
from tests.adapters.registers import Registers, registers_on
from tests.fake_templates import FakeTemplateStore
from tests.fakes import (
    FakeAccountEventStore,
    FakeClientRegister,
    FakeConversationStore,
    FakeIdentityProof,
    FakeMediaRecords,
    FakeMessageStore,
    FakeNoticeBoard,
    FakeRecords,
    FakeStatusStore,
)
from tests.samples import PEPPER, PHONE, inbound_message, make_policy, make_wamid
from tests.servers import PostgresServer, migrated_template, postgres_server

T = TypeVar("T")

__all__ = ["migrated_template", "postgres_server"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """How a conversation is marked."""

    since: datetime | None
    urgency: Urgency
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How far a message of ours came."""

    state: DeliveryState
    error_code: int | None
    times: dict[DeliveryState, datetime] = field(default_factory=dict[DeliveryState, datetime])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows there are."""

    clients: int
    identities: int
    conversations: int
    messages: int
    statuses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client wants of a category of messages, and since when."""

    client_id: ClientId
    category: str
    value: str
    at: datetime


class Look(Protocol):
    """What a test sees behind the ports."""

    def flag(self, conversation: ConversationId) -> Flag: ...
    def sent(self, outbound: OutboundId) -> Sent: ...
    def counts(self) -> Counts: ...
    def window_until(self, conversation: ConversationId) -> datetime | None: ...
    def name(self, client: ClientId) -> str | None: ...
    def changed_at(self, client: ClientId) -> datetime | None: ...
    def verified(self, client: ClientId) -> set[bool]: ...
    def consents(self) -> list[Wish]: ...
    def lawyer(self) -> LawyerView: ...
    def give_pin(self, client: ClientId) -> str: ...
    def writer(self, client: ClientId) -> IdentityId: ...
    def alarms(self) -> list[NoticeCode]: ...
    def pass_trial_time(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All stores on the same records."""

    messages: MessageStore
    conversations: ConversationStore
    statuses: StatusStore
    events: AccountEventStore
    notices: NoticeBoard
    clients: ClientRegister
    proofs: IdentityProof
    media: MediaRecords
    templates: TemplateStore
    look: Look
    policy: FirmPolicy = field(default_factory=make_policy)

    def record(
        self,
        *,
        text: str | None = "Selamat pagi",
        number: int = 1,
        phone: str | None = PHONE,
        user_id: str | None = None,
        name: str | None = "Budi Santoso",
        sent_at: datetime | None = None,
        kind: str = "text",
        more: Mapping[str, object] | None = None,
    ) -> RecordedMessage:
        """Record a message; sent now unless a moment is given. `more` stands in it as well."""
        sent = inbound_message(
            text=text, wamid=make_wamid(number), phone=phone, user_id=user_id, name=name,
            sent_at=sent_at or datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1),
            kind=kind,
        )  # fmt: skip
        return self.record_as(sent, message=more)

    def record_as(
        self,
        sent: InboundMessageInput,
        *,
        message: Mapping[str, object] | None = None,
        contact: Mapping[str, object] | None = None,
    ) -> RecordedMessage:
        """Record a message with more in it and in its contact, as Meta would send it."""
        content = {**json.loads(sent.message), **(message or {})}
        person = {**json.loads(sent.contact or "{}"), **(contact or {})}
        about = about_wamid(content)
        whole = replace(
            sent,
            message=json.dumps(content),
            contact=json.dumps(person) if person else None,
            about_id=message_id(PEPPER, about) if about else None,
        )
        return self.messages.record(whole, read_message(whole), self.policy)

    def drafted(self, *messages: RecordedMessage, body: str = "Selamat datang.") -> DraftId:
        """A draft that answers some messages."""
        conversation = messages[0].conversation_id
        ids = tuple(message.message_id for message in messages)
        draft = draft_id(conversation, ids)
        self.conversations.keep_draft(draft, conversation, ids, Language.INDONESIAN, body)
        return draft

    def claimed(self, message: RecordedMessage) -> OutboundMessage:
        """A reply to a message, claimed for sending."""
        ready = self.conversations.prepare_send(
            message.conversation_id, self.drafted(message), self.policy
        )
        assert isinstance(ready, OutboundMessage)
        return ready

    def settle(
        self,
        ready: OutboundMessage,
        state: DeliveryState,
        answer: SendAnswer,
        reason: Reason | None = None,
    ) -> SendResult:
        """End a claimed send."""
        return self.conversations.settle_send(
            SendResult(outbound_id=ready.outbound_id, state=state, reason=reason), answer
        )

    def told(self, *raw: str) -> AppliedStatuses:
        """Apply statuses as Meta sent them."""
        return self.statuses.apply([read_status(each, datetime.now(UTC)) for each in raw])


@dataclass(frozen=True, slots=True)
class FakeLook:
    records: FakeRecords
    events: FakeAccountEventStore
    proofs: FakeIdentityProof

    def flag(self, conversation: ConversationId) -> Flag:
        row = self.records.conversation(conversation)
        return Flag(since=row.needs_lawyer_since, urgency=row.urgency, reasons=tuple(row.reasons))

    def sent(self, outbound: OutboundId) -> Sent:
        row = self.records.outbound[outbound]
        return Sent(state=row.state, error_code=row.error_code, times=dict(row.times))

    def counts(self) -> Counts:
        records = self.records
        return Counts(
            clients=len({row.client_id for row in records.identities.rows}),
            identities=len(records.identities.rows),
            conversations=len(records.conversations),
            messages=len(records.messages),
            statuses=len(records.statuses),
        )

    def window_until(self, conversation: ConversationId) -> datetime | None:
        return self.records.conversation(conversation).window_until

    def name(self, client: ClientId) -> str | None:
        return self.records.identities.names.get(client)

    def changed_at(self, client: ClientId) -> datetime | None:
        return self.records.identities.changed_at.get(client)

    def verified(self, client: ClientId) -> set[bool]:
        rows = self.records.identities.rows
        return {row.verified for row in rows if row.client_id == client and row.valid_to is None}

    def consents(self) -> list[Wish]:
        return [
            Wish(client_id=client, category=wish.category, value=wish.value, at=wish.at)
            for client, wish in self.events.consents
        ]

    def lawyer(self) -> LawyerView:
        return LawyerView(id=LawyerId("f" * 32), name="Dewi Lestari", role="lawyer")

    def give_pin(self, client: ClientId) -> str:
        self.proofs.pins.setdefault(client, []).append("012345")
        return "012345"

    def writer(self, client: ClientId) -> IdentityId:
        rows = self.records.identities.rows
        return IdentityId(next(row.known.id for row in rows if row.client_id == client))

    def alarms(self) -> list[NoticeCode]:
        return [notice.code for notice in self.records.alarms.values()]

    def pass_trial_time(self) -> None:
        for stopped in self.records.stopped.values():
            stopped.tried_at -= TRIAL_EVERY


@dataclass(frozen=True, slots=True)
class PostgresLook:
    engine: Engine
    vault: Vault

    def flag(self, conversation: ConversationId) -> Flag:
        with transaction(self.engine) as session:
            row = session.get_one(Conversation, conversation)
            return Flag(
                since=row.needs_lawyer_since,
                urgency=Urgency(row.urgency),
                reasons=tuple(Reason(reason) for reason in row.reasons),
            )

    def sent(self, outbound: OutboundId) -> Sent:
        with transaction(self.engine) as session:
            row = session.get_one(Outbound, outbound)
            times = {
                DeliveryState.SENT: row.sent_at,
                DeliveryState.DELIVERED: row.delivered_at,
                DeliveryState.READ: row.read_at,
                DeliveryState.PLAYED: row.played_at,
                DeliveryState.FAILED: row.failed_at,
            }
            return Sent(
                state=DeliveryState(row.state),
                error_code=row.error_code,
                times={state: at for state, at in times.items() if at},
            )

    def counts(self) -> Counts:
        tables = (Client, Identity, Conversation, Message, Status)
        with transaction(self.engine) as session:
            clients, identities, conversations, messages, statuses = (
                session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
            )
        return Counts(
            clients=clients,
            identities=identities,
            conversations=conversations,
            messages=messages,
            statuses=statuses,
        )

    def window_until(self, conversation: ConversationId) -> datetime | None:
        with transaction(self.engine) as session:
            return session.get_one(Conversation, conversation).window_until

    def name(self, client: ClientId) -> str | None:
        with transaction(self.engine) as session:
            row = session.get_one(Client, client)
            return self.vault.open(session, "clients.name", client, row.name) if row.name else None

    def changed_at(self, client: ClientId) -> datetime | None:
        with transaction(self.engine) as session:
            return session.get_one(Client, client).identity_changed_at

    def verified(self, client: ClientId) -> set[bool]:
        with transaction(self.engine) as session:
            rows = session.scalars(
                select(Identity.verified).where(
                    Identity.client_id == client, Identity.valid_to.is_(None)
                )
            )
            return set(rows.all())

    def consents(self) -> list[Wish]:
        with transaction(self.engine) as session:
            return [
                Wish(
                    client_id=ClientId(row.client_id),
                    category=row.category,
                    value=row.value,
                    at=row.at,
                )
                for row in session.scalars(select(Consent).order_by(Consent.at)).all()
            ]

    def lawyer(self) -> LawyerView:
        return PostgresLawyerRegister(self.engine, self.vault).add("Dewi Lestari", "lawyer")

    def give_pin(self, client: ClientId) -> str:
        registers = registers_on(self.engine, self.vault)
        case_id = registers.case(client).case.id
        return registers.proofs.give_pin(self.lawyer(), case_id)

    def writer(self, client: ClientId) -> IdentityId:
        with transaction(self.engine) as session:
            rows = session.scalars(select(Identity.id).where(Identity.client_id == client))
            return IdentityId(rows.one())

    def alarms(self) -> list[NoticeCode]:
        page = PostgresNoticeBoard(self.engine, self.vault).notices(
            self.lawyer(), open_only=False, after=None, limit=100
        )
        return [notice.code for notice in reversed(page.items)]

    def pass_trial_time(self) -> None:
        with transaction(self.engine) as session:
            session.execute(
                update(StoppedNumber).values(tried_at=StoppedNumber.tried_at - TRIAL_EVERY)
            )


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.generate()


@pytest.fixture(scope="session")
def database(postgres_server: PostgresServer, migrated_template: str) -> Iterator[Engine]:
    """One database for all of these tests: emptying it is faster than making another."""
    made = connect(postgres_server.create(migrated_template))
    yield made
    made.dispose()


@pytest.fixture
def engine(database: Engine) -> Engine:
    """Connections to an empty database with the newest schema."""
    names = ", ".join(f'"{name}"' for name in Table.metadata.tables)
    with database.begin() as connection:
        connection.execute(text(f"TRUNCATE {names}"))
    return database


@pytest.fixture
def vault(keyring: Keyring) -> Vault:
    return Vault(lambda: keyring)


@pytest.fixture
def postgres_stores(engine: Engine, vault: Vault) -> Stores:
    return Stores(
        messages=PostgresMessageStore(engine, vault),
        conversations=PostgresConversationStore(engine, vault),
        statuses=PostgresStatusStore(engine, vault),
        events=PostgresAccountEventStore(engine, vault),
        notices=PostgresNoticeBoard(engine, vault),
        clients=PostgresClientRegister(engine),
        proofs=PostgresIdentityProof(engine, vault),
        media=PostgresMediaRecords(engine, vault),
        templates=PostgresTemplateStore(engine),
        look=PostgresLook(engine, vault),
    )


@pytest.fixture
def registers(engine: Engine, vault: Vault) -> Registers:
    """Clients, cases and people of the firm, in the same database as `postgres_stores`."""
    return registers_on(engine, vault)


def fake_stores() -> Stores:
    records = FakeRecords()
    events = FakeAccountEventStore(records)
    proofs = FakeIdentityProof(records)
    return Stores(
        messages=FakeMessageStore(records),
        conversations=FakeConversationStore(records),
        statuses=FakeStatusStore(records),
        events=events,
        notices=FakeNoticeBoard(events),
        clients=FakeClientRegister(records),
        proofs=proofs,
        media=FakeMediaRecords(records),
        templates=FakeTemplateStore(records.catalogue),
        look=FakeLook(records, events, proofs),
    )


@pytest.fixture(params=["fake", "postgres"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Every contract test runs against both."""
    if request.param == "fake":
        return fake_stores()
    return request.getfixturevalue("postgres_stores")


def at_once(count: int, do: Callable[[int], T]) -> list[T]:
    """Do something from many threads, each with its number."""
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(do, range(count)))


def until_waiting(engine: Engine, count: int = 1) -> None:
    """Come back when so many transactions wait for locks of others."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(1000):
        with engine.begin() as connection:
            if connection.scalar(waiting) == count:
                return
        time.sleep(0.01)
    pytest.fail(f"{count} transactions were to wait, and do not")
