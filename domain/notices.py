"""What staff must know of the firm's WhatsApp account, and how urgently."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never

from domain.access_tokens import URGENT, TokenCheck
from domain.account import AccountEventInput
from domain.account_events import (
    AccountAlert,
    AccountFact,
    AccountReview,
    AccountUpdate,
    AppStateSync,
    BusinessCapability,
    GroupEvent,
    HistoryDeclined,
    MessageEcho,
    NumberName,
    NumberQuality,
    PastMessage,
    Preference,
    PreferenceValue,
    ReportedFault,
    SecurityEvent,
    Template,
    TemplateCategory,
    TemplateComponents,
    TemplateQuality,
    TemplateStatus,
    UnknownField,
    UnreadBody,
    UserIdChange,
    UsernameUpdate,
)
from domain.ids import ClientId, LawyerId, NoticeId


class Severity(StrEnum):
    """How urgently somebody must look."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"
    """The firm cannot write to clients, or somebody else may be about to do it in its name."""


class NoticeCode(StrEnum):
    """What a notice is about."""

    TEMPLATE_USABLE = "template_usable"
    TEMPLATE_REJECTED = "template_rejected"
    TEMPLATE_PAUSED = "template_paused"
    TEMPLATE_DISABLED = "template_disabled"
    TEMPLATE_FLAGGED = "template_flagged"
    TEMPLATE_CHANGED = "template_changed"
    TEMPLATE_EDITED = "template_edited"
    TEMPLATE_QUALITY_LOW = "template_quality_low"
    TEMPLATE_CATEGORY_CHANGED = "template_category_changed"
    TEMPLATE_CATEGORY_CHANGING = "template_category_changing"
    ACCOUNT_VIOLATION = "account_violation"
    ACCOUNT_RESTRICTED = "account_restricted"
    ACCOUNT_DISABLING = "account_disabling"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_REINSTATED = "account_reinstated"
    ACCOUNT_DELETED = "account_deleted"
    ACCOUNT_OFFBOARDED = "account_offboarded"
    ACCOUNT_RECONNECTED = "account_reconnected"
    ACCOUNT_ACCESS_CHANGED = "account_access_changed"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_REVIEW_PASSED = "account_review_passed"
    ACCOUNT_REVIEW_REFUSED = "account_review_refused"
    ACCOUNT_ALERT = "account_alert"
    NUMBER_QUALITY_LOW = "number_quality_low"
    NUMBER_LIMIT_LOWERED = "number_limit_lowered"
    NUMBER_LIMIT_CHANGED = "number_limit_changed"
    NUMBER_NAME_ACCEPTED = "number_name_accepted"
    NUMBER_NAME_REFUSED = "number_name_refused"
    CAPABILITY_CHANGED = "capability_changed"
    PIN_RESET_REQUESTED = "pin_reset_requested"
    PIN_RESET_DONE = "pin_reset_done"
    PIN_CHANGED = "pin_changed"
    SECURITY_CHANGED = "security_changed"
    CLIENT_STOPPED = "client_stopped"
    CLIENT_USER_ID_CHANGED = "client_user_id_changed"
    HISTORY_DECLINED = "history_declined"
    USERNAME_CHANGED = "username_changed"
    GROUP_CHANGED = "group_changed"
    GROUP_FAILED = "group_failed"
    PAYMENT_FAILED = "payment_failed"
    SENDING_STOPPED = "sending_stopped"
    SENDING_RESUMED = "sending_resumed"
    SENDING_LIMITED = "sending_limited"
    TOKEN_EXPIRING = "token_expiring"  # noqa: S105 -- a code
    TOKEN_UNUSABLE = "token_unusable"  # noqa: S105 -- a code
    TOKEN_REFRESHED = "token_refreshed"  # noqa: S105 -- a code
    FAULT_REPORTED = "fault_reported"
    MESSAGE_NOT_UNDERSTOOD = "message_not_understood"
    BODY_NOT_UNDERSTOOD = "body_not_understood"
    UNKNOWN_EVENT = "unknown_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that staff must know; `details` fill in its text and are sealed where it is kept.

    One that is `about_client` is about the person whom its event names, others about the firm.
    """

    code: NoticeCode
    severity: Severity
    details: Mapping[str, str]
    about_client: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotice:
    """A notice as it is kept; `client_id` is None for one about the firm.

    `client_name` and what `details` would say are missing where they do not open any more.
    """

    id: NoticeId
    code: NoticeCode
    severity: Severity
    details: Mapping[str, str]
    at: datetime
    client_id: ClientId | None = None
    client_name: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: LawyerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """Some notices, newest first; `next` is given back to get those after them."""

    items: tuple[KeptNotice, ...]
    next: str | None


_BLOCKED: Final = frozenset({368, 131031})
"""Meta's codes for an account that may not send."""

