"""Clients' files: how far each came, and what was read in it."""

import json
import uuid
from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.flags import raise_flag
from adapters.postgres.said import read_again
from adapters.postgres.tables import AnalysisRow, Conversation, MediaPage, MediaRow, Message
from adapters.postgres.vault import Vault
from domain.analysis import Language, Urgency
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import Undecipherable, UnknownRecord
from domain.files import (
    ClientFile,
    DocumentSummary,
    MediaProblem,
    ReadingState,
    StoredFile,
)
from domain.ids import ClientId, ConversationId, MessageId
from domain.media import MediaState
from domain.messages import Media
from domain.routing import Reason


def expect(session: Session, message: MessageId, conversation: ConversationId, file: Media) -> None:
    """Note that a message has a file, which is still to be fetched where WhatsApp has it."""
    taken = file.media_id is not None
    session.execute(
        insert(MediaRow)
        .values(
            message_id=message,
            state=MediaState.WAITING if taken else MediaState.REFUSED,
            problem=None if taken else MediaProblem.NOT_TAKEN,
            key=f"{conversation}/{uuid.uuid4().hex}",
        )
        .on_conflict_do_nothing()
    )


def is_waiting(session: Session, message: MessageId) -> bool:
    """Whether a message has a file that is still to be fetched."""
    state = session.scalar(select(MediaRow.state).where(MediaRow.message_id == message))
    return state == MediaState.WAITING


