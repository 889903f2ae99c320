"""Which case a message belongs to, and why."""

from enum import StrEnum


class MatchReason(StrEnum):
    """Why a message was put to its case, or to none. Codes are stable."""

    QUOTED = "quoted"
    """It quotes a message of that case."""
    CHOSEN = "chosen"
    """The client picked the case from a list."""
    CASE_NUMBER = "case_number"
    """Its text or its file names the case's number."""
    PARTY = "party"
    """It names somebody of that case and of no other of the client's."""
    CURRENT = "current"
    """The conversation was about it last."""
    ONLY_OPEN = "only_open"
    """The client has no other open case."""
    LAWYER = "lawyer"
    """A lawyer put it there."""
    SEVERAL = "several"
    """It may belong to several of the client's cases."""
    NONE = "none"
    """The client has no open case."""
