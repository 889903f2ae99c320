"""A reply that was written and not yet sent."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.analysis import Intent, Language
from domain.cases import CaseStatus
from domain.ids import ConversationId, DraftId, MessageId

LONGEST_TEXT = 4096
"""Characters that WhatsApp takes in one text message."""


class DraftKind(StrEnum):
    """What a draft is for."""

    REPLY = "reply"
    """The assistant may send it alone, where the firm allows that."""
    SUGGESTION = "suggestion"
    """A lawyer's help: nobody but a lawyer sends it."""
    RECEIPT = "receipt"
    """The receipt of what comes while the office is closed: it says when people are there, the
    same to everybody, and goes where a reply of the assistant's would not."""


class CaseField(StrEnum):
    """What of a case a draft may mention, where the firm's policy lists it."""

    NUMBER = "number"
    COURT = "court"
    STATUS = "status"
    NEXT_HEARING = "next_hearing"
    """The next day that a lawyer has confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a draft may say of a client's case. Whatever the policy does not list is not here."""

    number: str | None = None
    court: str | None = None
    status: CaseStatus | None = None
    next_hearing: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContext:
    """What is known of a turn that a draft answers.

    `case` is None where it belongs to none, and for everybody who has not proved who they are: no
    case content ever goes to an unverified identity.
    """

    notice_due: bool = False
    """Whether the client was never told how the firm handles their data."""
    case: CaseFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What to write: for whom, about what, in which language."""

    kind: DraftKind
    intents: tuple[Intent, ...]
    language: Language
    context: DraftContext = DraftContext()
    texts: tuple[str, ...] = ()
    """What the client wrote in this turn; given for a suggestion only."""
    names: tuple[str, ...] = ()
    """The client's and the parties', which nobody outside may see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedText:
    """A draft's words, and what each fact in them was taken from, such as `firm.office_info`."""

    body: str
    sources: tuple[str, ...] = ()


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
