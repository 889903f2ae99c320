"""Deadlines as lawyers see and decide them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import Engine, func, select, update

from adapters.postgres.deadlines import PostgresDeadlineDesk
from adapters.postgres.engine import transaction
from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.tables import AuditEntry, Identity
from adapters.postgres.vault import Vault
from domain.analysis import Intent
from domain.deadlines import DeadlineCorrection, DeadlineKind, DeadlineState, DeadlineView
from domain.drafts import CaseField
from domain.failures import NotAllowed, Outdated, UnknownRecord
from domain.ids import CaseId, DeadlineId
from domain.matching import MatchCaseInput
from domain.messages import RecordedMessage
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores
from tests.samples import NOW

_DAY: Final = DeadlineCorrection(
    on=date(2026, 12, 8), time="10:00", zone="WITA", title="Sidang pertama"
)


@pytest.fixture
def cases(engine: Engine, vault: Vault) -> Cases:
    return Cases(engine, vault)


@pytest.fixture
def desk(engine: Engine, vault: Vault) -> PostgresDeadlineDesk:
    return PostgresDeadlineDesk(engine, vault)


@pytest.fixture
def matcher(engine: Engine, vault: Vault) -> PostgresCaseMatcher:
    return PostgresCaseMatcher(engine, vault, lambda _: False)


def _told(
    stores: Stores, matcher: PostgresCaseMatcher, text: str, number: int = 1
) -> RecordedMessage:
    message = stores.record(text=text, number=number, sent_at=NOW, name="Cinta")
    matcher.match(MatchCaseInput(message_id=message.message_id, intents=(Intent.COURT_DEADLINE,)))
    return message


def _all(
    desk: PostgresDeadlineDesk, cases: Cases, state: DeadlineState | None = None
) -> list[DeadlineView]:
    return list(desk.deadlines(cases.person(), state=state, after=None, limit=50).items)


def test_what_has_no_day_comes_first_then_the_next_to_come(
    postgres_stores: Stores, matcher: PostgresCaseMatcher, desk: PostgresDeadlineDesk, cases: Cases
) -> None:
    for number, text in enumerate(
        ("sidang 9 Desember 2026", "sidang 7 Desember 2026", "sidang 7 Januari"), start=1
    ):
        _told(postgres_stores, matcher, text, number)
    days = [None, date(2026, 12, 7), date(2026, 12, 9)]
    assert [each.on for each in _all(desk, cases, DeadlineState.PROPOSED)] == days
    viewer = cases.person()
    paged: list[date | None] = []
    after = None
    for _ in days:
        page = desk.deadlines(viewer, state=None, after=after, limit=1)
        paged += [each.on for each in page.items]
        after = page.next
    assert (paged, after) == (days, None)
    with pytest.raises(UnknownRecord):
        desk.deadlines(viewer, state=None, after="nowhere", limit=1)


def test_a_lawyer_sees_the_line_it_stood_in(
    postgres_stores: Stores, matcher: PostgresCaseMatcher, desk: PostgresDeadlineDesk, cases: Cases
) -> None:
    message = _told(postgres_stores, matcher, "Pak, sidang 7 Desember 2026 pukul 09.00 WIB")
    (told,) = _all(desk, cases)
    assert (told.kind, told.on, told.time, told.zone) == (
        DeadlineKind.HEARING,
        date(2026, 12, 7),
        "09:00",
        "WIB",
    )
    assert told.found
    assert told.found.line == "Pak, sidang 7 Desember 2026 pukul 09.00 WIB"
    assert (told.message_id, told.conversation_id) == (
        message.message_id,
        message.conversation_id,
    )


def test_a_lawyers_day_takes_the_place_of_what_was_read(
    postgres_stores: Stores,
    matcher: PostgresCaseMatcher,
    desk: PostgresDeadlineDesk,
    cases: Cases,
    engine: Engine,
) -> None:
    message = _told(postgres_stores, matcher, "sidang 7 Januari pukul 09.00 WIB")
    (told,) = _all(desk, cases)
    lawyer = cases.person()
    desk.confirm(lawyer, told.id, _DAY)
    (confirmed,) = _all(desk, cases, DeadlineState.CONFIRMED)
    assert (confirmed.on, confirmed.time, confirmed.zone) == (_DAY.on, "10:00", "WITA")
    assert (confirmed.title, confirmed.decided_by) == ("Sidang pertama", lawyer.id)
    assert confirmed.found == told.found
    # The message's step runs again, and what the lawyer said stays.
    matcher.match(MatchCaseInput(message_id=message.message_id, intents=(Intent.COURT_DEADLINE,)))
    assert _all(desk, cases) == [confirmed]
    desk.confirm(lawyer, told.id, DeadlineCorrection(on=date(2026, 12, 9)))
    assert _all(desk, cases)[0].time is None
    with pytest.raises(Outdated):
        desk.dismiss(lawyer, told.id, "sudah lewat")
    with transaction(engine) as session:
        wanted = select(func.count()).where(AuditEntry.action == "deadline_confirm")
        assert session.scalar(wanted) == 2


def test_what_is_no_deadline_is_dismissed_with_a_reason(
    postgres_stores: Stores, matcher: PostgresCaseMatcher, desk: PostgresDeadlineDesk, cases: Cases
) -> None:
    _told(postgres_stores, matcher, "sidang 7 Desember 2026")
    (told,) = _all(desk, cases)
    lawyer = cases.person()
    desk.dismiss(lawyer, told.id, "bukan perkara kami")
    (dismissed,) = _all(desk, cases, DeadlineState.DISMISSED)
    assert dismissed.reason == "bukan perkara kami"
    with pytest.raises(Outdated):
        desk.confirm(lawyer, told.id, _DAY)


def test_deadlines_follow_who_may_read_the_conversation(
    postgres_stores: Stores, matcher: PostgresCaseMatcher, desk: PostgresDeadlineDesk, cases: Cases
) -> None:
    message = postgres_stores.record(text="sidang 7 Desember 2026", sent_at=NOW, name="Cinta")
    case = cases.open(message.client_id, walled=True)
    inside = cases.person("lawyer")
    cases.member(case, inside.id)
    matcher.match(MatchCaseInput(message_id=message.message_id, intents=(Intent.COURT_DEADLINE,)))
    (told,) = desk.deadlines(inside, state=None, after=None, limit=5).items
    assert told.case_id == case
    for role in ("partner", "admin", "auditor"):
        outside = cases.person(role)
        assert desk.deadlines(outside, state=None, after=None, limit=5).items == ()
        with pytest.raises(UnknownRecord):
            desk.deadline(outside, told.id)


@pytest.mark.parametrize("role", ["staff", "admin", "auditor"])
def test_only_lawyers_decide_deadlines(desk: PostgresDeadlineDesk, cases: Cases, role: str) -> None:
    with pytest.raises(NotAllowed):
        desk.confirm(cases.person(role), DeadlineId("0" * 32), _DAY)
    with pytest.raises(NotAllowed):
        desk.dismiss(cases.person(role), DeadlineId("0" * 32), "tidak")


def test_a_hearing_is_told_of_the_case_that_a_lawyer_put_its_message_to(
    postgres_stores: Stores,
    matcher: PostgresCaseMatcher,
    desk: PostgresDeadlineDesk,
    cases: Cases,
    engine: Engine,
) -> None:
    hearing = postgres_stores.record(text="sidang 7 Desember 2026", sent_at=NOW, name="Cinta")
    wrong, right = cases.open(hearing.client_id), cases.open(hearing.client_id)
    asking = postgres_stores.record(text="kapan sidangnya?", number=2, sent_at=NOW, name="Cinta")
    lawyer = cases.person()
    cases.put(hearing.message_id, wrong, lawyer.id)
    matcher.match(MatchCaseInput(message_id=hearing.message_id, intents=(Intent.COURT_DEADLINE,)))
    (told,) = _all(desk, cases)
    day = datetime.now(UTC).date() + timedelta(days=9)
    desk.confirm(lawyer, told.id, DeadlineCorrection(on=day))
    cases.put(hearing.message_id, right, lawyer.id)
    with transaction(engine) as session:
        session.execute(update(Identity).values(verified=True))
    policy = replace(postgres_stores.policy, case_fields=tuple(CaseField))

    def next_hearing(case: CaseId) -> date | None:
        cases.put(asking.message_id, case, lawyer.id)
        answers = (asking.message_id,)
        context = postgres_stores.conversations.draft_context(
            asking.conversation_id, answers, policy
        )
        return context.case.next_hearing if context.case else None

    assert (next_hearing(right), next_hearing(wrong)) == (day, None)
