"""Who a client is to the firm, and how they prove who they are."""

from enum import StrEnum


class Standing(StrEnum):
    """What somebody who writes is to the firm."""

    PROSPECT = "prospect"
    """Nobody has taken them on: whoever writes for the first time."""
    CLIENT = "client"
    FORMER = "former"


class Intake(StrEnum):
    """How far a prospect came."""

    NEW = "new"
    CONFLICT = "conflict"
    """They may stand against a client; the conflict partner decides."""
    CLEARED = "cleared"
    """The conflict partner has looked, and there is none."""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CheckMethod(StrEnum):
    """How somebody proves that they are the client."""

    PIN = "pin"
    """The PIN of one of their cases, which a lawyer gave them by another way."""
    CALL_BACK = "call_back"
    """Staff called the number in the file."""
    IN_PERSON = "in_person"
    NUMBER_CHANGE = "number_change"
    """A lawyer made sure after WhatsApp told of another number or phone."""
