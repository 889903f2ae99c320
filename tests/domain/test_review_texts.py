"""What people are told of a review."""

import pytest

from domain.analysis import Language
from domain.review import ReviewOutcome
from domain.review_texts import outcome_text


@pytest.mark.parametrize("outcome", ReviewOutcome)
def test_every_outcome_is_told_in_both_languages(outcome: ReviewOutcome) -> None:
    said = outcome_text(outcome)
    assert list(said) == [Language.INDONESIAN, Language.ENGLISH]
    assert all(said.values())
    assert len(set(said.values())) == 2
