"""The words of a document, page by page, and how they were read."""

from dataclasses import dataclass
from enum import StrEnum


class ReadMethod(StrEnum):
    """How the words of a page were found."""

    TEXT_LAYER = "text_layer"
    """They stand in the file."""
    OCR = "ocr"
    """They were recognised in a picture of the page."""
    SPEECH = "speech"
    """They were spoken; the whole of a recording is one page."""
    NOT_READ = "not_read"
    OTHER = "other"
    """By a way that this version does not know: a newer one has kept the page."""

    @classmethod
    def _missing_(cls, value: object) -> "ReadMethod":  # noqa: ARG003 -- as `enum` calls it
        return cls.OTHER


class ReadProblem(StrEnum):
    """Why a page was not read."""

    BEYOND_LIMIT = "beyond_limit"
    """More pages than the firm's policy has read."""
    TIME_LIMIT = "time_limit"
    TOO_LARGE = "too_large"
    """It would take more memory than it is given."""
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    """It has a password."""
    UNKNOWN_TYPE = "unknown_type"
    """Nothing here reads files of its type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The words of one page; `number` counts from 1, `confidence` is 0 to 1.

    How sure the words of speech are is not told: its `confidence` is 0.
    """

    number: int
    text: str
    confidence: float
    method: ReadMethod
    problem: ReadProblem | None = None
    last: int | None = None
    """This stands for all pages from `number` to this one: those beyond the limit."""
