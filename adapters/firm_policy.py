"""Reads firm.yaml and says, with the line, what is wrong with it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from adapters import strict_yaml
from adapters.firm_service import (
    EscalationSection,
    HolidaysSection,
    NotificationsSection,
    OnCallSection,
    OpeningHoursSection,
    SlaSection,
)
from adapters.firm_values import Duration, Section, Words
from domain.access import Role
from domain.analysis import ANSWERABLE, Intent
from domain.drafts import CaseField
from domain.policy import (
    OPENS,
    AssistantTexts,
    BilingualText,
    ConversationRules,
    DocumentRules,
    FirmPolicy,
    WhatsAppRules,
)
from domain.review import ReviewRules
from domain.routing import Mode, RoutingRules


class _Bilingual(Section):
    id: Words
    en: Words

    def value(self) -> BilingualText:
        return BilingualText(id=self.id, en=self.en)


class _Assistant(Section):
    mode: Mode
    may_answer: tuple[Intent, ...]
    confidence: Annotated[float, Field(ge=0, le=1)]
    case_fields: tuple[CaseField, ...] = ()

    @field_validator("may_answer")
    @classmethod
    def _only_harmless(cls, value: tuple[Intent, ...]) -> tuple[Intent, ...]:
        if set(value) - ANSWERABLE:
            raise ValueError(
                f"only {', '.join(sorted(ANSWERABLE))} may be answered by the assistant"
            )
        return value


class _Conversation(Section):
    quiet_period: Duration
    idle_after: Duration
    confirmation_wait: Duration
    window_margin: Duration
    window_reminder: Duration = timedelta(hours=2)
    wait_for_delivery: bool = False


class _Texts(Section):
    greeting: _Bilingual
    thanks: _Bilingual
    office_info: _Bilingual
    appointment: _Bilingual | None = None
    document_submission: _Bilingual | None = None
    disclosure: _Bilingual
    privacy_notice: _Bilingual | None = None
    send_again: _Bilingual | None = None
    out_of_hours: _Bilingual | None = None

    @field_validator("out_of_hours")
    @classmethod
    def _says_when(cls, value: _Bilingual | None) -> _Bilingual | None:
        if value is not None and not (OPENS in value.id and OPENS in value.en):
            raise ValueError(f"must say in both languages when people are there: {OPENS}")
        return value


class _Documents(Section):
    most_pages: Annotated[int, Field(ge=1, le=2000)] = DocumentRules().most_pages


class _WhatsApp(Section):
    read_receipts: bool = WhatsAppRules().read_receipts
    typing: bool = WhatsAppRules().typing


class _Reviews(Section):
    approvers: Annotated[tuple[Role, ...], Field(min_length=1)] = ReviewRules().approvers
    staff_may_approve: tuple[Intent, ...] = ReviewRules().staff_may_approve
    two_persons: tuple[Intent, ...] = ()

    @field_validator("approvers")
    @classmethod
    def _only_readers(cls, value: tuple[Role, ...]) -> tuple[Role, ...]:
        if not {*value} <= {Role.LAWYER, Role.PARTNER, Role.STAFF}:
            raise ValueError("only lawyer, partner and staff read what clients write")
        return value

    def value(self) -> ReviewRules:
        return ReviewRules(
            approvers=self.approvers,
            staff_may_approve=self.staff_may_approve,
            two_persons=self.two_persons,
        )


class _File(Section):
    firm_name: Annotated[str, Field(min_length=1, max_length=200)]
    assistant: _Assistant
    conversation: _Conversation
    reviews: _Reviews = _Reviews()
    texts: _Texts
    documents: _Documents = _Documents()
    opening_hours: OpeningHoursSection = OpeningHoursSection()
    holidays: HolidaysSection = HolidaysSection()
    sla: SlaSection = SlaSection()
    escalation: EscalationSection = EscalationSection()
    on_call: OnCallSection = OnCallSection()
    notifications: NotificationsSection = NotificationsSection()
    whatsapp: _WhatsApp = _WhatsApp()


def load(path: Path) -> FirmPolicy:
    """The firm's policy.

    Raises:
        Misconfigured: with one line for the first fault: `file:line: what is wrong`.
    """
    return _policy(strict_yaml.load(path, _File, "FIRM_POLICY"))


def _policy(file: _File) -> FirmPolicy:
    holidays = file.holidays.value()
    hours = file.opening_hours.value(holidays)
    return FirmPolicy(
        firm_name=file.firm_name,
        mode=file.assistant.mode,
        routing=RoutingRules(
            answerable=file.assistant.may_answer, confidence=file.assistant.confidence
        ),
        conversation=ConversationRules(
            quiet_period=file.conversation.quiet_period,
            idle_after=file.conversation.idle_after,
            confirmation_wait=file.conversation.confirmation_wait,
            window_margin=file.conversation.window_margin,
            window_reminder=file.conversation.window_reminder,
            wait_for_delivery=file.conversation.wait_for_delivery,
            read_receipts=file.whatsapp.read_receipts,
            typing=file.whatsapp.typing,
            reviews=file.reviews.value(),
            sla=file.sla.value(file.escalation.chain),
            hours=hours,
        ),
        texts=_texts(file.texts),
        case_fields=file.assistant.case_fields,
        documents=DocumentRules(most_pages=file.documents.most_pages),
        hours=hours,
        hours_of_offices=file.opening_hours.of_offices(holidays),
        sla=file.sla.value(file.escalation.chain),
        on_call=file.on_call.value(hours.zone),
        notifications=file.notifications.value(hours.zone),
        whatsapp=WhatsAppRules(
            read_receipts=file.whatsapp.read_receipts, typing=file.whatsapp.typing
        ),
    )


def _texts(texts: _Texts) -> AssistantTexts:
    said = AssistantTexts(
        greeting=texts.greeting.value(),
        thanks=texts.thanks.value(),
        office_info=texts.office_info.value(),
        disclosure=texts.disclosure.value(),
    )
    own = {
        "appointment": texts.appointment,
        "document_submission": texts.document_submission,
        "privacy_notice": texts.privacy_notice,
        "send_again": texts.send_again,
        "out_of_hours": texts.out_of_hours,
    }
    return replace(said, **{name: text.value() for name, text in own.items() if text})
