"""What changes in conversations is told in an order in which nothing comes late."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update

from adapters.postgres.event_bell import PostgresEventBell
from adapters.postgres.events import PostgresEventLog
from adapters.postgres.tables import ConversationEventRow
from domain.analysis import Urgency
from domain.events import EventKind, EventPage
from domain.failures import Unavailable
from domain.files import MediaProblem
from domain.ids import ConversationId
from domain.media import MediaState
from domain.outbound import Accepted, DeliveryState, OutboundMessage
from domain.routing import Decision, Reason, Route
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers, members_of
from tests.samples import status_json

_LONG = timedelta(seconds=60)


@pytest.fixture
def log(engine: Engine) -> PostgresEventLog:
    return PostgresEventLog(engine)


@pytest.fixture
def since(log: PostgresEventLog) -> Callable[[], EventPage]:
    """What changed since the last look."""
    position = log.since(None, limit=9).through

    def look() -> EventPage:
        nonlocal position
        page = log.since(position, limit=500)
        position = page.through
        return page

    return look


def _kinds(page: EventPage) -> set[tuple[str | None, EventKind]]:
    return {(each.conversation_id, each.kind) for each in page.events}


@contextmanager
def _other(engine: Engine) -> Generator[Connection]:
    """A transaction of somebody else's, which has written."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_current_xact_id()"))
        yield connection


def _note(connection: Connection, conversation: str, kind: EventKind = EventKind.MESSAGE) -> None:
    connection.execute(
        insert(ConversationEventRow).values(conversation_id=conversation * 32, kind=kind)
    )


def test_whatever_changes_in_a_conversation_is_noted(
    postgres_stores: Stores, since: Callable[[], EventPage]
) -> None:
    stores = postgres_stores
    message = stores.record()
    here = message.conversation_id
    assert _kinds(since()) == {(here, EventKind.MESSAGE), (here, EventKind.CONVERSATION)}
    stores.messages.keep_decision(
        message.message_id,
        here,
        Decision(route=Route.HUMAN, urgency=Urgency.NORMAL, reasons=(Reason.LEGAL_ADVICE,)),
    )
    assert (here, EventKind.CONVERSATION) in _kinds(since())
    draft = stores.drafted(message)
    assert _kinds(since()) == {(here, EventKind.DRAFT)}
    ready = stores.conversations.prepare_send(here, draft, stores.policy)
    assert isinstance(ready, OutboundMessage)
    assert (here, EventKind.OUTBOUND) in _kinds(since())
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.ours"))
    assert (here, EventKind.OUTBOUND) in _kinds(since())
    stores.told(status_json(wamid="wamid.ours", status="read"))
    assert (here, EventKind.OUTBOUND) in _kinds(since())
    file = stores.record(number=2, kind="image", more={"image": {"id": "7"}})
    assert (here, EventKind.MEDIA) in _kinds(since())
    stores.media.keep_failure(
        file.message_id, MediaState.GONE, MediaProblem.EXPIRED, alarm=Reason.LEGAL_ADVICE
    )
    assert (here, EventKind.MEDIA) in _kinds(since())


def test_a_statement_about_many_rows_notes_each_conversation_once(
    engine: Engine, postgres_stores: Stores, since: Callable[[], EventPage]
) -> None:
    for number in range(1, 4):
        postgres_stores.record(number=number)
    here = postgres_stores.record(number=9).conversation_id
    since()
    with engine.begin() as connection:
        connection.execute(text("UPDATE messages SET handed_over_at = now()"))
    assert [(each.conversation_id, each.kind) for each in since().events] == [
        (here, EventKind.MESSAGE)
    ]


def test_whoever_may_see_something_else_now_is_told_to_look_again_at_all(
    registers: Registers, since: Callable[[], EventPage]
) -> None:
    client, other = registers.client(), registers.client("Siti")
    case = registers.case(client.client.id)
    assert _kinds(since()) == set()
    anything = {(None, EventKind.ANYTHING)}
    walled = registers.case(client.client.id, walled=True)
    assert _kinds(since()) == anything
    viewer, newcomer = registers.person(), registers.person("Rina")
    registers.cases.set_members(viewer, walled.case.id, members_of(viewer, newcomer))
    assert _kinds(since()) == anything
    registers.cases.set_members(viewer, case.case.id, members_of(viewer, newcomer))
    assert _kinds(since()) == set()
    registers.clients.merge(viewer, other.client.id, client.client.id)
    assert _kinds(since()) == anything


def test_a_change_of_who_writes_is_noted_in_their_conversations(
    engine: Engine, postgres_stores: Stores, since: Callable[[], EventPage]
) -> None:
    message = postgres_stores.record()
    since()
    with engine.begin() as connection:
        connection.execute(text("UPDATE clients SET identity_changed_at = now()"))
    assert _kinds(since()) == {(message.conversation_id, EventKind.CONVERSATION)}


