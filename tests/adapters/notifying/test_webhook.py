"""The firm's own webhook is signed, tells no more than that something waits, and trusts nobody."""

import base64
import hashlib
import hmac
import json
import socket
import threading

import httpx
import pytest

from adapters.notifying.webhook import WebhookNotifier, signature, signing_key
from domain.failures import Failure, Misconfigured, Unavailable
from domain.notifications import Channel
from tests.adapters.notifying.receivers import Receiver
from tests.adapters.notifying.samples import make_delivery

_KEY = bytes(range(32))
_SECRET = "whsec_" + base64.b64encode(_KEY).decode()


def _notifier(url: str, timeout: httpx.Timeout | None = None) -> WebhookNotifier:
    return WebhookNotifier(
        url,
        signing_key(_SECRET),
        dashboard="https://hub.firm.example",
        timeout=timeout or httpx.Timeout(5),
    )


async def test_a_webhook_says_that_something_waits_and_is_signed(receiver: Receiver) -> None:
    await _notifier(receiver.url).notify(make_delivery(Channel.WEBHOOK))
    ((path, headers, body),) = receiver.got
    assert path == "/hook"
    assert json.loads(body) == {
        "type": "notification.created",
        "timestamp": "2026-11-22T03:04:05+00:00",
        "data": {
            "id": "9" * 32,
            "kind": "message_waiting",
            "urgency": "normal",
            "recipient": "a" * 32,
            "conversation_id": "3f2a91c0" + "0" * 24,
            "link": f"https://hub.firm.example/?conversation=3f2a91c0{'0' * 24}",
            "text": {
                "id": "Pesan di percakapan 3f2a91c0… menunggu Anda.",
                "en": "A message in conversation 3f2a91c0… needs you.",
            },
        },
    }
    assert headers["webhook-id"] == "9" * 32
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(_KEY, signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()


def test_a_signature_is_what_the_standard_says() -> None:
    """The example of the specification of Standard Webhooks."""
    key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert (
        signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "secret", "whsec_!" + "a" * 40])
def test_what_is_no_secret_makes_no_key(secret: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        signing_key(secret)


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (302, Misconfigured),
        (400, Misconfigured),
        (401, Misconfigured),
        (410, Misconfigured),
        (408, Unavailable),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
async def test_any_other_answer_is_a_failure_and_no_redirect_is_followed(
    receiver: Receiver, status: int, failure: type[Failure]
) -> None:
    receiver.status, receiver.headers = status, {"location": receiver.url + "/elsewhere"}
    with pytest.raises(failure, match=str(status)) as raised:
        await _notifier(receiver.url).notify(make_delivery(Channel.WEBHOOK))
    assert type(raised.value) is failure
    assert [path for path, _, _ in receiver.got] == ["/hook"]


async def test_who_is_not_there_or_does_not_answer_is_unavailable(receiver: Receiver) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}/?token=secret"
        with pytest.raises(Unavailable, match="not reached") as raised:
            await _notifier(url).notify(make_delivery(Channel.WEBHOOK))
    assert "secret" not in str(raised.value)
    receiver.slow = threading.Event()
    with pytest.raises(Unavailable, match="ReadTimeout"):
        await _notifier(receiver.url, httpx.Timeout(0.2)).notify(make_delivery(Channel.WEBHOOK))


async def test_the_doctor_asks_without_telling(receiver: Receiver) -> None:
    receiver.status = 405
    assert await _notifier(receiver.url).look() == "answers, status 405"
    assert not receiver.got
    receiver.status = 502
    with pytest.raises(Unavailable, match="502"):
        await _notifier(receiver.url).look()
