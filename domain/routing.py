"""Who answers a message: the assistant, only where everything allows it, otherwise a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.analysis import ANSWERABLE, Analysis, Intent, Urgency, most_urgent


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

    HELD_BY_LAWYER = "held_by_lawyer"
    """A lawyer took this conversation over."""
    ASSISTANT_OFF = "assistant_off"
    """The firm, or somebody of it, switched the assistant off here."""
    DRAFTS_ONLY = "drafts_only"
    AI_OPTED_OUT = "ai_opted_out"
    """The client does not want to be answered by a machine."""
    CONFLICT = "conflict"
    """They may stand against a client of the firm: the conflict partner decides."""
    EMERGENCY = "emergency"
    COURT_DEADLINE = "court_deadline"
    HUMAN_REQUESTED = "human_requested"
    PRIVACY_REQUEST = "privacy_request"
    COMPLAINT = "complaint"
    BILLING = "billing"
    NEW_MATTER = "new_matter"
    LEGAL_ADVICE = "legal_advice"
    CASE_STATUS = "case_status"
    CASE_UNCLEAR = "case_unclear"
    """It may belong to several cases."""
    IDENTITY_CONFIRMED = "identity_confirmed"
    IDENTITY_CHECK_FAILED = "identity_check_failed"
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
    RECIPIENT_UNREACHABLE = "recipient_unreachable"
    TEMPLATE_REFUSED = "template_refused"
    FILE_REFUSED = "file_refused"


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


_OF_INTENT: dict[Intent, Reason] = {
    Intent.EMERGENCY: Reason.EMERGENCY,
    Intent.COURT_DEADLINE: Reason.COURT_DEADLINE,
    Intent.HUMAN_REQUEST: Reason.HUMAN_REQUESTED,
    Intent.PRIVACY_REQUEST: Reason.PRIVACY_REQUEST,
    Intent.COMPLAINT: Reason.COMPLAINT,
    Intent.BILLING: Reason.BILLING,
    Intent.NEW_MATTER: Reason.NEW_MATTER,
    Intent.LEGAL_ADVICE: Reason.LEGAL_ADVICE,
    Intent.CASE_STATUS: Reason.CASE_STATUS,
}

# The firm's table: the first line that holds decides. All of it is a person's; only where no line
# holds, the assistant may answer.
_TABLE: tuple[Reason, ...] = (
    # Held by a lawyer.
    Reason.HELD_BY_LAWYER,
    Reason.ASSISTANT_OFF,
    # Opted out of AI.
    Reason.AI_OPTED_OUT,
    Reason.CONFLICT,
    # What the client wants, the most dangerous first.
    Reason.EMERGENCY,
    Reason.COURT_DEADLINE,
    Reason.HUMAN_REQUESTED,
    Reason.PRIVACY_REQUEST,
    Reason.COMPLAINT,
    Reason.BILLING,
    Reason.NEW_MATTER,
    Reason.LEGAL_ADVICE,
    Reason.CASE_STATUS,
    # Who wrote, and of which case, is not settled.
    Reason.IDENTITY_CHANGED,
    Reason.IDENTITY_CHECK_FAILED,
    Reason.IDENTITY_CONFIRMED,
    Reason.NO_ADDRESS,
    Reason.CASE_UNCLEAR,
    # Unreadable or unsupported.
    Reason.GROUP_MESSAGE,
    Reason.CALLED,
    Reason.MESSAGE_EDITED,
    Reason.MESSAGE_REVOKED,
    Reason.UNREADABLE,
    Reason.ANALYSIS_UNAVAILABLE,
    # Low confidence or several intents.
    Reason.URGENT,
    Reason.LOW_CONFIDENCE,
    Reason.SEVERAL_INTENTS,
    # Not among the allowed intents.
    Reason.NOT_UNDERSTOOD,
    Reason.DRAFTS_ONLY,
)
_PLACE = {reason: place for place, reason in enumerate(_TABLE)}

_URGENCY: dict[Reason, Urgency] = {
    Reason.EMERGENCY: Urgency.EMERGENCY,
    Reason.COURT_DEADLINE: Urgency.HIGH,
}


def decide_route(
    analysis: Analysis | None,
    *,
    readable: bool,
    mode: Mode,
    rules: RoutingRules,
    needs_answer: bool = True,
    circumstances: Sequence[Reason] = (),
) -> Decision:
    """Decide who answers one message. The first reason is the one that decided.

    `circumstances` make it a person's whatever it says: a lawyer who holds the conversation, a
    client who wants no AI, a conflict, a file nobody can read yet, a sender who may be somebody
    else.

    Total: every input gets a decision. An analyst can only make it more careful: nothing but the
    last line lets the assistant answer, and it asks for everything at once.
    """
    if not needs_answer:
        return Decision(
            route=Route.NONE, urgency=Urgency.NORMAL, reasons=(Reason.NOTHING_TO_ANSWER,)
        )
    wants = _wants(analysis)
    holds = {*circumstances, *wants}
    if mode is Mode.OFF:
        holds.add(Reason.ASSISTANT_OFF)
    if not readable and not circumstances:
        holds.add(Reason.UNREADABLE)
    elif readable and (analysis is None or analysis.model_failed):
        holds.add(Reason.ANALYSIS_UNAVAILABLE)
    elif analysis and not wants and not circumstances:
        # Where it is a person's anyway, how sure the analyst was adds nothing.
        holds |= _doubts(analysis, rules)
    if mode is Mode.DRAFT_ONLY and not holds:
        holds.add(Reason.DRAFTS_ONLY)
    urgency = most_urgent(
        *(analysis.urgency,) if analysis else (),
        *(_URGENCY[reason] for reason in holds & {*_URGENCY}),
    )
    if holds:
        return Decision(route=Route.HUMAN, urgency=urgency, reasons=_ordered(holds))
    return Decision(route=Route.AI, urgency=urgency, reasons=(Reason.ALLOWED_INTENT,))


def _ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    # What is not in the table, such as a file's kind, comes last and counts all the same.
    return tuple(sorted(reasons, key=lambda reason: (_PLACE.get(reason, len(_TABLE)), reason)))


def _intents(analysis: Analysis) -> set[Intent]:
    return {analysis.intent, *analysis.intents}


def _wants(analysis: Analysis | None) -> set[Reason]:
    """What the client wants that only a person may answer."""
    intents = _intents(analysis) if analysis else set[Intent]()
    return {_OF_INTENT[intent] for intent in intents if intent in _OF_INTENT}


def _doubts(analysis: Analysis, rules: RoutingRules) -> set[Reason]:
    doubts: set[Reason] = set()
    intents = _intents(analysis)
    if analysis.urgency is not Urgency.NORMAL:
        doubts.add(Reason.URGENT)
    # Asked this way round, a confidence that is no number is too low as well.
    if not analysis.confidence >= rules.confidence:
        doubts.add(Reason.LOW_CONFIDENCE)
    if len(intents - {Intent.GREETING}) > 1:
        doubts.add(Reason.SEVERAL_INTENTS)
    if not intents <= ANSWERABLE.intersection(rules.answerable):
        doubts.add(Reason.NOT_UNDERSTOOD)
    return doubts
