"""Which case a message belongs to, and why."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.analysis import Intent, Language
from domain.ids import CaseId, ClientId, IdentityId, MessageId
from domain.routing import Reason


class MatchReason(StrEnum):
    """Why a message was put to its case, or to none. Codes are stable."""

    QUOTED = "quoted"
    """It quotes a message of that case."""
    CHOSEN = "chosen"
    """The client picked the case from a list."""
    CASE_NUMBER = "case_number"
    """Its text or its file names the case's number."""
    PARTY = "party"
    """It names somebody of that case and of no other of the client's."""
    CURRENT = "current"
    """The conversation was about it last."""
    ONLY_OPEN = "only_open"
    """The client has no other open case."""
    LAWYER = "lawyer"
    """A lawyer put it there."""
    SEVERAL = "several"
    """It may belong to several of the client's cases."""
    NONE = "none"
    """The client has no open case."""


_SURENESS: Final = (
    MatchReason.NONE,
    MatchReason.SEVERAL,
    MatchReason.ONLY_OPEN,
    MatchReason.CURRENT,
    MatchReason.PARTY,
    MatchReason.CASE_NUMBER,
    MatchReason.CHOSEN,
    MatchReason.QUOTED,
    MatchReason.LAWYER,
)
"""From what is hardly a match to what nothing overrules."""

_ABOUT_A_CASE: Final = frozenset(
    {
        Intent.CASE_STATUS,
        Intent.DOCUMENT_SUBMISSION,
        Intent.COURT_DEADLINE,
        Intent.LEGAL_ADVICE,
    }
)

MOST_ROWS: Final = 10
"""How many rows a WhatsApp list may have; whoever has more cases is asked by a person."""

_TITLE: Final = 24
_DESCRIPTION: Final = 72
_CHOICE: Final = re.compile(r"case:(?P<case>[0-9a-f]{32})", re.ASCII)

