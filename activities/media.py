"""Bringing clients' files to the firm, and reading them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from temporalio import activity

from domain.analysis import Urgency
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.drafts import DraftKind
from domain.failures import (
    MediaAltered,
    MediaGone,
    MediaTooLarge,
    NoPreview,
    UnreadableDocument,
)
from domain.files import ClientFile, MediaInput, MediaProblem, ReadingState, StoredFile
from domain.ids import send_again_draft_id
from domain.legal.recognise import recognise
from domain.media import Finding, Inspection, MediaState
from domain.media_reading import alarm_of, summary_of
from domain.policy import BilingualText, FirmPolicy
from domain.ports import (
    ConversationStore,
    FileInspector,
    FileStore,
    MediaRecords,
    MediaSource,
    PreviewMaker,
    TextRecognizer,
    Transcriber,
    VirusScanner,
)
from domain.routing import Reason

_ALTERED_AT_MOST: Final = 5
"""Attempts that may bring something else than WhatsApp promised; then it is no accident."""

_PREVIEWED_PAGES: Final = 5

_WIB: Final = timezone(timedelta(hours=7), "WIB")
"""Jakarta's time, by which `lusa` is counted where a document names no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMedia:
    """What became of a file."""

    state: MediaState
    problem: MediaProblem | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocumentResult:
    """How far a document was read; `kind` is the code of what it was recognised as."""

    state: ReadingState
    pages: int = 0
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class MediaActivities:
    """One instance a worker, built in worker.py."""

    records: MediaRecords
    source: MediaSource
    inspector: FileInspector
    scanner: VirusScanner | None
    store: FileStore
    previews: PreviewMaker
    conversations: ConversationStore
    send_again: BilingualText

    @activity.defn
    def keep_media(self, input: MediaInput) -> KeptMedia:
        """Fetch a file, look into it, and keep it as it is.

        Safe to run twice: its key was chosen with its message, and what is kept there is not
        written again; nor is a lawyer called twice, or a request to send it again drafted twice.
        """
        file = self.records.file(input.message_id)
        if file.state is not MediaState.WAITING:
            return KeptMedia(state=file.state)
        with TemporaryDirectory(prefix="media-") as folder:
            path = Path(folder) / "file"
            try:
                return self._kept(file, path)
            except MediaGone:
                return self._gone(file)
            except MediaTooLarge:
                return self._failed(file, MediaState.REFUSED, MediaProblem.TOO_LARGE)
            except MediaAltered:
                if activity.info().attempt < _ALTERED_AT_MOST:
                    raise
                return self._failed(file, MediaState.REFUSED, MediaProblem.WRONG_CONTENT)

    @activity.defn
    def give_up_media(self, input: MediaInput) -> KeptMedia:
        """Note that a file could not be fetched; a person can have it tried again.

        Safe to run twice: what was kept after all stays kept.
        """
        file = self.records.file(input.message_id)
        return self._failed(file, MediaState.FAILED, MediaProblem.NOT_FETCHED)

    def _kept(self, file: ClientFile, path: Path) -> KeptMedia:
        fetched = self.source.fetch(file.claimed, file.phone_number_id, path, _heartbeat)
        inspection = self._inspected(file, path)
        self.store.put(
            file.key,
            path,
            mime_type=inspection.mime_type,
            sha256=fetched.sha256,
            progress=_heartbeat,
        )
        state = self.records.keep_stored(
            file.message_id,
            StoredFile(inspection=inspection, size=fetched.size, sha256=fetched.sha256),
        )
        if state is MediaState.KEPT:
            self._preview(file, path, inspection)
        return KeptMedia(state=state, findings=inspection.findings)

    def _inspected(self, file: ClientFile, path: Path) -> Inspection:
        found = self.inspector.inspect(
            path, claimed=file.claimed.mime_type, file_name=file.claimed.file_name
        )
        _heartbeat()
        if self.scanner is None or self.scanner.scan(path) is None:
            return found
        return Inspection(
            mime_type=found.mime_type,
            extension=found.extension,
            findings=(Finding.VIRUS, *found.findings),
        )

    def _preview(self, file: ClientFile, path: Path, inspection: Inspection) -> None:
        folder = path.parent / "previews"
        folder.mkdir()
        try:
            made = self.previews.make(path, inspection.mime_type, folder, pages=_PREVIEWED_PAGES)
        except NoPreview:
            # A picture for convenience: the file is there without it.
            return
        drawn = {"thumbnail": made.thumbnail} if made.thumbnail else {}
        drawn |= {f"page-{number}": page for number, page in enumerate(made.pages, start=1)}
        for name, picture in drawn.items():
            self.store.put(
                f"{file.key}/{name}",
                picture,
                mime_type=f"image/{picture.suffix.removeprefix('.')}",
                sha256=hashlib.sha256(picture.read_bytes()).digest(),
                progress=_heartbeat,
            )
        self.records.keep_previews(file.message_id, len(made.pages))

    def _gone(self, file: ClientFile) -> KeptMedia:
        # Drafted first: once the state is kept, nobody comes here again.
        self.conversations.keep_draft(
            send_again_draft_id(file.message_id),
            file.conversation_id,
            [file.message_id],
            file.language,
            self.send_again.in_language(file.language),
            kind=DraftKind.SUGGESTION,
            sources=("firm.send_again",),
        )
        return self._failed(file, MediaState.GONE, MediaProblem.EXPIRED, Reason.FILE_GONE)

    def _failed(
        self,
        file: ClientFile,
        state: MediaState,
        problem: MediaProblem,
        alarm: Reason = Reason.UNREADABLE,
    ) -> KeptMedia:
        now = self.records.keep_failure(file.message_id, state, problem, alarm=alarm)
        return KeptMedia(state=now, problem=problem if now is state else None)


