"""Reviews through the lawyers' API."""

from uuid import uuid4

import pytest

from domain.ids import ConversationId, LawyerId, ReviewId
from domain.review import ReviewAction, ReviewOutcome
from domain.review_texts import outcome_text
from tests.api.conftest import LAWYER
from tests.api.desk import DRAFT, Desk, desk

__all__ = ["desk"]

_APPROVE, _EDIT, _REJECT = ReviewAction.APPROVE, ReviewAction.EDIT, ReviewAction.REJECT


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (ReviewOutcome.APPLIED, 200),
        (ReviewOutcome.NEEDS_SECOND, 200),
        (ReviewOutcome.RECORDED, 202),
        (ReviewOutcome.STALE, 409),
        (ReviewOutcome.WINDOW_CLOSED, 409),
        (ReviewOutcome.SAME_PERSON, 409),
        (ReviewOutcome.NOT_ALLOWED, 403),
        (ReviewOutcome.TOO_LONG, 422),
    ],
)
async def test_whoever_reviews_is_told_what_became_of_it(
    desk: Desk, outcome: ReviewOutcome, status: int
) -> None:
    desk.control.outcome = outcome
    answer = await desk.review(_APPROVE)
    said = answer.json()
    ((conversation, review),) = desk.control.reviews
    assert answer.status_code == status
    assert (said["outcome"], said["review_id"]) == (outcome, review.review_id)
    assert said["text"] == outcome_text(outcome)
    assert (conversation, review.reviewer) == (desk.conversation, LAWYER.id)
    problem = answer.headers["content-type"] == "application/problem+json"
    assert problem == (status >= 400)


@pytest.mark.parametrize("outcome", [ReviewOutcome.STALE, ReviewOutcome.SAME_PERSON])
async def test_a_refusal_is_known_afterwards_and_not_asked_again(
    desk: Desk, outcome: ReviewOutcome
) -> None:
    desk.control.outcome = outcome
    said = desk.said(_APPROVE)
    first = await desk.ask("POST", "/reviews", said)
    desk.control.outcome = ReviewOutcome.APPLIED
    again = await desk.ask("POST", "/reviews", said)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert len(desk.control.reviews) == 1
    (kept,) = desk.records.reviews.values()
    assert (kept.outcome, kept.settled_at) == (outcome, desk.clock.now)


async def test_a_review_that_is_only_recorded_is_sent_again(desk: Desk) -> None:
    desk.control.outcome = ReviewOutcome.RECORDED
    said = desk.said(_APPROVE)
    assert (await desk.ask("POST", "/reviews", said)).status_code == 202
    desk.control.outcome = ReviewOutcome.APPLIED
    assert (await desk.ask("POST", "/reviews", said)).status_code == 200
    first, second = desk.control.reviews
    assert first == second


async def test_a_review_is_written_down_before_the_conversation_is_told(desk: Desk) -> None:
    desk.control.away = True
    said = desk.said(_EDIT, text="Kata-kata pengacara.")
    answer = await desk.ask("POST", "/reviews", said)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "aman" in answer.json()["detail"]
    (kept,) = desk.records.reviews.values()
    assert (kept.outcome, kept.text) == (ReviewOutcome.RECORDED, "Kata-kata pengacara.")

    desk.control.away = False
    assert (await desk.ask("POST", "/reviews", said)).status_code == 200
    assert len(desk.records.reviews) == 1


async def test_the_reviews_are_listed_with_both_wordings(desk: Desk) -> None:
    await desk.review(_EDIT, text="Kata-kata pengacara.")
    desk.control.outcome = ReviewOutcome.STALE
    await desk.review(_REJECT, reason="salah klien")
    rejected, edited = (await desk.ask("GET", "/reviews")).json()
    assert (edited["before"], edited["after"]) == (DRAFT, "Kata-kata pengacara.")
    assert (rejected["outcome"], rejected["reason"]) == ("stale", "salah klien")
    assert rejected["text"] == outcome_text(ReviewOutcome.STALE)
    assert (rejected["reviewer"], edited["settled_at"]) == (LAWYER.name, None)


async def test_an_id_stands_for_one_review(desk: Desk) -> None:
    said = desk.said(_APPROVE)
    await desk.ask("POST", "/reviews", said)
    answer = await desk.ask("POST", "/reviews", {**said, "action": "reject", "reason": "salah"})
    assert answer.status_code == 409
    assert "outcome" not in answer.json()
    assert len(desk.control.reviews) == 1
    assert list(desk.records.reviews) == [ReviewId(str(said["review_id"]).replace("-", ""))]


@pytest.mark.parametrize("more", [{"draft_id": "0" * 32}])
async def test_a_draft_that_is_not_there_is_a_404(desk: Desk, more: dict[str, object]) -> None:
    assert (await desk.review(_APPROVE, **more)).status_code == 404
    assert not desk.control.reviews


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_conversation_behind_a_wall_is_not_there(desk: Desk, method: str) -> None:
    desk.records.walled[desk.conversation] = {LawyerId("f" * 32)}
    content = desk.said(_APPROVE) if method == "POST" else None
    hidden = await desk.ask(method, "/reviews", content)
    desk.records.conversations.pop(ConversationId(desk.conversation))
    nothing = await desk.ask(method, "/reviews", content)
    assert (hidden.status_code, hidden.text) == (404, nothing.text)
    assert not desk.records.reviews


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "approve", "text": "CANARY"},
        {"action": "approve", "reason": "CANARY"},
        {"action": "edit"},
        {"action": "edit", "text": "   "},
        {"action": "edit", "text": "CANARY\u0000"},
        {"action": "edit", "text": "CANARY" * 6000},
        {"action": "reject"},
        {"action": "reject", "reason": "C"},
        {"action": "like"},
        {"review_id": "CANARY"},
        {"draft_id": "CANARY"},
        {"draft_version": 0},
        {"more": "CANARY"},
    ],
)
async def test_what_no_review_says_is_refused_and_not_repeated(
    desk: Desk, wrong: dict[str, object]
) -> None:
    answer = await desk.ask("POST", "/reviews", {**desk.said(_APPROVE), **wrong})
    assert answer.status_code == 422
    assert "CANARY" not in answer.text
    assert not desk.records.reviews


@pytest.mark.parametrize("token", [None, "lh_wrong"])
async def test_nobody_reviews_without_a_token(desk: Desk, token: str | None) -> None:
    answers = [
        await desk.ask("POST", "/reviews", {"review_id": str(uuid4())}, token=token),
        await desk.ask("GET", "/reviews", token=token),
    ]
    assert [each.status_code for each in answers] == [401, 401]
