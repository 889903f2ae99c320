"""Looking for clients, cases and words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.cases import CaseSummary
from domain.clients import ClientSummary
from domain.ids import CaseId, ClientId, ConversationId, MessageId, OutboundId
from domain.views import ConversationSummary

_AROUND: Final = 60
"""Letters on each side of what was found."""


class FoundIn(StrEnum):
    """Where words stand."""

    MESSAGE = "message"
    FILE = "file"
    """In what was read in the file of a message."""
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchScope:
    """Where words are looked for: in what one person wrote and was told, or in one case."""

    client: ClientId | None = None
    case: CaseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A message, either side's, in which the words stand; `snippet` is the text around them."""

    conversation_id: ConversationId
    found_in: FoundIn
    id: MessageId | OutboundId
    at: datetime
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found, newest first.

    Without a scope: whoever and whatever goes by exactly this, and their conversations. Within one:
    the messages.
    """

    clients: tuple[ClientSummary, ...] = ()
    cases: tuple[CaseSummary, ...] = ()
    conversations: tuple[ConversationSummary, ...] = ()
    hits: tuple[SearchHit, ...] = ()
    stopped_early: bool = False
    """Whether there is more than was looked at, or than is told."""


def words_of_search(text: str) -> tuple[str, ...]:
    """The words that are looked for, each once."""
    return tuple(dict.fromkeys(_plain(text).casefold().split()))


def snippet(text: str, words: Sequence[str]) -> str | None:
    """The text around the first of some words, where all of them stand in it; None elsewhere.

    Letter case and blanks do not matter, nor whether a word stands alone.
    """
    plain = _plain(text)
    folded = plain.casefold()
    if not words or not all(word in folded for word in words):
        return None
    places = (re.search(re.escape(word), plain, re.IGNORECASE) for word in words)
    # Folding may change how many letters there are: then there is no place, and it begins at 0.
    first = min((place.start() for place in places if place), default=0)
    begins, ends = max(0, first - _AROUND), first + len(words[0]) + _AROUND
    before, after = "…" if begins else "", "…" if ends < len(plain) else ""
    return f"{before}{plain[begins:ends].strip()}{after}"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