@dataclass(frozen=True, slots=True)
class DocumentActivities:
    """Side effects on documents. One instance a worker, built in worker.py."""

    records: MediaRecords
    store: FileStore
    recognizer: TextRecognizer
    policy: FirmPolicy
    transcriber: Transcriber | None = None

    @activity.defn
    def read_document(self, input: MediaInput) -> ReadDocumentResult:
        """Read the words of a kept file, page by page, and recognise what it is.

        Safe to run twice: a page that was read is not read again.
        """
        file = self.records.file(input.message_id)
        if file.state is not MediaState.KEPT or file.mime_type is None:
            return ReadDocumentResult(state=ReadingState.NOT_READ)
        if file.mime_type.startswith("audio/") and self.transcriber is None:
            return self._ended(file, ReadingState.NOT_TRANSCRIBED)
        with TemporaryDirectory(prefix="document-") as folder:
            path = Path(folder) / "file"
            self.store.get(file.key, path, progress=_heartbeat)
            try:
                pages = self._read(file, path, file.mime_type)
            except UnreadableDocument as failure:
                nothing = failure.problem is ReadProblem.UNKNOWN_TYPE
                return self._ended(file, ReadingState.NO_WORDS if nothing else ReadingState.FAILED)
        return self._recognised(file, pages)

    @activity.defn
    def give_up_reading(self, input: MediaInput) -> ReadDocumentResult:
        """Note that a file could not be read, and call a person; pages that were read stay.

        Safe to run twice: it says the same again.
        """
        file = self.records.file(input.message_id)
        read = sum(page.problem is None for page in self.records.pages(file.message_id))
        return self._ended(file, ReadingState.IN_PART if read else ReadingState.FAILED, pages=read)

    def _read(self, file: ClientFile, path: Path, mime_type: str) -> int:
        done = self.records.pages_read(file.message_id)
        if self.transcriber is None or not mime_type.startswith("audio/"):
            return self.recognizer.read(
                path,
                mime_type,
                limit=self.policy.documents.most_pages,
                on_page=self._keeper(file),
                done=done,
                alive=_heartbeat,
            )
        if not done:
            words = self.transcriber.transcribe(path, mime_type, alive=_heartbeat)
            spoken = PageText(number=1, text=words, confidence=0.0, method=ReadMethod.SPEECH)
            self.records.keep_page(file.message_id, spoken)
        return 1

    def _keeper(self, file: ClientFile) -> Callable[[PageText], None]:
        def keep(page: PageText) -> None:
            self.records.keep_page(file.message_id, page)
            _heartbeat()

        return keep

    def _recognised(self, file: ClientFile, in_all: int) -> ReadDocumentResult:
        pages = self.records.pages(file.message_id)
        if not any(page.text.strip() for page in pages):
            unread = any(page.problem for page in pages)
            state = ReadingState.FAILED if unread else ReadingState.NO_WORDS
            return self._ended(file, state, pages=in_all)
        found = recognise(pages, at=file.sent_at, zone=_WIB)
        document = summary_of(found)
        state = ReadingState.IN_PART if any(page.problem for page in pages) else ReadingState.READ
        self.records.keep_reading(
            file.message_id, state, pages=in_all, document=document, alarm=alarm_of(found.kind)
        )
        return ReadDocumentResult(state=state, pages=in_all, kind=document.kind)

    def _ended(
        self, file: ClientFile, state: ReadingState, *, pages: int = 0
    ) -> ReadDocumentResult:
        # Nobody knows what it says before a person has looked at it, or listened to it.
        self.records.keep_reading(
            file.message_id,
            state,
            pages=pages,
            document=None,
            alarm=(Reason.UNREADABLE, Urgency.NORMAL),
        )
        return ReadDocumentResult(state=state, pages=pages)


def _heartbeat(*_done: int) -> None:
    activity.heartbeat()
