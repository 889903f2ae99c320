"""Conflicts and deadlines through the lawyers' API."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from api import conflicts, deadlines, problems
from domain.access import decides_conflicts
from domain.conflicts import ConflictSource, ConflictState, ConflictView
from domain.deadlines import (
    CalendarEntry,
    DeadlineCorrection,
    DeadlineKind,
    DeadlinePage,
    DeadlineSource,
    DeadlineState,
    DeadlineView,
)
from domain.failures import NotAllowed, Outdated, UnknownRecord
from domain.ids import ClientId, ConflictId, ConversationId, DeadlineId, LawyerId
from domain.names import Likeness
from domain.views import LawyerView
from tests.api.conftest import LAWYER, TOKEN
from tests.samples import NOW, made_id

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_PARTNERS = {"Authorization": "Bearer lh_partner"}
_PARTNER = LawyerView(id=LawyerId("e" * 32), name="Rina", role="partner")
_CONFLICT = ConflictView(
    id=ConflictId("c" * 32),
    client_id=ClientId("b" * 32),
    client_name="Budi Santoso",
    conversations=(),
    message_id=made_id(1),
    source=ConflictSource.PROFILE,
    likeness=Likeness.EXACT,
    state=ConflictState.OPEN,
    found_at=NOW,
    case=None,
    lawyers=(),
    decided_at=None,
    decided_by=None,
    note=None,
)
_DEADLINE = DeadlineView(
    id=DeadlineId("d" * 32),
    message_id=made_id(1),
    conversation_id=ConversationId("a" * 32),
    client_id=ClientId("b" * 32),
    case_id=None,
    kind=DeadlineKind.HEARING,
    source=DeadlineSource.TEXT,
    state=DeadlineState.PROPOSED,
    on=date(2026, 12, 7),
    time=None,
    zone=None,
    title=None,
    confidence=0.9,
    proposed_at=NOW,
    decided_at=None,
    decided_by=None,
    reason=None,
    found=None,
)


@dataclass(slots=True)
class FakeConflictDesk:
    """Implements `domain.ports.ConflictDesk` with one conflict."""

    decided: list[tuple[LawyerId, ConflictState, str]] = field(
        default_factory=list[tuple[LawyerId, ConflictState, str]]
    )

    def conflicts(
        self, viewer: LawyerView, *, state: ConflictState | None, limit: int
    ) -> tuple[ConflictView, ...]:
        if not decides_conflicts(viewer):
            raise NotAllowed("not for them")
        return (_CONFLICT,)[:limit] if state in {None, ConflictState.OPEN} else ()

    def decide(
        self, viewer: LawyerView, conflict: ConflictId, state: ConflictState, note: str
    ) -> None:
        if not decides_conflicts(viewer):
            raise NotAllowed("not for them")
        if conflict != _CONFLICT.id:
            raise UnknownRecord(f"no conflict {conflict}")
        self.decided.append((viewer.id, state, note))


@dataclass(slots=True)
class FakeDeadlineDesk:
    """Implements `domain.ports.DeadlineDesk` with one deadline."""

    kept: DeadlineView = _DEADLINE
    given: list[DeadlineId] = field(default_factory=list[DeadlineId])

    def deadlines(
        self, viewer: LawyerView, *, state: DeadlineState | None, after: str | None, limit: int
    ) -> DeadlinePage:
        assert viewer
        found = (self.kept,) if state in {None, self.kept.state} and not after else ()
        return DeadlinePage(items=found[:limit], next=None)

    def deadline(self, viewer: LawyerView, deadline: DeadlineId) -> DeadlineView:
        if deadline != self.kept.id or viewer not in {LAWYER, _PARTNER}:
            raise UnknownRecord(f"no deadline {deadline}")
        return self.kept

    def confirm(
        self, viewer: LawyerView, deadline: DeadlineId, corrected: DeadlineCorrection
    ) -> None:
        self.deadline(viewer, deadline)
        self.kept = replace(
            self.kept,
            state=DeadlineState.CONFIRMED,
            on=corrected.on,
            time=corrected.time,
            zone=corrected.zone,
        )

    def dismiss(self, viewer: LawyerView, deadline: DeadlineId, reason: str) -> None:
        if self.deadline(viewer, deadline).state is not DeadlineState.PROPOSED:
            raise Outdated(f"deadline {deadline} is decided")
        self.kept = replace(self.kept, state=DeadlineState.DISMISSED, reason=reason)

    def note_calendar(self, viewer: LawyerView, deadline: DeadlineId) -> None:
        self.deadline(viewer, deadline)
        self.given.append(deadline)


class FakeCalendar:
    """Implements `domain.ports.CalendarWriter`."""

    def write(self, entry: CalendarEntry) -> bytes:
        return entry.summary.encode()


class TwoLawyers:
    """Implements `domain.ports.LawyerRegister` with a lawyer and a partner."""

    def add(self, name: str, role: str) -> LawyerView:
        return LawyerView(id=LawyerId("9" * 32), name=name, role=role)

    def new_token(self, name: str) -> str:
        return f"lh_{name}"

    def everybody(self) -> tuple[LawyerView, ...]:
        return (LAWYER, _PARTNER)

    def holder(self, token: str) -> LawyerView | None:
        return {TOKEN: LAWYER, "lh_partner": _PARTNER}.get(token)


@pytest.fixture
def conflict_desk() -> FakeConflictDesk:
    return FakeConflictDesk()


@pytest.fixture
def deadline_desk() -> FakeDeadlineDesk:
    return FakeDeadlineDesk()


@pytest.fixture
async def http(
    conflict_desk: FakeConflictDesk, deadline_desk: FakeDeadlineDesk
) -> AsyncGenerator[httpx.AsyncClient]:
    made = FastAPI()
    problems.install(made)
    made.include_router(conflicts.router(conflict_desk, TwoLawyers()))
    made.include_router(deadlines.router(deadline_desk, FakeCalendar(), TwoLawyers()))
    transport = httpx.ASGITransport(made, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as client:
        yield client


async def test_a_partner_sees_and_decides_conflicts(
    http: httpx.AsyncClient, conflict_desk: FakeConflictDesk
) -> None:
    answer = await http.get("/api/v1/conflicts?state=open", headers=_PARTNERS)
    assert [each["id"] for each in answer.json()] == [_CONFLICT.id]
    decision = {"decision": "cleared", "note": "orang lain dengan nama sama"}
    path = f"/api/v1/conflicts/{_CONFLICT.id}/decision"
    assert (await http.post(path, json=decision, headers=_PARTNERS)).status_code == 204
    assert conflict_desk.decided == [(_PARTNER.id, ConflictState.CLEARED, decision["note"])]


async def test_nobody_else_does(http: httpx.AsyncClient, conflict_desk: FakeConflictDesk) -> None:
    path = f"/api/v1/conflicts/{_CONFLICT.id}/decision"
    decision = {"decision": "cleared", "note": "orang lain"}
    assert (await http.get("/api/v1/conflicts", headers=_OURS)).status_code == 403
    assert (await http.post(path, json=decision, headers=_OURS)).status_code == 403
    assert (await http.get("/api/v1/conflicts")).status_code == 401
    assert (await http.post(path, json=decision)).status_code == 401
    assert conflict_desk.decided == []


@pytest.mark.parametrize(
    "decision",
    [
        {},
        {"decision": "open", "note": "kembali"},
        {"decision": "cleared"},
        {"decision": "cleared", "note": ""},
        {"decision": "cleared", "note": "CANARY" * 200},
    ],
)
async def test_a_decision_without_a_reason_is_none(
    http: httpx.AsyncClient, conflict_desk: FakeConflictDesk, decision: object
) -> None:
    path = f"/api/v1/conflicts/{_CONFLICT.id}/decision"
    answer = await http.post(path, json=decision, headers=_PARTNERS)
    assert (answer.status_code, conflict_desk.decided) == (422, [])
    assert "CANARY" not in answer.text


async def test_deadlines_are_listed_by_their_state(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/api/v1/deadlines?state=proposed", headers=_OURS)).json()
    assert [(each["kind"], each["on"]) for each in listed["items"]] == [("hearing", "2026-12-07")]
    none = (await http.get("/api/v1/deadlines?state=confirmed", headers=_OURS)).json()
    assert none == {"items": [], "next": None}


async def test_a_lawyer_confirms_the_day(
    http: httpx.AsyncClient, deadline_desk: FakeDeadlineDesk
) -> None:
    path = f"/api/v1/deadlines/{_DEADLINE.id}"
    day = {"on": "2026-12-08", "time": "09:30", "zone": "WITA", "title": "Sidang"}
    assert (await http.post(f"{path}/confirm", json=day, headers=_OURS)).status_code == 204
    read = (await http.get(path, headers=_OURS)).json()
    assert (read["state"], read["on"], read["time"]) == ("confirmed", "2026-12-08", "09:30")
    reason = {"reason": "salah baca"}
    assert (await http.post(f"{path}/dismiss", json=reason, headers=_OURS)).status_code == 409
    assert deadline_desk.kept.zone == "WITA"


@pytest.mark.parametrize(
    "day",
    [
        {},
        {"on": "31 Februari"},
        {"on": "2026-12-08", "time": "25:00", "zone": "WIB"},
        {"on": "2026-12-08", "time": "09:00"},
        {"on": "2026-12-08", "zone": "WIB"},
        {"on": "2026-12-08", "time": "09:00", "zone": "Asia/Jakarta"},
    ],
)
async def test_a_day_that_is_none_is_refused(http: httpx.AsyncClient, day: object) -> None:
    path = f"/api/v1/deadlines/{_DEADLINE.id}/confirm"
    assert (await http.post(path, json=day, headers=_OURS)).status_code == 422


async def test_a_calendar_file_is_given_and_written_down(
    http: httpx.AsyncClient, deadline_desk: FakeDeadlineDesk
) -> None:
    answer = await http.get(f"/api/v1/deadlines/{_DEADLINE.id}/calendar", headers=_OURS)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text == "[USULAN / PROPOSED] Sidang"
    assert deadline_desk.given == [_DEADLINE.id]


@pytest.mark.parametrize(
    "kept", [replace(_DEADLINE, on=None), replace(_DEADLINE, state=DeadlineState.DISMISSED)]
)
async def test_an_uncertain_day_is_in_no_calendar(
    http: httpx.AsyncClient, deadline_desk: FakeDeadlineDesk, kept: DeadlineView
) -> None:
    deadline_desk.kept = kept
    answer = await http.get(f"/api/v1/deadlines/{_DEADLINE.id}/calendar", headers=_OURS)
    assert (answer.status_code, deadline_desk.given) == (409, [])


@pytest.mark.parametrize("path", ["", f"/{_DEADLINE.id}", f"/{_DEADLINE.id}/calendar"])
async def test_a_stranger_gets_no_deadline(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(f"/api/v1/deadlines{path}")).status_code == 401
