"""Reads firm.yaml and says, with the line, what is wrong with it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from adapters import strict_yaml
from domain.analysis import ANSWERABLE, Intent
from domain.drafts import CaseField
from domain.policy import (
    AssistantTexts,
    BilingualText,
    ConversationRules,
    DocumentRules,
    FirmPolicy,
)
from domain.routing import Mode, RoutingRules

_DURATION = re.compile(r"(\d{1,9})\s*([smhd])", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = 60 * 86400


def _duration(value: object) -> object:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a duration such as 6s, 10m, 12h or 30d is expected")
    seconds = int(match[1]) * _UNITS[match[2]]
    if not 1 <= seconds <= _LONGEST:
        raise ValueError("a duration between 1s and 60d is expected")
    return timedelta(seconds=seconds)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Words = Annotated[str, Field(min_length=1, max_length=3000)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Bilingual(_Section):
    id: Words
    en: Words

    def value(self) -> BilingualText:
        return BilingualText(id=self.id, en=self.en)


class _Assistant(_Section):
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


class _Conversation(_Section):
    quiet_period: Duration
    idle_after: Duration
    confirmation_wait: Duration
    window_margin: Duration


class _Texts(_Section):
    greeting: _Bilingual
    thanks: _Bilingual
    office_info: _Bilingual
    appointment: _Bilingual | None = None
    document_submission: _Bilingual | None = None
    disclosure: _Bilingual
    privacy_notice: _Bilingual | None = None
    send_again: _Bilingual | None = None


class _Documents(_Section):
    most_pages: Annotated[int, Field(ge=1, le=2000)] = DocumentRules().most_pages


class _File(_Section):
    firm_name: Annotated[str, Field(min_length=1, max_length=200)]
    assistant: _Assistant
    conversation: _Conversation
    texts: _Texts
    documents: _Documents = _Documents()


def load(path: Path) -> FirmPolicy:
    """The firm's policy.

    Raises:
        Misconfigured: with one line for the first fault: `file:line: what is wrong`.
    """
    return _policy(strict_yaml.load(path, _File, "FIRM_POLICY"))


def _policy(file: _File) -> FirmPolicy:
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
        ),
        texts=_texts(file.texts),
        case_fields=file.assistant.case_fields,
        documents=DocumentRules(most_pages=file.documents.most_pages),
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
    }
    return replace(said, **{name: text.value() for name, text in own.items() if text})
