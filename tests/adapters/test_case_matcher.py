"""Messages and files are put to their cases, and tell what must be done by when."""

from dataclasses import dataclass
from datetime import UTC, date

import pytest
from sqlalchemy import Engine

from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.vault import Vault
from domain.analysis import Intent
from domain.cases import CaseStatus
from domain.clients import Standing
from domain.documents import PageText, ReadMethod
from domain.failures import UnknownRecord
from domain.files import ReadingState
from domain.ids import CaseId
from domain.legal.recognise import recognise
from domain.matching import MatchCaseInput, MatchCaseResult, MatchReason
from domain.media_reading import summary_of
from domain.messages import RecordedMessage
from domain.routing import Reason
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores
from tests.domain.legal.papers import RELAAS, SOMASI_DAYS
from tests.samples import NOW, made_id, make_wamid

_NUMBER = "214/Pdt.G/2026/PN Jkt.Sel"
_OTHER = "77/Pdt.G/2026/PN Dps"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matching:
    cases: Cases
    stores: Stores
    matcher: PostgresCaseMatcher

    def message(self, text: str, number: int = 1, **more: object) -> RecordedMessage:
        return self.stores.record(text=text, number=number, sent_at=NOW, more=more)

    def look(self, message: RecordedMessage, *intents: Intent) -> MatchCaseResult:
        return self.matcher.match(MatchCaseInput(message_id=message.message_id, intents=intents))

    def two_cases(self, message: RecordedMessage) -> tuple[CaseId, CaseId]:
        self.cases.stands(message.client_id, Standing.CLIENT)
        return (
            self.cases.open(message.client_id, number=_NUMBER, against="Anton Lubis"),
            self.cases.open(message.client_id, number=_OTHER, against="CV Laut Contoh"),
        )

    def read(self, message: RecordedMessage, text: str) -> None:
        page = PageText(number=1, text=text, confidence=0.97, method=ReadMethod.OCR)
        self.stores.media.keep_page(message.message_id, page)
        document = summary_of(recognise([page], at=NOW, zone=UTC))
        self.stores.media.keep_reading(
            message.message_id, ReadingState.READ, pages=1, document=document, alarm=None
        )


@pytest.fixture
def matching(engine: Engine, vault: Vault, postgres_stores: Stores) -> _Matching:
    return _Matching(
        cases=Cases(engine, vault),
        stores=postgres_stores,
        matcher=PostgresCaseMatcher(engine, vault, lambda _: False),
    )


def test_a_prospect_has_no_case(matching: _Matching) -> None:
    message = matching.message("halo")
    assert matching.look(message) == MatchCaseResult(case_id=None, reason=MatchReason.NONE)
    assert matching.cases.of_message(message.message_id) == (None, "none")


def test_the_only_open_case_is_meant(matching: _Matching) -> None:
    message = matching.message("halo")
    case = matching.cases.open(message.client_id)
    matching.cases.open(message.client_id, status=CaseStatus.CLOSED)
    assert matching.look(message).reason is MatchReason.ONLY_OPEN
    assert matching.cases.of_message(message.message_id) == (case, "only_open")
    assert matching.cases.of_conversation(message.conversation_id) == case
    # Looked for again, it is the same for the same reason.
    assert matching.look(message).reason is MatchReason.ONLY_OPEN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bagaimana perkara 77/PDT.G/2026/PN.DPS pak", MatchReason.CASE_NUMBER),
        ("bagaimana dengan cv laut contoh", MatchReason.PARTY),
    ],
)
def test_a_number_or_a_name_tells_which_case_is_meant(
    matching: _Matching, text: str, reason: MatchReason
) -> None:
    message = matching.message(text)
    _, case = matching.two_cases(message)
    result = matching.look(message)
    assert (result.case_id, result.reason, result.circumstances) == (case, reason, ())


def test_then_the_conversation_goes_on_about_it(matching: _Matching) -> None:
    first = matching.message(_OTHER)
    _, case = matching.two_cases(first)
    matching.look(first)
    later = matching.look(matching.message("dan berapa biayanya?", 2))
    assert (later.case_id, later.reason) == (case, MatchReason.CURRENT)


