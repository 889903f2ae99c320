"""Which case a message belongs to, and how a client is asked."""

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.analysis import Intent, Language
from domain.ids import CaseId
from domain.matching import (
    AskedCase,
    MatchFacts,
    MatchReason,
    OwnCase,
    case_question,
    chosen_case,
    is_surer,
    match_case,
    needs_a_case,
)

_A: Final = CaseId("a" * 32)
_B: Final = CaseId("b" * 32)
_CLOSED: Final = CaseId("c" * 32)
_FOREIGN: Final = CaseId("f" * 32)
_TWO: Final = (
    OwnCase(case_id=_A, open=True),
    OwnCase(case_id=_B, open=True),
    OwnCase(case_id=_CLOSED, open=False),
)
_ONE: Final = (OwnCase(case_id=_A, open=True), OwnCase(case_id=_CLOSED, open=False))


@pytest.mark.parametrize(
    ("facts", "case", "reason"),
    [
        (MatchFacts(own=_TWO, corrected=True, corrected_to=_B, quoted=_A), _B, MatchReason.LAWYER),
        (MatchFacts(own=_ONE, corrected=True), None, MatchReason.LAWYER),
        (MatchFacts(own=_TWO, quoted=_A, chosen=_B, numbered=(_B,)), _A, MatchReason.QUOTED),
        (MatchFacts(own=_TWO, chosen=_B, numbered=(_A,)), _B, MatchReason.CHOSEN),
        (MatchFacts(own=_TWO, numbered=(_B,), named=(_A,)), _B, MatchReason.CASE_NUMBER),
        (MatchFacts(own=_TWO, named=(_B,), current=_A), _B, MatchReason.PARTY),
        (MatchFacts(own=_TWO, current=_A), _A, MatchReason.CURRENT),
        (MatchFacts(own=_ONE), _A, MatchReason.ONLY_OPEN),
        (MatchFacts(own=_TWO), None, MatchReason.SEVERAL),
        (MatchFacts(), None, MatchReason.NONE),
        (MatchFacts(own=_ONE[1:]), None, MatchReason.NONE),
        # A closed case only where the message itself points to it.
        (MatchFacts(own=_TWO, quoted=_CLOSED), _CLOSED, MatchReason.QUOTED),
        (MatchFacts(own=_TWO, chosen=_CLOSED), _CLOSED, MatchReason.CHOSEN),
        (MatchFacts(own=_TWO, numbered=(_CLOSED,)), _CLOSED, MatchReason.CASE_NUMBER),
        (MatchFacts(own=_ONE, named=(_CLOSED,)), _A, MatchReason.ONLY_OPEN),
        (MatchFacts(own=_ONE, current=_CLOSED), _A, MatchReason.ONLY_OPEN),
        # Nobody is ever put to somebody else's case.
        (
            MatchFacts(
                own=_ONE,
                quoted=_FOREIGN,
                chosen=_FOREIGN,
                numbered=(_FOREIGN,),
                named=(_FOREIGN,),
                current=_FOREIGN,
            ),
            _A,
            MatchReason.ONLY_OPEN,
        ),
        # Whoever stands in both cases tells nothing more than the conversation did.
        (MatchFacts(own=_TWO, named=(_A, _B), current=_B), _B, MatchReason.CURRENT),
        (MatchFacts(own=_TWO, named=(_A, _B)), None, MatchReason.SEVERAL),
        (MatchFacts(own=_TWO, numbered=(_A, _B), current=_A), None, MatchReason.SEVERAL),
    ],
)
def test_the_surest_sign_decides(
    facts: MatchFacts, case: CaseId | None, reason: MatchReason
) -> None:
    match = match_case(facts)
    assert (match.case_id, match.reason) == (case, reason)


def test_several_cases_are_told() -> None:
    assert match_case(MatchFacts(own=_TWO)).candidates == (_A, _B)
    assert match_case(MatchFacts(own=_TWO, numbered=(_CLOSED, _A))).candidates == (_CLOSED, _A)


_CASES: Final = st.sampled_from([_A, _B, _CLOSED, _FOREIGN])
_SOME: Final = st.lists(_CASES, max_size=5).map(tuple)
_FACTS: Final = st.builds(
    MatchFacts,
    own=st.lists(st.builds(OwnCase, case_id=_CASES, open=st.booleans()), max_size=5).map(tuple),
    corrected=st.booleans(),
    corrected_to=st.none() | _CASES,
    quoted=st.none() | _CASES,
    chosen=st.none() | _CASES,
    numbered=_SOME,
    named=_SOME,
    current=st.none() | _CASES,
)


