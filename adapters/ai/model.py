"""Outside models as analyst and as a lawyer's help: they see placeholders, and texts are data."""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import structlog
from pydantic import BaseModel, Field

from adapters.ai.circuit import Circuit
from adapters.ai.outside import OutsideModel
from domain.analysis import Analysis, Entity, EntityKind, Gist, Intent, Language, Urgency
from domain.drafts import LONGEST_TEXT, DraftedText, DraftKind, DraftRequest
from domain.failures import Unavailable, UnusableAnswer
from domain.policy import AssistantTexts
from domain.ports import ReplyDrafter
from domain.redaction import Redactor
from domain.suggestion_texts import case_facts

LONGEST_SENT: Final = 12_000
"""Characters of a message that a model gets to see; the rules see all of it."""

_PROMPTS: Final = Path(__file__).parent / "prompts"
# Enough for a model that thinks before it answers.
_VERDICT_TOKENS: Final = 2_000
_DRAFT_TOKENS: Final = 4_000
_LONGEST_NAME: Final = 64
_LONGEST_SUMMARY: Final = 600
_LONGEST_ENTITY: Final = 200
_MOST_ENTITIES: Final = 20
_DICTATED: Final = 8
"""Words in a row that a reply shares with what it answers only where they were dictated."""

_log = structlog.get_logger()


class _Entity(BaseModel):
    kind: EntityKind
    value: str


class _Verdict(BaseModel):
    """What a client's message means."""

    intent: Intent
    intents: list[Intent]
    urgency: Urgency
    language: Language
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    summary: str
    entities: list[_Entity]


class ModelAnalyst:
    """Implements `domain.ports.MessageAnalyst`.

    Raises what `Question.ask` does; `CautiousAnalyst` is there for that.
    """

    def __init__(self, model: OutsideModel) -> None:
        self._name = model.name
        self._question = model.question(_prompt("analyse"), _Verdict, most_tokens=_VERDICT_TOKENS)

    def analyse(self, text: str, names: Sequence[str] = (), *, may_leave: bool = True) -> Analysis:
        """See the port."""
        if not may_leave:
            raise UnusableAnswer("a text that may not leave the firm is not sent")
        redactor = Redactor(names)
        # Cut after hiding: half a number would not be known for one.
        sent = redactor.redact(text)[:LONGEST_SENT]
        said, usage = self._question.ask(_as_data(client_message=sent))
        return Analysis(
            intent=said.intent,
            intents=tuple(dict.fromkeys((said.intent, *said.intents))),
            urgency=said.urgency,
            language=said.language,
            confidence=said.confidence,
            analyst=self._name[:_LONGEST_NAME],
            usage=usage,
            gist=_gist(said, redactor),
        )


class ModelDrafter:
    """Implements `domain.ports.ReplyDrafter`: begins lawyers' answers, where it can.

    What the assistant sends alone is the firm's own words, never a model's. So is every suggestion
    that a model gives none for, or none that may be shown.
    """

    def __init__(
        self, words: ReplyDrafter, model: OutsideModel, texts: AssistantTexts, circuit: Circuit
    ) -> None:
        self._words = words
        self._name = model.name
        self._texts = texts
        self._circuit = circuit
        self._question = model.question(_prompt("draft"), _Reply, most_tokens=_DRAFT_TOKENS)

    def draft(self, request: DraftRequest) -> DraftedText:
        """See the port."""
        if (
            request.kind is not DraftKind.SUGGESTION
            or not request.texts
            # Whoever reads of an emergency calls, now.
            or Intent.EMERGENCY in request.intents
            or not self._circuit.lets_pass()
        ):
            return self._words.draft(request)
        try:
            return self._written(request)
        except (Unavailable, UnusableAnswer) as failure:
            if isinstance(failure, Unavailable):
                self._circuit.failed()
            else:
                self._circuit.succeeded()
            _log.warning("a model gave no suggestion", reason=str(failure))
            return self._words.draft(request)

    def _written(self, request: DraftRequest) -> DraftedText:
        facts = [
            ("firm.office_info", self._texts.office_info.in_language(request.language)),
            *case_facts(request.intents, request.language, request.context.case),
        ]
        redactor = Redactor(request.names)
        data = _as_data(
            client_message=redactor.redact("\n".join(request.texts))[:LONGEST_SENT],
            facts={str(at): redactor.redact(fact) for at, (_, fact) in enumerate(facts, 1)},
            language=request.language,
        )
        said, _ = self._question.ask(data)
        self._circuit.succeeded()
        body = redactor.restore(said.body).strip()
        by_firm = _told("\n".join(fact for _, fact in facts))
        # Numbers may be the client's; where to write or to pay is the firm's to say.
        by_client = {said for said in _told("\n".join(request.texts)) if said.isdigit()}
        if not body or not _told(body) <= by_firm | by_client:
            raise UnusableAnswer("the draft is empty or says what it was not told")
        if not _runs(body).isdisjoint(_runs("\n".join(request.texts))):
            raise UnusableAnswer("the draft says what the client dictates")
        if not all(1 <= number <= len(facts) for number in said.sources):
            raise UnusableAnswer("the draft names a source that there is not")
        sources = [facts[number - 1][0] for number in sorted(set(said.sources))]
        if request.context.notice_due:
            body += f"\n\n{self._texts.privacy_notice.in_language(request.language).strip()}"
            sources.append("firm.privacy_notice")
        if len(body) > LONGEST_TEXT:
            raise UnusableAnswer("the draft is too long")
        return DraftedText(body=body, sources=(*sources, f"model.{self._name}"))


class _Reply(BaseModel):
    """A reply to a client, as a draft for a lawyer."""

    body: str
    sources: list[int]


def _prompt(name: str) -> str:
    return (_PROMPTS / f"{name}.txt").read_text(encoding="utf-8")


def _as_data(**fields: object) -> str:
    # Inside a JSON string no text can end itself and go on as something else.
    return json.dumps(fields, ensure_ascii=False)


def _gist(said: _Verdict, redactor: Redactor) -> Gist:
    return Gist(
        summary=redactor.restore(said.summary).strip()[:_LONGEST_SUMMARY],
        entities=tuple(
            Entity(kind=entity.kind, value=redactor.restore(entity.value)[:_LONGEST_ENTITY])
            for entity in said.entities[:_MOST_ENTITIES]
        ),
    )


_TOLD: Final = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w.-]+|\d+")


def _told(text: str) -> frozenset[str]:
    """The numbers, links and addresses of a text: what a model may not make up."""
    return frozenset(found.group().casefold().rstrip(".,;:)") for found in _TOLD.finditer(text))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of words, letters and digits only, that are too long to be said twice by chance."""
    plain = unicodedata.normalize("NFKC", text).casefold().split()
    words = ["".join(sign for sign in word if sign.isalnum()) for word in plain]
    words = [word for word in words if word]
    return frozenset(zip(*(words[at:] for at in range(_DICTATED)), strict=False))