def test_several_cases_are_a_persons_question_where_one_is_needed(matching: _Matching) -> None:
    message = matching.message("bagaimana perkara saya?")
    matching.two_cases(message)
    asked = matching.look(message, Intent.CASE_STATUS)
    assert (asked.case_id, asked.reason) == (None, MatchReason.SEVERAL)
    assert asked.circumstances == (Reason.CASE_UNCLEAR,)
    assert matching.look(message, Intent.GREETING).circumstances == ()
    file = MatchCaseInput(message_id=message.message_id, has_file=True)
    assert matching.matcher.match(file).circumstances == (Reason.CASE_UNCLEAR,)


def test_a_quote_leads_to_the_case_of_what_it_quotes(matching: _Matching) -> None:
    first = matching.message(_NUMBER)
    case, _ = matching.two_cases(first)
    matching.look(first)
    matching.look(matching.message(_OTHER, 2))
    quote = matching.message("yang ini pak", 3, context={"id": make_wamid(1)})
    result = matching.look(quote)
    assert (result.case_id, result.reason) == (case, MatchReason.QUOTED)


def test_a_row_that_the_client_taps_leads_to_its_case(matching: _Matching) -> None:
    first = matching.message("perkara saya?")
    _, case = matching.two_cases(first)
    reply = {"type": "list_reply", "list_reply": {"id": f"case:{case}", "title": "Perkara 2"}}
    tapped = matching.stores.record(
        number=2, kind="interactive", text=None, more={"interactive": reply}
    )
    result = matching.look(tapped)
    assert (result.case_id, result.reason) == (case, MatchReason.CHOSEN)


def test_another_clients_number_leads_nowhere(matching: _Matching) -> None:
    matching.cases.open(matching.cases.client(), number=_NUMBER)
    message = matching.message(_NUMBER)
    assert matching.look(message).case_id is None


def test_a_lawyers_word_stands(matching: _Matching) -> None:
    message = matching.message(_NUMBER)
    _, case = matching.two_cases(message)
    matching.cases.put(message.message_id, case, matching.cases.person().id)
    result = matching.look(message)
    assert (result.case_id, result.reason) == (case, MatchReason.LAWYER)
    assert matching.cases.of_message(message.message_id) == (case, "lawyer")


def test_what_stands_in_a_file_is_surer_than_what_was_supposed(matching: _Matching) -> None:
    paper = matching.stores.record(kind="document", sent_at=NOW, more={"document": {"id": "7"}})
    case, _ = matching.two_cases(paper)
    assert matching.look(paper, Intent.DOCUMENT_SUBMISSION).reason is MatchReason.SEVERAL
    matching.read(paper, RELAAS)
    for _ in range(2):
        placed = matching.matcher.place(paper.message_id)
        assert (placed.case_id, placed.reason) == (case, MatchReason.CASE_NUMBER)
        assert placed.deadlines == 1
    (row,) = matching.cases.deadlines()
    assert (row.on, row.kind, row.source, row.case_id) == (
        date(2026, 12, 7),
        "hearing",
        "document",
        case,
    )
    # The message's own step may come last, and changes nothing.
    assert matching.look(paper).reason is MatchReason.CASE_NUMBER


def test_days_that_count_from_a_receipt_are_no_certain_day(matching: _Matching) -> None:
    paper = matching.stores.record(kind="document", sent_at=NOW, more={"document": {"id": "7"}})
    matching.read(paper, SOMASI_DAYS)
    matching.matcher.place(paper.message_id)
    (row,) = matching.cases.deadlines()
    assert (row.on, row.kind) == (None, "answer")


def test_a_client_who_tells_of_a_hearing_has_it_proposed_once(matching: _Matching) -> None:
    message = matching.message("Pak, sidang saya lusa jam 9 pagi WIB di PN Jaksel")
    for _ in range(2):
        matching.look(message, Intent.COURT_DEADLINE, Intent.GREETING)
    (row,) = matching.cases.deadlines()
    assert (row.on, row.kind, row.source) == (date(2026, 11, 24), "hearing", "text")
    assert b"Jaksel" not in row.details
    quiet = matching.message("sidang lusa", 2)
    matching.look(quiet, Intent.GREETING)
    assert len(matching.cases.deadlines()) == 1


def test_a_message_nobody_knows_is_said_to_be_unknown(matching: _Matching) -> None:
    with pytest.raises(UnknownRecord):
        matching.matcher.match(MatchCaseInput(message_id=made_id(1)))
    with pytest.raises(UnknownRecord):
        matching.matcher.place(made_id(1))
