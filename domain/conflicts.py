"""Whoever writes to the firm may stand against a client of it: where that shows, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.clients import Standing
from domain.ids import CaseId, ClientId, ConflictId, ConversationId, LawyerId, MessageId, PartyId
from domain.names import Likeness


class ConflictSource(StrEnum):
    """Where the name or number of an opponent stood; what says most of who writes first."""

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


STANDING: Final = (ConflictState.OPEN, ConflictState.CONFIRMED)
"""While a conflict is one of these, only a partner sees who writes, and no machine answers."""

_OF_THEMSELVES: Final = frozenset(
    {ConflictSource.NUMBER, ConflictSource.PROFILE, ConflictSource.CONTACT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictHit:
    """An opponent of a client who was met in what somebody sent."""

    party_id: PartyId
    source: ConflictSource
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCase:
    """The case in which somebody of the name stands against a client."""

    id: CaseId
    number: str | None
    title: str | None
    clients: tuple[ClientId, ...]
    opponent: str | None
    """As the case names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A conflict as the partner sees it: the only place that names the case."""

    id: ConflictId
    client_id: ClientId
    client_name: str | None
    conversations: tuple[ConversationId, ...]
    message_id: MessageId | None
    source: ConflictSource
    likeness: Likeness
    state: ConflictState
    found_at: datetime
    case: ConflictCase | None
    """None: it is behind a wall, and `lawyers` are to be asked."""
    lawyers: tuple[LawyerId, ...]
    """Who works on the case."""
    decided_at: datetime | None
    decided_by: LawyerId | None
    note: str | None


def first_contact(standing: Standing, *, open_cases: int) -> bool:
    """Whether the firm does not yet act for whoever writes."""
    return standing is Standing.PROSPECT or open_cases == 0


def sources_that_count(*, at_first_contact: bool) -> frozenset[ConflictSource]:
    """Where a name speaks against somebody.

    A client tells of their own opponent in every second message: of them only what says who they
    are themselves counts, and the cards that they send.
    """
    return frozenset(ConflictSource) if at_first_contact else _OF_THEMSELVES


def each_party_once(hits: Iterable[ConflictHit]) -> tuple[ConflictHit, ...]:
    """The hit that says most of each party: as it is written before as it sounds."""
    sources, likenesses = list(ConflictSource), list(Likeness)

    def weight(hit: ConflictHit) -> tuple[int, int]:
        return likenesses.index(hit.likeness), sources.index(hit.source)

    best: dict[PartyId, ConflictHit] = {}
    for hit in hits:
        kept = best.get(hit.party_id)
        if kept is None or weight(hit) < weight(kept):
            best[hit.party_id] = hit
    return tuple(best[party] for party in sorted(best))
