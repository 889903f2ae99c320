"""The activity that sends, against Meta's simulator over HTTP: every kind, every code."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities.sending import SendingActivities
from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.graph import GraphSender
from adapters.whatsapp.tokens import AccessTokens
from domain.failures import SendPostponed
from domain.ids import OutboundId
from domain.message_reading import read_message
from domain.messages import MediaKind, RecordedMessage
from domain.notices import NoticeCode
from domain.outbound import (
    AcknowledgeInput,
    DeliveryState,
    NewMessage,
    SendMessageInput,
    SendResult,
)
from domain.outbound_content import (
    Button,
    Buttons,
    Component,
    ListMessage,
    MediaMessage,
    OutboundContent,
    Parameter,
    Row,
    Section,
    Template,
    Text,
)
from domain.policy import FirmPolicy, WhatsAppRules
from domain.routing import Reason
from domain.send_errors import SEND_ERRORS, TRIAL_EVERY, Handling, send_error
from tests.adapters.media.simulating import TOKEN, Simulating, simulating
from tests.fake_files import FakeFileStore
from tests.fakes import FakeConversationStore, FakeMessageStore, FakeRecords
from tests.samples import PHONE, inbound_message, make_policy, make_wamid

_START = datetime.now(UTC)
_PDF = b"%PDF-1.4 made up"
_numbers = itertools.count(1)


@dataclass(slots=True)
class _Office:
    """The activity on records in memory, whose clock a test moves, and a real way to WhatsApp."""

    meta: Simulating
    sender: GraphSender
    policy: FirmPolicy = field(default_factory=make_policy)
    passed: timedelta = timedelta(0)
    files: FakeFileStore = field(default_factory=FakeFileStore)
    records: FakeRecords = field(init=False)
    environment: ActivityEnvironment = field(default_factory=ActivityEnvironment)

    def __post_init__(self) -> None:
        self.records = FakeRecords(clock=lambda: _START + self.passed)

    @property
    def store(self) -> FakeConversationStore:
        return FakeConversationStore(self.records)

    @property
    def activities(self) -> SendingActivities:
        return SendingActivities(self.store, self.sender, self.policy, self.files)

    def written_by(self, phone: str = PHONE, wamid: str | None = None) -> RecordedMessage:
        """A client's message, which opens the window."""
        sent = inbound_message(
            wamid=wamid or make_wamid(next(_numbers)), phone=phone, sent_at=_START
        )
        return FakeMessageStore(self.records).record(sent, read_message(sent), self.policy)

    def queued(self, message: RecordedMessage, content: OutboundContent) -> OutboundId:
        """A message to send, written down."""
        (outbound,) = self.store.queue(
            NewMessage(
                request_id=f"wish {next(_numbers)}",
                conversation_id=message.conversation_id,
                content=content,
            )
        )
        return outbound

    def send(self, message: RecordedMessage, outbound: OutboundId) -> SendResult | SendPostponed:
        """One attempt, as Temporal would make it."""
        wanted = SendMessageInput(conversation_id=message.conversation_id, outbound_id=outbound)
        try:
            return self.environment.run(self.activities.send_message, wanted)
        except SendPostponed as postponed:
            return postponed

    def received(self, outbound: OutboundId) -> list[dict[str, Any]]:
        """What the client has of it."""
        messages = self.meta.http.get("/admin/messages").json()
        return [each for each in messages if each["biz_opaque_callback_data"] == outbound]


def _sender(url: str, access: GraphAccess) -> GraphSender:
    return GraphSender(url, "v22.0", access)


@pytest.fixture(scope="module")
def meta(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulating]:
    with simulating(tmp_path_factory.mktemp("sending") / "data") as running:
        yield running


@pytest.fixture
def office(meta: Simulating) -> Iterator[_Office]:
    meta.faults(limits=False)
    yield _Office(meta, _sender(meta.url, GraphAccess.by(TOKEN)))
    meta.faults()


