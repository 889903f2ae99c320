"""What lawyers state about clients."""

from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pytest
from fastapi import FastAPI

from api import clients, problems
from domain.failures import Outdated, UnknownRecord
from domain.ids import ClientId
from domain.views import LawyerView
from tests.api.conftest import LAWYER, TOKEN, FakeRegister

_CLIENT = "c" * 32
_SEEN = {"identity_changed_at": "2026-11-22T03:04:05.123456Z"}
_OURS = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(slots=True)
class FakeClients:
    """Implements `domain.ports.ClientRegister`."""

    failure: Exception | None = None
    verified: list[tuple[ClientId, LawyerView, datetime | None]] = field(
        default_factory=list[tuple[ClientId, LawyerView, datetime | None]]
    )

    def verify(self, client: ClientId, viewer: LawyerView, changed_at: datetime | None) -> None:
        if self.failure:
            raise self.failure
        self.verified.append((client, viewer, changed_at))


@pytest.fixture
def register() -> FakeClients:
    return FakeClients()


@pytest.fixture
def app(register: FakeClients) -> FastAPI:
    made = FastAPI()
    problems.install(made)
    made.include_router(clients.router(register, FakeRegister()))
    return made


async def _verify(http: httpx.AsyncClient, content: object, **headers: str) -> httpx.Response:
    path = f"/api/v1/clients/{_CLIENT}/verify"
    return await http.post(path, json=content, headers=headers or _OURS)


async def test_a_lawyer_verifies_what_they_have_seen(
    http: httpx.AsyncClient, register: FakeClients
) -> None:
    assert (await _verify(http, _SEEN)).status_code == 204
    ((client, lawyer, seen),) = register.verified
    assert (client, lawyer) == (_CLIENT, LAWYER)
    assert seen is not None
    assert seen.isoformat() == "2026-11-22T03:04:05.123456+00:00"


@pytest.mark.parametrize(
    ("failure", "status"), [(Outdated("again"), 409), (UnknownRecord("no client"), 404)]
)
async def test_a_refusal_says_why(
    http: httpx.AsyncClient, register: FakeClients, failure: Exception, status: int
) -> None:
    register.failure = failure
    answer = await _verify(http, _SEEN)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


@pytest.mark.parametrize(
    "content", [{}, None, {"identity_changed_at": "soon"}, {**_SEEN, "more": 1}]
)
async def test_what_was_not_said_is_not_taken(
    http: httpx.AsyncClient, register: FakeClients, content: object
) -> None:
    assert (await _verify(http, content)).status_code == 422
    assert register.verified == []


async def test_a_stranger_verifies_nobody(http: httpx.AsyncClient, register: FakeClients) -> None:
    assert (await _verify(http, _SEEN, Authorization="Bearer x")).status_code == 401
    assert register.verified == []
