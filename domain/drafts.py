"""A reply that was written and not yet sent."""

from dataclasses import dataclass
from enum import StrEnum

from domain.analysis import Intent, Language
from domain.ids import ConversationId, DraftId, MessageId

LONGEST_TEXT = 4096
"""Characters that WhatsApp takes in one text message."""


class DraftKind(StrEnum):
    """What a draft is for."""

    REPLY = "reply"
    """The assistant may send it alone, where the firm allows that."""
    SUGGESTION = "suggestion"
    """A lawyer's help: nobody but a lawyer sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReplyInput:
    """Which messages a draft answers."""

    draft_id: DraftId
    conversation_id: ConversationId
    answers: tuple[MessageId, ...]
    intents: tuple[Intent, ...]
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRef:
    """A draft, without its words."""

    draft_id: DraftId
    version: int
