"""Notices through the lawyers' API."""

from datetime import timedelta

import httpx
import pytest

from domain.account_steps import plan_of
from domain.ids import NoticeId
from domain.notices import NoticeCode
from tests.api.conftest import LAWYER, TOKEN
from tests.fakes import FakeNoticeBoard
from tests.samples import NOW, PHONE, account_event

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_NOTICES = "/api/v1/notices"


def _post_up(board: FakeNoticeBoard, *codes: int) -> None:
    for number, code in enumerate(codes):
        event = account_event(
            "messages",
            {"errors": [{"code": code, "title": "a fault"}]},
            digest=f"{number:032x}",
            received_at=NOW + timedelta(minutes=number),
        )
        for step in plan_of(event).steps:
            board.store.act_on(event, step)


async def test_a_notice_is_told_in_both_languages(
    http: httpx.AsyncClient, board: FakeNoticeBoard
) -> None:
    _post_up(board, 131000)
    answer = await http.get(_NOTICES, headers=_OURS)
    (notice_id,) = board.store.notices
    assert answer.json() == {
        "items": [
            {
                "id": notice_id,
                "code": "fault_reported",
                "severity": "warning",
                "text": {
                    "id": "WhatsApp melaporkan gangguan (kode 131000): a fault.",
                    "en": "WhatsApp reports a fault (code 131000): a fault.",
                },
                "at": "2026-11-22T03:04:05Z",
                "client_id": None,
                "client_name": None,
                "acknowledged_at": None,
                "acknowledged_by": None,
            }
        ],
        "next": None,
    }


async def test_a_notice_about_a_client_says_which(
    http: httpx.AsyncClient, board: FakeNoticeBoard
) -> None:
    wish = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
    contact = {"wa_id": PHONE, "profile": {"name": "Budi Santoso"}}
    event = account_event("user_preferences", {"contacts": [contact], "user_preferences": [wish]})
    for step in plan_of(event).steps:
        board.store.act_on(event, step)
    (told,) = (await http.get(_NOTICES, headers=_OURS)).json()["items"]
    (kept,) = board.store.notices.values()
    assert (told["client_id"], told["client_name"]) == (kept.client_id, "Budi Santoso")
    assert told["code"] == NoticeCode.CLIENT_STOPPED


async def test_notices_come_page_by_page_newest_first(
    http: httpx.AsyncClient, board: FakeNoticeBoard
) -> None:
    _post_up(board, 1, 2, 3)
    first = (await http.get(f"{_NOTICES}?limit=2", headers=_OURS)).json()
    rest = (await http.get(f"{_NOTICES}?limit=2&after={first['next']}", headers=_OURS)).json()
    told = [item["at"] for item in [*first["items"], *rest["items"]]]
    assert told == sorted(told, reverse=True)
    assert len(told) == 3
    assert rest["next"] is None


async def test_an_acknowledged_notice_is_open_no_more(
    http: httpx.AsyncClient, board: FakeNoticeBoard
) -> None:
    _post_up(board, 1, 2)
    notice_id = next(iter(board.store.notices))
    for _ in range(2):
        answer = await http.post(f"{_NOTICES}/{notice_id}/acknowledge", headers=_OURS)
        assert (answer.status_code, answer.content) == (204, b"")
    still = (await http.get(f"{_NOTICES}?open=true", headers=_OURS)).json()["items"]
    assert [item["id"] for item in still] == [
        each for each in board.store.notices if each != notice_id
    ]
    every = (await http.get(_NOTICES, headers=_OURS)).json()["items"]
    (read,) = [item for item in every if item["id"] == notice_id]
    assert read["acknowledged_by"] == LAWYER.id
    assert read["acknowledged_at"]


async def test_an_unknown_notice_is_a_404(http: httpx.AsyncClient) -> None:
    answer = await http.post(f"{_NOTICES}/{'0' * 32}/acknowledge", headers=_OURS)
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["?limit=0", "?limit=201", "?open=CANARY", "?after=" + "C" * 65])
async def test_a_bad_question_is_told_what_is_wrong_and_not_what_it_said(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(f"{_NOTICES}{path}", headers=_OURS)
    assert answer.status_code == 422
    assert "CANARY" not in answer.text


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_without_a_lawyers_token_no_notice_is_told_or_acknowledged(
    http: httpx.AsyncClient, board: FakeNoticeBoard, headers: dict[str, str]
) -> None:
    _post_up(board, 1)
    (notice_id,) = board.store.notices
    answers = [
        await http.get(_NOTICES, headers=headers),
        await http.post(f"{_NOTICES}/{notice_id}/acknowledge", headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert board.store.notices[NoticeId(notice_id)].acknowledged_at is None
