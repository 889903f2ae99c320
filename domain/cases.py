"""A matter that the firm works on, and who has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import CaseId, ClientId, LawyerId, PartyId
from domain.legal.case_numbers import find_case_numbers


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetails:
    """What the firm says of a case."""

    title: str
    reference: str | None
    """The firm's own file number."""
    number: str | None
    """The court's."""
    court: str | None
    status: CaseStatus
    walled: bool
    """Whether only its own lawyers may know of it."""
    opened_on: date
    closed_on: date | None
    """Of a closed case; None: today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A lawyer in a case."""

    lawyer_id: LawyerId
    role: MemberRole


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDetails:
    """Somebody else in a case; `phone` in E.164."""

    role: PartyRole
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """The same, kept; what does not open any more is None."""

    id: PartyId
    role: PartyRole
    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSearch:
    """By what a case is looked for: whole and exact. What is None is not looked for."""

    number: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case in a list; what does not open any more is None."""

    id: CaseId
    title: str | None
    reference: str | None
    number: str | None
    court: str | None
    status: CaseStatus
    walled: bool
    opened_on: date
    closed_on: date | None
    responsible: LawyerId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Some cases, newest first; `next` is given back to get those after them."""

    items: tuple[CaseSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case and everybody in it."""

    case: CaseSummary
    clients: tuple[ClientId, ...]
    members: tuple[Member, ...]
    parties: tuple[PartyView, ...]
    pin_set_at: datetime | None
    """Since when it has a PIN, by which a client proves who they are; None where it was used."""
    pin_locked: bool
    """Whether too many wrong ones came: another has to be given."""


def number_form(number: str) -> str:
    """What is equal for equal case numbers, however they are written; for look-ups."""
    found = find_case_numbers(number)
    return found[0].number if found else " ".join(number.casefold().split())


def reference_form(reference: str) -> str:
    """What is equal for equal references of the firm's own; for look-ups."""
    return " ".join(reference.casefold().split())


def has_one_responsible(members: Sequence[Member]) -> bool:
    """Whether a case would have exactly one responsible lawyer, and everybody in it once."""
    roles = [each.role for each in members]
    once = len({each.lawyer_id for each in members}) == len(members)
    return once and roles.count(MemberRole.RESPONSIBLE) == 1