_SMALLEST: Final = frozenset({"TIER_50", "TIER_250", "50", "250"})
"""What a new account may send; one that knew more was lowered."""

_LONGEST: Final = 500
"""Characters of a detail: Meta's explanations have one or two hundred."""

_TEMPLATES: Final[Mapping[str, tuple[NoticeCode, Severity]]] = {
    "APPROVED": (NoticeCode.TEMPLATE_USABLE, Severity.INFO),
    "REINSTATED": (NoticeCode.TEMPLATE_USABLE, Severity.INFO),
    "REJECTED": (NoticeCode.TEMPLATE_REJECTED, Severity.WARNING),
    "PAUSED": (NoticeCode.TEMPLATE_PAUSED, Severity.WARNING),
    "FLAGGED": (NoticeCode.TEMPLATE_FLAGGED, Severity.WARNING),
    "DISABLED": (NoticeCode.TEMPLATE_DISABLED, Severity.CRITICAL),
    "LIMIT_EXCEEDED": (NoticeCode.TEMPLATE_CHANGED, Severity.WARNING),
}
_ACCOUNT: Final[Mapping[str, tuple[NoticeCode, Severity]]] = {
    "ACCOUNT_VIOLATION": (NoticeCode.ACCOUNT_VIOLATION, Severity.CRITICAL),
    "ACCOUNT_RESTRICTION": (NoticeCode.ACCOUNT_RESTRICTED, Severity.CRITICAL),
    "DISABLED_UPDATE": (NoticeCode.ACCOUNT_DISABLED, Severity.CRITICAL),
    "ACCOUNT_DELETED": (NoticeCode.ACCOUNT_DELETED, Severity.CRITICAL),
    "ACCOUNT_OFFBOARDED": (NoticeCode.ACCOUNT_OFFBOARDED, Severity.CRITICAL),
    "ACCOUNT_RECONNECTED": (NoticeCode.ACCOUNT_RECONNECTED, Severity.INFO),
    "PARTNER_ADDED": (NoticeCode.ACCOUNT_ACCESS_CHANGED, Severity.WARNING),
    "PARTNER_REMOVED": (NoticeCode.ACCOUNT_ACCESS_CHANGED, Severity.WARNING),
    "PARTNER_APP_INSTALLED": (NoticeCode.ACCOUNT_ACCESS_CHANGED, Severity.WARNING),
    "PARTNER_APP_UNINSTALLED": (NoticeCode.ACCOUNT_ACCESS_CHANGED, Severity.WARNING),
}
_BANS: Final[Mapping[str, tuple[NoticeCode, Severity]]] = {
    "REINSTATE": (NoticeCode.ACCOUNT_REINSTATED, Severity.INFO),
    "SCHEDULE_FOR_DISABLE": (NoticeCode.ACCOUNT_DISABLING, Severity.CRITICAL),
    "DISABLE": (NoticeCode.ACCOUNT_DISABLED, Severity.CRITICAL),
}
_ALERTS: Final[Mapping[str, Severity]] = {
    "CRITICAL": Severity.CRITICAL,
    "INFORMATIONAL": Severity.INFO,
}
_SECURITY: Final[Mapping[str, tuple[NoticeCode, Severity]]] = {
    "PIN_RESET_REQUEST": (NoticeCode.PIN_RESET_REQUESTED, Severity.CRITICAL),
    "PIN_RESET_SUCCESS": (NoticeCode.PIN_RESET_DONE, Severity.CRITICAL),
    # Meta's reference spells the same event this way.
    "PIN_REQUEST_SUCCESS": (NoticeCode.PIN_RESET_DONE, Severity.CRITICAL),
    "PIN_CHANGED": (NoticeCode.PIN_CHANGED, Severity.WARNING),
}
_UNDECIDED: Final = frozenset({"PENDING", "DEFERRED", "IN_APPEAL"})
"""Nobody has to know of these, nor do anything: a decision follows."""


