"""What a message is understood to mean."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import MessageId


class Intent(StrEnum):
    """What a client wants. The first five are all that the assistant may ever answer alone."""

    GREETING = "greeting"
    THANKS = "thanks"
    OFFICE_INFO = "office_info"
    APPOINTMENT = "appointment"
    DOCUMENT_SUBMISSION = "document_submission"
    CASE_STATUS = "case_status"
    LEGAL_ADVICE = "legal_advice"
    NEW_MATTER = "new_matter"
    COURT_DEADLINE = "court_deadline"
    EMERGENCY = "emergency"
    BILLING = "billing"
    COMPLAINT = "complaint"
    HUMAN_REQUEST = "human_request"
    PRIVACY_REQUEST = "privacy_request"
    OTHER = "other"


ANSWERABLE = frozenset(
    {
        Intent.GREETING,
        Intent.THANKS,
        Intent.OFFICE_INFO,
        Intent.APPOINTMENT,
        Intent.DOCUMENT_SUBMISSION,
    }
)


class Urgency(StrEnum):
    """How soon somebody must look."""

    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


class Language(StrEnum):
    """The language to answer in."""

    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An analyst's verdict on one text. `intents` starts with `intent`; `confidence` is 0 to 1."""

    intent: Intent
    intents: tuple[Intent, ...]
    urgency: Urgency
    language: Language
    confidence: float
    analyst: str
    """Who judged: the model's name and version, or `embedded/<version>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnalysis:
    """The verdict on a recorded message, without its words. None: the analysis was not possible."""

    message_id: MessageId
    analysis: Analysis | None
    readable: bool = True
    """False for a message whose content this version cannot read."""
