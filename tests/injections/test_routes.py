"""Whatever stands before, after or around what a person must answer, a person answers it."""

from collections import Counter

import pytest

from adapters.ai.embedded import EmbeddedAnalyst
from domain.analysis import Analysis, Intent, Language, Urgency, more_careful
from domain.routing import Mode, Route, decide_route
from tests.injections.attempts import ATTEMPTS, DANGERS, Attempt, Place
from tests.injections.firm import POLICY

_RULES = EmbeddedAnalyst()
_OBEDIENT = Analysis(
    intent=Intent.GREETING,
    intents=(Intent.GREETING,),
    urgency=Urgency.NORMAL,
    language=Language.INDONESIAN,
    confidence=1.0,
    analyst="obedient",
)
"""What an attacker wants a model to say."""


def _routes(text: str) -> set[Route]:
    """Who answers a text: by the rules alone, and beside a model that obeys."""
    alone = _RULES.analyse(text)
    return {
        decide_route(verdict, readable=True, mode=Mode.AUTO, rules=POLICY.routing).route
        for verdict in (alone, more_careful(_OBEDIENT, alone))
    }


def test_there_are_attempts_of_every_place() -> None:
    counts = Counter(attempt.place for attempt in ATTEMPTS)
    assert len(ATTEMPTS) >= 60
    assert all(counts[place] >= 10 for place in Place), counts
    assert len({(attempt.place, attempt.text) for attempt in ATTEMPTS}) == len(ATTEMPTS)


@pytest.mark.parametrize("danger", DANGERS)
def test_what_a_person_must_answer_is_a_persons(danger: str) -> None:
    assert _routes(danger) == {Route.HUMAN}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_no_attempt_takes_a_message_from_a_person(attempt: Attempt) -> None:
    # A name or a page can be written as a text as well.
    frames = ("{danger}\n{said}", "{said}\n{danger}", "{said} {danger} {said}")
    for at, danger in enumerate(DANGERS, attempt.number):
        text = frames[at % 3].format(danger=danger, said=attempt.text)
        assert _routes(text) == {Route.HUMAN}, text


@pytest.mark.parametrize(
    "attempt",
    [attempt for attempt in ATTEMPTS if attempt.place is Place.TEXT],
    ids=lambda attempt: attempt.name,
)
def test_the_assistant_answers_no_attempt(attempt: Attempt) -> None:
    for text in (attempt.text, f"Selamat pagi\n{attempt.text}", f"{attempt.text} Terima kasih"):
        assert _routes(text) == {Route.HUMAN}, text
