"""Who a client is to the firm, and how they prove who they are."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.identities import IdentityKind
from domain.ids import ClientId, IdentityId, LawyerId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDetails:
    """What the firm itself says of a client."""

    name: str | None
    standing: Standing
    intake: Intake | None
    reference: str | None
    """The firm's own number for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSearch:
    """By what a client is looked for: whole and exact, for nothing else is kept to look in.

    What is None is not looked for; several must all fit.
    """

    name: str | None = None
    phone: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """A number, user id or username; `value` is None where it does not open any more."""

    id: IdentityId
    client_id: ClientId
    kind: IdentityKind
    value: str | None
    verified: bool
    verified_at: datetime | None
    verified_by: LawyerId | None
    """None of one that a PIN verified."""
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSummary:
    """A client in a list."""

    id: ClientId
    name: str | None
    standing: Standing
    intake: Intake | None
    reference: str | None
    merged_into: ClientId | None
    identity_changed_at: datetime | None
    """Since when it is uncertain that the same person writes."""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Some clients, newest first; `next` is given back to get those after them."""

    items: tuple[ClientSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """One client, and everybody who was found to be the same person."""

    client: ClientSummary
    person_id: ClientId
    """The client that the others were merged into, which may be this one."""
    same_person: tuple[ClientId, ...]
    """All of them, this one too."""
    identities: tuple[IdentityView, ...]
    """Of this one, the ended ones too."""


def name_form(name: str) -> str:
    """What is equal for the same name, letter case and blanks aside; for look-ups."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