def notice_of(fact: AccountFact) -> Notice | None:
    """What staff must know of a fact; None where there is nothing to know."""
    match fact:
        case TemplateStatus() | TemplateQuality() | TemplateCategory() | TemplateComponents():
            return _of_template(fact)
        case AccountUpdate() | AccountReview() | AccountAlert() | BusinessCapability():
            return _of_account(fact)
        case NumberQuality() | NumberName() | SecurityEvent() | UsernameUpdate():
            return _of_number(fact)
        case Preference() | UserIdChange():
            return _of_client(fact)
        case HistoryDeclined() | GroupEvent() | ReportedFault() | UnreadBody() | UnknownField():
            return _of_the_rest(fact)
        case MessageEcho() | PastMessage() | AppStateSync():
            return None
        case _:
            assert_never(fact)


def notice_id(event: AccountEventInput, ordinal: int, notice: Notice) -> NoticeId:
    """The id of the notice of an event's fact: acting on the event again gives the same one.

    A field that nobody knows may come a thousand times a day: one notice a day says all there is.
    """
    if notice.code is NoticeCode.UNKNOWN_EVENT:
        day = event.received_at.date().isoformat()
        return _joined(notice.code, notice.details.get("field", ""), day)
    return _joined(event.digest, str(event.part), str(ordinal))


def stopped_notice(number: str, code: int, since: datetime) -> tuple[NoticeId, Notice]:
    """That nothing goes from a number any more, and what its id is: one for each stop."""
    notice = _notice(NoticeCode.SENDING_STOPPED, Severity.CRITICAL, number=number, fault=str(code))
    return _joined("sending-stopped", number, since.isoformat()), notice


def resumed_notice(number: str, since: datetime) -> tuple[NoticeId, Notice]:
    """That a number which was stopped since then works again."""
    notice = _notice(NoticeCode.SENDING_RESUMED, number=number)
    return _joined("sending-resumed", number, since.isoformat()), notice


def limited_notice(number: str, code: int, at: datetime) -> tuple[NoticeId, Notice]:
    """That WhatsApp limits what a number sends; told once a day."""
    notice = _notice(NoticeCode.SENDING_LIMITED, Severity.CRITICAL, number=number, fault=str(code))
    return _joined("sending-limited", number, str(code), at.date().isoformat()), notice


def token_notice(check: TokenCheck, now: datetime) -> tuple[NoticeId, Notice] | None:
    """That the access to WhatsApp ends, told once at each of its warnings, or that it has ended.

    An access that has ended is told of once a day. None where there is nothing to tell.
    """
    step = check.warning_due(now)
    if not check.usable:
        notice = _notice(NoticeCode.TOKEN_UNUSABLE, Severity.CRITICAL)
        return _joined("token-unusable", now.date().isoformat()), notice
    if step is None or check.expires_at is None:
        return None
    severity = Severity.CRITICAL if step <= URGENT else Severity.WARNING
    until = check.expires_at.isoformat()
    notice = _notice(NoticeCode.TOKEN_EXPIRING, severity, until=f"{check.expires_at:%Y-%m-%d}")
    return _joined("token-expiring", until, str(step.days)), notice


def refreshed_notice(check: TokenCheck, now: datetime) -> tuple[NoticeId, Notice]:
    """That the access to WhatsApp was renewed, and until when it lasts."""
    until = f"{check.expires_at:%Y-%m-%d}" if check.expires_at else ""
    notice = _notice(NoticeCode.TOKEN_REFRESHED, until=until)
    return _joined("token-refreshed", now.date().isoformat()), notice


