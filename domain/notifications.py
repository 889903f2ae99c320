"""What people of the firm are told without having to look: that something waits, never what."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.analysis import Language, Urgency
from domain.business_time import zone_time
from domain.ids import ConversationId, LawyerId, NotificationId
from domain.legal.zones import Zone
from domain.sla import AlarmKind, ChainRole


class NotificationKind(StrEnum):
    """Why somebody is told. Codes are stable."""

    MESSAGE_WAITING = "message_waiting"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    EMERGENCY = "emergency"
    """Told again and again until somebody takes it."""
    OVERDUE = "overdue"
    UNRESOLVED = "unresolved"
    WINDOW_CLOSING = "window_closing"
    """WhatsApp will soon take no free text any more."""
    DRAFT_WAITING = "draft_waiting"
    SECOND_REVIEW = "second_review"
    """A second person has to approve."""
    SEND_UNCONFIRMED = "send_unconfirmed"
    """Nobody knows whether a reply went out: send it again?"""
    SEND_FAILED = "send_failed"
    NUMBER_STOPPED = "number_stopped"
    """WhatsApp takes nothing from a number of the firm's until a person has mended it."""


class Channel(StrEnum):
    """By which way somebody is told, beside the list on the dashboard that tells all of it."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class DeliveryOutcome(StrEnum):
    """What became of a notification on one channel."""

    PENDING = "pending"
    DELIVERED = "delivered"
    REFUSED = "refused"
    """For ever: the address does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One thing that one person is told. Holds ids and codes, nobody's name and no word."""

    id: NotificationId
    kind: NotificationKind
    urgency: Urgency
    recipient: LawyerId
    conversation_id: ConversationId | None
    at: datetime

    @property
    def link_path(self) -> str:
        """Where on the dashboard to look."""
        return f"/?conversation={self.conversation_id}" if self.conversation_id else "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotification:
    """A notification as it stands in somebody's list."""

    notification: Notification
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPage:
    """Some notifications, newest first; `next` is given back to get those after them."""

    items: tuple[KeptNotification, ...]
    next: str | None
    unread: int
    """How many of all of them are unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationDefaults:
    """How people are told who have not said how they want to be."""

    channels: tuple[Channel, ...] = (Channel.EMAIL, Channel.WEBHOOK)
    quiet_hours: "QuietHours | None" = None
    zone: Zone = Zone.WIB


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A time of the day, perhaps over midnight, in which only an emergency disturbs.

    In minutes after midnight; they differ.
    """

    begins: int
    ends: int

    def __post_init__(self) -> None:
        for minute in (self.begins, self.ends):
            if not 0 <= minute < _MINUTES:
                raise ValueError("quiet hours begin and end at a time of the day")
        if self.begins == self.ends:
            raise ValueError("quiet hours begin and end at different times")

    def end_at(self, at: datetime, zone: Zone) -> datetime | None:
        """When the quiet hours end that a moment lies in; None where it lies in none."""
        local = at.astimezone(zone_time(zone))
        minute = local.hour * 60 + local.minute
        if (minute - self.begins) % _MINUTES >= (self.ends - self.begins) % _MINUTES:
            return None
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        days = 1 if minute >= self.ends else 0
        return midnight + timedelta(days=days, minutes=self.ends)


ADDRESS: Final = r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}$"
"""What is taken for an e-mail address: plain ones, which no mail server reads in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How somebody wants to be told; None: as firm.yaml says."""

    email: str | None = field(default=None, repr=False)
    channels: tuple[Channel, ...] | None = None
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingDelivery:
    """A notification that one channel has not delivered yet."""

    notification: Notification
    channel: Channel
    address: str | None = field(default=None, repr=False)
    """Of e-mail."""
    not_before: datetime | None = None
    """The end of the recipient's quiet hours, where these are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyInput:
    """What the people of a chain are to be told, once.

    `key` tells it from everything else that this conversation is notified of, such as
    `<waiting's number>/reminder-1`; it holds nothing personal. With the same key nobody is told
    twice. `at` is the moment it became true: who is on call then is told.
    """

    key: str
    kind: NotificationKind
    urgency: Urgency
    at: datetime
    to: tuple[ChainRole, ...]
    conversation_id: ConversationId | None = None
    holder: LawyerId | None = None
    """Who has taken the conversation: `ChainRole.HOLDER`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedNotifications:
    """How many people have a notification in their list, and what is still to be delivered."""

    told: int
    pending: tuple[PendingDelivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyResult:
    """How many people were told.

    `resume_at`: some are in their quiet hours. Notifying with the same input then tells them, and
    nobody else again.
    """

    told: int
    resume_at: datetime | None = None


_MINUTES: Final = 24 * 60


def notification_id(key: str, conversation: ConversationId | None, to: LawyerId) -> NotificationId:
    """The id of what one person is told: telling twice finds the first."""
    parts = ("notification", key, conversation or "", to)
    return NotificationId(hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32])