def _client_of(meta: Simulating) -> dict[str, Any]:
    client = meta.http.get("/admin/clients").json()[0]
    meta.http.put(f"/admin/clients/{client['id']}/window", json={"seconds_left": 3600})
    return client


_KINDS: list[OutboundContent] = [
    Text(body="Selamat siang \U0001f44d https://example.com"),
    Buttons(
        body="Kapan?",
        buttons=tuple(Button(id=f"{each}", title=f"Hari {each}") for each in range(3)),
        header="Sidang",
        footer="Kantor",
    ),
    ListMessage(
        body="Kapan?",
        button="Pilih",
        sections=(
            Section(title="Pagi", rows=(Row(id="1", title="Senin", description="09.00"),)),
            Section(title="Sore", rows=(Row(id="2", title="Selasa"),)),
        ),
        header="Sidang",
        footer="Kantor",
    ),
    Template(
        name="pengingat_sidang",
        language="id",
        components=(
            Component(part="header", parameters=(Parameter(text="Selasa"),)),
            Component(
                part="body",
                parameters=(
                    Parameter(text="Budi"),
                    Parameter(text="PN Contoh"),
                    Parameter(text="1 Desember"),
                ),
            ),
            Component(
                part="button", parameters=(Parameter(text="ya"),), sub_type="quick_reply", index=0
            ),
        ),
    ),
    Template(
        name="permintaan_dokumen",
        language="id",
        components=(
            Component(
                part="body",
                parameters=(
                    Parameter(text="Budi", name="nama"),
                    Parameter(text="KTP", name="dokumen"),
                ),
            ),
        ),
    ),
    MediaMessage(
        kind=MediaKind.DOCUMENT,
        file_key="berkas",
        mime_type="application/pdf",
        caption="Draf",
        filename="surat kuasa.pdf",
    ),
]


@pytest.mark.parametrize("content", _KINDS, ids=lambda each: type(each).__name__)
def test_whatsapp_takes_every_kind_of_message_once(
    office: _Office, content: OutboundContent
) -> None:
    client = _client_of(office.meta)
    office.files.kept["berkas"] = _PDF, "application/pdf"
    message = office.written_by(client["phone"])
    outbound = office.queued(message, content)
    for _ in range(2):
        assert office.send(message, outbound) == SendResult(
            outbound_id=outbound, state=DeliveryState.ACCEPTED
        )
    (received,) = office.received(outbound)
    assert received["recipient_phone"] == client["phone"]


def test_a_reply_is_shown_under_the_message_that_it_quotes(office: _Office) -> None:
    client = _client_of(office.meta)
    path = f"/admin/clients/{client['id']}/messages"
    wamid = office.meta.http.post(path, json={"text": "Apa kabar?"}).json()["wamid"]
    message = office.written_by(client["phone"], wamid)
    (outbound,) = office.store.queue(
        NewMessage(
            request_id=f"wish {next(_numbers)}",
            conversation_id=message.conversation_id,
            content=Text(body="Baik"),
            reply_to=message.message_id,
        )
    )
    office.send(message, outbound)
    assert office.received(outbound)[0]["context_id"] == wamid


@pytest.mark.parametrize("typing", [False, True])
def test_a_client_sees_a_receipt_only_where_the_firm_wants_it(
    office: _Office, *, typing: bool
) -> None:
    client = _client_of(office.meta)
    path = f"/admin/clients/{client['id']}/messages"
    wamid = office.meta.http.post(path, json={"text": "Halo"}).json()["wamid"]
    message = office.written_by(client["phone"], wamid)
    wanted = AcknowledgeInput(message_id=message.message_id, typing=typing)
    before = len(office.meta.calls())
    assert not office.activities.acknowledge_message(wanted).told
    assert len(office.meta.calls()) == before
    rules = WhatsAppRules(read_receipts=not typing, typing=typing)
    office.policy = replace(office.policy, whatsapp=rules)
    assert office.activities.acknowledge_message(wanted).told


