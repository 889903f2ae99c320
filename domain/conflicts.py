"""Whoever writes to the firm may stand against a client of it: where that shows, who decides."""

from enum import StrEnum


class ConflictSource(StrEnum):
    """Where the name or number of an opponent stood."""

    NUMBER = "number"
    """They write from the opponent's own number."""
    PROFILE = "profile"
    """The name that WhatsApp shows of them."""
    MESSAGE = "message"
    CONTACT = "contact"
    """A contact card that they sent."""
    DOCUMENT = "document"


class ConflictState(StrEnum):
    """What the conflict partner made of it."""

    OPEN = "open"
    CLEARED = "cleared"
    """It is none."""
    CONFIRMED = "confirmed"
    """The firm does not act for them."""