def kind_of(alarm: AlarmKind, urgency: Urgency) -> NotificationKind:
    """How an alarm is told."""
    match alarm:
        case AlarmKind.WAITING | AlarmKind.REPEAT if urgency is Urgency.EMERGENCY:
            return NotificationKind.EMERGENCY
        case AlarmKind.WAITING | AlarmKind.REPEAT:
            return NotificationKind.MESSAGE_WAITING
        case AlarmKind.REMINDER:
            return NotificationKind.REMINDER
        case AlarmKind.ESCALATION:
            return NotificationKind.ESCALATION
        case AlarmKind.OVERDUE:
            return NotificationKind.OVERDUE
        case AlarmKind.UNRESOLVED:
            return NotificationKind.UNRESOLVED


def notification_text(
    kind: NotificationKind, conversation: ConversationId | None, language: Language
) -> str:
    """One sentence that tells somebody to look, and nothing of what they will see."""
    text = _TEXTS[kind][0 if language is Language.INDONESIAN else 1]
    where = f"{conversation[:8]}…" if conversation else "-"
    return text.format(where=where)


_TEXTS: Final[dict[NotificationKind, tuple[str, str]]] = {
    NotificationKind.MESSAGE_WAITING: (
        "Pesan di percakapan {where} menunggu Anda.",
        "A message in conversation {where} needs you.",
    ),
    NotificationKind.REMINDER: (
        "Pengingat: percakapan {where} masih menunggu jawaban Anda.",
        "Reminder: conversation {where} still waits for your answer.",
    ),
    NotificationKind.ESCALATION: (
        "Percakapan {where} belum dijawab dan diteruskan kepada Anda.",
        "Conversation {where} was not answered and is passed on to you.",
    ),
    NotificationKind.EMERGENCY: (
        "DARURAT: percakapan {where} harus segera ditangani.",
        "EMERGENCY: conversation {where} must be taken now.",
    ),
    NotificationKind.OVERDUE: (
        "Terlambat: percakapan {where} belum dijawab dalam batas waktu.",
        "Overdue: conversation {where} was not answered in time.",
    ),
    NotificationKind.UNRESOLVED: (
        "Percakapan {where} belum selesai dalam batas waktu.",
        "Conversation {where} was not settled in time.",
    ),
    NotificationKind.WINDOW_CLOSING: (
        "Waktu untuk menjawab bebas di percakapan {where} segera habis.",
        "The time to answer freely in conversation {where} is about to end.",
    ),
    NotificationKind.DRAFT_WAITING: (
        "Konsep balasan di percakapan {where} menunggu persetujuan Anda.",
        "A draft reply in conversation {where} waits for your approval.",
    ),
    NotificationKind.SECOND_REVIEW: (
        "Balasan di percakapan {where} memerlukan persetujuan kedua.",
        "A reply in conversation {where} needs a second approval.",
    ),
    NotificationKind.SEND_UNCONFIRMED: (
        "Pengiriman di percakapan {where} tidak pasti. Kirim ulang?",
        "It is uncertain whether a reply in conversation {where} was sent. Send it again?",
    ),
    NotificationKind.SEND_FAILED: (
        "Balasan di percakapan {where} tidak sampai.",
        "A reply in conversation {where} did not arrive.",
    ),
    NotificationKind.NUMBER_STOPPED: (
        "Pengiriman WhatsApp kantor terhenti dan perlu diperbaiki.",
        "The office's WhatsApp sending has stopped and needs mending.",
    ),
}
