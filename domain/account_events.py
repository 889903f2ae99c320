"""What an account event says, as typed values. Words in capitals are Meta's own, verbatim."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.messages import Author, Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message template of the firm's."""

    id: str
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateStatus:
    """Meta reviewed, paused, disabled or gave back a template; `event` says which."""

    template: Template
    event: str
    reason: str
    explanation: str
    """What Meta says about it in words, where it does."""
    category: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateQuality:
    """Clients like a template more or less. GREEN, YELLOW, RED or UNKNOWN."""

    template: Template
    previous: str
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCategory:
    """A template's category has changed, or will: then `upcoming` is what it becomes."""

    template: Template
    previous: str
    current: str
    upcoming: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateComponents:
    """The words of a template were edited."""

    template: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Something that the account may not do for now; `until` as Meta wrote it."""

    type: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUpdate:
    """Something happened to the whole account: `event` is ACCOUNT_DELETED or another."""

    event: str
    restrictions: tuple[Restriction, ...]
    violation: str
    ban_state: str
    """DISABLE, SCHEDULE_FOR_DISABLE or REINSTATE."""
    ban_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReview:
    """Meta looked at the account. APPROVED, REJECTED, PENDING or DEFERRED."""

    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAlert:
    """A warning of Meta's. `severity` is CRITICAL, WARNING or INFORMATIONAL."""

    type: str
    severity: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuality:
    """The quality, the throughput or the daily limit of one of the firm's numbers.

    `event` is UPGRADE, DOWNGRADE, FLAGGED, UNFLAGGED, ONBOARDING or THROUGHPUT_UPGRADE; a limit is
    TIER_250, TIER_2K and so on up to TIER_UNLIMITED.
    """

    number: str
    event: str
    previous_limit: str
    current_limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberName:
    """The name that one of the firm's numbers shows was reviewed."""

    number: str
    decision: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCapability:
    """How much the firm may do; empty for what was not told. -1 and TIER_UNLIMITED: no limit.

    Meta does not say what it was before.
    """

    daily_limit: str
    phone_numbers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEvent:
    """Somebody touched the PIN of a number. PIN_CHANGED, PIN_RESET_REQUEST, PIN_RESET_SUCCESS."""

    number: str
    event: str


class PreferenceValue(StrEnum):
    """What a client wants of a category of messages."""

    STOP = "stop"
    RESUME = "resume"
    SIGNUP = "signup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A client told WhatsApp what they want to be sent."""

    person: Sender
    category: str
    value: PreferenceValue
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserIdChange:
    """A person has another user id, mostly because they changed their phone number."""

    previous: str
    current: str
    phone: str | None
    parent: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEcho:
    """A message that staff wrote to a person on the office's phone, in the WhatsApp Business app.

    `message` is the JSON text of the element of `message_echoes[]`.
    """

    wamid: str
    phone_number_id: str
    person: Sender
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """A message from before the number was connected, of a person's or of the office's to them.

    `message` is the JSON text of the element of `messages[]`.
    """

    wamid: str
    phone_number_id: str
    person: Sender
    author: Author
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDeclined:
    """The messages from before are not shared; `code` is Meta's."""

    code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppStateSync:
    """The address book of the office's phone: how many cards were added or changed, and removed."""

    added: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsernameUpdate:
    """The username of one of the firm's numbers. `status` is approved, reserved or deleted."""

    number: str
    username: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEvent:
    """Something happened to a group chat of the firm's; `type` is group_create or another."""

    type: str
    subject: str
    joined: int
    left: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFault:
    """A fault that Meta reports and that belongs to no message."""

    code: int | None
    title: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadBody:
    """Something that the edge could not take apart; `field` says where it stood."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownField:
    """A field, or a shape of one, that this version does not know."""

    field: str


TemplateFact = TemplateStatus | TemplateQuality | TemplateCategory | TemplateComponents

AccountFact = (
    TemplateFact
    | AccountUpdate
    | AccountReview
    | AccountAlert
    | NumberQuality
    | NumberName
    | BusinessCapability
    | SecurityEvent
    | Preference
    | UserIdChange
    | MessageEcho
    | PastMessage
    | HistoryDeclined
    | AppStateSync
    | UsernameUpdate
    | GroupEvent
    | ReportedFault
    | UnreadBody
    | UnknownField
)
