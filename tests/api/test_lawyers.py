"""The lawyers' API says what is asked, to whom it may be said, and echoes nothing."""

from datetime import timedelta

import httpx
import pytest

from domain.analysis import Urgency
from domain.failures import Unavailable
from domain.ids import ClientId, ConversationId
from domain.routing import Mode, Reason
from domain.views import ConversationContent, ConversationSummary
from tests.api.conftest import LAWYER, TOKEN, FakeReader, FakeStarter, delivered
from tests.samples import NOW, NUMBER_ID, change_json, message_json, messages_value, webhook_json

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_PATHS = [
    "/api/v1/me",
    "/api/v1/conversations",
    "/api/v1/conversations/counts",
    f"/api/v1/conversations/{'a' * 32}",
    f"/api/v1/conversations/{'a' * 32}/messages",
    "/api/v1/reasons",
]
_HEADERS = {
    "content-security-policy": "default-src 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def _is_problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    content = answer.json()
    assert content["status"] == status
    assert content["title"]
    return content


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN} x"},
        {"Cookie": f"token={TOKEN}"},
    ],
)
async def test_without_a_lawyers_token_nothing_is_said(
    http: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    answer = await http.get(path, headers=headers)
    _is_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_in_the_address_is_no_token(http: httpx.AsyncClient) -> None:
    _is_problem(await http.get("/api/v1/me", params={"token": TOKEN}), 401)


async def test_a_lawyer_is_told_who_they_are(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/v1/me", headers=_OURS)
    assert answer.json() == {"id": LAWYER.id, "name": LAWYER.name, "role": LAWYER.role}


async def test_a_page_is_asked_for_as_the_address_says(
    http: httpx.AsyncClient, reader: FakeReader
) -> None:
    await http.get("/api/v1/conversations", headers=_OURS)
    await http.get("/api/v1/conversations?needs_lawyer=true&after=2026-x&limit=7", headers=_OURS)
    assert reader.asked == [(False, None, 50), (True, "2026-x", 7)]


async def test_the_sizes_of_the_queues_are_given(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/v1/conversations/counts", headers=_OURS)
    assert answer.json() == {"needs_me": 1, "urgent": 2, "waiting_for_client": 3, "all": 6}


async def test_a_conversation_is_given_with_codes_and_times(
    http: httpx.AsyncClient, reader: FakeReader
) -> None:
    reader.content = ConversationContent(
        conversation=ConversationSummary(
            id=ConversationId("c" * 32),
            client_id=ClientId("d" * 32),
            client_name="Budi Santoso",
            identity_changed_at=None,
            in_group=False,
            phone_number_id=NUMBER_ID,
            mode=Mode.AUTO,
            urgency=Urgency.HIGH,
            reasons=(Reason.COURT_DEADLINE,),
            needs_lawyer_since=NOW,
            last_message_at=NOW,
            window_until=NOW + timedelta(hours=24),
        ),
        messages=(),
        outbound=(),
    )
    answer = await http.get(f"/api/v1/conversations/{'c' * 32}", headers=_OURS)
    told = answer.json()["conversation"]
    assert (told["urgency"], told["reasons"]) == ("high", ["court_deadline"])
    assert told["window_until"] == "2026-11-23T03:04:05Z"


async def test_what_is_not_there_is_a_404(http: httpx.AsyncClient) -> None:
    _is_problem(await http.get(f"/api/v1/conversations/{'0' * 32}", headers=_OURS), 404)
    _is_problem(await http.get("/api/v1/nothing", headers=_OURS), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conversations/CANARY",
        "/api/v1/conversations/CANARY%00",
        "/api/v1/conversations?limit=CANARY",
        "/api/v1/conversations?limit=0",
        "/api/v1/conversations?limit=201",
        "/api/v1/conversations?needs_lawyer=CANARY",
        "/api/v1/conversations?queue=CANARY",
        f"/api/v1/conversations/{'a' * 32}/messages?limit=CANARY",
        f"/api/v1/conversations?after={'CANARY' * 20}",
    ],
)
async def test_a_bad_request_is_told_what_is_wrong_and_not_what_it_said(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(path, headers=_OURS)
    content = _is_problem(answer, 422)
    assert content["detail"]
    assert "CANARY" not in answer.text


async def test_a_database_that_is_away_is_a_503(
    http: httpx.AsyncClient, reader: FakeReader
) -> None:
    reader.failure = Unavailable("the database is unavailable (57P01)")
    answer = await http.get("/api/v1/conversations", headers=_OURS)
    _is_problem(answer, 503)
    assert answer.headers["retry-after"] == "5"
    assert "57P01" not in answer.text


async def test_an_unexpected_error_tells_nothing_and_carries_the_security_headers(
    http: httpx.AsyncClient, reader: FakeReader
) -> None:
    reader.failure = ValueError("CANARY")
    answer = await http.get("/api/v1/conversations", headers=_OURS)
    _is_problem(answer, 500)
    assert "CANARY" not in answer.text
    for name, value in _HEADERS.items():
        assert value in answer.headers[name], name


async def test_reasons_are_given_in_both_languages(http: httpx.AsyncClient) -> None:
    told = (await http.get("/api/v1/reasons", headers=_OURS)).json()
    assert set(told) == set(Reason)
    assert all(set(texts) == {"id", "en"} for texts in told.values())


async def test_every_answer_carries_the_security_headers_and_names_no_server(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    answers = [await http.get(path, headers=_OURS) for path in [*_PATHS, "/nothing"]]
    answers += [
        await http.get("/api/v1/me"),
        await http.get("/api/v1/conversations?limit=0", headers=_OURS),
        await http.post("/api/v1/me"),
        await http.post("/webhooks/whatsapp"),
        await delivered(http, webhook_json(change_json(messages_value(message_json())))),
    ]
    starter.refused = {"message"}
    answers.append(await delivered(http, webhook_json(change_json(messages_value(message_json())))))
    assert {answer.status_code for answer in answers} == {200, 401, 403, 404, 405, 422, 503}
    for answer in answers:
        for name, value in _HEADERS.items():
            assert value in answer.headers[name], f"{answer.url}: {name}"
        assert "server" not in answer.headers
