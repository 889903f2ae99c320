"""Clients' files as lawyers see and handle them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select, tuple_
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_message, visible_conversation
from adapters.postgres.engine import transaction
from adapters.postgres.media import client_file, fetch_again, locked_file, owner_of, read_pages
from adapters.postgres.paging import cursor, position
from adapters.postgres.said import opened, read_again
from adapters.postgres.tables import Client, Conversation, MediaPage, MediaRow, Message
from adapters.postgres.vault import Vault
from domain.access import releases_files
from domain.documents import ReadProblem
from domain.failures import NotAllowed, Outdated
from domain.files import (
    ClientFile,
    DocumentSummary,
    FilePage,
    ListedFile,
    MediaProblem,
    MediaView,
    PagesView,
    ReadingState,
    RecognisedField,
)
from domain.ids import ConversationId, LawyerId, MessageId
from domain.media import Finding, MediaState
from domain.messages import Media, ReceivedMessage
from domain.views import LawyerView


class PostgresMediaDesk:
    """Implements `domain.ports.MediaDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def files(
        self, viewer: LawyerView, *, state: MediaState | None, after: str | None, limit: int
    ) -> FilePage:
        """See the port. Pages by (message's moment, id), so that new files shift nothing."""
        wanted = (
            select(Message, Client)
            .join(MediaRow, MediaRow.message_id == Message.id)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .join(Client, Client.id == Conversation.client_id)
            .where(visible_conversation(viewer))
            .order_by(Message.sent_at.desc(), Message.id.desc())
            .limit(limit + 1)
        )
        if state is not None:
            wanted = wanted.where(MediaRow.state == state)
        if after is not None:
            wanted = wanted.where(tuple_(Message.sent_at, Message.id) < position(after))
        with transaction(self._engine) as session:
            rows = session.execute(wanted).all()
            shown = [(message, client) for message, client in rows[:limit]]
            received = {
                MessageId(message.id): read_again(session, self._vault, message)
                for message, _ in shown
            }
            views = media_views(session, self._vault, received)
            items = tuple(
                ListedFile(
                    conversation_id=ConversationId(message.conversation_id),
                    client_name=opened(
                        session, self._vault, "clients.name", client.id, client.name
                    ),
                    sent_at=message.sent_at,
                    file=views[message.id],
                )
                for message, client in shown
            )
        last = items[-1] if len(rows) > limit else None
        return FilePage(items=items, next=cursor(last.sent_at, last.file.id) if last else None)

    def file(self, message: MessageId, viewer: LawyerView) -> ClientFile:
        """See the port."""
        with transaction(self._engine) as session:
            seen_message(session, viewer, message)
            return client_file(session, self._vault, message)

    def pages(self, message: MessageId, viewer: LawyerView) -> PagesView:
        """See the port."""
        with transaction(self._engine) as session:
            seen_message(session, viewer, message)
            row = locked_file(session, message)
            return PagesView(
                id=message, pages=read_pages(session, self._vault, message), in_all=row.pages or 0
            )

    def note_link(self, message: MessageId, viewer: LawyerView, part: str) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            seen_message(session, viewer, message)
            audit.note(session, viewer.id, f"media_link_{part}", message)

    def release(self, message: MessageId, viewer: LawyerView, reason: str) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            seen_message(session, viewer, message)
            row = locked_file(session, message)
            if not releases_files(viewer):
                raise NotAllowed("only a lawyer lets a file out of quarantine")
            if row.state != MediaState.QUARANTINED:
                raise Outdated(f"the file of message {message} is not in quarantine")
            row.state = MediaState.KEPT
            row.released_at, row.released_by = datetime.now(UTC), viewer.id
            row.release_reason = self._vault.seal(
                session, owner_of(session, message), "media.release_reason", message, reason
            )
            audit.note(session, viewer.id, "media_release", message)

    def try_again(self, message: MessageId, viewer: LawyerView) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            seen_message(session, viewer, message)
            fetch_again(session, message)


def media_views(
    session: Session, vault: Vault, received: Mapping[MessageId, ReceivedMessage | None]
) -> dict[str, MediaView]:
    """The files of some messages, by message."""
    rows = session.scalars(select(MediaRow).where(MediaRow.message_id.in_(list(received)))).all()
    read = _pages_read(session, [row.message_id for row in rows])
    return {
        row.message_id: _view(
            session, vault, row, received[MessageId(row.message_id)], read.get(row.message_id, 0)
        )
        for row in rows
    }


def _pages_read(session: Session, messages: Sequence[str]) -> dict[str, int]:
    pages = session.execute(
        select(MediaPage.message_id, MediaPage.problem).where(MediaPage.message_id.in_(messages))
    )
    counts: dict[str, int] = {}
    for message, problem in pages:
        if problem != ReadProblem.BEYOND_LIMIT:
            counts[message] = counts.get(message, 0) + (problem is None)
    return counts


def _view(
    session: Session, vault: Vault, row: MediaRow, received: ReceivedMessage | None, read: int
) -> MediaView:
    content = received.content if received else None
    return MediaView(
        id=MessageId(row.message_id),
        state=MediaState(row.state),
        problem=MediaProblem(row.problem) if row.problem else None,
        file_name=content.file_name if isinstance(content, Media) else None,
        mime_type=row.mime_type,
        size=row.size,
        findings=tuple(Finding(each) for each in row.findings),
        previews=row.previews,
        released_by=LawyerId(row.released_by) if row.released_by else None,
        released_at=row.released_at,
        release_reason=opened(
            session, vault, "media.release_reason", row.message_id, row.release_reason
        ),
        reading=ReadingState(row.reading),
        pages=row.pages,
        pages_read=read,
        document=_document(opened(session, vault, "media.document", row.message_id, row.document)),
        kept_at=row.kept_at,
    )


def _document(text: str | None) -> DocumentSummary | None:
    if text is None:
        return None
    content: dict[str, Any] = json.loads(text)
    return DocumentSummary(
        kind=content["kind"],
        confidence=content["confidence"],
        fields=tuple(map(_field, content["fields"])),
    )


def _field(content: dict[str, Any]) -> RecognisedField:
    return RecognisedField(
        name=content["name"],
        value=content["value"],
        page=content["page"],
        line=content["line"],
        confidence=content["confidence"],
        doubts=tuple(content["doubts"]),
    )