def test_a_receipt_that_whatsapp_does_not_take_fails_nothing(office: _Office) -> None:
    office.policy = replace(office.policy, whatsapp=WhatsAppRules(read_receipts=True))
    message = office.written_by()
    wanted = AcknowledgeInput(message_id=message.message_id)
    assert not office.activities.acknowledge_message(wanted).told
    office.sender = _sender("http://127.0.0.1:9", GraphAccess.by(TOKEN))
    assert not office.activities.acknowledge_message(wanted).told


# Of the hundred codes for permissions, which mean the same, the first and the last.
_CODES = [code for code in sorted(SEND_ERRORS) if not 200 < code < 299]


@pytest.mark.parametrize("code", [*_CODES, 987654])
def test_every_code_drives_what_it_means(office: _Office, code: int) -> None:
    client = _client_of(office.meta)
    message = office.written_by(client["phone"])
    outbound = office.queued(message, Text(body="Selamat siang"))
    office.meta.faults(limits=False, graph=[{"does": "error", "code": code}])
    error = send_error(code)
    found = office.send(message, outbound)
    row = office.records.outbound[outbound]
    assert office.received(outbound) == []
    match error.handling:
        case Handling.UNSURE:
            assert found == SendResult(outbound_id=outbound, state=DeliveryState.AMBIGUOUS)
            # Never again by itself, though nothing hinders it now.
            assert office.send(message, outbound) == found
            assert office.received(outbound) == []
        case Handling.REFUSED | Handling.LIMITED | Handling.UPLOAD_AGAIN:
            assert found == SendResult(
                outbound_id=outbound,
                state=DeliveryState.REFUSED,
                reason=error.reason,
                error_code=code,
            )
            assert office.send(message, outbound) == found
        case _:
            assert isinstance(found, SendPostponed)
            wait = error.wait(0)
            assert wait is not None
            assert (found.code, found.retry_after) == (code, wait)
            assert (row.state, row.error_code) == (DeliveryState.QUEUED, code)
            assert isinstance(office.send(message, outbound), SendPostponed)
            office.passed += wait
            assert office.send(message, outbound) == SendResult(
                outbound_id=outbound, state=DeliveryState.ACCEPTED
            )
            assert len(office.received(outbound)) == 1
    alarms = [notice.code for notice in office.records.alarms.values()]
    match error.handling:
        case Handling.STOP_NUMBER:
            assert alarms == [NoticeCode.SENDING_STOPPED, NoticeCode.SENDING_RESUMED]
        case Handling.LIMITED:
            assert alarms == [NoticeCode.SENDING_LIMITED]
        case _:
            assert alarms == []


def test_a_pair_limit_that_goes_on_makes_only_that_client_wait_ever_longer(
    office: _Office,
) -> None:
    client = _client_of(office.meta)
    message, other = office.written_by(client["phone"]), office.written_by("6281200000002")
    outbound = office.queued(message, Text(body="Selamat siang"))
    for attempts in range(5):
        office.meta.faults(limits=False, graph=[{"does": "error", "code": 131056}])
        found = office.send(message, outbound)
        assert isinstance(found, SendPostponed)
        wait = timedelta(seconds=4**attempts)
        assert found.retry_after == wait
        office.passed += wait
    elsewhere = office.queued(other, Text(body="Selamat sore"))
    assert isinstance(office.send(other, elsewhere), SendResult)
    office.meta.faults(limits=False)
    assert isinstance(office.send(message, outbound), SendResult)


