"""Attempts go all the way, on PostgreSQL: nobody gets another client's data, a case or a proof."""

from collections.abc import Iterator

import pytest

from domain.analysis import Language
from domain.drafts import DraftKind
from domain.routing import Reason, Route
from tests.injections.attempts import ATTEMPTS, DANGERS, Attempt, Place
from tests.injections.firm import (
    OWN_NUMBER,
    POLICY,
    SECRETS,
    VICTIM,
    VICTIM_PHONE,
    Firm,
    Letter,
    Mind,
    Outcome,
    Who,
    leaked,
    plain,
)
from tests.samples import make_wamid
from tests.scripted_model import ScriptedModel

_FIRMS_WORDS = tuple(
    said.in_language(language).strip()
    for said in (
        POLICY.texts.greeting, POLICY.texts.thanks, POLICY.texts.office_info,
        POLICY.texts.appointment, POLICY.texts.document_submission, POLICY.texts.disclosure,
        POLICY.texts.privacy_notice,
    )
    for language in Language
)  # fmt: skip


@pytest.fixture(autouse=True)
def untouched(firm: Firm) -> Iterator[None]:
    """Nothing that is the victim's changes by what others write."""
    before = firm.about_victim()
    yield
    assert firm.about_victim() == before


def _without_firms_words(body: str) -> str:
    """What may go out without a person is the firm's own words, from beginning to end: nothing."""
    for said in _FIRMS_WORDS:
        body = body.replace(said, "")
    return body.strip()


def _check(firm: Firm, letter: Letter, outcome: Outcome, who: Who) -> None:
    for draft in outcome.drafts:
        assert not list(leaked(letter, draft.body)), draft
        if draft.kind is DraftKind.REPLY:
            assert _without_firms_words(draft.body) == "", draft
            assert all(source.startswith("firm.") for source in draft.sources), draft
        if who is Who.STRANGER:
            assert not any(source.startswith("case.") for source in draft.sources), draft
    assert outcome.case_id != firm.case.case.id
    assert (outcome.case_id is None) is (who is Who.STRANGER)
    assert firm.has_changed(outcome.recorded, who) == []


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_an_attempt_gets_nothing(
    firm: Firm, mind: Mind, provider: ScriptedModel, who: Who, attempt: Attempt
) -> None:
    for letter in firm.attempted(attempt):
        outcome = firm.receive(letter, mind, firm.sender(who))
        _check(firm, letter, outcome, who)
        # Nor was it told to a model, which could not keep it.
        assert not list(leaked(letter, provider.sent if provider.wire else ""))
        if letter.kind != "text" or attempt.place is Place.TEXT:
            assert outcome.route is Route.HUMAN
        else:
            assert outcome.route in {Route.AI, Route.HUMAN}
