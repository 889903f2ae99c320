"""What a message is understood to mean."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.ids import MessageId
from domain.webhook_json import as_list, as_object, as_text, parse_object


class Intent(StrEnum):
    """What a client wants. The first five are all that the assistant may ever answer alone."""

    GREETING = "greeting"
    THANKS = "thanks"
    OFFICE_INFO = "office_info"
    APPOINTMENT = "appointment"
    DOCUMENT_SUBMISSION = "document_submission"
    CASE_STATUS = "case_status"
    LEGAL_ADVICE = "legal_advice"
    NEW_MATTER = "new_matter"
    COURT_DEADLINE = "court_deadline"
    EMERGENCY = "emergency"
    BILLING = "billing"
    COMPLAINT = "complaint"
    HUMAN_REQUEST = "human_request"
    PRIVACY_REQUEST = "privacy_request"
    OTHER = "other"


ANSWERABLE = frozenset(
    {
        Intent.GREETING,
        Intent.THANKS,
        Intent.OFFICE_INFO,
        Intent.APPOINTMENT,
        Intent.DOCUMENT_SUBMISSION,
    }
)


class Urgency(StrEnum):
    """How soon somebody must look."""

    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


_SEVERITY = {Urgency.NORMAL: 0, Urgency.HIGH: 1, Urgency.EMERGENCY: 2}


def most_urgent(*urgencies: Urgency) -> Urgency:
    """The most urgent of some; `NORMAL` of none."""
    return max(urgencies, key=_SEVERITY.__getitem__, default=Urgency.NORMAL)


class Language(StrEnum):
    """The language to answer in."""

    INDONESIAN = "id"
    ENGLISH = "en"


class EntityKind(StrEnum):
    """What a text speaks of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    DATE = "date"
    AMOUNT = "amount"
    CASE_NUMBER = "case_number"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing or person that a text speaks of, as it is written there."""

    kind: EntityKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """A text in other words: personal, so it is kept sealed and is in no history."""

    summary: str
    """One or two sentences, in Indonesian."""
    entities: tuple[Entity, ...] = ()


def read_gist(kept: str) -> Gist:
    """A gist as it was kept: JSON of its fields."""
    said = parse_object(kept)
    entities = [as_object(each) for each in as_list(said.get("entities"))]
    return Gist(
        summary=as_text(said.get("summary")),
        entities=tuple(
            Entity(kind=EntityKind(as_text(each.get("kind"))), value=as_text(each.get("value")))
            for each in entities
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage:
    """What asking an outside model took."""

    model: str
    prompt_version: str
    input_tokens: int
    output_tokens: int
    cost_microusd: int | None = None
    """Millionths of a US dollar at list price; None where the price is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An analyst's verdict on one text. `intents` starts with `intent`; `confidence` is 0 to 1."""

    intent: Intent
    intents: tuple[Intent, ...]
    urgency: Urgency
    language: Language
    confidence: float
    analyst: str
    """Who judged: the model's name and version, or `embedded/<version>`."""
    usage: ModelUsage | None = None
    """What the model took, where one was asked and answered."""
    model_failed: bool = False
    """A model should have been asked too, and gave nothing that can be used."""
    gist: Gist | None = None


def more_careful(model: Analysis, rules: Analysis) -> Analysis:
    """One verdict of a model's and the rules': a model can add care and never take any away.

    What the rules found comes first. The assistant may answer only what both let it answer, as
    the same thing and as surely as the less sure of them.
    """
    intents = tuple(
        intent
        for wanted in (_is_a_persons, _is_answerable, _is_unclear)
        for intent in dict.fromkeys((*_all(rules), *_all(model)))
        if wanted(intent)
    )
    leading = intents[0]
    if _is_a_persons(leading):
        confidence = max(each.confidence for each in (model, rules) if leading in _all(each))
    else:
        # Asked this way round, a confidence that is no number stays one, and is too low.
        sure = model.confidence >= rules.confidence
        confidence = rules.confidence if sure else model.confidence
    return replace(
        model,
        intent=leading,
        intents=intents,
        urgency=max(model.urgency, rules.urgency, key=list(Urgency).index),
        confidence=confidence,
    )


def _all(analysis: Analysis) -> tuple[Intent, ...]:
    return (analysis.intent, *analysis.intents)


def _is_a_persons(intent: Intent) -> bool:
    return not _is_answerable(intent) and not _is_unclear(intent)


def _is_answerable(intent: Intent) -> bool:
    return intent in ANSWERABLE


def _is_unclear(intent: Intent) -> bool:
    return intent is Intent.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnalysis:
    """The verdict on a recorded message, without its words. None: the analysis was not possible."""

    message_id: MessageId
    analysis: Analysis | None
    readable: bool = True
    """False for a message whose content this version cannot read."""