@given(_FACTS)
def test_every_message_gets_an_answer_that_is_the_clients_own(facts: MatchFacts) -> None:
    match = match_case(facts)
    own = {case.case_id for case in facts.own}
    if facts.corrected:
        assert (match.case_id, match.reason) == (facts.corrected_to, MatchReason.LAWYER)
        return
    assert match.case_id is None or match.case_id in own
    assert own.issuperset(match.candidates)
    assert (len(match.candidates) > 1) == (match.reason is MatchReason.SEVERAL)
    assert (match.case_id is None) == (match.reason in {MatchReason.SEVERAL, MatchReason.NONE})


@given(st.sampled_from(MatchReason), st.sampled_from(MatchReason))
def test_of_two_reasons_one_is_the_surer(one: MatchReason, other: MatchReason) -> None:
    assert is_surer(one, other) + is_surer(other, one) == (one is not other)
    assert is_surer(one, None)


def test_what_a_file_says_counts_more_than_what_was_supposed() -> None:
    assert is_surer(MatchReason.CASE_NUMBER, MatchReason.ONLY_OPEN)
    assert not is_surer(MatchReason.CASE_NUMBER, MatchReason.LAWYER)


def test_a_greeting_needs_no_case_and_a_question_about_one_does() -> None:
    assert not needs_a_case({Intent.GREETING, Intent.THANKS}, has_file=False)
    assert needs_a_case({Intent.GREETING, Intent.CASE_STATUS}, has_file=False)
    assert needs_a_case(set(), has_file=True)


def _asked(number: int, court_number: str | None = "214/Pdt.G/2026/PN Jkt.Sel") -> AskedCase:
    return AskedCase(
        case_id=CaseId(f"{number:032x}"),
        opened_on=date(2026, 3, number),
        number=court_number,
        court="Pengadilan Negeri Jakarta Selatan",
    )


def test_whoever_has_not_proved_who_they_are_is_told_nothing_of_a_case() -> None:
    rows = case_question([_asked(2), _asked(1)], verified=False, language=Language.INDONESIAN)
    assert rows is not None
    assert [(row.title, row.description) for row in rows] == [
        ("Perkara 1", "Dibuka Maret 2026"),
        ("Perkara 2", "Dibuka Maret 2026"),
    ]
    english = case_question([_asked(2), _asked(1)], verified=False, language=Language.ENGLISH)
    assert english is not None
    assert english[0].description == "Opened in March 2026"


def test_a_client_who_has_is_told_the_numbers() -> None:
    rows = case_question([_asked(1), _asked(2, None)], verified=True, language=Language.INDONESIAN)
    assert rows is not None
    assert [(row.title, row.description) for row in rows] == [
        ("214/Pdt.G/2026", "214/Pdt.G/2026/PN Jkt.Sel, Pengadilan Negeri Jakarta Selatan"),
        ("Perkara 2", "Dibuka Maret 2026"),
    ]


def test_a_row_that_is_tapped_leads_to_its_case() -> None:
    rows = case_question([_asked(1), _asked(2)], verified=False, language=Language.INDONESIAN)
    assert rows is not None
    assert [chosen_case(row.id) for row in rows] == [_asked(1).case_id, _asked(2).case_id]
    assert chosen_case("jadwal") is None
    assert chosen_case("case:../etc/passwd") is None


@pytest.mark.parametrize("count", [0, 1, 11])
def test_one_case_is_no_question_and_eleven_are_a_persons(count: int) -> None:
    asked = [_asked(number) for number in range(1, count + 1)]
    assert case_question(asked, verified=True, language=Language.INDONESIAN) is None


@given(
    st.lists(
        st.builds(
            AskedCase,
            case_id=st.uuids().map(lambda each: CaseId(each.hex)),
            opened_on=st.dates(),
            number=st.none() | st.text(max_size=90),
            court=st.none() | st.text(max_size=90),
        ),
        min_size=2,
        max_size=10,
    ),
    st.booleans(),
    st.sampled_from(Language),
)
def test_a_list_is_one_that_whatsapp_takes(
    cases: list[AskedCase],
    verified: bool,  # noqa: FBT001 -- hypothesis gives it by place
    language: Language,
) -> None:
    rows = case_question(cases, verified=verified, language=language)
    assert rows is not None
    assert len(rows) == len(cases)
    for row in rows:
        assert 0 < len(row.title) <= 24
        assert 0 < len(row.description) <= 72
        assert len(row.id) <= 200
