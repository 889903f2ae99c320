"""What every keeper of files' records does, the fake and the real one."""

from dataclasses import replace

import pytest

from domain.analysis import Language, Urgency
from domain.documents import PageText, ReadMethod, ReadProblem
from domain.failures import UnknownRecord
from domain.files import (
    DocumentSummary,
    MediaProblem,
    ReadingState,
    RecognisedField,
    StoredFile,
)
from domain.ids import MessageId
from domain.media import Finding, Inspection, MediaState
from domain.messages import MediaKind
from domain.routing import Reason
from tests.adapters.conftest import Stores, at_once
from tests.samples import made_id, make_analysis

_FILE = {"id": "7", "mime_type": "application/pdf", "sha256": "x", "filename": "somasi.pdf"}
_PDF = Inspection(mime_type="application/pdf", extension=".pdf")
_STORED = StoredFile(inspection=_PDF, size=1234, sha256=b"s" * 32)
_BAD = StoredFile(
    inspection=Inspection(
        mime_type="application/zip", extension=".zip", findings=(Finding.ENCRYPTED,)
    ),
    size=7,
    sha256=b"t" * 32,
)
_PAGE = PageText(number=1, text="Panggilan sidang", confidence=0.93, method=ReadMethod.OCR)


def _document(stores: Stores, number: int = 1, **more: object) -> MessageId:
    recorded = stores.record(number=number, kind="document", more={"document": {**_FILE, **more}})
    assert recorded.has_file
    return recorded.message_id


def test_a_file_is_waited_for_from_the_moment_its_message_is_there(stores: Stores) -> None:
    recorded = stores.record(number=1, kind="document", more={"document": _FILE})
    file = stores.media.file(recorded.message_id)
    assert (file.state, file.conversation_id) == (MediaState.WAITING, recorded.conversation_id)
    assert (file.claimed.kind, file.claimed.media_id) == (MediaKind.DOCUMENT, "7")
    assert file.claimed.file_name == "somasi.pdf"
    assert file.key.startswith(f"{recorded.conversation_id}/")
    assert stores.media.file(recorded.message_id).key == file.key


def test_a_file_that_whatsapp_could_not_take_is_not_waited_for(stores: Stores) -> None:
    failed: dict[str, object] = {"image": {}, "errors": [{"code": 131052}]}
    recorded = stores.record(number=1, kind="image", more=failed)
    assert not recorded.has_file
    assert stores.media.file(recorded.message_id).state is MediaState.REFUSED


def test_a_text_has_no_file(stores: Stores) -> None:
    recorded = stores.record(number=1)
    assert not recorded.has_file
    for message in (recorded.message_id, made_id(9)):
        with pytest.raises(UnknownRecord):
            stores.media.file(message)


def test_a_stored_file_is_what_its_content_says(stores: Stores) -> None:
    message = _document(stores)
    assert stores.media.keep_stored(message, _STORED) is MediaState.KEPT
    file = stores.media.file(message)
    assert (file.mime_type, file.extension, file.size) == ("application/pdf", ".pdf", 1234)
    assert not stores.record(number=1, kind="document", more={"document": _FILE}).has_file


def test_a_file_with_a_finding_is_in_quarantine(stores: Stores) -> None:
    message = _document(stores)
    assert stores.media.keep_stored(message, _BAD) is MediaState.QUARANTINED


def test_what_is_kept_is_not_lost_by_what_comes_later(stores: Stores) -> None:
    message = _document(stores)
    stores.media.keep_stored(message, _STORED)
    assert stores.media.keep_stored(message, _BAD) is MediaState.KEPT
    gone = stores.media.keep_failure(
        message, MediaState.GONE, MediaProblem.EXPIRED, alarm=Reason.FILE_GONE
    )
    stores.media.try_again(message)
    assert gone is stores.media.file(message).state is MediaState.KEPT


def test_a_file_that_is_not_there_can_be_tried_again(stores: Stores) -> None:
    message = _document(stores)
    failed = stores.media.keep_failure(
        message, MediaState.FAILED, MediaProblem.NOT_FETCHED, alarm=Reason.UNREADABLE
    )
    assert failed is MediaState.FAILED
    stores.media.try_again(message)
    assert stores.media.file(message).state is MediaState.WAITING


def test_a_page_is_kept_once_and_as_it_was_first_read(stores: Stores) -> None:
    message = _document(stores)
    at_once(8, lambda _: stores.media.keep_page(message, _PAGE))
    unread = PageText(
        number=2,
        text="",
        confidence=0.0,
        method=ReadMethod.NOT_READ,
        problem=ReadProblem.TIME_LIMIT,
    )
    stores.media.keep_page(message, unread)
    again = PageText(number=1, text="other", confidence=0.1, method=ReadMethod.OCR)
    stores.media.keep_page(message, again)
    assert stores.media.pages(message) == (_PAGE, unread)
    assert set(stores.media.pages_read(message)) == {1, 2}


def test_a_summons_calls_a_lawyer(stores: Stores) -> None:
    recorded = stores.record(number=1, kind="document", more={"document": _FILE})
    field = RecognisedField(
        name="case_number", value="214/Pdt.G/2026/PN Jkt.Sel", page=1, line="x", confidence=0.9
    )
    stores.media.keep_reading(
        recorded.message_id,
        ReadingState.READ,
        pages=1,
        document=DocumentSummary(kind="court_summons", confidence=0.9, fields=(field,)),
        alarm=(Reason.COURT_DEADLINE, Urgency.HIGH),
    )
    flag = stores.look.flag(recorded.conversation_id)
    assert (flag.urgency, flag.reasons) == (Urgency.HIGH, (Reason.COURT_DEADLINE,))


def test_previews_are_counted(stores: Stores) -> None:
    message = _document(stores)
    stores.media.keep_previews(message, 3)
    assert stores.media.file(message).previews == 3


def test_a_file_that_is_not_there_calls_a_lawyer_and_one_that_is_kept_does_not(
    stores: Stores,
) -> None:
    recorded = stores.record(number=1, kind="document", more={"document": _FILE})
    other = stores.record(
        number=2, phone="6281200000002", kind="document", more={"document": _FILE}
    )
    stores.media.keep_stored(other.message_id, _STORED)
    for each in (recorded, other, recorded):
        stores.media.keep_failure(
            each.message_id, MediaState.GONE, MediaProblem.EXPIRED, alarm=Reason.FILE_GONE
        )
    flag = stores.look.flag(recorded.conversation_id)
    assert flag.since is not None
    assert (flag.urgency, flag.reasons) == (Urgency.NORMAL, (Reason.FILE_GONE,))
    assert stores.look.flag(other.conversation_id).since is None


def test_a_file_knows_in_which_language_its_client_wrote_last(stores: Stores) -> None:
    message = _document(stores)
    assert stores.media.file(message).language is Language.INDONESIAN
    words = stores.record(number=2, text="Good morning")
    stores.messages.keep_analysis(
        words.message_id, replace(make_analysis(), language=Language.ENGLISH)
    )
    assert stores.media.file(message).language is Language.ENGLISH
