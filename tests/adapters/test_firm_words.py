"""The assistant says the firm's words, a lawyer's suggestion only what the file says."""

import re
from datetime import date

import pytest

from adapters.ai.firm_words import FirmWordsDrafter
from domain.analysis import Intent, Language
from domain.cases import CaseStatus
from domain.drafts import CaseFacts, DraftContext, DraftKind, DraftRequest
from tests.samples import make_policy

TEXTS = make_policy().texts
CASE = CaseFacts(
    number="214/Pdt.G/2026/PN Jkt.Sel",
    court="PN Jakarta Selatan",
    status=CaseStatus.OPEN,
    next_hearing=date(2026, 12, 7),
)


def asked(
    *intents: Intent,
    language: Language = Language.INDONESIAN,
    kind: DraftKind = DraftKind.REPLY,
    notice_due: bool = False,
    case: CaseFacts | None = None,
) -> DraftRequest:
    return DraftRequest(
        kind=kind,
        intents=intents,
        language=language,
        context=DraftContext(notice_due=notice_due, case=case),
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("intent", Intent)
def test_every_answer_says_that_no_person_wrote_it(language: Language, intent: Intent) -> None:
    said = FirmWordsDrafter(TEXTS).draft(asked(intent, language=language))
    assert said.body.endswith(TEXTS.disclosure.in_language(language))
    assert said.sources[-1] == "firm.disclosure"


def test_facts_come_before_courtesies() -> None:
    intents = (Intent.GREETING, Intent.THANKS, Intent.OFFICE_INFO)
    said = FirmWordsDrafter(TEXTS).draft(asked(*intents, language=Language.ENGLISH))
    assert said.body.startswith(TEXTS.office_info.en)
    assert TEXTS.greeting.en not in said.body
    assert said.sources == ("firm.office_info", "firm.disclosure")


@pytest.mark.parametrize("kind", DraftKind)
def test_the_first_contact_is_told_how_its_data_are_handled(kind: DraftKind) -> None:
    drafter = FirmWordsDrafter(TEXTS)
    first = drafter.draft(asked(Intent.GREETING, kind=kind, notice_due=True))
    assert TEXTS.privacy_notice.id in first.body
    assert "firm.privacy_notice" in first.sources
    later = drafter.draft(asked(Intent.GREETING, kind=kind))
    assert TEXTS.privacy_notice.id not in later.body


def test_a_suggestion_says_of_a_case_what_it_is_given_and_where_it_is_from() -> None:
    suggested = FirmWordsDrafter(TEXTS).draft(
        asked(Intent.CASE_STATUS, kind=DraftKind.SUGGESTION, case=CASE)
    )
    assert "214/Pdt.G/2026/PN Jkt.Sel" in suggested.body
    assert "7 Desember 2026" in suggested.body
    assert suggested.sources == (
        "suggestion.case_status", "case.number", "case.court", "case.status", "case.next_hearing",
    )  # fmt: skip


@pytest.mark.parametrize(
    "intent", sorted(set(Intent) - {Intent.CASE_STATUS, Intent.COURT_DEADLINE})
)
def test_a_suggestion_about_something_else_says_nothing_of_a_case(intent: Intent) -> None:
    suggested = FirmWordsDrafter(TEXTS).draft(asked(intent, kind=DraftKind.SUGGESTION, case=CASE))
    assert "214" not in suggested.body
    assert not [source for source in suggested.sources if source.startswith("case.")]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("intent", Intent)
def test_a_suggestion_promises_and_advises_nothing(intent: Intent, language: Language) -> None:
    suggested = FirmWordsDrafter(TEXTS).draft(
        asked(intent, language=language, kind=DraftKind.SUGGESTION)
    )
    said = set(re.findall(r"\w+", suggested.body.casefold()))
    assert not said & {"pasti", "dijamin", "menang", "guarantee", "win", "sebaiknya", "should"}
    assert 0 < len(suggested.body) <= 4096
