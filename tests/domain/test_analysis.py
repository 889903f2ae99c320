"""A model can add care and never take any away."""

from hypothesis import given
from hypothesis import strategies as st

from domain.analysis import ANSWERABLE, Analysis, Intent, Language, Urgency, more_careful
from domain.routing import Mode, Route, RoutingRules, decide_route, most_urgent
from tests.samples import make_analysis

_RULES = RoutingRules(answerable=tuple(ANSWERABLE), confidence=0.8)


def _analysis(intents: list[Intent], urgency: Urgency, confidence: float) -> Analysis:
    return make_analysis(*intents, urgency=urgency, confidence=confidence)


_INTENTS = st.lists(st.sampled_from(Intent), min_size=1, max_size=4)
_VERDICTS = st.builds(_analysis, _INTENTS, st.sampled_from(Urgency), st.floats(0, 1))
_ODD = st.builds(_analysis, _INTENTS, st.sampled_from(Urgency), st.floats())


def _route(analysis: Analysis) -> Route:
    return decide_route(analysis, readable=True, mode=Mode.AUTO, rules=_RULES).route


@given(model=_ODD, rules=_VERDICTS)
def test_the_assistant_answers_only_what_both_would_let_it_answer(
    model: Analysis, rules: Analysis
) -> None:
    merged = more_careful(model, rules)
    if _route(merged) is Route.AI:
        assert _route(model) is Route.AI
        assert _route(rules) is Route.AI
    assert most_urgent(merged.urgency, model.urgency, rules.urgency) is merged.urgency
    assert merged.intents[0] is merged.intent
    assert set(merged.intents) == {*model.intents, *rules.intents}
    assert len(set(merged.intents)) == len(merged.intents)


def test_what_the_rules_fear_comes_first() -> None:
    model = make_analysis(Intent.COMPLAINT, Intent.GREETING, confidence=0.9)
    rules = make_analysis(Intent.EMERGENCY, urgency=Urgency.EMERGENCY, confidence=0.95)
    merged = more_careful(model, rules)
    assert merged.intents == (Intent.EMERGENCY, Intent.COMPLAINT, Intent.GREETING)
    assert (merged.urgency, merged.confidence) == (Urgency.EMERGENCY, 0.95)


def test_a_model_finds_what_the_rules_do_not_know() -> None:
    model = make_analysis(Intent.LEGAL_ADVICE, confidence=0.9, language=Language.ENGLISH)
    merged = more_careful(model, make_analysis(Intent.OTHER, confidence=0.3))
    assert (merged.intent, merged.confidence) == (Intent.LEGAL_ADVICE, 0.9)
    assert merged.language is Language.ENGLISH


def test_where_they_disagree_on_what_may_be_answered_the_less_sure_one_counts() -> None:
    model = make_analysis(Intent.GREETING, confidence=1.0)
    assert more_careful(model, make_analysis(Intent.OTHER, confidence=0.3)).confidence == 0.3
    assert more_careful(model, make_analysis(Intent.THANKS, confidence=0.6)).confidence == 0.6
