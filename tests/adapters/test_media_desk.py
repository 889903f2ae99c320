"""What lawyers are shown of clients' files, and what they do with them."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from adapters.postgres.media_desk import PostgresMediaDesk
from adapters.postgres.vault import Vault
from domain.failures import NotAllowed, UnknownRecord
from domain.files import MediaProblem, StoredFile
from domain.ids import LawyerId, MessageId
from domain.media import Finding, Inspection, MediaState
from domain.routing import Reason
from domain.views import LawyerView
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import NOW, made_id

VIEWER = LawyerView(id=LawyerId("e" * 32), name="Dewi Lestari", role="lawyer")


@pytest.fixture
def desk(engine: Engine, vault: Vault) -> PostgresMediaDesk:
    return PostgresMediaDesk(engine, vault)


def _file(stores: Stores, number: int, *findings: Finding) -> MessageId:
    more = {"document": {"id": "7", "filename": f"berkas-{number}.pdf"}}
    sent_at = NOW + timedelta(minutes=number)
    recorded = stores.record(number=number, kind="document", more=more, sent_at=sent_at)
    inspection = Inspection(mime_type="application/pdf", extension=".pdf", findings=findings)
    stored = StoredFile(inspection=inspection, size=number, sha256=b"s" * 32)
    stores.media.keep_stored(recorded.message_id, stored)
    return recorded.message_id


def test_what_is_in_quarantine_is_listed_with_all_that_a_lawyer_must_know(
    desk: PostgresMediaDesk, postgres_stores: Stores
) -> None:
    _file(postgres_stores, 1)
    message = _file(postgres_stores, 2, Finding.ENCRYPTED, Finding.ATTACHMENTS)
    page = desk.files(VIEWER, state=MediaState.QUARANTINED, after=None, limit=9)
    (listed,) = page.items
    assert page.next is None
    assert (listed.client_name, listed.sent_at) == ("Budi Santoso", NOW + timedelta(minutes=2))
    shown = listed.file
    assert (shown.id, shown.file_name, shown.size) == (message, "berkas-2.pdf", 2)
    assert shown.findings == (Finding.ENCRYPTED, Finding.ATTACHMENTS)
    assert shown.kept_at is not None
    lawyer = postgres_stores.look.lawyer()
    desk.release(message, lawyer, "Kata sandinya diberikan lewat telepon")
    assert desk.files(VIEWER, state=MediaState.QUARANTINED, after=None, limit=9).items == ()
    released = desk.files(VIEWER, state=MediaState.KEPT, after=None, limit=9).items[0].file
    assert (released.id, released.released_by) == (message, lawyer.id)
    assert released.release_reason == "Kata sandinya diberikan lewat telepon"


def test_staff_see_a_file_in_quarantine_and_do_not_let_it_out(
    desk: PostgresMediaDesk, postgres_stores: Stores, registers: Registers
) -> None:
    message = _file(postgres_stores, 1, Finding.MACROS)
    staff = registers.person("Sari", "staff")
    assert desk.file(message, staff).state is MediaState.QUARANTINED
    with pytest.raises(NotAllowed):
        desk.release(message, staff, "sepertinya aman")
    assert desk.file(message, staff).state is MediaState.QUARANTINED
    with pytest.raises(UnknownRecord):
        desk.release(message, registers.person("Tata usaha", "admin"), "sepertinya aman")
    desk.release(message, registers.person("Hendra", "partner"), "sudah diperiksa")
    assert desk.file(message, staff).state is MediaState.KEPT


def test_files_are_paged_from_the_latest_on(
    desk: PostgresMediaDesk, postgres_stores: Stores
) -> None:
    sent = [_file(postgres_stores, number) for number in range(1, 6)]
    seen = list[MessageId]()
    after: str | None = None
    for _ in range(3):
        page = desk.files(VIEWER, state=None, after=after, limit=2)
        seen += [each.file.id for each in page.items]
        after = page.next
    assert seen == sent[::-1]
    assert after is None


@pytest.mark.parametrize("after", ["", "x", f"{'9' * 20}-{'f' * 32}", f"{'0' * 19}-{'f' * 32}"])
def test_a_page_that_was_not_given_out_is_unknown(desk: PostgresMediaDesk, after: str) -> None:
    with pytest.raises(UnknownRecord):
        desk.files(VIEWER, state=None, after=after, limit=2)


def test_a_file_that_is_gone_is_listed_as_well(
    desk: PostgresMediaDesk, postgres_stores: Stores
) -> None:
    more = {"document": {"id": "7"}}
    message = postgres_stores.record(number=1, kind="document", more=more).message_id
    postgres_stores.media.keep_failure(
        message, MediaState.GONE, MediaProblem.EXPIRED, alarm=Reason.FILE_GONE
    )
    (listed,) = desk.files(VIEWER, state=MediaState.GONE, after=None, limit=9).items
    assert (listed.file.problem, listed.file.kept_at) == (MediaProblem.EXPIRED, None)
    with pytest.raises(UnknownRecord):
        desk.file(made_id(9), VIEWER)
