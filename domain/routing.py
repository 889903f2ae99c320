"""Who answers a message: the assistant, only where everything allows it, otherwise a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.analysis import ANSWERABLE, Analysis, Intent, Urgency


class Route(StrEnum):
    """Who answers."""

    AI = "AI"
    HUMAN = "HUMAN"
    NONE = "NONE"
    """Nobody: the client waits for nothing."""


class Mode(StrEnum):
    """What the assistant may do in a conversation."""

    AUTO = "auto"
    DRAFT_ONLY = "draft_only"
    OFF = "off"


class Reason(StrEnum):
    """Why a route was taken. Codes are stable; their texts are in `domain/texts.py`."""

    ASSISTANT_OFF = "assistant_off"
    AI_OPTED_OUT = "ai_opted_out"
    """The client wants no machine to answer."""
    DRAFTS_ONLY = "drafts_only"
    EMERGENCY = "emergency"
    COURT_DEADLINE = "court_deadline"
    HUMAN_REQUESTED = "human_requested"
    PRIVACY_REQUEST = "privacy_request"
    COMPLAINT = "complaint"
    BILLING = "billing"
    NEW_MATTER = "new_matter"
    LEGAL_ADVICE = "legal_advice"
    CASE_STATUS = "case_status"
    POLICE_SUMMONS = "police_summons"
    DEMAND_LETTER = "demand_letter"
    URGENT = "urgent"
    IDENTITY_CHANGED = "identity_changed"
    NO_ADDRESS = "no_address"
    """WhatsApp did not say who wrote: there is nobody to send a reply to."""
    HELD = "held"
    """It came while nobody knew who was writing, and still waits."""
    GROUP_MESSAGE = "group_message"
    CALLED = "called"
    MESSAGE_EDITED = "message_edited"
    MESSAGE_REVOKED = "message_revoked"
    UNREADABLE = "unreadable"
    ANALYSIS_UNAVAILABLE = "analysis_unavailable"
    LOW_CONFIDENCE = "low_confidence"
    SEVERAL_INTENTS = "several_intents"
    NOT_UNDERSTOOD = "not_understood"
    ALLOWED_INTENT = "allowed_intent"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    # What happened after a route was taken, and needs a person too.
    SEND_REFUSED = "send_refused"
    SEND_UNCONFIRMED = "send_unconfirmed"
    DELIVERY_FAILED = "delivery_failed"
    WINDOW_CLOSED = "window_closed"
    DRAFTING_FAILED = "drafting_failed"
    FILE_GONE = "file_gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRules:
    """What the firm allows the assistant, from firm.yaml."""

    answerable: tuple[Intent, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A route, how urgent it is, and why."""

    route: Route
    urgency: Urgency
    reasons: tuple[Reason, ...]


# Most dangerous first: the first intent of this table that a message carries decides.
_TO_A_PERSON: tuple[tuple[Intent, Reason, Urgency], ...] = (
    (Intent.EMERGENCY, Reason.EMERGENCY, Urgency.EMERGENCY),
    (Intent.COURT_DEADLINE, Reason.COURT_DEADLINE, Urgency.HIGH),
    (Intent.HUMAN_REQUEST, Reason.HUMAN_REQUESTED, Urgency.NORMAL),
    (Intent.PRIVACY_REQUEST, Reason.PRIVACY_REQUEST, Urgency.NORMAL),
    (Intent.COMPLAINT, Reason.COMPLAINT, Urgency.NORMAL),
    (Intent.BILLING, Reason.BILLING, Urgency.NORMAL),
    (Intent.NEW_MATTER, Reason.NEW_MATTER, Urgency.NORMAL),
    (Intent.LEGAL_ADVICE, Reason.LEGAL_ADVICE, Urgency.NORMAL),
    (Intent.CASE_STATUS, Reason.CASE_STATUS, Urgency.NORMAL),
)

_SEVERITY = {Urgency.NORMAL: 0, Urgency.HIGH: 1, Urgency.EMERGENCY: 2}


def most_urgent(*urgencies: Urgency) -> Urgency:
    """The most urgent of some; `NORMAL` of none."""
    return max(urgencies, key=_SEVERITY.__getitem__, default=Urgency.NORMAL)


def decide_route(
    analysis: Analysis | None,
    *,
    readable: bool,
    mode: Mode,
    rules: RoutingRules,
    needs_answer: bool = True,
    circumstances: Sequence[Reason] = (),
) -> Decision:
    """Decide who answers one message.

    `circumstances` make it a person's whatever it says: a file nobody can read yet, a sender who
    may be somebody else.

    Total: every input gets a decision. An analyst can only make it more careful: nothing but the
    last line lets the assistant answer, and it asks for everything at once.
    """
    if not needs_answer:
        return Decision(
            route=Route.NONE, urgency=Urgency.NORMAL, reasons=(Reason.NOTHING_TO_ANSWER,)
        )
    intents = {analysis.intent, *analysis.intents} if analysis else set[Intent]()
    danger = [row for row in _TO_A_PERSON if row[0] in intents]
    urgency = most_urgent(
        *(analysis.urgency,) if analysis else (), *(urgency for _, _, urgency in danger)
    )
    reasons = [reason for _, reason, _ in danger]
    if mode is Mode.OFF:
        reasons.insert(0, Reason.ASSISTANT_OFF)
    reasons += circumstances
    if not readable and not circumstances:
        reasons.append(Reason.UNREADABLE)
    elif readable and (analysis is None or analysis.model_failed):
        reasons.append(Reason.ANALYSIS_UNAVAILABLE)
    elif analysis and not danger and not circumstances:
        # Where it is a person's anyway, how sure the analyst was adds nothing.
        reasons += _doubts(analysis, rules)
    if reasons:
        return Decision(route=Route.HUMAN, urgency=urgency, reasons=tuple(reasons))
    if mode is Mode.DRAFT_ONLY:
        return Decision(route=Route.HUMAN, urgency=urgency, reasons=(Reason.DRAFTS_ONLY,))
    return Decision(route=Route.AI, urgency=urgency, reasons=(Reason.ALLOWED_INTENT,))


def _doubts(analysis: Analysis, rules: RoutingRules) -> list[Reason]:
    doubts: list[Reason] = []
    intents = {analysis.intent, *analysis.intents}
    if analysis.urgency is not Urgency.NORMAL:
        doubts.append(Reason.URGENT)
    # Asked this way round, a confidence that is no number is too low as well.
    if not analysis.confidence >= rules.confidence:
        doubts.append(Reason.LOW_CONFIDENCE)
    if len(intents - {Intent.GREETING}) > 1:
        doubts.append(Reason.SEVERAL_INTENTS)
    allowed = ANSWERABLE.intersection(rules.answerable)
    known = {row[0] for row in _TO_A_PERSON}
    if any(intent not in allowed and intent not in known for intent in intents):
        doubts.append(Reason.NOT_UNDERSTOOD)
    return doubts
