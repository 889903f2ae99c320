"""Writes in the firm's own words from firm.yaml, and begins lawyers' answers for them."""

from collections.abc import Sequence
from typing import Final

from domain.analysis import Intent, Language
from domain.drafts import DraftedText, DraftKind, DraftRequest
from domain.policy import AssistantTexts, BilingualText
from domain.suggestion_texts import suggestion

# Facts before courtesies; a greeting only where nothing else is said.
_IN_ORDER: Final = (
    (Intent.OFFICE_INFO, "office_info"),
    (Intent.APPOINTMENT, "appointment"),
    (Intent.DOCUMENT_SUBMISSION, "document_submission"),
    (Intent.THANKS, "thanks"),
    (Intent.GREETING, "greeting"),
)


class FirmWordsDrafter:
    """Implements `domain.ports.ReplyDrafter`: it cannot say what nobody wrote down."""

    def __init__(self, texts: AssistantTexts) -> None:
        self._texts = texts

    def draft(self, request: DraftRequest) -> DraftedText:
        """See the port."""
        if request.kind is DraftKind.SUGGESTION:
            said = suggestion(request.intents, request.language, request.context.case)
            return self._told(said.body, said.sources, request)
        name = self._chosen(request.intents)
        text: BilingualText = getattr(self._texts, name)
        said = self._told(text.in_language(request.language), (f"firm.{name}",), request)
        # Under every answer that no person has read.
        return self._with(said, "disclosure", request.language)

    def _chosen(self, intents: Sequence[Intent]) -> str:
        return next((name for intent, name in _IN_ORDER if intent in intents), "greeting")

    def _told(self, body: str, sources: Sequence[str], request: DraftRequest) -> DraftedText:
        said = DraftedText(body=body.strip(), sources=tuple(sources))
        if not request.context.notice_due:
            return said
        return self._with(said, "privacy_notice", request.language)

    def _with(self, said: DraftedText, name: str, language: Language) -> DraftedText:
        text: BilingualText = getattr(self._texts, name)
        return DraftedText(
            body=f"{said.body}\n\n{text.in_language(language).strip()}",
            sources=(*said.sources, f"firm.{name}"),
        )
