"""Which conversations a lawyer looks at first."""

from dataclasses import dataclass
from enum import StrEnum


class Queue(StrEnum):
    """Why a conversation is looked at."""

    NEEDS_ME = "needs_me"
    """Something waits for a lawyer, and for nobody but those whose case it is."""
    URGENT = "urgent"
    """Something that waits for a lawyer is urgent."""
    WAITING_FOR_CLIENT = "waiting_for_client"
    """The last word is ours, and no lawyer is needed."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How many conversations stand in each queue, of those that somebody may read."""

    needs_me: int
    urgent: int
    waiting_for_client: int
    all: int
