"""Writing down what lawyers did in a conversation."""

from dataclasses import dataclass

from temporalio import activity

from domain.pen import AppliedReview, ApplyReviewInput, NoteAnsweredInput
from domain.pen_ports import PenStore
from domain.policy import FirmPolicy


@dataclass(frozen=True, slots=True)
class DeskActivities:
    """One instance a worker, built in worker.py."""

    pen: PenStore
    policy: FirmPolicy

    @activity.defn
    def apply_review(self, input: ApplyReviewInput) -> AppliedReview:
        """Keep what became of a review; what it approved is written down for sending.

        Safe to run twice: the first outcome stands, and what is sent has ids made of the review's.
        """
        return self.pen.apply_review(input, self.policy)

    @activity.defn
    def note_answered(self, input: NoteAnsweredInput) -> None:
        """Note that a person has answered. Safe to run twice: it changes nothing then."""
        self.pen.note_answered(input.conversation_id, input.messages)
