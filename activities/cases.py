"""Putting messages and files to their cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from temporalio import activity

from domain.files import MediaInput
from domain.matching import MatchCaseInput, MatchCaseResult, PlacedDocument
from domain.pins import PinOutcome
from domain.ports import CaseMatcher, IdentityProof, MessageStore
from domain.routing import Reason

_PROOF: Final[Mapping[PinOutcome, tuple[Reason, ...]]] = {
    PinOutcome.PASSED: (Reason.IDENTITY_CONFIRMED,),
    PinOutcome.WRONG: (Reason.IDENTITY_CHECK_FAILED,),
    PinOutcome.LOCKED: (Reason.IDENTITY_CHECK_FAILED,),
    PinOutcome.NOT_A_PIN: (),
}


@dataclass(frozen=True, slots=True)
class CaseActivities:
    """One instance a worker, built in worker.py."""

    cases: CaseMatcher
    messages: MessageStore
    proof: IdentityProof

    @activity.defn
    def match_case(self, input: MatchCaseInput) -> MatchCaseResult:
        """Find a message's case, the deadlines it tells, and who may stand against a client.

        A message that is the PIN of a case proves who wrote it.

        Safe to run twice: each conflict and deadline is kept once, a match only gives way to a
        surer one, and a PIN is counted once a message.
        """
        proved = self._proved(input)
        matched = self.cases.match(input)
        return replace(matched, circumstances=(*matched.circumstances, *_PROOF[proved]))

    @activity.defn
    def place_document(self, input: MediaInput) -> PlacedDocument:
        """The same with what was read in a message's file.

        Safe to run twice, for the same reasons.
        """
        return self.cases.place(input.message_id)

    def _proved(self, input: MatchCaseInput) -> PinOutcome:
        if input.client_id is None or input.identity_id is None:
            return PinOutcome.NOT_A_PIN
        text = self.messages.text(input.message_id)
        if text is None:
            return PinOutcome.NOT_A_PIN
        return self.proof.check_pin(input.message_id, input.client_id, input.identity_id, text)
