"""The firm's own rules, as firm.yaml states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from domain.analysis import Language
from domain.business_time import OpeningHours
from domain.drafts import CaseField
from domain.notifications import NotificationDefaults
from domain.on_call import OnCallSchedule
from domain.review import ReviewRules
from domain.routing import Mode, RoutingRules
from domain.sla import SlaRules


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualText:
    """One text in both languages."""

    id: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in one of them."""
        return self.id if language is Language.INDONESIAN else self.en


PRIVACY_NOTICE: Final = BilingualText(
    id="Pesan dan berkas Anda kami simpan tersandi untuk menangani urusan Anda dan hanya dibaca "
    "orang kantor kami. Anda berhak melihat, memperbaiki, atau menghapus data Anda.",
    en="We keep your messages and files encrypted to handle your matter, and only people of our "
    "office read them. You may see, correct or erase your data.",
)
"""What a firm tells that has not written its own."""

OPENS: Final = "{opens}"
"""Stands in `out_of_hours` for the moment at which the office opens."""

OUT_OF_HOURS: Final = BilingualText(
    id=f"Kantor kami sedang tutup. Pesan Anda sudah kami terima dan akan ditangani mulai {OPENS}.",
    en=f"Our office is closed now. We have received your message and will attend to it from "
    f"{OPENS} on.",
)
"""What a firm says that has not written its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantTexts:
    """What the assistant says, word for word: it never invents a fact about the firm."""

    greeting: BilingualText
    thanks: BilingualText
    office_info: BilingualText
    disclosure: BilingualText
    appointment: BilingualText = BilingualText(
        id="Permintaan waktu Anda sudah kami terima. Waktunya baru pasti setelah dikonfirmasi "
        "oleh petugas kantor.",
        en="We have received your request. No time is fixed until a person of the office "
        "confirms it.",
    )
    document_submission: BilingualText = BilingualText(
        id="Silakan kirim dokumen di sini sebagai foto atau PDF. Petugas kantor akan melihatnya.",
        en="Please send the document here as a photo or PDF. A person of the office will look "
        "at it.",
    )
    privacy_notice: BilingualText = PRIVACY_NOTICE
    """Told to every client once, with the first message of ours."""
    send_again: BilingualText = BilingualText(
        id=(
            "Maaf, berkas yang Anda kirim sudah tidak dapat kami ambil dari WhatsApp. "
            "Mohon kirimkan sekali lagi."
        ),
        en=(
            "We are sorry: the file that you sent can no longer be fetched from WhatsApp. "
            "Please send it once more."
        ),
    )
    """Drafted for a lawyer where WhatsApp has a client's file no longer; never sent by itself."""
    out_of_hours: BilingualText = OUT_OF_HOURS
    """The receipt of what comes while the office is closed; see `domain/receipts.py`."""


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
    window_reminder: timedelta = timedelta(hours=2)
    """How long before its end whoever should answer is told that it closes."""
    wait_for_delivery: bool = False
    """Whether the next message goes when the one before was delivered, not only sent."""
    read_receipts: bool = False
    typing: bool = False
    """As `WhatsAppRules` says: a conversation asks for nothing that the firm does not want."""
    reviews: ReviewRules = field(default_factory=ReviewRules)
    sla: SlaRules = field(default_factory=SlaRules)
    hours: OpeningHours = field(default_factory=OpeningHours)
    """Of the office that the number belongs to, around the time at which it was written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRules:
    """How much of a client's file is read."""

    most_pages: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppRules:
    """What clients see of the firm beside its messages."""

    read_receipts: bool = False
    """Whether a client is told that a message was read: they take it for a lawyer's reading."""
    typing: bool = False
    """Whether a client sees that somebody writes; WhatsApp also tells that it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPolicy:
    """All of firm.yaml."""

    firm_name: str
    mode: Mode
    routing: RoutingRules
    conversation: ConversationRules
    texts: AssistantTexts
    case_fields: tuple[CaseField, ...] = ()
    """What of a case a draft may mention, to a client who proved who they are."""
    documents: DocumentRules = DocumentRules()
    whatsapp: WhatsAppRules = WhatsAppRules()
    hours: OpeningHours = field(default_factory=OpeningHours)
    hours_of_offices: Mapping[str, OpeningHours] = field(default_factory=dict[str, OpeningHours])
    """Of the firm's other offices, by the name that `office_numbers` has for them."""
    sla: SlaRules = field(default_factory=SlaRules)
    on_call: OnCallSchedule = field(default_factory=OnCallSchedule)
    notifications: NotificationDefaults = field(default_factory=NotificationDefaults)

    def hours_of(self, office: str | None) -> OpeningHours:
        """When an office is open; the firm's own hours where it says nothing of it."""
        return self.hours_of_offices.get(office or "", self.hours)