_MONTHS: Final = {
    Language.INDONESIAN: (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCaseInput:
    """A recorded message, and what it was understood to want."""

    message_id: MessageId
    intents: tuple[Intent, ...] = ()
    has_file: bool = False
    client_id: ClientId | None = None
    identity_id: IdentityId | None = None
    """Who wrote; None of a message that nobody is named for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCaseResult:
    """Where a message was put. `circumstances` make it a person's whatever it says."""

    case_id: CaseId | None
    reason: MatchReason
    circumstances: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDocument:
    """Where a file's message was put, and how many deadlines were read in it."""

    case_id: CaseId | None
    reason: MatchReason
    conflict: bool = False
    deadlines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case of whoever writes."""

    case_id: CaseId
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFacts:
    """All that tells which case a message belongs to.

    `corrected_to` counts where `corrected`: a lawyer may also have put the message to no case.
    """

    own: tuple[OwnCase, ...] = ()
    corrected: bool = False
    corrected_to: CaseId | None = None
    quoted: CaseId | None = None
    """The case of the message that it quotes."""
    chosen: CaseId | None = None
    numbered: tuple[CaseId, ...] = ()
    """Cases whose number stands in it or in its file."""
    named: tuple[CaseId, ...] = ()
    """Cases of which somebody is named in it or in its file."""
    current: CaseId | None = None
    """What the conversation was about last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMatch:
    """A case, or the cases that it may be; both empty where there is none."""

    case_id: CaseId | None
    reason: MatchReason
    candidates: tuple[CaseId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCase:
    """A case that a client may be asked about."""

    case_id: CaseId
    opened_on: date
    number: str | None = None
    court: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row of a WhatsApp list: a title of at most 24 letters, a description of at most 72."""

    id: str
    title: str
    description: str


def match_case(facts: MatchFacts) -> CaseMatch:
    """Decide which case a message belongs to. Total: every input gets an answer.

    Only the client's own cases are ever matched, and a closed one only where the message itself
    points to it: by its number, by a quote or by a choice.
    """
    own = {case.case_id for case in facts.own}
    pointed_to = _pointed_to(facts, own)
    if pointed_to:
        return pointed_to
    open_cases = tuple(dict.fromkeys(case.case_id for case in facts.own if case.open))
    named = _among(facts.named, open_cases)
    # Somebody who stands in several of the client's cases tells only which ones it may be.
    possible = named or open_cases
    if len(named) == 1:
        return CaseMatch(case_id=named[0], reason=MatchReason.PARTY)
    if facts.current is not None and facts.current in possible:
        return CaseMatch(case_id=facts.current, reason=MatchReason.CURRENT)
    if not possible:
        return CaseMatch(case_id=None, reason=MatchReason.NONE)
    return _one_of(possible, MatchReason.ONLY_OPEN)


def _pointed_to(facts: MatchFacts, own: Collection[CaseId]) -> CaseMatch | None:
    """What the message itself, or a lawyer, says; a case of which it names the number included."""
    if facts.corrected:
        return CaseMatch(case_id=facts.corrected_to, reason=MatchReason.LAWYER)
    for case, reason in ((facts.quoted, MatchReason.QUOTED), (facts.chosen, MatchReason.CHOSEN)):
        if case is not None and case in own:
            return CaseMatch(case_id=case, reason=reason)
    numbered = _among(facts.numbered, own)
    return _one_of(numbered, MatchReason.CASE_NUMBER) if numbered else None


def is_surer(new: MatchReason, kept: MatchReason | None) -> bool:
    """Whether a match should take the place of one that is kept."""
    return kept is None or _SURENESS.index(new) > _SURENESS.index(kept)


def needs_a_case(intents: Collection[Intent], *, has_file: bool) -> bool:
    """Whether a message is of use only to who knows which case it is about; a greeting is not."""
    return has_file or not _ABOUT_A_CASE.isdisjoint(intents)


def chosen_case(reply_id: str) -> CaseId | None:
    """The case of a row that a client tapped; None where it is another row."""
    match = _CHOICE.fullmatch(reply_id)
    return CaseId(match["case"]) if match else None


def case_question(
    candidates: Sequence[AskedCase], *, verified: bool, language: Language
) -> tuple[ListRow, ...] | None:
    """The rows of a list that asks which case is meant; None: a person must ask.

    Whoever has not proved who they are sees when a case was opened and nothing else of it.
    """
    if not 1 < len(candidates) <= MOST_ROWS:
        return None
    ordered = sorted(candidates, key=lambda case: (case.opened_on, case.case_id))
    return tuple(
        _row(number, case, verified=verified, language=language)
        for number, case in enumerate(ordered, start=1)
    )


def _row(number: int, case: AskedCase, *, verified: bool, language: Language) -> ListRow:
    indonesian = language is Language.INDONESIAN
    title = f"{'Perkara' if indonesian else 'Case'} {number}"
    month = f"{_MONTHS[language][case.opened_on.month - 1]} {case.opened_on.year}"
    description = f"{'Dibuka' if indonesian else 'Opened in'} {month}"
    if verified and case.number:
        title = _fitting(case.number)
        description = ", ".join(part for part in (case.number, case.court) if part)
    return ListRow(
        id=f"case:{case.case_id}", title=title[:_TITLE], description=description[:_DESCRIPTION]
    )


def _fitting(number: str) -> str:
    """A case number, or as many whole parts of it as a title has room for."""
    while len(number) > _TITLE and "/" in number:
        number = number.rpartition("/")[0]
    return number


def _among(cases: Sequence[CaseId], own: Collection[CaseId]) -> tuple[CaseId, ...]:
    return tuple(dict.fromkeys(case for case in cases if case in own))


def _one_of(cases: tuple[CaseId, ...], reason: MatchReason) -> CaseMatch:
    if len(cases) == 1:
        return CaseMatch(case_id=cases[0], reason=reason)
    return CaseMatch(case_id=None, reason=MatchReason.SEVERAL, candidates=cases)
