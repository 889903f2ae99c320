"""A signed webhook of the firm's choosing that says that something waits, and never what.

Signed as Standard Webhooks has it (standardwebhooks.com): the id, the time and the body together,
with HMAC-SHA256, so that nobody else can tell the firm anything.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Final

import httpx

from domain.analysis import Language
from domain.failures import Misconfigured, Unavailable
from domain.notifications import PendingDelivery, notification_text

_TIMEOUT: Final = httpx.Timeout(connect=5, read=10, write=10, pool=5)
_PREFIX: Final = "whsec_"
_LATER: Final = frozenset({408, 425, 429})
_SERVERS_FAULT: Final = 500


def signing_key(secret: str) -> bytes:
    """The key that `whsec_…` stands for.

    Raises:
        ValueError: it is not such a secret, of at least 24 bytes.
    """
    if not secret.startswith(_PREFIX):
        raise ValueError("a secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    if not 24 <= len(key) <= 64:  # noqa: PLR2004 -- the numbers of the standard
        raise ValueError("a secret has 24 to 64 bytes")
    return key


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """The value of `webhook-signature`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


class WebhookNotifier:
    """Implements `domain.ports.Notifier`. Retries nothing itself: Temporal does.

    `webhook-id` is the notification's: whoever gets two of them sees that they are one.
    """

    def __init__(
        self, url: str, key: bytes, *, dashboard: str, timeout: httpx.Timeout = _TIMEOUT
    ) -> None:
        self._url = url
        self._key = key
        self._dashboard = dashboard.rstrip("/")
        self._timeout = timeout

    async def notify(self, delivery: PendingDelivery) -> None:
        """See the port."""
        told = delivery.notification
        body = json.dumps(
            {
                "type": "notification.created",
                "timestamp": told.at.astimezone(UTC).isoformat(),
                "data": {
                    "id": told.id,
                    "kind": told.kind,
                    "urgency": told.urgency,
                    "recipient": told.recipient,
                    "conversation_id": told.conversation_id,
                    "link": f"{self._dashboard}{told.link_path}",
                    "text": {
                        each: notification_text(told.kind, told.conversation_id, each)
                        for each in Language
                    },
                },
            }
        ).encode()
        now = str(int(datetime.now(UTC).timestamp()))
        headers = {
            "content-type": "application/json",
            "webhook-id": told.id,
            "webhook-timestamp": now,
            "webhook-signature": signature(self._key, told.id, now, body),
        }
        answer = await self._ask("POST", headers, body)
        if answer in _LATER or answer >= _SERVERS_FAULT:
            raise Unavailable(f"the webhook cannot now: status {answer}")
        if not httpx.codes.is_success(answer):
            raise Misconfigured(f"NOTIFY_WEBHOOK_URL: answered with status {answer}")

    async def look(self) -> str:
        """Ask whether anybody is there, without telling anything; what was found.

        Raises:
            Unavailable: nobody answers.
        """
        answer = await self._ask("HEAD", {}, b"")
        if answer >= _SERVERS_FAULT:
            raise Unavailable(f"the webhook cannot now: status {answer}")
        return f"answers, status {answer}"

    async def _ask(self, method: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer; its body is of no interest and is not read."""
        # A connection each time: these are few, and one that was kept open is often dead.
        client = httpx.AsyncClient(
            timeout=self._timeout,
            # A redirect would carry what was signed for one address to another.
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": "lawyershub/0.1"},
        )
        try:
            async with (
                client,
                client.stream(method, self._url, headers=headers, content=body) as answer,
            ):
                return answer.status_code
        except httpx.HTTPError as error:
            raise Unavailable(f"the webhook was not reached: {type(error).__name__}") from None
