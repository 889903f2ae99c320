"""Clients' files in the lawyers' API: links, pages, release, retry."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from api import media, problems
from domain.documents import PageText, ReadMethod
from domain.failures import NotAllowed, NotStarted, Outdated, UnknownRecord
from domain.files import ClientFile, FilePage, ListedFile, MediaView, PagesView, ReadingState
from domain.ids import ClientId, LawyerId, MessageId
from domain.media import Finding, MediaState
from domain.messages import Media, MediaKind
from domain.views import LawyerView
from tests.api.conftest import LAWYER, TOKEN, FakeRegister
from tests.fake_files import FakeFileStore
from tests.samples import NOW, NUMBER_ID, made_conversation, made_id

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_FILE = f"/api/v1/media/{made_id(1)}"


def _file(state: MediaState) -> ClientFile:
    return ClientFile(
        message_id=made_id(1),
        client_id=ClientId("c" * 32),
        conversation_id=made_conversation(),
        phone_number_id=NUMBER_ID,
        claimed=Media(
            kind=MediaKind.DOCUMENT,
            media_id="7",
            mime_type="image/jpeg",
            sha256=None,
            file_name="../../etc/passwd",
        ),
        sent_at=NOW,
        state=state,
        key="conversation/random",
        mime_type="application/pdf",
        extension=".pdf",
        previews=2,
    )


_LISTED = ListedFile(
    conversation_id=made_conversation(),
    client_name="Budi Santoso",
    sent_at=NOW,
    file=MediaView(
        id=made_id(1),
        state=MediaState.QUARANTINED,
        problem=None,
        file_name="tagihan.xlsm",
        mime_type="application/vnd.ms-excel.sheet.macroenabled.12",
        size=1234,
        findings=(Finding.MACROS,),
        previews=0,
        released_by=None,
        released_at=None,
        release_reason=None,
        reading=ReadingState.NOT_READ,
        pages=None,
        pages_read=0,
        document=None,
        kept_at=NOW,
    ),
)


@dataclass(slots=True)
class FakeDesk:
    """Implements `domain.ports.MediaDesk` with one file."""

    state: MediaState = MediaState.KEPT
    links: list[tuple[MessageId, LawyerId, str]] = field(
        default_factory=list[tuple[MessageId, LawyerId, str]]
    )
    refuses: bool = False
    """Whether whoever asks may not let files out."""
    released: list[str] = field(default_factory=list[str])
    tried: list[MessageId] = field(default_factory=list[MessageId])

    asked: list[tuple[MediaState | None, str | None, int]] = field(
        default_factory=list[tuple[MediaState | None, str | None, int]]
    )

    def files(
        self, viewer: LawyerView, *, state: MediaState | None, after: str | None, limit: int
    ) -> FilePage:
        assert viewer == LAWYER
        self.asked.append((state, after, limit))
        if after == "0" * 20 + "-" + "f" * 32:
            raise UnknownRecord("no such page")
        return FilePage(items=(_LISTED,), next="1" * 20 + "-" + made_id(1))

    def file(self, message: MessageId, viewer: LawyerView) -> ClientFile:
        if message != made_id(1) or viewer != LAWYER:
            raise UnknownRecord(f"message {message} has no file")
        return _file(self.state)

    def pages(self, message: MessageId, viewer: LawyerView) -> PagesView:
        assert viewer == LAWYER
        page = PageText(number=1, text="Somasi", confidence=0.9, method=ReadMethod.OCR)
        return PagesView(id=message, pages=(page,), in_all=3)

    def note_link(self, message: MessageId, viewer: LawyerView, part: str) -> None:
        self.links.append((message, viewer.id, part))

    def release(self, message: MessageId, viewer: LawyerView, reason: str) -> None:
        if self.refuses:
            raise NotAllowed("only a lawyer lets a file out of quarantine")
        if self.state is not MediaState.QUARANTINED:
            raise Outdated(f"the file of message {message} is not in quarantine")
        assert viewer == LAWYER
        self.released.append(reason)

    def try_again(self, message: MessageId, viewer: LawyerView) -> None:
        assert viewer == LAWYER
        self.tried.append(message)


@dataclass(slots=True)
class FakeMediaStarter:
    """Implements `domain.ports.MediaStarter`."""

    started: list[MessageId] = field(default_factory=list[MessageId])
    away: bool = False

    async def media(self, message: MessageId) -> bool:
        if self.away:
            raise NotStarted("UNAVAILABLE")
        self.started.append(message)
        return True


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def fetching() -> FakeMediaStarter:
    return FakeMediaStarter()


@pytest.fixture
def app(desk: FakeDesk, fetching: FakeMediaStarter) -> FastAPI:
    made = FastAPI()
    problems.install(made)
    made.include_router(media.router(desk, FakeFileStore(), fetching, FakeRegister()))
    return made


async def test_a_link_is_recorded_and_ends_after_15_minutes(
    http: httpx.AsyncClient, desk: FakeDesk
) -> None:
    answer = await http.post(f"{_FILE}/link", headers=_OURS)
    assert answer.status_code == 200
    told = answer.json()
    assert told["url"].endswith(f"&{15 * 60}")
    assert "etc/passwd" not in told["url"]
    left = datetime.fromisoformat(told["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    assert desk.links == [(made_id(1), LAWYER.id, "file")]


@pytest.mark.parametrize(("page", "name"), [(0, "thumbnail"), (2, "page-2")])
async def test_a_preview_has_a_link_of_its_own(
    http: httpx.AsyncClient, desk: FakeDesk, page: int, name: str
) -> None:
    answer = await http.post(f"{_FILE}/link?page={page}", headers=_OURS)
    assert f"/conversation/random/{name}?image/webp" in answer.json()["url"]
    assert desk.links == [(made_id(1), LAWYER.id, "preview")]


@pytest.mark.parametrize("state", sorted(set(MediaState) - {MediaState.KEPT}))
async def test_what_is_not_kept_is_given_to_nobody(
    http: httpx.AsyncClient, desk: FakeDesk, state: MediaState
) -> None:
    desk.state = state
    answer = await http.post(f"{_FILE}/link", headers=_OURS)
    assert (answer.status_code, desk.links) == (409, [])


async def test_what_is_not_there_is_a_404(http: httpx.AsyncClient, desk: FakeDesk) -> None:
    for path in (f"{_FILE}/link?page=3", f"/api/v1/media/{made_id(2)}/link"):
        assert (await http.post(path, headers=_OURS)).status_code == 404
    assert desk.links == []


async def test_what_was_read_is_told_page_by_page(http: httpx.AsyncClient) -> None:
    told = (await http.get(f"{_FILE}/pages", headers=_OURS)).json()
    assert (told["in_all"], told["pages"][0]["text"]) == (3, "Somasi")


async def test_a_file_leaves_quarantine_with_a_reason_and_is_read_then(
    http: httpx.AsyncClient, desk: FakeDesk, fetching: FakeMediaStarter
) -> None:
    desk.state = MediaState.QUARANTINED
    why = {"reason": "Makro dari klien, sudah dikonfirmasi"}
    assert (await http.post(f"{_FILE}/release", json=why, headers=_OURS)).status_code == 204
    assert (desk.released, fetching.started) == ([why["reason"]], [made_id(1)])


@pytest.mark.parametrize("content", [{}, {"reason": ""}, {"reason": "x" * 1001}])
async def test_no_file_leaves_quarantine_without_a_reason(
    http: httpx.AsyncClient, desk: FakeDesk, content: object
) -> None:
    desk.state = MediaState.QUARANTINED
    assert (await http.post(f"{_FILE}/release", json=content, headers=_OURS)).status_code == 422
    assert desk.released == []


async def test_a_file_that_is_not_in_quarantine_cannot_leave_it(http: httpx.AsyncClient) -> None:
    answer = await http.post(f"{_FILE}/release", json={"reason": "tanpa sebab"}, headers=_OURS)
    assert answer.status_code == 409


async def test_whoever_may_not_let_a_file_out_is_told_so_and_nothing_is_read(
    http: httpx.AsyncClient, desk: FakeDesk, fetching: FakeMediaStarter
) -> None:
    desk.state, desk.refuses = MediaState.QUARANTINED, True
    why = {"reason": "sepertinya aman"}
    assert (await http.post(f"{_FILE}/release", json=why, headers=_OURS)).status_code == 403
    assert (desk.released, fetching.started) == ([], [])


async def test_a_file_is_tried_again(
    http: httpx.AsyncClient, desk: FakeDesk, fetching: FakeMediaStarter
) -> None:
    assert (await http.post(f"{_FILE}/retry", headers=_OURS)).status_code == 202
    assert (desk.tried, fetching.started) == ([made_id(1)], [made_id(1)])


async def test_a_retry_that_cannot_start_says_so(
    http: httpx.AsyncClient, fetching: FakeMediaStarter
) -> None:
    fetching.away = True
    assert (await http.post(f"{_FILE}/retry", headers=_OURS)).status_code == 503


async def test_what_is_in_quarantine_is_listed_with_its_reason(
    http: httpx.AsyncClient, desk: FakeDesk
) -> None:
    told = (await http.get("/api/v1/media?state=quarantined&limit=1", headers=_OURS)).json()
    (listed,) = told["items"]
    assert desk.asked == [(MediaState.QUARANTINED, None, 1)]
    assert listed["conversation_id"] == made_conversation()
    file = listed["file"]
    assert (file["id"], file["state"], file["findings"]) == (made_id(1), "quarantined", ["macros"])
    assert (file["size"], file["kept_at"]) == (1234, "2026-11-22T03:04:05Z")
    said = (await http.get("/api/v1/media/findings", headers=_OURS)).json()
    assert set(said) == set(Finding)
    assert said["macros"]["id"] == "Mengandung makro atau skrip"
    await http.get(f"/api/v1/media?after={told['next']}", headers=_OURS)
    assert desk.asked[1] == (None, told["next"], 50)


@pytest.mark.parametrize(
    ("query", "status"),
    [("state=lost", 422), ("limit=0", 422), (f"after={'0' * 20}-{'f' * 32}", 404)],
)
async def test_a_wrong_question_about_files_is_refused(
    http: httpx.AsyncClient, query: str, status: int
) -> None:
    assert (await http.get(f"/api/v1/media?{query}", headers=_OURS)).status_code == status
    assert (await http.get("/api/v1/media")).status_code == 401


@pytest.mark.parametrize("path", ["link", "release", "retry"])
async def test_a_stranger_gets_nothing(http: httpx.AsyncClient, desk: FakeDesk, path: str) -> None:
    answer = await http.post(f"{_FILE}/{path}", json={"reason": "saja"})
    assert answer.status_code == 401
    assert (desk.links, desk.released, desk.tried) == ([], [], [])
