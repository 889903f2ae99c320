"""Days on which something must be done, as messages and documents say."""

from enum import StrEnum


class DeadlineKind(StrEnum):
    """What must be done on a day."""

    HEARING = "hearing"
    POLICE_SUMMONS = "police_summons"
    APPEAL = "appeal"
    """The last day to appeal (banding, kasasi, peninjauan kembali)."""
    ANSWER = "answer"
    """The last day that a letter of demand gives."""
    OTHER = "other"


class DeadlineState(StrEnum):
    """What a lawyer made of it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
