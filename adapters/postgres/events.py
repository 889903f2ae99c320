"""What changed in conversations: read in the order of transactions, and never too early.

`docs/decisions/0013-events-from-triggers.md` says why.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_conversation
from adapters.postgres.engine import transaction
from adapters.postgres.tables import Conversation, ConversationEventRow, TransactionId
from domain.events import ConversationEvent, EventKind, EventPage
from domain.ids import ConversationId
from domain.views import LawyerView


class PostgresEventLog:
    """Implements `domain.reading_ports.EventLog`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def since(self, after: int | None, *, limit: int) -> EventPage:
        """See the port."""
        with transaction(self._engine) as session:
            # First of all: whatever is below this is over by the time the rows are read.
            unsettled = _unsettled(session)
            if after is None:
                return EventPage(events=(), through=unsettled - 1)
            rows = session.scalars(
                select(ConversationEventRow)
                .where(ConversationEventRow.xid > after, ConversationEventRow.xid < unsettled)
                .order_by(ConversationEventRow.xid, ConversationEventRow.id)
                .limit(limit + 1)
            ).all()
            if len(rows) > limit:
                return _cut(rows)
            held_back = select(ConversationEventRow.xid).where(
                ConversationEventRow.xid >= unsettled
            )
            return EventPage(
                events=tuple(map(_event, rows)),
                # It never goes back, not even where a statement of another process went ahead.
                through=max(after, unsettled - 1),
                held_back=session.scalar(held_back.limit(1)) is not None,
            )

    def can_resume(self, after: int) -> bool:
        """See the port. `prune` leaves the last row that it might take: it marks from where."""
        with transaction(self._engine) as session:
            oldest = session.scalar(
                select(ConversationEventRow.xid).order_by(ConversationEventRow.xid).limit(1)
            )
            return (oldest is None or after >= oldest) and after < _unsettled(session)

    def visible(
        self, viewer: LawyerView, conversations: Collection[ConversationId]
    ) -> frozenset[ConversationId]:
        """See the port."""
        if not conversations:
            return frozenset()
        wanted = select(Conversation.id).where(
            Conversation.id.in_(conversations), visible_conversation(viewer)
        )
        with transaction(self._engine) as session:
            return frozenset(ConversationId(each) for each in session.scalars(wanted))

    def prune(self, keep: timedelta) -> int:
        """See the port. Two processes that do it at once forget each row once."""
        old = ConversationEventRow.at < datetime.now(UTC) - keep
        with transaction(self._engine) as session:
            last = session.scalar(
                select(ConversationEventRow.xid)
                .where(old)
                .order_by(ConversationEventRow.at.desc(), ConversationEventRow.xid.desc())
                .limit(1)
            )
            if last is None:
                return 0
            forgotten = session.execute(
                delete(ConversationEventRow)
                .where(old, ConversationEventRow.xid < last)
                .returning(ConversationEventRow.id)
            )
            return len(forgotten.all())


def _unsettled(session: Session) -> int:
    """The oldest transaction that is not over: everything before it can be seen, or never was."""
    xmin = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=TransactionId())
    return session.scalars(select(xmin)).one()


def _cut(rows: Sequence[ConversationEventRow]) -> EventPage:
    """A page without its last transaction, of which there may be more."""
    last = rows[-1].xid
    whole = [row for row in rows if row.xid < last]
    if whole:
        return EventPage(events=tuple(map(_event, whole)), through=whole[-1].xid, more=True)
    too_much = ConversationEvent(conversation_id=None, kind=EventKind.ANYTHING, at=rows[0].at)
    return EventPage(events=(too_much,), through=last, more=True)


def _event(row: ConversationEventRow) -> ConversationEvent:
    return ConversationEvent(
        conversation_id=ConversationId(row.conversation_id) if row.conversation_id else None,
        kind=_kind(row),
        at=row.at,
    )


def _kind(row: ConversationEventRow) -> EventKind:
    try:
        return EventKind(row.kind)
    except ValueError:
        # The schema is newer than this process while an upgrade is under way.
        return EventKind.CONVERSATION if row.conversation_id else EventKind.ANYTHING
