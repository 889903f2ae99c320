"""Outside models as analyst and as a lawyer's help: they see placeholders, and texts are data."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, Field

from adapters.ai.outside import OutsideModel
from domain.analysis import Analysis, Entity, EntityKind, Gist, Intent, Language, Urgency
from domain.drafts import LONGEST_TEXT, HelpDraft, HelpRequest
from domain.failures import UnusableAnswer
from domain.redaction import Redactor

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

    def analyse(self, text: str, names: Sequence[str] = ()) -> Analysis:
        """See the port."""
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


class ModelDraftHelper:
    """Implements `domain.ports.DraftHelper`."""

    def __init__(self, model: OutsideModel) -> None:
        self._question = model.question(_prompt("draft"), _Reply, most_tokens=_DRAFT_TOKENS)

    def draft(self, request: HelpRequest) -> HelpDraft:
        """See the port. Numbers and links that nobody gave are taken for invented."""
        redactor = Redactor(request.names)
        data = _as_data(
            client_message=redactor.redact(request.text)[:LONGEST_SENT],
            facts={
                str(number): redactor.redact(fact) for number, fact in enumerate(request.facts, 1)
            },
            language=request.language,
        )
        said, usage = self._question.ask(data)
        body = redactor.restore(said.body).strip()
        if not body or len(body) > LONGEST_TEXT:
            raise UnusableAnswer("the draft is empty or too long")
        if not _told(body) <= _told("\n".join((request.text, *request.facts))):
            raise UnusableAnswer("the draft says what it was not told")
        if not all(1 <= number <= len(request.facts) for number in said.sources):
            raise UnusableAnswer("the draft names a source that there is not")
        sources = tuple(request.facts[number - 1] for number in sorted(set(said.sources)))
        return HelpDraft(body=body, sources=sources, usage=usage)


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
