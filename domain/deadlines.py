"""Days on which something must be done, as messages and documents say."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.ids import CaseId, ClientId, ConversationId, DeadlineId, LawyerId, MessageId


class DeadlineKind(StrEnum):
    """What must be done on a day."""

    HEARING = "hearing"
    POLICE_SUMMONS = "police_summons"
    APPEAL = "appeal"
    """The last day to appeal (banding, kasasi, peninjauan kembali)."""
    ANSWER = "answer"
    """The last day that a letter of demand gives."""
    OTHER = "other"


class DeadlineState(StrEnum):
    """What a lawyer made of it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class DeadlineSource(StrEnum):
    """Where it stood."""

    TEXT = "text"
    DOCUMENT = "document"


class DeadlineDoubt(StrEnum):
    """Why a day must be looked at, beside the doubts of what was read. Codes are stable."""

    PERIOD_OF_LAW = "period_of_law"
    """Counted by a rule of law that somebody must find to apply."""
    FROM_PRONOUNCEMENT = "from_pronouncement"
    """Counted from the day of the decision; for who was absent it runs from the notification."""
    FROM_LETTER = "from_letter"
    """Counted from the day of the letter, which is before it was received."""
    FROM_MESSAGE = "from_message"
    """Counted from the day it was sent to the firm: it was received before."""
    START_OF_PERIOD = "start_of_period"
    """The day that is written is the one a period runs from, and not its last."""
    MOVED_FROM_DAY_OFF = "moved_from_day_off"
    """The last day was none on which courts work: the next one is given."""
    ON_DAY_OFF = "on_day_off"
    """It is called for a day on which courts do not work."""
    WEEKDAY_ONLY = "weekday_only"
    """Only a weekday is said, and not which week's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDeadline:
    """What was found. `on` is None where no certain day was.

    `suggestion` is a day that a lawyer may start from where there is no certain one: the earliest
    that may be meant. `rule` is the code of the period it was counted by. `doubts` are codes.
    """

    kind: DeadlineKind
    source: DeadlineSource
    value: str
    """What was read, in its normal form: the same one found again is the same deadline."""
    on: date | None
    line: str
    page: int | None
    confidence: float
    time: str | None = None
    """`09:00`, on the clock of `zone`."""
    zone: str | None = None
    """`WIB`, `WITA` or `WIT`."""
    court: str | None = None
    room: str | None = None
    case_number: str | None = None
    rule: str | None = None
    suggestion: date | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A deadline as lawyers see it. `title`, `on`, `time` and `zone` are theirs once confirmed."""

    id: DeadlineId
    message_id: MessageId
    conversation_id: ConversationId
    client_id: ClientId
    case_id: CaseId | None
    kind: DeadlineKind
    source: DeadlineSource
    state: DeadlineState
    on: date | None
    time: str | None
    zone: str | None
    title: str | None
    confidence: float
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: LawyerId | None
    reason: str | None
    """Why it was dismissed."""
    found: ProposedDeadline | None
    """As it was read; None where that does not open any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePage:
    """Some deadlines, the next to come first, those without a day before them."""

    items: tuple[DeadlineView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineCorrection:
    """What a lawyer confirms: the day, and what else they put right."""

    on: date
    time: str | None = None
    zone: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A deadline for a calendar: nothing in it says whose it is."""

    id: DeadlineId
    summary: str
    on: date
    time: str | None
    zone: str | None
    location: str | None
    confirmed: bool
    at: datetime
    """When it was last changed."""


_PROPOSED: Final = "[USULAN / PROPOSED] "
_SUMMARIES: Final = {
    DeadlineKind.HEARING: "Sidang",
    DeadlineKind.POLICE_SUMMONS: "Panggilan polisi",
    DeadlineKind.APPEAL: "Batas upaya hukum",
    DeadlineKind.ANSWER: "Batas jawaban somasi",
    DeadlineKind.OTHER: "Tenggat",
}


def calendar_entry(deadline: DeadlineView) -> CalendarEntry | None:
    """A deadline for a calendar; None where it was dismissed or has no certain day.

    Calendars are shared and synchronised: it says what kind of day it is, the case's number and
    where, and neither whose it is nor what a lawyer called it.
    """
    if deadline.on is None or deadline.state is DeadlineState.DISMISSED:
        return None
    confirmed = deadline.state is DeadlineState.CONFIRMED
    found = deadline.found
    number = found.case_number if found else None
    where = [part for part in (found.court, _room(found)) if part] if found else []
    summary = " ".join(part for part in (_SUMMARIES[deadline.kind], number) if part)
    return CalendarEntry(
        id=deadline.id,
        summary=summary if confirmed else _PROPOSED + summary,
        on=deadline.on,
        time=deadline.time,
        zone=deadline.zone,
        location=", ".join(where) or None,
        confirmed=confirmed,
        at=deadline.decided_at or deadline.proposed_at,
    )


def _room(found: ProposedDeadline) -> str | None:
    return f"Ruang {found.room}" if found.room else None
