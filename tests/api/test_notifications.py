"""What a lawyer was told and how they want to be, through the lawyers' API."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from api import notifications, problems
from domain.analysis import Urgency
from domain.ids import ConversationId, LawyerId
from domain.notifications import (
    Channel,
    NotificationKind,
    NotifyInput,
    Preferences,
    QuietHours,
)
from domain.sla import ChainRole
from tests.api.conftest import LAWYER, TOKEN, FakeRegister
from tests.fake_notifications import FakeNotifications
from tests.samples import NOW, make_policy

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_LIST, _PREFERENCES = "/api/v1/notifications", "/api/v1/me/preferences"
_CONVERSATION = ConversationId("3f2a91c0" + "0" * 24)


@pytest.fixture
def store() -> FakeNotifications:
    return FakeNotifications(people={ChainRole.RESPONSIBLE: LAWYER.id})


@pytest.fixture
async def http(store: FakeNotifications) -> AsyncGenerator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(notifications.router(store, store, FakeRegister()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as client:
        yield client


def _tell(store: FakeNotifications, count: int) -> None:
    for number in range(count):
        store.record(
            NotifyInput(
                key=f"{number}",
                kind=NotificationKind.REMINDER,
                urgency=Urgency.HIGH,
                at=NOW + timedelta(minutes=number),
                to=(ChainRole.RESPONSIBLE,),
                conversation_id=_CONVERSATION,
            ),
            make_policy(),
            (),
        )


async def test_a_notification_is_shown_in_both_languages_until_it_is_read(
    http: httpx.AsyncClient, store: FakeNotifications
) -> None:
    _tell(store, 1)
    (told,) = store.kept
    answer = await http.get(_LIST, headers=_OURS, params={"unread": True})
    assert answer.json() == {
        "items": [
            {
                "id": told,
                "kind": "reminder",
                "urgency": "high",
                "text": {
                    "id": "Pengingat: percakapan 3f2a91c0… masih menunggu jawaban Anda.",
                    "en": "Reminder: conversation 3f2a91c0… still waits for your answer.",
                },
                "at": "2026-11-22T03:04:05Z",
                "conversation_id": _CONVERSATION,
                "read_at": None,
            }
        ],
        "next": None,
        "unread": 1,
    }
    assert (await http.post(f"{_LIST}/{told}/read", headers=_OURS)).status_code == 204
    assert (await http.get(_LIST, headers=_OURS, params={"unread": True})).json()["items"] == []
    (shown,) = (await http.get(_LIST, headers=_OURS)).json()["items"]
    assert shown["read_at"]


async def test_notifications_come_page_by_page(
    http: httpx.AsyncClient, store: FakeNotifications
) -> None:
    _tell(store, 3)
    first = (await http.get(_LIST, headers=_OURS, params={"limit": 2})).json()
    rest = (
        await http.get(_LIST, headers=_OURS, params={"limit": 2, "after": first["next"]})
    ).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    nonsense = await http.get(_LIST, headers=_OURS, params={"after": "nonsense"})
    assert nonsense.status_code == 404


async def test_somebody_elses_notification_is_not_there(
    http: httpx.AsyncClient, store: FakeNotifications
) -> None:
    store.people[ChainRole.RESPONSIBLE] = LawyerId("d" * 32)
    _tell(store, 1)
    (told,) = store.kept
    assert (await http.get(_LIST, headers=_OURS)).json()["items"] == []
    assert (await http.post(f"{_LIST}/{told}/read", headers=_OURS)).status_code == 404
    assert store.kept[told].read_at is None


async def test_preferences_are_kept_whole(
    http: httpx.AsyncClient, store: FakeNotifications
) -> None:
    nothing = {"email": None, "channels": None, "quiet_hours": None}
    assert (await http.get(_PREFERENCES, headers=_OURS)).json() == nothing
    wanted = {
        "email": "dewi@firm.example",
        "channels": ["webhook", "email", "webhook"],
        "quiet_hours": {"begins": "21:30", "ends": "06:00"},
    }
    answer = await http.put(_PREFERENCES, headers=_OURS, json=wanted)
    assert answer.json() == {**wanted, "channels": ["webhook", "email"]}
    assert store.preferences(LAWYER.id) == Preferences(
        email="dewi@firm.example",
        channels=(Channel.WEBHOOK, Channel.EMAIL),
        quiet_hours=QuietHours(begins=21 * 60 + 30, ends=6 * 60),
    )
    assert (await http.put(_PREFERENCES, headers=_OURS, json={})).json() == nothing


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"email": "a@b.example,c@d.example"},
        {"channels": ["pigeon"]},
        {"quiet_hours": {"begins": "21:00"}},
        {"quiet_hours": {"begins": "24:00", "ends": "06:00"}},
        {"quiet_hours": {"begins": "21:00", "ends": "21:00"}},
        {"quiet": True},
    ],
)
async def test_what_cannot_be_meant_is_refused_and_not_repeated(
    http: httpx.AsyncClient, store: FakeNotifications, wrong: dict[str, object]
) -> None:
    answer = await http.put(_PREFERENCES, headers=_OURS, json=wrong)
    assert answer.status_code == 422
    assert "b.example" not in answer.text
    assert not store.said


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", _LIST),
        ("POST", f"{_LIST}/{'0' * 32}/read"),
        ("GET", _PREFERENCES),
        ("PUT", _PREFERENCES),
    ],
)
async def test_without_a_token_there_is_nothing(
    http: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await http.request(method, path)).status_code == 401
