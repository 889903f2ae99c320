"""What people of the firm may say to a draft, and what becomes of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.access import Role
from domain.analysis import ANSWERABLE, Intent
from domain.drafts import LONGEST_TEXT
from domain.ids import DraftId, LawyerId, MessageId, ReviewId


class ReviewAction(StrEnum):
    """What somebody wants done with a draft."""

    APPROVE = "approve"
    EDIT = "edit"
    """Approve it with other words."""
    REJECT = "reject"


class ReviewOutcome(StrEnum):
    """What became of a review. Codes are stable."""

    RECORDED = "recorded"
    """Written down; the conversation has not looked at it yet."""
    APPLIED = "applied"
    NEEDS_SECOND = "needs_second"
    """It counts, and another person has to approve as well."""
    STALE = "stale"
    """Something else is to be answered by now, or the draft was decided before."""
    WINDOW_CLOSED = "window_closed"
    """The customer service window is over: WhatsApp takes no free text any more."""
    NOT_ALLOWED = "not_allowed"
    """The firm does not let them approve this."""
    SAME_PERSON = "same_person"
    """They have approved it already: the second approval is another person's."""
    TOO_LONG = "too_long"
    """WhatsApp takes at most `domain.drafts.LONGEST_TEXT` characters."""


COUNTS: Final = frozenset({ReviewOutcome.APPLIED, ReviewOutcome.NEEDS_SECOND})
"""The outcomes of a review that changes something; the others are refusals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """Who may approve what, from firm.yaml."""

    approvers: tuple[Role, ...] = (Role.LAWYER, Role.PARTNER)
    """Who may approve every draft; whoever reads a conversation may reject its drafts."""
    staff_may_approve: tuple[Intent, ...] = tuple(sorted(ANSWERABLE))
    """What a draft may answer that staff may approve: no intent beside these."""
    two_persons: tuple[Intent, ...] = ()
    """A draft that answers one of these goes out when two people have approved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInput:
    """A review as it reaches a conversation: ids and codes, nobody's words.

    What was written instead, where something was, is a draft of its own by then: `new_draft_id`.
    """

    review_id: ReviewId
    action: ReviewAction
    draft_id: DraftId
    draft_version: int
    reviewer: LawyerId
    role: Role
    length: int = 0
    """Characters of what would go out."""
    new_draft_id: DraftId | None = None
    new_draft_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDraft:
    """The one draft of a conversation that may be approved now."""

    draft_id: DraftId
    version: int
    head: str
    """The hash of what it answers, see `head_of`."""
    intents: tuple[Intent, ...]
    """Of what it answers."""
    approved_by: LawyerId | None = None
    """Whoever approved it first, where two must."""

    def after(self, review: ReviewInput) -> "LiveDraft":
        """The same when a first person has approved it, with their words where they edited it."""
        return replace(
            self,
            draft_id=review.new_draft_id or self.draft_id,
            version=review.new_draft_version or self.version,
            approved_by=review.reviewer,
        )


def head_of(messages: Sequence[MessageId]) -> str:
    """The hash of the messages that a draft answers, in their order: 32 hex digits."""
    return hashlib.sha256("\x00".join(messages).encode()).hexdigest()[:32]


def judge(
    review: ReviewInput,
    live: LiveDraft | None,
    *,
    now: datetime,
    closes: datetime | None,
    rules: ReviewRules,
) -> ReviewOutcome:
    """What becomes of a review at a moment. Total.

    `closes`: when free text is no longer sent, its margin taken off; None: nobody has written, so
    that it cannot be sent at all.
    """
    if live is None or (review.draft_id, review.draft_version) != (live.draft_id, live.version):
        return ReviewOutcome.STALE
    if review.action is ReviewAction.REJECT:
        return ReviewOutcome.APPLIED
    return _refusal(review, live, now, closes, rules) or _approval(review, live, rules)


def _refusal(
    review: ReviewInput,
    live: LiveDraft,
    now: datetime,
    closes: datetime | None,
    rules: ReviewRules,
) -> ReviewOutcome | None:
    if closes is None or now >= closes:
        return ReviewOutcome.WINDOW_CLOSED
    if review.length > LONGEST_TEXT:
        return ReviewOutcome.TOO_LONG
    if not may_approve(review.role, live.intents, rules):
        return ReviewOutcome.NOT_ALLOWED
    return None


def _approval(review: ReviewInput, live: LiveDraft, rules: ReviewRules) -> ReviewOutcome:
    if not {*live.intents} & {*rules.two_persons}:
        return ReviewOutcome.APPLIED
    if live.approved_by is None or review.action is ReviewAction.EDIT:
        # Other words are approved by nobody yet but by whoever wrote them.
        return ReviewOutcome.NEEDS_SECOND
    if live.approved_by == review.reviewer:
        return ReviewOutcome.SAME_PERSON
    return ReviewOutcome.APPLIED


def may_approve(role: Role, intents: Sequence[Intent], rules: ReviewRules) -> bool:
    """Whether somebody's role lets them approve a draft that answers these."""
    if role in rules.approvers:
        return True
    return role is Role.STAFF and bool(intents) and {*intents} <= {*rules.staff_may_approve}
