"""What changed in conversations, so that whoever looks at them looks again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ids import ConversationId


class EventKind(StrEnum):
    """What of a conversation changed."""

    MESSAGE = "message"
    OUTBOUND = "outbound"
    DRAFT = "draft"
    MEDIA = "media"
    CONVERSATION = "conversation"
    """The conversation itself, or who writes in it."""
    ANYTHING = "anything"
    """Who may see what, or too much to be told one by one: it belongs to no conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEvent:
    """Something changed: ids and a word, nothing of what was said."""

    conversation_id: ConversationId | None
    kind: EventKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Some events in the order of their transactions, each transaction whole."""

    events: tuple[ConversationEvent, ...]
    through: int
    """The transaction up to which everything stands in this page or in one before it."""
    more: bool = False
    """Whether there are more already."""
    held_back: bool = False
    """Whether some wait for a transaction that began before theirs and is not over."""
