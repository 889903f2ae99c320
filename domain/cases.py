"""A matter that the firm works on, and who has to do with it."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """How a case stands at the firm."""

    OPEN = "open"
    SUSPENDED = "suspended"
    """Nothing is done in it for now; it counts as open."""
    CLOSED = "closed"


class MemberRole(StrEnum):
    """What a lawyer is in a case."""

    RESPONSIBLE = "responsible"
    """Exactly one of a case."""
    DEPUTY = "deputy"
    TEAM = "team"


class PartyRole(StrEnum):
    """What somebody else is in a case."""

    OPPONENT = "opponent"
    OPPONENT_COUNSEL = "opponent_counsel"
    WITNESS = "witness"
    OTHER = "other"
