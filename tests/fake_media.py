"""In-memory fakes of what keeps clients' files; see `tests/fakes.py`."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from domain.analysis import Language, Urgency
from domain.documents import PageText
from domain.failures import UnknownRecord
from domain.files import ClientFile, DocumentSummary, MediaProblem, ReadingState, StoredFile
from domain.ids import ConversationId, MessageId
from domain.media import MediaState
from domain.messages import Media
from domain.routing import Reason
from tests.fake_records import FakeFile, FakeRecords

_THERE = frozenset({MediaState.KEPT, MediaState.QUARANTINED})


def expect(
    records: FakeRecords, message: MessageId, conversation: ConversationId, media: Media
) -> None:
    """Note that a message has a file."""
    taken = media.media_id is not None
    records.files.setdefault(
        message,
        FakeFile(
            key=f"{conversation}/{uuid.uuid4().hex}",
            state=MediaState.WAITING if taken else MediaState.REFUSED,
            problem=None if taken else MediaProblem.NOT_TAKEN,
        ),
    )


@dataclass(slots=True)
class FakeMediaRecords:
    """Implements `domain.ports.MediaRecords`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def file(self, message: MessageId) -> ClientFile:
        row, sent = self._row(message), self.records.messages[message]
        conversation = self.records.conversation(sent.conversation_id)
        assert isinstance(sent.received.content, Media)
        found = row.stored.inspection if row.stored else None
        return ClientFile(
            message_id=message,
            client_id=conversation.client_id,
            conversation_id=conversation.id,
            phone_number_id=conversation.phone_number_id,
            claimed=sent.received.content,
            sent_at=sent.received.sent_at,
            state=row.state,
            key=row.key,
            mime_type=found.mime_type if found else None,
            extension=found.extension if found else "",
            size=row.stored.size if row.stored else None,
            previews=row.previews,
            language=self._language(conversation.id),
        )

    def keep_stored(self, message: MessageId, stored: StoredFile) -> MediaState:
        with self.records.lock:
            row = self._row(message)
            if row.state not in _THERE:
                findings = stored.inspection.findings
                row.state = MediaState.QUARANTINED if findings else MediaState.KEPT
                row.problem, row.stored = None, stored
            return row.state

    def keep_failure(
        self, message: MessageId, state: MediaState, problem: MediaProblem, *, alarm: Reason
    ) -> MediaState:
        with self.records.lock:
            row = self._row(message)
            if row.state not in _THERE:
                row.state, row.problem = state, problem
                self.records.flag(self.records.messages[message].conversation_id, [alarm])
            return row.state

    def try_again(self, message: MessageId) -> None:
        with self.records.lock:
            row = self._row(message)
            if row.state not in _THERE:
                row.state, row.problem = MediaState.WAITING, None

    def keep_previews(self, message: MessageId, count: int) -> None:
        self._row(message).previews = count

    def pages_read(self, message: MessageId) -> Collection[int]:
        return set(self._row(message).pages)

    def keep_page(self, message: MessageId, page: PageText) -> None:
        with self.records.lock:
            self._row(message).pages.setdefault(page.number, page)

    def pages(self, message: MessageId) -> tuple[PageText, ...]:
        return tuple(page for _, page in sorted(self._row(message).pages.items()))

    def keep_reading(
        self,
        message: MessageId,
        state: ReadingState,
        *,
        pages: int,
        document: DocumentSummary | None,
        alarm: tuple[Reason, Urgency] | None,
    ) -> None:
        with self.records.lock:
            row = self._row(message)
            row.reading, row.in_all = state, pages
            row.document = document or row.document
            if alarm is not None:
                sent = self.records.messages[message]
                self.records.flag(sent.conversation_id, [alarm[0]], alarm[1])

    def _language(self, conversation: ConversationId) -> Language:
        of_it = [
            (row.received.sent_at, row.input.received_at, row.analysis.language)
            for row in self.records.messages.values()
            if row.conversation_id == conversation and row.analysis
        ]
        return max(of_it)[2] if of_it else Language.INDONESIAN

    def _row(self, message: MessageId) -> FakeFile:
        if message not in self.records.files:
            raise UnknownRecord(f"message {message} has no file")
        return self.records.files[message]
