"""Deadlines that were found, and what lawyers made of them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Engine, Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_conversation
from adapters.postgres.audit import note
from adapters.postgres.engine import transaction
from adapters.postgres.said import opened
from adapters.postgres.tables import Conversation, Deadline, Message
from adapters.postgres.vault import Vault
from domain.access import decides_deadlines
from domain.deadlines import (
    DeadlineCorrection,
    DeadlineKind,
    DeadlinePage,
    DeadlineSource,
    DeadlineState,
    DeadlineView,
    ProposedDeadline,
)
from domain.failures import NotAllowed, Outdated, UnknownRecord
from domain.ids import (
    CaseId,
    ClientId,
    ConversationId,
    DeadlineId,
    LawyerId,
    MessageId,
    deadline_id,
)
from domain.views import LawyerView

_PLACE: Final = "deadlines.details"
_CURSOR: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{32})", re.ASCII)
_NO_DAY: Final = date.min
"""What has no day comes first: somebody must find one."""


def keep_deadlines(
    session: Session, vault: Vault, message: Message, found: Iterable[ProposedDeadline]
) -> None:
    """Keep what was found in a message or its file, each once; what a lawyer decided stands.

    A deadline follows its message to the case that it is put to later.
    """
    conversation = session.get_one(Conversation, message.conversation_id)
    owner = ClientId(conversation.client_id)
    for each in found:
        row_id = deadline_id(MessageId(message.id), each.kind, each.value)
        details = json.dumps({"found": asdict(each)}, ensure_ascii=False, default=str)
        session.execute(
            insert(Deadline)
            .values(
                id=row_id,
                message_id=message.id,
                client_id=owner,
                case_id=message.case_id,
                kind=each.kind,
                source=each.source,
                on=each.on,
                details=vault.seal(session, owner, _PLACE, row_id, details),
                confidence=each.confidence,
            )
            .on_conflict_do_nothing()
        )


class PostgresDeadlineDesk:
    """Implements `domain.ports.DeadlineDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def deadlines(
        self, viewer: LawyerView, *, state: DeadlineState | None, after: str | None, limit: int
    ) -> DeadlinePage:
        """See the port. Pages by (day, id), so that new ones shift nothing."""
        day = func.coalesce(Deadline.on, _NO_DAY)
        wanted = _seen(viewer).order_by(day, Deadline.id).limit(limit + 1)
        if state is not None:
            wanted = wanted.where(Deadline.state == state)
        if after is not None:
            wanted = wanted.where(tuple_(day, Deadline.id) > _position(after))
        with transaction(self._engine) as session:
            rows = session.execute(wanted).all()
            items = tuple(self._view(session, *row) for row in rows[:limit])
        last = items[-1] if len(rows) > limit else None
        return DeadlinePage(
            items=items, next=f"{(last.on or _NO_DAY).isoformat()}-{last.id}" if last else None
        )

    def deadline(self, viewer: LawyerView, deadline: DeadlineId) -> DeadlineView:
        """See the port."""
        with transaction(self._engine) as session:
            return self._view(session, *_one(session, viewer, deadline))

    def confirm(
        self, viewer: LawyerView, deadline: DeadlineId, corrected: DeadlineCorrection
    ) -> None:
        """See the port. One that is confirmed may be corrected again."""
        _check(viewer)
        with transaction(self._engine) as session:
            row, _, _ = _one(session, viewer, deadline, lock=True)
            if row.state == DeadlineState.DISMISSED:
                raise Outdated(f"deadline {deadline} was dismissed")
            self._decide(session, viewer, row, DeadlineState.CONFIRMED, asdict(corrected))
            row.on = corrected.on
            note(session, viewer.id, "deadline_confirm", deadline)

    def dismiss(self, viewer: LawyerView, deadline: DeadlineId, reason: str) -> None:
        """See the port."""
        _check(viewer)
        with transaction(self._engine) as session:
            row, _, _ = _one(session, viewer, deadline, lock=True)
            if row.state != DeadlineState.PROPOSED:
                raise Outdated(f"deadline {deadline} is decided")
            self._decide(session, viewer, row, DeadlineState.DISMISSED, {"reason": reason})
            note(session, viewer.id, "deadline_dismiss", deadline)

    def note_calendar(self, viewer: LawyerView, deadline: DeadlineId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            note(session, viewer.id, "deadline_calendar", deadline)

    def _decide(
        self,
        session: Session,
        viewer: LawyerView,
        row: Deadline,
        state: DeadlineState,
        decision: Mapping[str, object],
    ) -> None:
        details = self._details(session, row)
        details["decision"] = decision
        row.details = self._vault.seal(
            session,
            ClientId(row.client_id),
            _PLACE,
            row.id,
            json.dumps(details, ensure_ascii=False, default=str),
        )
        row.state = state
        row.decided_at, row.decided_by = datetime.now(UTC), viewer.id

    def _details(self, session: Session, row: Deadline) -> dict[str, Any]:
        return json.loads(opened(session, self._vault, _PLACE, row.id, row.details) or "{}")

    def _view(
        self, session: Session, row: Deadline, message: Message, conversation: Conversation
    ) -> DeadlineView:
        details = self._details(session, row)
        found = _found(details["found"]) if "found" in details else None
        decision: Mapping[str, str | None] = details.get("decision", {})
        confirmed = row.state == DeadlineState.CONFIRMED
        read = None if confirmed else found
        case = message.case_id or row.case_id
        return DeadlineView(
            id=DeadlineId(row.id),
            message_id=MessageId(row.message_id),
            conversation_id=ConversationId(conversation.id),
            client_id=ClientId(row.client_id),
            case_id=CaseId(case) if case else None,
            kind=DeadlineKind(row.kind),
            source=DeadlineSource(row.source),
            state=DeadlineState(row.state),
            on=row.on,
            time=decision.get("time") if confirmed else read.time if read else None,
            zone=decision.get("zone") if confirmed else read.zone if read else None,
            title=decision.get("title"),
            confidence=row.confidence,
            proposed_at=row.proposed_at,
            decided_at=row.decided_at,
            decided_by=LawyerId(row.decided_by) if row.decided_by else None,
            reason=decision.get("reason"),
            found=found,
        )


def _check(viewer: LawyerView) -> None:
    if not decides_deadlines(viewer):
        raise NotAllowed("deadlines are a lawyer's to decide")


def _seen(viewer: LawyerView) -> Select[Deadline, Message, Conversation]:
    return (
        select(Deadline, Message, Conversation)
        .join(Message, Message.id == Deadline.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(visible_conversation(viewer))
    )


def _one(
    session: Session, viewer: LawyerView, deadline: DeadlineId, *, lock: bool = False
) -> tuple[Deadline, Message, Conversation]:
    wanted = _seen(viewer).where(Deadline.id == deadline)
    found = session.execute(wanted.with_for_update(of=Deadline) if lock else wanted).one_or_none()
    if found is None:
        raise UnknownRecord(f"no deadline {deadline}")
    row, message, conversation = found
    return row, message, conversation


def _found(kept: Mapping[str, Any]) -> ProposedDeadline:
    values: dict[str, Any] = {
        **kept,
        "kind": DeadlineKind(kept["kind"]),
        "source": DeadlineSource(kept["source"]),
        "on": _day(kept["on"]),
        "suggestion": _day(kept["suggestion"]),
        "doubts": tuple(kept["doubts"]),
    }
    return ProposedDeadline(**values)


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _position(cursor: str) -> tuple[date, str]:
    given = _CURSOR.fullmatch(cursor)
    try:
        if given:
            return date.fromisoformat(given[1]), given[2]
    except ValueError:
        given = None
    raise UnknownRecord("no such page")
