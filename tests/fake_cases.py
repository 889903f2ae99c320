"""A firm's cases, as far as a workflow sees them."""

from dataclasses import dataclass, field

from domain.failures import Unavailable
from domain.ids import MessageId
from domain.matching import MatchCaseInput, MatchCaseResult, MatchReason, PlacedDocument


def _nothing() -> MatchCaseResult:
    return MatchCaseResult(case_id=None, reason=MatchReason.NONE)


@dataclass(slots=True)
class FakeCaseMatcher:
    """Implements `domain.ports.CaseMatcher`: answers what it was told to."""

    answer: MatchCaseResult | Exception = field(default_factory=_nothing)
    placed: PlacedDocument | Exception = field(
        default_factory=lambda: PlacedDocument(case_id=None, reason=MatchReason.NONE)
    )
    asked: list[MatchCaseInput] = field(default_factory=list[MatchCaseInput])
    failing: int = 0
    """How many times more it fails before it answers."""
    files: list[MessageId] = field(default_factory=list[MessageId])

    def match(self, input: MatchCaseInput) -> MatchCaseResult:
        self.asked.append(input)
        if self.failing:
            self.failing -= 1
            raise Unavailable("the database is unavailable")
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def place(self, message: MessageId) -> PlacedDocument:
        self.files.append(message)
        if isinstance(self.placed, Exception):
            raise self.placed
        return self.placed
