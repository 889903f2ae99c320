"""Whether a webhook comes from Meta."""

import hashlib
import hmac
from collections.abc import Sequence

_PREFIX = "sha256="


def is_signed(body: bytes, header: str | None, secrets: Sequence[bytes]) -> bool:
    """Whether `X-Hub-Signature-256` is the body's HMAC-SHA256 under one of the app secrets.

    Over the raw bytes: Meta escapes non-ASCII characters, so a body that was parsed and written
    again has another signature. Every secret is tried, so that the time taken tells nothing.

    Source: Meta's webhooks reference, "Validating payloads".
    """
    if header is None or not header.startswith(_PREFIX) or not header.isascii():
        return False
    given = header.removeprefix(_PREFIX)
    matches = [
        hmac.compare_digest(hmac.new(secret, body, hashlib.sha256).hexdigest(), given)
        for secret in secrets
    ]
    return any(matches)
