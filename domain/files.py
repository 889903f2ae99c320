"""A client's file on its way: what each step needs to know of it, and what it found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.analysis import Language
from domain.documents import PageText
from domain.ids import ClientId, ConversationId, LawyerId, MessageId
from domain.media import Finding, Inspection, MediaState
from domain.messages import Media


class ReadingState(StrEnum):
    """How far the words of a file are read."""

    NOT_READ = "not_read"
    """Not yet."""
    READ = "read"
    IN_PART = "in_part"
    """Some pages could not be read, or are beyond the firm's limit."""
    NO_WORDS = "no_words"
    """There is nothing to read in it."""
    NOT_TRANSCRIBED = "not_transcribed"
    """Speech, and nothing that understands it is configured."""
    FAILED = "failed"


class MediaProblem(StrEnum):
    """Why a file is not there."""

    NOT_FETCHED = "not_fetched"
    """It could not be fetched for as long as WhatsApp kept it."""
    EXPIRED = "expired"
    TOO_LARGE = "too_large"
    WRONG_CONTENT = "wrong_content"
    """What came was not what WhatsApp said it was, again and again."""
    NOT_TAKEN = "not_taken"
    """WhatsApp itself could not take it from the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInput:
    """Whose file: the message that it came with."""

    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFile:
    """A file as the steps see it. `key` is where its bytes are, or will be, in the bucket."""

    message_id: MessageId
    client_id: ClientId
    conversation_id: ConversationId
    phone_number_id: str
    claimed: Media
    sent_at: datetime
    state: MediaState
    key: str
    mime_type: str | None = None
    extension: str = ""
    size: int | None = None
    previews: int = 0
    language: Language = Language.INDONESIAN
    """In which the client wrote last, as far as anybody understood it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What was stored: `sha256` of 32 bytes, `size` in bytes."""

    inspection: Inspection
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedField:
    """One thing that a document says, as it was read and where. `doubts` are codes."""

    name: str
    value: str
    page: int
    line: str
    confidence: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSummary:
    """What kind of document it is, and what it says. `kind` is a code."""

    kind: str
    confidence: float
    fields: tuple[RecognisedField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaView:
    """A file as lawyers see it; its bytes are reached by a link of their own."""

    id: MessageId
    state: MediaState
    problem: MediaProblem | None
    file_name: str | None
    mime_type: str | None
    size: int | None
    findings: tuple[Finding, ...]
    previews: int
    """How many page previews there are; 0 where it has none."""
    released_by: LawyerId | None
    released_at: datetime | None
    release_reason: str | None
    """In the words of the lawyer who released it from quarantine."""
    reading: ReadingState
    pages: int | None
    pages_read: int
    document: DocumentSummary | None
    kept_at: datetime | None = None
    """When it was stored, in quarantine or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A file in a list of many: the client's name, and the conversation that it stands in."""

    conversation_id: ConversationId
    client_name: str | None
    sent_at: datetime
    file: MediaView


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """Some files, latest message first; `next` is given back to get those after them."""

    items: tuple[ListedFile, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesView:
    """The words of a file, page by page."""

    id: MessageId
    pages: tuple[PageText, ...]
    in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """Where a lawyer's browser fetches a file, until when."""

    url: str
    expires_at: datetime
