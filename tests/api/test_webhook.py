"""The edge: 200 only for what is signed, read and durably started."""

import json
from collections.abc import AsyncGenerator

import httpx
import pytest

from api.webhook import LARGEST_BODY
from tests.api.conftest import SECRETS, VERIFY_TOKEN, FakeStarter, as_body, delivered, signed
from tests.samples import (
    change_json,
    message_json,
    messages_value,
    status_json,
    webhook_json,
)

_PATH = "/webhooks/whatsapp"
_ONE = webhook_json(change_json(messages_value(message_json())))


async def test_metas_challenge_is_answered_word_for_word(http: httpx.AsyncClient) -> None:
    answer = await http.get(
        _PATH,
        params={
            "hub.mode": "subscribe",
            "hub.verify_token": VERIFY_TOKEN,
            "hub.challenge": "1158201444 <b>",
        },
    )
    assert (answer.status_code, answer.text) == (200, "1158201444 <b>")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "\u00e9\U0001f64f", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1" * 1025},
    ],
)
async def test_nobody_else_is_answered(http: httpx.AsyncClient, params: dict[str, str]) -> None:
    answer = await http.get(_PATH, params=params)
    assert (answer.status_code, answer.text) == (403, "")


async def test_a_webhook_is_answered_when_it_is_started(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    assert (await delivered(http, _ONE)).status_code == 200
    assert len(starter.started) == 1


async def test_a_repeat_is_answered_the_same(http: httpx.AsyncClient, starter: FakeStarter) -> None:
    for _ in range(3):
        assert (await delivered(http, _ONE)).status_code == 200
    assert len(starter.started) == 1


@pytest.mark.parametrize("secret", SECRETS)
async def test_each_of_our_secrets_is_taken(http: httpx.AsyncClient, secret: bytes) -> None:
    body = as_body(_ONE)
    answer = await http.post(_PATH, content=body, headers=signed(body, secret))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature": "sha1=" + "0" * 40},
        signed(as_body(_ONE), b"another secret"),
        signed(as_body(_ONE) + b" "),
    ],
)
async def test_what_is_not_signed_starts_nothing(
    http: httpx.AsyncClient, starter: FakeStarter, headers: dict[str, str]
) -> None:
    answer = await http.post(_PATH, content=as_body(_ONE), headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not starter.started


async def test_one_update_that_cannot_be_started_makes_meta_deliver_again(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    value = {
        **messages_value(message_json()),
        "statuses": [json.loads(status_json())],
        "errors": [{"code": 1}],
    }
    content = webhook_json(change_json(value))
    for kind in ("message", "statuses", "event"):
        starter.refused = {kind}
        answer = await delivered(http, content)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    # The others were started all the same, and the repeat starts what is missing.
    starter.refused = set()
    assert (await delivered(http, content)).status_code == 200
    assert len(starter.started) == 3


async def test_an_unexpected_error_makes_meta_deliver_again_and_tells_nothing(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    starter.broken = True
    answer = await delivered(http, _ONE)
    assert answer.status_code == 500
    assert "client" not in answer.text


async def test_a_body_of_metas_largest_size_is_taken(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    content = webhook_json(change_json({"note": "x" * 3_000_000}, field="history"))
    assert (await delivered(http, content)).status_code == 200
    assert len(starter.started) == 4


async def test_a_body_that_is_too_large_is_refused(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    body = b" " * (LARGEST_BODY + 1)
    answer = await http.post(_PATH, content=body, headers=signed(body))
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert not starter.started


async def test_a_body_in_chunks_is_taken(http: httpx.AsyncClient, starter: FakeStarter) -> None:
    body = as_body(_ONE)

    async def chunks() -> AsyncGenerator[bytes]:
        for at in range(0, len(body), 7):
            yield body[at : at + 7]

    answer = await http.post(_PATH, content=chunks(), headers=signed(body))
    assert answer.status_code == 200
    assert len(starter.started) == 1


async def test_endless_chunks_are_refused_before_their_end(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    sent = 0

    async def chunks() -> AsyncGenerator[bytes]:
        nonlocal sent
        while sent < 100 * LARGEST_BODY:
            sent += 65536
            yield b" " * 65536

    answer = await http.post(_PATH, content=chunks(), headers=signed(b""))
    assert answer.status_code == 413
    assert sent <= LARGEST_BODY + 2 * 65536
    assert not starter.started


async def test_what_nobody_understands_is_kept_and_answered(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    for body in (b"", b"garbage", b"{}", b"[" * 5000):
        answer = await http.post(_PATH, content=body, headers=signed(body))
        assert answer.status_code == 200
    assert len(starter.started) == 4


async def test_non_ascii_is_signed_as_it_was_sent(
    http: httpx.AsyncClient, starter: FakeStarter
) -> None:
    content = webhook_json(
        change_json(messages_value(message_json(text="Terima kasih \U0001f64f")))
    )
    for body in (as_body(content), json.dumps(content, ensure_ascii=False).encode()):
        answer = await http.post(_PATH, content=body, headers=signed(body))
        assert answer.status_code == 200
    assert len(starter.started) == 1
