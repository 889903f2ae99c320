"""Putting messages and files to their cases."""

from dataclasses import dataclass

from temporalio import activity

from domain.files import MediaInput
from domain.matching import MatchCaseInput, MatchCaseResult, PlacedDocument
from domain.ports import CaseMatcher


@dataclass(frozen=True, slots=True)
class CaseActivities:
    """One instance a worker, built in worker.py."""

    cases: CaseMatcher

    @activity.defn
    def match_case(self, input: MatchCaseInput) -> MatchCaseResult:
        """Find a message's case, the deadlines it tells, and who may stand against a client.

        Safe to run twice: each conflict and deadline is kept once, and a match only gives way to
        a surer one.
        """
        return self.cases.match(input)

    @activity.defn
    def place_document(self, input: MediaInput) -> PlacedDocument:
        """The same with what was read in a message's file.

        Safe to run twice, for the same reasons.
        """
        return self.cases.place(input.message_id)
