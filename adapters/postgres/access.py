"""Who may see what, as conditions on rows: the one place that says it to the database.

`domain/access.py` says the same in words that are tested as a table; a contract test holds the two
together. Each condition reads the few rows that hide something, whatever the size of the rest.
"""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from adapters.postgres.persons import everybody_like
from adapters.postgres.tables import (
    CaseClient,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Message,
    NoticeRow,
)
from domain.access import decides_conflicts, reads_contents
from domain.conflicts import ConflictState
from domain.failures import UnknownRecord
from domain.ids import CaseId, ClientId, ConversationId, MessageId
from domain.views import LawyerView

_Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def visible_case(viewer: LawyerView) -> ColumnElement[bool]:
    """Whether a row of `cases` may be known to somebody."""
    if not reads_contents(viewer):
        return false()
    return CaseRow.id.not_in(_behind_walls(viewer))


def visible_conversation(viewer: LawyerView) -> ColumnElement[bool]:
    """Whether a row of `conversations`, and all that belongs to it, may be read by somebody."""
    if not reads_contents(viewer):
        return false()
    walls = _behind_walls(viewer)
    with_messages = select(Message.conversation_id).where(Message.case_id.in_(walls))
    return and_(
        _known_client(viewer, Conversation.client_id),
        or_(Conversation.case_id.is_(None), Conversation.case_id.not_in(walls)),
        Conversation.id.not_in(with_messages.correlate(None)),
    )


def visible_client(viewer: LawyerView) -> ColumnElement[bool]:
    """Whether a row of `clients` may be known to somebody."""
    return _known_client(viewer, Client.id) if reads_contents(viewer) else false()


def visible_notice(viewer: LawyerView) -> ColumnElement[bool]:
    """Whether somebody is told a row of `notices`."""
    of_the_firm = NoticeRow.client_id.is_(None)
    if not reads_contents(viewer):
        return of_the_firm
    walls = _behind_walls(viewer)
    about_walls = select(Conversation.client_id).where(Conversation.case_id.in_(walls))
    with_messages = (
        select(Conversation.client_id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.case_id.in_(walls))
    )
    return or_(
        of_the_firm,
        and_(
            _known_client(viewer, NoticeRow.client_id),
            NoticeRow.client_id.not_in(about_walls.correlate(None)),
            NoticeRow.client_id.not_in(with_messages.correlate(None)),
        ),
    )


def seen_case(session: Session, viewer: LawyerView, case: CaseId, *, lock: bool = False) -> CaseRow:
    """A case that somebody may know of.

    Raises:
        UnknownRecord: it is not there, or not for them.
    """
    wanted = select(CaseRow).where(CaseRow.id == case, visible_case(viewer))
    row = session.scalar(wanted.with_for_update(of=CaseRow) if lock else wanted)
    if row is None:
        raise UnknownRecord(f"no case {case}")
    return row


def seen_client(
    session: Session, viewer: LawyerView, client: ClientId, *, lock: bool = False
) -> Client:
    """A client that somebody may know of.

    Raises:
        UnknownRecord: they are not there, or not for them.
    """
    wanted = select(Client).where(Client.id == client, visible_client(viewer))
    row = session.scalar(wanted.with_for_update(of=Client) if lock else wanted)
    if row is None:
        raise UnknownRecord(f"no client {client}")
    return row


def seen_conversation(
    session: Session, viewer: LawyerView, conversation: ConversationId, *, lock: bool = False
) -> Conversation:
    """A conversation that somebody may read.

    Raises:
        UnknownRecord: it is not there, or not for them.
    """
    wanted = select(Conversation).where(
        Conversation.id == conversation, visible_conversation(viewer)
    )
    row = session.scalar(wanted.with_for_update(of=Conversation) if lock else wanted)
    if row is None:
        raise UnknownRecord(f"no conversation {conversation}")
    return row


def seen_message(session: Session, viewer: LawyerView, message: MessageId) -> Message:
    """A message of a conversation that somebody may read.

    Raises:
        UnknownRecord: it is not there, or not for them.
    """
    row = session.scalar(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id == message, visible_conversation(viewer))
    )
    if row is None:
        raise UnknownRecord(f"no message {message}")
    return row


# Each inner query stands for itself: a table that is in the outer query too is another one.


def _behind_walls(viewer: LawyerView) -> Select[str]:
    """The cases that somebody must not know of."""
    own = select(CaseMember.case_id).where(CaseMember.lawyer_id == viewer.id).correlate(None)
    return select(CaseRow.id).where(CaseRow.walled, CaseRow.id.not_in(own)).correlate(None)


def _known_client(viewer: LawyerView, client: _Column) -> ColumnElement[bool]:
    """Whether somebody who reads contents may know of the client that a column names."""
    walls = _behind_walls(viewer)
    walled = everybody_like(
        select(CaseClient.client_id.label("id")).where(CaseClient.case_id.in_(walls)), "walled"
    )
    inside = select(walled.c.id).correlate(None)
    known = everybody_like(
        select(CaseClient.client_id.label("id")).where(
            CaseClient.client_id.in_(inside), CaseClient.case_id.not_in(walls)
        ),
        "known",
    )
    return and_(
        _without_conflict(viewer, client),
        or_(client.not_in(inside), client.in_(select(known.c.id).correlate(None))),
    )


def _without_conflict(viewer: LawyerView, client: _Column) -> ColumnElement[bool]:
    if decides_conflicts(viewer):
        return true()
    in_conflict = everybody_like(
        select(Conflict.client_id.label("id")).where(
            Conflict.state.in_([ConflictState.OPEN, ConflictState.CONFIRMED])
        ),
        "in_conflict",
    )
    return client.not_in(select(in_conflict.c.id).correlate(None))
