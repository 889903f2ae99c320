"""Each app speaks for its own numbers, and for those that nobody claims."""

import itertools
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from prometheus_client import REGISTRY

from adapters.rates import WindowCounter
from api.apps import knows_token, signer, trespasses
from api.rates import Rate, RateLimits
from domain.webhook_apps import WebhookApp
from tests.api.conftest import FakeReader, FakeStarter, as_body, edge_app, signed
from tests.samples import (
    ACCOUNT_ID,
    NUMBER_ID,
    PEPPER,
    change_json,
    message_json,
    messages_value,
    webhook_json,
)

_PATH = "/webhooks/whatsapp"
_MAIN = WebhookApp(
    name="main",
    secrets=(b"main, the new one", b"main, the old one"),
    verify_token=b"main token",
    numbers=frozenset({NUMBER_ID}),
    accounts=frozenset({ACCOUNT_ID}),
)
_BRANCH = WebhookApp(
    name="branch",
    secrets=(b"branch",),
    verify_token=b"branch token",
    numbers=frozenset({"100000000000099"}),
    accounts=frozenset({"200000000000099"}),
)
_APPS = (_MAIN, _BRANCH)
_THREE_AN_HOUR = Rate(most=3, window=timedelta(hours=1))


def _about(number: object, account: object, *, field: str = "messages") -> bytes:
    value = {**messages_value(message_json()), "metadata": {"phone_number_id": number}}
    envelope = webhook_json(change_json(value, field=field))
    return as_body(
        {**envelope, "entry": [{"id": account, "changes": [change_json(value, field=field)]}]}
    )


@pytest.mark.parametrize("app", _APPS)
def test_the_app_that_signed_is_known_by_any_of_its_secrets(app: WebhookApp) -> None:
    for secret in app.secrets:
        assert signer(_APPS, b"{}", signed(b"{}", secret)["X-Hub-Signature-256"]) is app
    assert signer(_APPS, b"{}", signed(b"{}", b"another")["X-Hub-Signature-256"]) is None
    assert signer((), b"{}", signed(b"{}", b"")["X-Hub-Signature-256"]) is None


def test_the_token_of_each_app_is_known() -> None:
    assert knows_token(_APPS, "main token")
    assert knows_token(_APPS, "branch token")
    assert not any(knows_token(_APPS, token) for token in ("", "main", "main tokens", "\ud800"))


@pytest.mark.parametrize(
    ("number", "account", "refused"),
    [
        (NUMBER_ID, ACCOUNT_ID, True),
        (NUMBER_ID, "nobody's", True),
        ("nobody's", ACCOUNT_ID, True),
        (int(NUMBER_ID), "nobody's", True),
        ("nobody's", int(ACCOUNT_ID), True),
        ("nobody's", "nobody's", False),
        ("100000000000099", "200000000000099", False),
        (None, None, False),
        ([NUMBER_ID], {"id": ACCOUNT_ID}, False),
    ],
)
def test_what_another_app_claims_is_refused_in_every_field(
    number: object, account: object, *, refused: bool
) -> None:
    for field in ("messages", "history", "account_update"):
        body = _about(number, account, field=field)
        assert trespasses(_APPS, _BRANCH, body) == refused


def test_one_change_among_many_is_enough() -> None:
    own = change_json(messages_value(message_json()))
    value = {"metadata": {"phone_number_id": "100000000000099"}}
    body = as_body(webhook_json(*[own] * 50, change_json(value)))
    assert trespasses(_APPS, _MAIN, body)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"entry":1}', b"[" * 100_000, b"\xff"])
def test_what_cannot_be_read_speaks_for_nobody(body: bytes) -> None:
    assert not trespasses(_APPS, _BRANCH, body)


@pytest.fixture
async def two(starter: FakeStarter, limits: RateLimits) -> AsyncGenerator[httpx.AsyncClient]:
    app = edge_app(starter, FakeReader(), limits=limits, apps=lambda: _APPS)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://edge"
    ) as client:
        yield client


@pytest.mark.parametrize("padding", [0, 200_000])
async def test_an_app_that_names_anothers_number_starts_nothing(
    two: httpx.AsyncClient,
    starter: FakeStarter,
    capsys: pytest.CaptureFixture[str],
    padding: int,
) -> None:
    body = _about(NUMBER_ID, ACCOUNT_ID) + b" " * padding
    counted = REGISTRY.get_sample_value("lawyershub_edge_refused_total", {"reason": "other_app"})
    answer = await two.post(_PATH, content=body, headers=signed(body, b"branch"))
    assert (answer.status_code, answer.content) == (403, b"")
    assert not starter.started
    assert REGISTRY.get_sample_value(
        "lawyershub_edge_refused_total", {"reason": "other_app"}
    ) == 1 + (counted or 0)
    said = capsys.readouterr().out
    assert "branch" in said
    assert NUMBER_ID not in said
    assert ACCOUNT_ID not in said
    for secret in _MAIN.secrets:
        answer = await two.post(_PATH, content=body, headers=signed(body, secret))
        assert answer.status_code == 200
    assert len(starter.started) == 1


async def test_meta_verifies_with_the_token_of_any_app(two: httpx.AsyncClient) -> None:
    for token, expected in (("main token", 200), ("branch token", 200), ("token", 403)):
        asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "7"}
        assert (await two.get(_PATH, params=asked)).status_code == expected


async def test_a_secret_that_is_taken_away_is_refused_without_a_restart(
    starter: FakeStarter, limits: RateLimits
) -> None:
    in_force = itertools.chain([_APPS], itertools.repeat((replace(_MAIN, secrets=(b"newest",)),)))
    app = edge_app(starter, FakeReader(), limits=limits, apps=lambda: next(in_force))
    body = _about(NUMBER_ID, ACCOUNT_ID)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://edge"
    ) as client:
        for secret, expected in (
            (_MAIN.secrets[1], 200),
            (_MAIN.secrets[1], 403),
            (b"newest", 200),
        ):
            answer = await client.post(_PATH, content=body, headers=signed(body, secret))
            assert answer.status_code == expected


async def test_one_apps_flood_leaves_room_for_another(starter: FakeStarter) -> None:
    limits = RateLimits(WindowCounter("memory://"), PEPPER, signed=_THREE_AN_HOUR)
    app = edge_app(starter, FakeReader(), limits=limits, apps=lambda: _APPS)
    body = _about("nobody's", "nobody's")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://edge"
    ) as client:
        answers = [
            await client.post(_PATH, content=body, headers=signed(body, _MAIN.secrets[0]))
            for _ in range(5)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3600
        other = await client.post(_PATH, content=body, headers=signed(body, b"branch"))
        assert other.status_code == 200
