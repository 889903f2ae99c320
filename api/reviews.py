"""What people say to the assistant's drafts, under `/api/v1/conversations/{id}/reviews`."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Self

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import Field, model_validator

from api.problems import described, problem
from api.tokens import lawyers_routes
from api.words import AnId, Body, Key, Letter, PathId, Remark
from domain.analysis import Language
from domain.ids import ConversationId, DraftId, ReviewId
from domain.pen import NewReview, ReviewView
from domain.pen_ports import ConversationControl, ReviewDesk
from domain.policy import FirmPolicy
from domain.ports import LawyerRegister
from domain.review import COUNTS, ReviewAction, ReviewOutcome
from domain.review_texts import outcome_text
from domain.views import LawyerView


class ReviewBody(Body):
    """What you say to a draft: the id and the version are those that you have seen."""

    review_id: Key
    draft_id: AnId
    draft_version: Annotated[int, Field(ge=1, le=1_000_000)]
    action: ReviewAction
    text: Annotated[
        Letter | None, Field(description="Of `edit`: what goes out in the draft's place.")
    ] = None
    reason: Annotated[Remark | None, Field(description="Of `reject`: why.")] = None

    @model_validator(mode="after")
    def _says_what_its_action_needs(self) -> Self:
        if (self.text is not None) != (self.action is ReviewAction.EDIT):
            raise ValueError("an edit, and nothing else, has a text")
        if (self.reason is not None) != (self.action is ReviewAction.REJECT):
            raise ValueError("a rejection, and nothing else, has a reason")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer:
    """What became of a review, as a code and in both languages."""

    review_id: ReviewId
    outcome: ReviewOutcome
    text: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReviewView:
    """A review in the list: what the draft said, what was written instead, what became of it."""

    id: ReviewId
    draft_id: DraftId
    draft_version: int
    action: ReviewAction
    outcome: ReviewOutcome
    text: Mapping[Language, str]
    reviewer: str
    reason: str | None
    before: str | None
    after: str | None
    recorded_at: datetime
    settled_at: datetime | None


_REFUSED: Final[Mapping[ReviewOutcome, tuple[int, str]]] = {
    ReviewOutcome.STALE: (409, "The draft counts no longer"),
    ReviewOutcome.WINDOW_CLOSED: (409, "The customer service window is closed"),
    ReviewOutcome.SAME_PERSON: (409, "Another person has to approve as well"),
    ReviewOutcome.NOT_ALLOWED: (403, "Not allowed"),
    ReviewOutcome.TOO_LONG: (422, "WhatsApp does not take this"),
}

_MEMBERS: Final[dict[str, object]] = {
    "review_id": {"type": "string"},
    "outcome": {"type": "string", "enum": [each.value for each in _REFUSED]},
    "text": {"type": "object", "additionalProperties": {"type": "string"}},
}

_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": ReviewAnswer, "description": "Recorded; no worker has looked at it yet"},
    403: described("The firm does not let you approve this", **_MEMBERS),
    409: described(
        "The draft counts no longer, the window is closed, you have approved it before, or "
        "another review has this id; `outcome` says which of the first three",
        **_MEMBERS,
    ),
    422: described("The request is not as described, or the words are too long", **_MEMBERS),
}


def router(
    desk: ReviewDesk, control: ConversationControl, policy: FirmPolicy, lawyers: LawyerRegister
) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/conversations", lawyers)

    @routes.post("/{conversation_id}/reviews", responses=_RESPONSES, response_model=ReviewAnswer)
    async def review_draft(
        conversation_id: PathId, said: ReviewBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> Response:
        """Approve, edit or reject a draft. It is written down before anything comes of it.

        `review_id` is its idempotency key: the same review sent again is one review. 200 says that
        it counts (`applied`, or `needs_second` where the firm wants two people); 202 that it is
        recorded and will be applied or reported stale later, as `GET …/reviews` then shows: to send
        it once more asks what became of it. A refusal (403, 409, 422) changed nothing.
        """
        review = _review(ConversationId(conversation_id), said)
        kept = await asyncio.to_thread(desk.record, holder, review, policy)
        if kept.outcome is not ReviewOutcome.RECORDED:
            return _answer(review.review_id, kept.outcome)
        outcome = await control.review(review.conversation_id, kept.input)
        if outcome in _REFUSED:
            await asyncio.to_thread(desk.settle, review.review_id, outcome)
        return _answer(review.review_id, outcome)

    @routes.get("/{conversation_id}/reviews")
    def list_reviews(
        conversation_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> tuple[KeptReviewView, ...]:
        """What was said to a conversation's drafts, newest first: the latest 100."""
        return tuple(map(_view, desk.reviews(holder, ConversationId(conversation_id))))

    return routes


def _review(conversation: ConversationId, said: ReviewBody) -> NewReview:
    return NewReview(
        review_id=ReviewId(said.review_id.hex),
        conversation_id=conversation,
        draft_id=DraftId(said.draft_id),
        draft_version=said.draft_version,
        action=said.action,
        text=said.text,
        reason=said.reason,
    )


def _answer(review: ReviewId, outcome: ReviewOutcome) -> Response:
    answer: dict[str, object] = {
        "review_id": review, "outcome": outcome, "text": outcome_text(outcome),
    }  # fmt: skip
    if outcome in _REFUSED:
        status, title = _REFUSED[outcome]
        return problem(status, title, more=answer)
    return JSONResponse(answer, 200 if outcome in COUNTS else 202)


def _view(kept: ReviewView) -> KeptReviewView:
    return KeptReviewView(
        id=kept.id,
        draft_id=kept.draft_id,
        draft_version=kept.draft_version,
        action=kept.action,
        outcome=kept.outcome,
        text=outcome_text(kept.outcome),
        reviewer=kept.reviewer,
        reason=kept.reason,
        before=kept.before,
        after=kept.after,
        recorded_at=kept.recorded_at,
        settled_at=kept.settled_at,
    )