def _joined(*parts: str) -> NoticeId:
    return NoticeId(hashlib.sha256("\x00".join(("notice", *parts)).encode()).hexdigest()[:32])


def _of_template(
    fact: TemplateStatus | TemplateQuality | TemplateCategory | TemplateComponents,
) -> Notice | None:
    named = _named(fact.template)
    match fact:
        case TemplateStatus():
            notice = None if fact.event in _UNDECIDED else _of_status(fact, named)
        case TemplateQuality(current="RED" | "YELLOW" as quality):
            severity = Severity.WARNING if quality == "RED" else Severity.INFO
            notice = _notice(NoticeCode.TEMPLATE_QUALITY_LOW, severity, **named, quality=quality)
        case TemplateQuality():
            notice = None
        case TemplateCategory(upcoming=""):
            notice = _notice(
                NoticeCode.TEMPLATE_CATEGORY_CHANGED,
                Severity.INFO,
                **named,
                previous=fact.previous,
                category=fact.current,
            )
        case TemplateCategory():
            notice = _notice(
                NoticeCode.TEMPLATE_CATEGORY_CHANGING,
                Severity.WARNING,
                **named,
                previous=fact.current,
                category=fact.upcoming,
            )
        case TemplateComponents():
            notice = _notice(NoticeCode.TEMPLATE_EDITED, Severity.INFO, **named)
    return notice


def _of_status(fact: TemplateStatus, named: Mapping[str, str]) -> Notice:
    code, severity = _TEMPLATES.get(fact.event, (NoticeCode.TEMPLATE_CHANGED, Severity.INFO))
    return _notice(
        code,
        severity,
        **named,
        event=fact.event,
        reason="" if fact.reason == "NONE" else fact.reason,
        explanation=fact.explanation,
    )


def _of_account(
    fact: AccountUpdate | AccountReview | AccountAlert | BusinessCapability,
) -> Notice | None:
    match fact:
        case AccountUpdate():
            notice = _of_update(fact)
        case AccountReview(decision="APPROVED"):
            notice = _notice(NoticeCode.ACCOUNT_REVIEW_PASSED)
        case AccountReview(decision="REJECTED"):
            notice = _notice(NoticeCode.ACCOUNT_REVIEW_REFUSED, Severity.CRITICAL)
        case AccountReview(decision=decision):
            undecided = decision in _UNDECIDED
            notice = None if undecided else _notice(NoticeCode.ACCOUNT_CHANGED, event=decision)
        case AccountAlert():
            notice = _notice(
                NoticeCode.ACCOUNT_ALERT,
                _ALERTS.get(fact.severity, Severity.WARNING),
                type=fact.type,
                description=fact.description,
            )
        case BusinessCapability():
            notice = _notice(
                NoticeCode.CAPABILITY_CHANGED,
                Severity.WARNING if fact.daily_limit in _SMALLEST else Severity.INFO,
                limit=fact.daily_limit,
                numbers=fact.phone_numbers,
            )
    return notice


def _of_update(fact: AccountUpdate) -> Notice:
    code, severity = _ACCOUNT.get(fact.event, (NoticeCode.ACCOUNT_CHANGED, Severity.INFO))
    if code is NoticeCode.ACCOUNT_DISABLED:
        code, severity = _BANS.get(fact.ban_state, (code, severity))
    return _notice(
        code,
        severity,
        event=fact.event,
        violation=fact.violation,
        restrictions=", ".join(each.type for each in fact.restrictions if each.type),
        until=", ".join(sorted({each.until for each in fact.restrictions if each.until})),
        date=fact.ban_date,
    )