class PostgresMediaRecords:
    """Implements `domain.ports.MediaRecords`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def file(self, message: MessageId) -> ClientFile:
        """See the port."""
        with transaction(self._engine) as session:
            return client_file(session, self._vault, message)

    def keep_stored(self, message: MessageId, stored: StoredFile) -> MediaState:
        """See the port. A file that a lawyer has released stays so."""
        with transaction(self._engine) as session:
            row = locked_file(session, message)
            if row.state not in {MediaState.KEPT, MediaState.QUARANTINED}:
                found = stored.inspection
                row.state = MediaState.QUARANTINED if found.findings else MediaState.KEPT
                row.problem = None
                row.mime_type, row.extension = found.mime_type[:128], found.extension[:16]
                row.findings = list(found.findings)
                row.size, row.sha256 = stored.size, stored.sha256
                row.kept_at = datetime.now(UTC)
            return MediaState(row.state)

    def keep_failure(
        self, message: MessageId, state: MediaState, problem: MediaProblem, *, alarm: Reason
    ) -> MediaState:
        """See the port. What is kept is not lost by a later failure."""
        with transaction(self._engine) as session:
            row = locked_file(session, message)
            if row.state not in {MediaState.KEPT, MediaState.QUARANTINED}:
                row.state, row.problem = state, problem
                _call_lawyer(session, message, alarm)
            return MediaState(row.state)

    def try_again(self, message: MessageId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            fetch_again(session, message)

    def keep_previews(self, message: MessageId, count: int) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                update(MediaRow).where(MediaRow.message_id == message).values(previews=count)
            )

    def pages_read(self, message: MessageId) -> Collection[int]:
        """See the port."""
        with transaction(self._engine) as session:
            pages = select(MediaPage.number).where(MediaPage.message_id == message)
            return set(session.scalars(pages).all())

    def keep_page(self, message: MessageId, page: PageText) -> None:
        """See the port. The first reading of a page stands."""
        with transaction(self._engine) as session:
            owner = owner_of(session, message)
            place = f"{message}/{page.number}"
            session.execute(
                insert(MediaPage)
                .values(
                    message_id=message,
                    number=page.number,
                    text=self._vault.seal(session, owner, "media_pages.text", place, page.text),
                    confidence=page.confidence,
                    method=page.method,
                    problem=page.problem,
                )
                .on_conflict_do_nothing()
            )

    def pages(self, message: MessageId) -> tuple[PageText, ...]:
        """See the port."""
        with transaction(self._engine) as session:
            return read_pages(session, self._vault, message)

    def keep_reading(
        self,
        message: MessageId,
        state: ReadingState,
        *,
        pages: int,
        document: DocumentSummary | None,
        alarm: tuple[Reason, Urgency] | None,
    ) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = locked_file(session, message)
            row.reading, row.pages = state, pages
            if document is not None:
                row.document_kind = document.kind[:64]
                row.document = self._vault.seal(
                    session,
                    owner_of(session, message),
                    "media.document",
                    message,
                    json.dumps(asdict(document), ensure_ascii=False),
                )
            if alarm is not None:
                _call_lawyer(session, message, *alarm)


def client_file(session: Session, vault: Vault, message: MessageId) -> ClientFile:
    """A message's file.

    Raises:
        UnknownRecord: the message is not there, or has no file.
    """
    found = session.execute(
        select(MediaRow, Message, Conversation)
        .join(Message, Message.id == MediaRow.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(MediaRow.message_id == message)
    ).one_or_none()
    if found is None:
        raise UnknownRecord(f"message {message} has no file")
    row, sent, conversation = found
    received = read_again(session, vault, sent)
    if received is None or not isinstance(received.content, Media):
        raise Undecipherable(f"message {message} does not open")
    return ClientFile(
        message_id=message,
        client_id=ClientId(conversation.client_id),
        conversation_id=ConversationId(conversation.id),
        phone_number_id=conversation.phone_number_id,
        claimed=received.content,
        sent_at=sent.sent_at,
        state=MediaState(row.state),
        key=row.key,
        mime_type=row.mime_type,
        extension=row.extension,
        size=row.size,
        previews=row.previews,
        language=_language(session, conversation.id),
    )


def _language(session: Session, conversation: str) -> Language:
    latest = session.scalar(
        select(AnalysisRow.language)
        .join(Message, Message.id == AnalysisRow.message_id)
        .where(Message.conversation_id == conversation)
        .order_by(Message.sent_at.desc(), Message.received_at.desc())
        .limit(1)
    )
    return Language(latest) if latest else Language.INDONESIAN


def fetch_again(session: Session, message: MessageId) -> None:
    """Wait for a file once more, where it is not there."""
    row = locked_file(session, message)
    if row.state not in {MediaState.KEPT, MediaState.QUARANTINED}:
        row.state, row.problem = MediaState.WAITING, None


def read_pages(session: Session, vault: Vault, message: MessageId) -> tuple[PageText, ...]:
    """The pages that were read so far, in order."""
    rows = session.execute(
        select(MediaPage, MediaRow.pages)
        .join(MediaRow, MediaRow.message_id == MediaPage.message_id)
        .where(MediaPage.message_id == message)
        .order_by(MediaPage.number)
    ).all()
    return tuple(
        PageText(
            number=row.number,
            text=vault.open(session, "media_pages.text", f"{message}/{row.number}", row.text),
            confidence=row.confidence,
            method=ReadMethod(row.method),
            problem=ReadProblem(row.problem) if row.problem else None,
            last=in_all if row.problem == ReadProblem.BEYOND_LIMIT else None,
        )
        for row, in_all in rows
    )


def locked_file(session: Session, message: MessageId) -> MediaRow:
    """A file's row, which must be there, locked until the transaction ends."""
    row = session.get(MediaRow, message, with_for_update=True)
    if row is None:
        raise UnknownRecord(f"message {message} has no file")
    return row


def _call_lawyer(
    session: Session, message: MessageId, reason: Reason, urgency: Urgency = Urgency.NORMAL
) -> None:
    conversation = session.get_one(Message, message).conversation_id
    raise_flag(session, ConversationId(conversation), [reason], urgency)


def owner_of(session: Session, message: MessageId) -> ClientId:
    """Whose file it is."""
    owner = session.scalar(
        select(Conversation.client_id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.id == message)
    )
    if owner is None:
        raise UnknownRecord(f"no message {message}")
    return ClientId(owner)
