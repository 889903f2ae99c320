"""Who answers: the assistant, only where everything allows it."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.analysis import ANSWERABLE, Analysis, Intent, Language, Urgency
from domain.routing import (
    Decision,
    Mode,
    Reason,
    Route,
    RoutingRules,
    decide_route,
    most_urgent,
)
from domain.texts import reason_text
from tests.samples import make_analysis

_RULES = RoutingRules(
    answerable=(Intent.GREETING, Intent.THANKS, Intent.OFFICE_INFO), confidence=0.8
)


def _decide(
    analysis: Analysis | None,
    *,
    readable: bool = True,
    mode: Mode = Mode.AUTO,
    rules: RoutingRules = _RULES,
) -> Decision:
    return decide_route(analysis, readable=readable, mode=mode, rules=rules)


@pytest.mark.parametrize("intent", _RULES.answerable)
def test_the_assistant_answers_what_the_firm_allows(intent: Intent) -> None:
    assert _decide(make_analysis(intent)) == Decision(
        route=Route.AI, urgency=Urgency.NORMAL, reasons=(Reason.ALLOWED_INTENT,)
    )


def test_a_greeting_before_an_allowed_intent_is_no_second_intent() -> None:
    analysis = make_analysis(Intent.OFFICE_INFO, Intent.GREETING)
    assert _decide(analysis).route is Route.AI


@pytest.mark.parametrize(
    ("analysis", "urgency", "reasons"),
    [
        (make_analysis(Intent.EMERGENCY), Urgency.EMERGENCY, (Reason.EMERGENCY,)),
        (make_analysis(Intent.COURT_DEADLINE), Urgency.HIGH, (Reason.COURT_DEADLINE,)),
        (make_analysis(Intent.HUMAN_REQUEST), Urgency.NORMAL, (Reason.HUMAN_REQUESTED,)),
        (make_analysis(Intent.PRIVACY_REQUEST), Urgency.NORMAL, (Reason.PRIVACY_REQUEST,)),
        (make_analysis(Intent.COMPLAINT), Urgency.NORMAL, (Reason.COMPLAINT,)),
        (make_analysis(Intent.BILLING), Urgency.NORMAL, (Reason.BILLING,)),
        (make_analysis(Intent.NEW_MATTER), Urgency.NORMAL, (Reason.NEW_MATTER,)),
        (make_analysis(Intent.LEGAL_ADVICE), Urgency.NORMAL, (Reason.LEGAL_ADVICE,)),
        (make_analysis(Intent.CASE_STATUS), Urgency.NORMAL, (Reason.CASE_STATUS,)),
        (make_analysis(Intent.OTHER), Urgency.NORMAL, (Reason.NOT_UNDERSTOOD,)),
        (make_analysis(Intent.APPOINTMENT), Urgency.NORMAL, (Reason.NOT_UNDERSTOOD,)),
        (make_analysis(confidence=0.79), Urgency.NORMAL, (Reason.LOW_CONFIDENCE,)),
        (
            make_analysis(Intent.THANKS, Intent.OFFICE_INFO),
            Urgency.NORMAL,
            (Reason.SEVERAL_INTENTS,),
        ),
        (
            make_analysis(Intent.THANKS, Intent.EMERGENCY),
            Urgency.EMERGENCY,
            (Reason.EMERGENCY,),
        ),
        (
            make_analysis(Intent.COURT_DEADLINE, urgency=Urgency.EMERGENCY),
            Urgency.EMERGENCY,
            (Reason.COURT_DEADLINE,),
        ),
        (None, Urgency.NORMAL, (Reason.ANALYSIS_UNAVAILABLE,)),
        (
            replace(make_analysis(), model_failed=True),
            Urgency.NORMAL,
            (Reason.ANALYSIS_UNAVAILABLE,),
        ),
        (
            replace(make_analysis(Intent.EMERGENCY), model_failed=True),
            Urgency.EMERGENCY,
            (Reason.EMERGENCY, Reason.ANALYSIS_UNAVAILABLE),
        ),
    ],
)
def test_all_else_goes_to_a_person_with_the_reason(
    analysis: Analysis | None, urgency: Urgency, reasons: tuple[Reason, ...]
) -> None:
    assert _decide(analysis) == Decision(route=Route.HUMAN, urgency=urgency, reasons=reasons)


def test_what_cannot_be_read_goes_to_a_person() -> None:
    assert _decide(None, readable=False).reasons == (Reason.UNREADABLE,)
    assert _decide(make_analysis(), readable=False).route is Route.HUMAN


def test_an_assistant_that_is_off_answers_nothing() -> None:
    assert _decide(make_analysis(), mode=Mode.OFF).reasons == (Reason.ASSISTANT_OFF,)
    assert _decide(make_analysis(Intent.EMERGENCY), mode=Mode.OFF) == Decision(
        route=Route.HUMAN,
        urgency=Urgency.EMERGENCY,
        reasons=(Reason.ASSISTANT_OFF, Reason.EMERGENCY),
    )


@pytest.mark.parametrize("circumstance", list(Reason))
def test_a_circumstance_makes_it_a_persons_and_keeps_its_place(circumstance: Reason) -> None:
    decision = decide_route(
        make_analysis(Intent.COMPLAINT),
        readable=True,
        mode=Mode.AUTO,
        rules=_RULES,
        circumstances=(circumstance, circumstance),
    )
    assert decision.route is Route.HUMAN
    assert sorted(decision.reasons) == sorted({circumstance, Reason.COMPLAINT})


def test_the_reasons_stand_in_the_order_of_the_table() -> None:
    decision = decide_route(
        make_analysis(
            Intent.CASE_STATUS,
            Intent.PRIVACY_REQUEST,
            Intent.LEGAL_ADVICE,
            Intent.COURT_DEADLINE,
            Intent.BILLING,
            Intent.NEW_MATTER,
            Intent.HUMAN_REQUEST,
            Intent.COMPLAINT,
            Intent.EMERGENCY,
        ),
        readable=True,
        mode=Mode.AUTO,
        rules=_RULES,
        circumstances=(
            Reason.UNREADABLE,
            Reason.CASE_UNCLEAR,
            Reason.CONFLICT,
            Reason.AI_OPTED_OUT,
            Reason.HELD_BY_LAWYER,
        ),
    )
    assert decision.reasons == (
        Reason.HELD_BY_LAWYER,
        Reason.AI_OPTED_OUT,
        Reason.CONFLICT,
        Reason.EMERGENCY,
        Reason.COURT_DEADLINE,
        Reason.HUMAN_REQUESTED,
        Reason.PRIVACY_REQUEST,
        Reason.COMPLAINT,
        Reason.BILLING,
        Reason.NEW_MATTER,
        Reason.LEGAL_ADVICE,
        Reason.CASE_STATUS,
        Reason.CASE_UNCLEAR,
        Reason.UNREADABLE,
    )


def test_every_reason_has_a_text_in_both_languages() -> None:
    for reason, language in itertools.product(Reason, Language):
        assert reason_text(reason, language)


def test_an_assistant_that_only_drafts_sends_nothing() -> None:
    assert _decide(make_analysis(), mode=Mode.DRAFT_ONLY).reasons == (Reason.DRAFTS_ONLY,)


@pytest.mark.parametrize(
    "analysis",
    [
        replace(make_analysis(Intent.EMERGENCY), intents=()),
        replace(make_analysis(Intent.GREETING), intent=Intent.LEGAL_ADVICE),
        make_analysis(Intent.GREETING, confidence=float("nan")),
        make_analysis(Intent.GREETING, urgency=Urgency.EMERGENCY),
    ],
    ids=["no intents", "first intent not among them", "confidence NaN", "urgent greeting"],
)
def test_an_analyst_that_errs_never_lets_the_assistant_answer(analysis: Analysis) -> None:
    assert _decide(analysis).route is Route.HUMAN


def test_confidence_that_just_suffices_is_enough() -> None:
    assert _decide(make_analysis(confidence=0.8)).route is Route.AI


def test_a_firm_cannot_let_the_assistant_give_legal_advice() -> None:
    everything = RoutingRules(answerable=tuple(Intent), confidence=0)
    for intent in set(Intent) - ANSWERABLE:
        assert _decide(make_analysis(intent), rules=everything).route is Route.HUMAN


def _verdict(intents: list[Intent], urgency: Urgency, confidence: float) -> Analysis:
    return make_analysis(*intents, urgency=urgency, confidence=confidence)


_VERDICTS = st.builds(
    _verdict,
    st.lists(st.sampled_from(Intent), min_size=1, max_size=4),
    st.sampled_from(Urgency),
    st.floats(0, 1),
)


@given(
    analysis=st.none() | _VERDICTS,
    readable=st.booleans(),
    mode=st.sampled_from(Mode),
    answerable=st.lists(st.sampled_from(Intent), unique=True),
    confidence=st.floats(0, 1),
)
def test_the_assistant_answers_only_when_everything_allows_it(
    analysis: Analysis | None,
    readable: bool,  # noqa: FBT001 - hypothesis gives it by name
    mode: Mode,
    answerable: list[Intent],
    confidence: float,
) -> None:
    rules = RoutingRules(answerable=tuple(answerable), confidence=confidence)
    decision = _decide(analysis, readable=readable, mode=mode, rules=rules)
    assert decision.reasons
    assert len(set(decision.reasons)) == len(decision.reasons)
    allowed = ANSWERABLE.intersection(answerable)
    may = (
        readable
        and mode is Mode.AUTO
        and analysis is not None
        and analysis.confidence >= confidence
        and analysis.urgency is Urgency.NORMAL
        and set(analysis.intents) <= allowed
        and len(set(analysis.intents) - {Intent.GREETING}) <= 1
    )
    assert (decision.route is Route.AI) == may
    if analysis is not None:
        assert most_urgent(decision.urgency, analysis.urgency) is decision.urgency
        if Intent.EMERGENCY in analysis.intents:
            assert decision.urgency is Urgency.EMERGENCY


def test_every_pair_of_intents_gets_a_decision_in_every_mode() -> None:
    for pair, mode in itertools.product(itertools.product(Intent, repeat=2), Mode):
        for language in Language:
            assert _decide(make_analysis(*pair, language=language), mode=mode).reasons


def test_the_most_urgent_wins() -> None:
    assert most_urgent() is Urgency.NORMAL
    assert most_urgent(Urgency.HIGH, Urgency.NORMAL) is Urgency.HIGH
    assert most_urgent(Urgency.HIGH, Urgency.EMERGENCY) is Urgency.EMERGENCY
