"""Who misbehaves must wait; a webhook that is signed right never does because of somebody else."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from prometheus_client import REGISTRY

from adapters.rates import WindowCounter
from api.rates import Rate, RateCounter, RateLimits
from domain.failures import Unavailable
from tests.api.conftest import (
    TOKEN,
    VERIFY_TOKEN,
    FakeReader,
    FakeStarter,
    as_body,
    edge_app,
    signed,
)
from tests.redis_server import redis_url
from tests.samples import PEPPER, change_json, message_json, messages_value, webhook_json

__all__ = ["redis_url"]

_PATH = "/webhooks/whatsapp"
_ONE = as_body(webhook_json(change_json(messages_value(message_json()))))
_HOUR = timedelta(hours=1)
_ME = "/api/v1/me"
_guesses = itertools.count()


class _NoCounter:
    """Implements `api.rates.RateCounter`: a Redis that is away."""

    def __init__(self) -> None:
        self.asked = 0

    async def count(self, key: str, most: int, window: timedelta) -> timedelta | None:
        self.asked += 1
        raise Unavailable(f"nobody counts {most} of {key} in {window}")

    look = count


@asynccontextmanager
async def _edge(
    counter: RateCounter, *, client: str = "192.0.2.1", pepper: bytes = PEPPER
) -> AsyncGenerator[httpx.AsyncClient]:
    limits = RateLimits(
        counter,
        pepper,
        misbehaviour=Rate(most=3, window=_HOUR),
        guesses=Rate(most=10, window=_HOUR),
    )
    app = edge_app(FakeStarter(), FakeReader(), limits=limits)
    transport = httpx.ASGITransport(app, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as http:
        yield http


async def _statuses(http: httpx.AsyncClient, kind: str, times: int) -> list[int]:
    statuses: list[int] = []
    for _ in range(times):
        match kind:
            case "signature":
                answer = await http.post(_PATH, content=_ONE, headers=signed(_ONE, b"wrong"))
            case "no signature":
                answer = await http.post(_PATH, content=_ONE)
            case "verify token":
                answer = await http.get(_PATH, params={"hub.verify_token": "guess"})
            case "no token":
                answer = await http.get(_ME)
            case "one wrong token":
                answer = await http.get(_ME, headers={"Authorization": "Bearer ended"})
            case "wrong tokens":
                guess = {"Authorization": f"Bearer guess {next(_guesses)}"}
                answer = await http.get(_ME, headers=guess)
            case "path":
                answer = await http.get("/wp-login.php")
            case _:
                answer = await http.get("/api/v1/conversations/" + "0" * 32, headers=_as_lawyer())
        statuses.append(answer.status_code)
    return statuses


def _as_lawyer() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("signature", 403),
        ("no signature", 403),
        ("verify token", 403),
        ("no token", 401),
        ("path", 404),
    ],
)
async def test_whoever_misbehaves_too_often_must_wait(kind: str, status: int) -> None:
    async with _edge(WindowCounter("memory://")) as http:
        assert await _statuses(http, kind, 6) == [status] * 3 + [429] * 3
        for answer in (
            await http.get(_ME),
            await http.post(_PATH, content=_ONE, headers=signed(_ONE, b"wrong")),
        ):
            assert answer.status_code == 429
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert 1 <= int(answer.headers["Retry-After"]) <= 3600
            assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("kind", ["one wrong token", "no token", "path", "signature"])
async def test_whoever_brings_a_right_token_never_waits_for_a_neighbour(kind: str) -> None:
    async with _edge(WindowCounter("memory://")) as http:
        assert (await _statuses(http, kind, 30))[-1] == 429
        answer = await http.get(_ME, headers=_as_lawyer())
        assert answer.status_code == 200


async def test_one_token_that_has_ended_must_wait_and_is_one_guess_however_often_it_comes() -> None:
    async with _edge(WindowCounter("memory://")) as http:
        assert await _statuses(http, "one wrong token", 30) == [401] * 3 + [429] * 27
        assert await _statuses(http, "wrong tokens", 10) == [401] * 9 + [429]


async def test_whoever_guesses_tokens_must_wait_and_may_not_guess_on() -> None:
    async with _edge(WindowCounter("memory://")) as http:
        assert await _statuses(http, "wrong tokens", 30) == [401] * 10 + [429] * 20
        # Not even where a guess is right: there would be no bound to guessing.
        assert (await http.get(_ME, headers=_as_lawyer())).status_code == 429
    async with _edge(WindowCounter("memory://"), client="192.0.2.2") as http:
        assert (await http.get(_ME, headers=_as_lawyer())).status_code == 200


async def test_a_token_at_the_webhook_changes_nothing() -> None:
    async with _edge(WindowCounter("memory://")) as http:
        answers = [
            await http.post(_PATH, content=_ONE, headers={"Authorization": f"Bearer {number}"})
            for number in range(5)
        ]
        assert [answer.status_code for answer in answers] == [403] * 3 + [429] * 2


async def test_a_signed_webhook_and_metas_verification_never_wait_for_anothers_misdeeds() -> None:
    async with _edge(WindowCounter("memory://")) as http:
        await _statuses(http, "signature", 9)
        answer = await http.post(_PATH, content=_ONE, headers=signed(_ONE))
        assert answer.status_code == 200
        asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"}
        assert (await http.get(_PATH, params=asked)).text == "1"


async def test_a_record_that_is_not_there_is_no_misdeed() -> None:
    async with _edge(WindowCounter("memory://")) as http:
        assert await _statuses(http, "record", 9) == [404] * 9


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
async def test_sources_are_counted_apart(one: str, other: str, *, together: bool) -> None:
    counter = WindowCounter("memory://")
    async with _edge(counter, client=one) as http:
        await _statuses(http, "path", 3)
    async with _edge(counter, client=other) as http:
        assert await _statuses(http, "path", 1) == [429 if together else 404]


async def test_replicas_refuse_together_and_addresses_are_not_in_redis(redis_url: str) -> None:
    # A pepper of its own: nobody else's counts are among these.
    async with _edge(WindowCounter(redis_url), pepper=b"one") as http:
        assert await _statuses(http, "path", 3) == [404] * 3
    async with _edge(WindowCounter(redis_url), pepper=b"one") as http:
        assert await _statuses(http, "path", 2) == [429] * 2
        assert await _statuses(http, "no token", 1) == [429]
        assert await _statuses(http, "one wrong token", 3) == [401] * 3
    keys = await _keys(redis_url)
    assert keys
    assert not any(word in key for key in keys for word in ("192.0.2.1", "ended", "Bearer"))


async def _keys(url: str) -> list[str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    writer.write(b"KEYS *\r\nQUIT\r\n")
    said = (await reader.read()).decode()
    writer.close()
    return [line for line in said.splitlines() if "lawyershub" in line]


async def test_without_a_counter_everything_is_answered_and_that_is_counted_and_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counter = _NoCounter()
    before = REGISTRY.get_sample_value("lawyershub_edge_rate_limit_failures_total") or 0
    async with _edge(counter) as http:
        for _ in range(5):
            answer = await http.post(_PATH, content=_ONE, headers=signed(_ONE))
            assert answer.status_code == 200
        assert await _statuses(http, "path", 5) == [404] * 5
    after = REGISTRY.get_sample_value("lawyershub_edge_rate_limit_failures_total") or 0
    assert after - before >= 10
    # It is left alone for a while: webhooks do not wait for it one after the other.
    assert counter.asked == 1
    assert capsys.readouterr().out.count("requests are not counted") == 1
