"""One file's way."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.analysis import Urgency
from domain.drafts import DraftKind
from domain.failures import (
    KeyTaken,
    MediaAltered,
    MediaGone,
    MediaTooLarge,
    NoPreview,
    Unavailable,
    UnknownRecord,
)
from domain.files import MediaProblem, ReadingState
from domain.ids import send_again_draft_id
from domain.media import Finding, MediaState
from domain.messages import InboundMessageInput
from domain.policy import DocumentRules
from domain.routing import Reason
from tests.samples import inbound_message, make_policy
from tests.workflows.firm import Firm

_SUMMONS = """RELAAS PANGGILAN SIDANG
Nomor: 214/Pdt.G/2026/PN Jkt.Sel
Jurusita Pengganti pada Pengadilan Negeri Jakarta Selatan memanggil Tergugat untuk hadir pada
hari Senin, tanggal 7 Desember 2026, pukul 09.00 WIB di ruang sidang 3.
"""


def _document() -> InboundMessageInput:
    message = inbound_message(kind="document")
    content = {**json.loads(message.message), "document": {"id": "7"}}
    return replace(message, message=json.dumps(content))


@pytest.fixture(autouse=True)
def _a_file(firm: Firm) -> None:
    firm.files.files = {"7": b"%PDF-1.7 of a client"}


async def test_a_file_is_kept_as_it_is_with_its_previews(firm: Firm) -> None:
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.reading, file.previews) == (MediaState.KEPT, ReadingState.READ, 1)
    assert firm.bucket.kept[file.key] == (b"%PDF-1.7 of a client", "application/pdf")
    assert set(firm.bucket.kept) == {file.key, f"{file.key}/thumbnail", f"{file.key}/page-1"}


async def test_a_message_does_not_wait_for_its_file(firm: Firm) -> None:
    firm.files.failures = [Unavailable("WhatsApp is away")] * 1000
    message = await firm.receive(_document())
    row = firm.records.messages[message.message_id]
    assert row.handed_over
    assert firm.records.files[message.message_id].state is MediaState.WAITING


async def test_a_file_is_fetched_again_until_whatsapp_gives_it(firm: Firm) -> None:
    firm.files.failures = [Unavailable("503")] * 5
    assert (await firm.file_of(await firm.receive(_document()))).state is MediaState.KEPT


@pytest.mark.parametrize(
    ("failure", "state", "problem"),
    [
        (MediaGone("gone"), MediaState.GONE, MediaProblem.EXPIRED),
        (MediaTooLarge("large"), MediaState.REFUSED, MediaProblem.TOO_LARGE),
    ],
)
async def test_a_file_that_will_never_come_is_said_to_be_so(
    firm: Firm,
    failure: MediaGone | MediaTooLarge,
    state: MediaState,
    problem: MediaProblem,
) -> None:
    firm.files.failures = [failure]
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.problem) == (state, problem)
    assert firm.bucket.kept == {}


async def test_a_client_is_asked_to_send_a_file_again_by_nobody_but_a_lawyer(firm: Firm) -> None:
    firm.files.failures = [MediaGone("gone")] * 2
    message = await firm.receive(_document())
    await firm.file_of(message)
    row = firm.records.conversations[firm.conversation_id]
    assert Reason.FILE_GONE in row.reasons
    firm.media.try_again(message.message_id)
    await firm.starter.media(message.message_id)
    await firm.file_of(message)
    ((draft_id, draft),) = firm.records.drafts.items()
    assert draft_id == send_again_draft_id(message.message_id)
    assert (draft.kind, draft.answers) == (DraftKind.SUGGESTION, (message.message_id,))
    assert draft.body == firm.policy.texts.send_again.id
    await firm.pass_time(timedelta(hours=1))
    assert firm.sender.asked == []


async def test_a_file_that_is_another_again_and_again_is_refused(firm: Firm) -> None:
    firm.files.failures = [MediaAltered("another digest")] * 9
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.problem) == (MediaState.REFUSED, MediaProblem.WRONG_CONTENT)


async def test_a_file_that_cannot_be_kept_can_be_tried_again(firm: Firm) -> None:
    firm.files.failures = [KeyTaken("no attempt will help")]
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.problem) == (MediaState.FAILED, MediaProblem.NOT_FETCHED)


@pytest.mark.parametrize("virus", [True, False])
async def test_what_nobody_may_open_unasked_is_kept_and_not_read(firm: Firm, virus: bool) -> None:  # noqa: FBT001 -- pytest gives it by name
    if virus:
        firm.scanner.virus = "Eicar"
    else:
        firm.inspector.finds(Finding.MACROS)
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.reading) == (MediaState.QUARANTINED, ReadingState.NOT_READ)
    assert file.stored is not None
    assert file.stored.inspection.findings == ((Finding.VIRUS if virus else Finding.MACROS),)
    assert set(firm.bucket.kept) == {file.key}


async def test_a_file_without_a_picture_is_kept_all_the_same(firm: Firm) -> None:
    firm.previews.failure = NoPreview("damaged")
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.previews) == (MediaState.KEPT, 0)


async def test_a_summons_is_recognised_and_calls_a_lawyer(firm: Firm) -> None:
    firm.recognizer.pages = [_SUMMONS]
    file = await firm.file_of(await firm.receive(_document()))
    assert file.document is not None
    assert file.document.kind == "court_summons"
    values = {field.name: field.value for field in file.document.fields}
    assert values["case_number"] == "214/Pdt.G/2026/PN Jkt.Sel"
    row = firm.records.conversations[firm.conversation_id]
    assert row.urgency is Urgency.HIGH
    assert Reason.COURT_DEADLINE in row.reasons


async def test_a_worker_that_dies_in_the_middle_loses_no_page(firm: Firm) -> None:
    firm.recognizer.pages = [f"halaman {number}" for number in range(1, 11)]
    firm.recognizer.dies_after = 6
    file = await firm.file_of(await firm.receive(_document()))
    assert firm.recognizer.read_pages == list(range(1, 11))
    assert (file.reading, sorted(file.pages)) == (ReadingState.READ, list(range(1, 11)))


async def test_pages_beyond_the_firms_limit_are_said_to_be_unread(firm: Firm) -> None:
    most = make_policy().documents.most_pages
    assert most == DocumentRules().most_pages
    firm.recognizer.pages = ["halaman"] * (most + 9)
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.reading, file.in_all) == (ReadingState.IN_PART, most + 9)
    assert file.pages[most + 1].last == most + 9


async def test_what_cannot_be_read_stays_and_says_so(firm: Firm) -> None:
    firm.recognizer.unknown = True
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.reading) == (MediaState.KEPT, ReadingState.NO_WORDS)
    assert Reason.UNREADABLE in firm.records.conversations[firm.conversation_id].reasons


@pytest.mark.parametrize("already_read", [0, 3])
async def test_a_document_whose_reading_is_given_up_calls_a_person(
    firm: Firm, already_read: int
) -> None:
    firm.recognizer.pages = [f"halaman {number}" for number in range(1, 6)]
    firm.recognizer.dies_after = already_read
    firm.recognizer.dies_of = KeyTaken("no attempt will help")
    file = await firm.file_of(await firm.receive(_document()))
    assert file.reading is (ReadingState.IN_PART if already_read else ReadingState.FAILED)
    assert sorted(file.pages) == list(range(1, already_read + 1))
    assert Reason.UNREADABLE in firm.records.conversations[firm.conversation_id].reasons


async def test_a_file_that_was_read_is_put_to_its_case(firm: Firm) -> None:
    firm.recognizer.pages = [_SUMMONS]
    message = await firm.receive(_document())
    await firm.file_of(message)
    assert firm.cases.files == [message.message_id]


async def test_a_file_without_words_is_put_to_none(firm: Firm) -> None:
    firm.recognizer.unknown = True
    await firm.file_of(await firm.receive(_document()))
    assert firm.cases.files == []


async def test_a_file_is_kept_and_read_whatever_comes_of_its_case(firm: Firm) -> None:
    firm.recognizer.pages = [_SUMMONS]
    firm.cases.placed = UnknownRecord("no such message")
    file = await firm.file_of(await firm.receive(_document()))
    assert (file.state, file.reading) == (MediaState.KEPT, ReadingState.READ)