def test_a_token_that_fails_in_the_middle_stops_all_and_all_go_once_when_it_works_again(
    office: _Office, tmp_path: Path
) -> None:
    client = _client_of(office.meta)
    seconds = itertools.count()
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    tokens = AccessTokens.kept_in(file, clock=lambda: 2.0 * next(seconds))
    office.sender = _sender(office.meta.url, GraphAccess(tokens))
    message = office.written_by(client["phone"])
    rows = [office.queued(message, Text(body=f"Balasan {number}")) for number in range(50)]
    for outbound in rows[:20]:
        assert isinstance(office.send(message, outbound), SendResult)
    file.write_text("EAAGexpired\n")
    calls = len(office.meta.calls())
    for _ in range(3):
        waiting = [office.send(message, outbound) for outbound in rows[20:]]
        assert all(isinstance(each, SendPostponed) for each in waiting)
        office.passed += TRIAL_EVERY
    # Not thirty messages with a dead token, but one now and then.
    assert len(office.meta.calls()) - calls == 3
    file.write_text(f"EAAGexpired,{TOKEN}\n")
    for _ in range(2):
        for outbound in rows[20:]:
            office.send(message, outbound)
        office.passed += TRIAL_EVERY
    assert [len(office.received(outbound)) for outbound in rows] == [1] * 50
    alarms = [notice.code for notice in office.records.alarms.values()]
    assert alarms == [NoticeCode.SENDING_STOPPED, NoticeCode.SENDING_RESUMED]


_FILE = MediaMessage(kind=MediaKind.DOCUMENT, file_key="berkas", mime_type="application/pdf")


def test_a_file_is_brought_once_however_often_its_message_is_put_off(office: _Office) -> None:
    client = _client_of(office.meta)
    office.files.kept["berkas"] = _PDF, "application/pdf"
    message = office.written_by(client["phone"])
    outbound = office.queued(message, _FILE)
    office.meta.faults(limits=False, graph=[{"does": "error", "code": 130429}])
    assert isinstance(office.send(message, outbound), SendPostponed)
    office.passed += timedelta(minutes=1)
    assert isinstance(office.send(message, outbound), SendResult)
    assert office.records.outbound[outbound].uploads == 1


def test_whoever_brings_a_file_says_that_it_is_at_it(office: _Office) -> None:
    office.files.kept["berkas"] = _PDF, "application/pdf"
    message = office.written_by(_client_of(office.meta)["phone"])
    alive: list[tuple[object, ...]] = []
    office.environment.on_heartbeat = lambda *details: alive.append(details)
    assert isinstance(office.send(message, office.queued(message, _FILE)), SendResult)
    assert alive == [()]


def test_a_file_that_whatsapp_cannot_use_is_brought_once_more_then_a_person_decides(
    office: _Office,
) -> None:
    client = _client_of(office.meta)
    office.files.kept["berkas"] = _PDF, "application/pdf"
    message = office.written_by(client["phone"])
    outbound = office.queued(message, _FILE)
    office.meta.faults(limits=False, graph=[{"does": "error", "code": 131053, "times": 2}])
    assert isinstance(office.send(message, outbound), SendPostponed)
    office.passed += timedelta(minutes=1)
    found = office.send(message, outbound)
    assert isinstance(found, SendResult)
    assert (found.state, found.reason) == (DeliveryState.REFUSED, Reason.FILE_REFUSED)
    assert office.records.outbound[outbound].uploads == 2


@pytest.mark.parametrize("content", [b"", None], ids=["empty", "gone"])
def test_a_file_that_is_not_there_is_a_matter_for_a_person(
    office: _Office, content: bytes | None
) -> None:
    if content is not None:
        office.files.kept["berkas"] = content, "application/pdf"
    message = office.written_by()
    found = office.send(message, office.queued(message, _FILE))
    assert isinstance(found, SendResult)
    assert found.reason is Reason.FILE_REFUSED


@pytest.mark.parametrize("code", [131053, 131000, 190, 4])
def test_an_upload_that_is_refused_sends_nothing(office: _Office, code: int) -> None:
    office.files.kept["berkas"] = _PDF, "application/pdf"
    message = office.written_by()
    outbound = office.queued(message, _FILE)
    office.meta.faults(limits=False, media=[{"does": "refuse_upload", "code": code}])
    found = office.send(message, outbound)
    assert isinstance(found, SendPostponed) == (code != 131053)
    assert office.received(outbound) == []
    assert bool(office.records.stopped) == (code == 190)