def test_a_transaction_that_commits_late_is_not_skipped(
    engine: Engine, since: Callable[[], EventPage]
) -> None:
    with _other(engine) as early:
        with engine.begin() as late:
            _note(late, "b")
        page = since()
        assert (page.events, page.held_back) == ((), True)
        _note(early, "a")
        early.commit()
    page = since()
    assert [each.conversation_id for each in page.events] == ["a" * 32, "b" * 32]
    assert not page.held_back
    assert since().events == ()


def test_what_was_rolled_back_never_was(engine: Engine, since: Callable[[], EventPage]) -> None:
    with _other(engine) as other:
        _note(other, "a")
        other.rollback()
    assert since() == EventPage(events=(), through=since().through)


def test_a_kind_of_a_newer_schema_is_told_as_some_change(
    engine: Engine, since: Callable[[], EventPage]
) -> None:
    row = insert(ConversationEventRow)
    with engine.begin() as connection:
        connection.execute(row.values(conversation_id="a" * 32, kind="review"))
        connection.execute(row.values(conversation_id=None, kind="sun"))
    told = {("a" * 32, EventKind.CONVERSATION), (None, EventKind.ANYTHING)}
    assert _kinds(since()) == told


def test_a_page_holds_whole_transactions(engine: Engine, log: PostgresEventLog) -> None:
    position = log.since(None, limit=9).through
    for names in ("ab", "cd", "abcdef", "e"):
        with engine.begin() as connection:
            for name in names:
                _note(connection, name)
    first = log.since(position, limit=3)
    assert [each.conversation_id for each in first.events] == ["a" * 32, "b" * 32]
    second = log.since(first.through, limit=3)
    assert [each.conversation_id for each in second.events] == ["c" * 32, "d" * 32]
    too_much = log.since(second.through, limit=3)
    assert _kinds(too_much) == {(None, EventKind.ANYTHING)}
    last = log.since(too_much.through, limit=3)
    assert [each.conversation_id for each in last.events] == ["e" * 32]
    assert [page.more for page in (first, second, too_much, last)] == [True, True, True, False]


def test_what_is_old_is_forgotten_and_known_to_be(engine: Engine, log: PostgresEventLog) -> None:
    before = log.since(None, limit=9).through
    assert log.can_resume(before)
    ages = {"a": 9, "b": 8, "c": 6, "d": 0}
    for name, days in ages.items():
        with engine.begin() as connection:
            _note(connection, name)
            row = ConversationEventRow
            connection.execute(
                update(row)
                .where(row.conversation_id == name * 32)
                .values(at=datetime.now(UTC) - timedelta(days=days))
            )
    with engine.begin() as connection:
        by_name = dict(
            connection.execute(
                select(ConversationEventRow.conversation_id, ConversationEventRow.xid)
            ).all()
        )
    assert log.prune(timedelta(days=7)) == 1
    assert log.prune(timedelta(days=7)) == 0
    resumable = {name: log.can_resume(by_name[name * 32] or 0) for name in ages}
    assert resumable == {"a": False, "b": True, "c": True, "d": True}
    assert not log.can_resume(before)


def test_a_position_from_another_database_is_none(log: PostgresEventLog) -> None:
    now = log.since(None, limit=9).through
    assert log.can_resume(now)
    assert not log.can_resume(now + 1_000_000)


def test_only_conversations_that_somebody_may_read_are_visible(
    log: PostgresEventLog, postgres_stores: Stores, registers: Registers
) -> None:
    message = postgres_stores.record()
    here, gone = message.conversation_id, ConversationId("f" * 32)
    inside, outside = registers.person("Rina"), registers.person("Dewi Lestari")
    assert log.visible(outside, {here, gone}) == {here}
    assert log.visible(registers.person("Si auditor", "auditor"), {here}) == frozenset()
    case = registers.case(message.client_id, walled=True, members=(inside,))
    registers.mapping.put_message(inside, message.message_id, case.case.id)
    assert log.visible(outside, {here}) == frozenset()
    assert log.visible(inside, {here}) == {here}
    assert log.visible(inside, ()) == frozenset()


async def test_the_bell_rings_for_what_was_committed(
    engine: Engine, postgres_stores: Stores
) -> None:
    bell = PostgresEventBell(engine.url.render_as_string(hide_password=False))
    try:
        await bell.ring(_LONG)
        postgres_stores.record()
        await bell.ring(_LONG)
        await bell.ring(timedelta(milliseconds=1))
    finally:
        await bell.close()


async def test_a_bell_whose_connection_was_lost_rings_again(
    engine: Engine, postgres_stores: Stores
) -> None:
    bell = PostgresEventBell(engine.url.render_as_string(hide_password=False))
    try:
        await bell.ring(_LONG)
        with engine.begin() as connection:
            ended = text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'lawyershub-events' AND datname = current_database()"
            )
            assert connection.scalars(ended).all() == [True]
        with pytest.raises(Unavailable):
            await bell.ring(_LONG)
        await bell.ring(_LONG)
        postgres_stores.record()
        await bell.ring(_LONG)
    finally:
        await bell.close()
