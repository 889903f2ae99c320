"""The firm's own rules, as firm.yaml states them."""

from dataclasses import dataclass
from datetime import timedelta

from domain.analysis import Language
from domain.routing import Mode, RoutingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualText:
    """One text in both languages."""

    id: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in one of them."""
        return self.id if language is Language.INDONESIAN else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantTexts:
    """What the assistant says, word for word: it never invents a fact about the firm."""

    greeting: BilingualText
    thanks: BilingualText
    office_info: BilingualText
    disclosure: BilingualText


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRules:
    """The durations a conversation lives by."""

    quiet_period: timedelta
    """How long a client must be silent before a burst of messages is answered as one."""
    idle_after: timedelta
    """How long a conversation with nothing pending stays open in Temporal."""
    confirmation_wait: timedelta
    """How long to wait for a status that settles an ambiguous send."""
    window_margin: timedelta
    """How long before its end the customer service window counts as closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRules:
    """How much of a client's file is read."""

    most_pages: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPolicy:
    """All of firm.yaml."""

    firm_name: str
    mode: Mode
    routing: RoutingRules
    conversation: ConversationRules
    texts: AssistantTexts
    documents: DocumentRules = DocumentRules()