def _of_number(
    fact: NumberQuality | NumberName | SecurityEvent | UsernameUpdate,
) -> Notice | None:
    match fact:
        case NumberQuality(event="FLAGGED"):
            notice = _notice(NoticeCode.NUMBER_QUALITY_LOW, Severity.WARNING, number=fact.number)
        case NumberQuality():
            lowered = "DOWNGRADE" in fact.event or _lower(fact.previous_limit, fact.current_limit)
            notice = _notice(
                NoticeCode.NUMBER_LIMIT_LOWERED if lowered else NoticeCode.NUMBER_LIMIT_CHANGED,
                Severity.WARNING if lowered else Severity.INFO,
                number=fact.number,
                event=fact.event,
                limit=fact.current_limit,
            )
        case NumberName(decision="APPROVED"):
            notice = _notice(NoticeCode.NUMBER_NAME_ACCEPTED, number=fact.number, name=fact.name)
        case NumberName(decision="REJECTED"):
            notice = _notice(
                NoticeCode.NUMBER_NAME_REFUSED,
                Severity.WARNING,
                number=fact.number,
                name=fact.name,
                reason=fact.reason,
            )
        case NumberName():
            notice = None
        case SecurityEvent(event=event):
            code, severity = _SECURITY.get(event, (NoticeCode.SECURITY_CHANGED, Severity.WARNING))
            notice = _notice(code, severity, number=fact.number, event=event)
        case UsernameUpdate():
            notice = _notice(
                NoticeCode.USERNAME_CHANGED,
                Severity.WARNING if fact.status == "deleted" else Severity.INFO,
                number=fact.number,
                username=fact.username,
                status=fact.status,
            )
    return notice


def _of_client(fact: Preference | UserIdChange) -> Notice | None:
    if isinstance(fact, UserIdChange):
        return Notice(
            code=NoticeCode.CLIENT_USER_ID_CHANGED,
            severity=Severity.WARNING,
            details={},
            about_client=True,
        )
    if fact.value is not PreferenceValue.STOP:
        return None
    return Notice(
        code=NoticeCode.CLIENT_STOPPED,
        severity=Severity.INFO,
        details={"category": _short(fact.category)},
        about_client=True,
    )


def _of_the_rest(
    fact: HistoryDeclined | GroupEvent | ReportedFault | UnreadBody | UnknownField,
) -> Notice:
    match fact:
        case HistoryDeclined():
            notice = _notice(
                NoticeCode.HISTORY_DECLINED, Severity.WARNING, fault=_number(fact.code)
            )
        case GroupEvent():
            notice = _notice(
                NoticeCode.GROUP_FAILED if fact.failed else NoticeCode.GROUP_CHANGED,
                Severity.WARNING if fact.failed else Severity.INFO,
                event=fact.type,
                subject=fact.subject,
                joined=str(fact.joined or ""),
                left=str(fact.left or ""),
            )
        case ReportedFault(code=131042):
            notice = _notice(NoticeCode.PAYMENT_FAILED, Severity.CRITICAL)
        case ReportedFault():
            notice = _notice(
                NoticeCode.FAULT_REPORTED,
                Severity.CRITICAL if fact.code in _BLOCKED else Severity.WARNING,
                fault=_number(fact.code),
                title=fact.title,
                explanation=fact.details if fact.details != fact.title else "",
            )
        case UnreadBody(field="messages.unread"):
            notice = _notice(NoticeCode.MESSAGE_NOT_UNDERSTOOD, Severity.CRITICAL)
        case UnreadBody(field=field):
            # What only describes a message or follows it is less than something nobody could read.
            side = field in {"contacts.unread", "statuses.unread"}
            notice = _notice(
                NoticeCode.BODY_NOT_UNDERSTOOD,
                Severity.INFO if side else Severity.WARNING,
                field=field,
            )
        case UnknownField():
            notice = _notice(NoticeCode.UNKNOWN_EVENT, field=fact.field)
    return notice


def _notice(code: NoticeCode, severity: Severity = Severity.INFO, **details: str) -> Notice:
    told = {name: _short(detail) for name, detail in details.items() if detail}
    return Notice(code=code, severity=severity, details=told)


def _named(template: Template) -> dict[str, str]:
    return {"template": template.name or template.id, "language": template.language}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _number(code: int | None) -> str:
    return "" if code is None else str(code)


_TIERS: Final = ("TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K")


def _lower(previous: str, current: str) -> bool:
    """Whether a limit fell; not where one of them is unknown."""
    tiers = (*_TIERS, "TIER_UNLIMITED")
    return {previous, current} <= set(tiers) and tiers.index(current) < tiers.index(previous)
