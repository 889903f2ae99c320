"""Whether a webhook comes from Meta."""

import hashlib
import hmac
import re
from typing import Final

_WELL_FORMED: Final = re.compile(r"sha256=[0-9a-f]{64}", re.ASCII)


def is_well_formed(header: str | None) -> bool:
    """Whether `X-Hub-Signature-256` looks as Meta writes it; what does not can sign nothing."""
    return header is not None and _WELL_FORMED.fullmatch(header) is not None


def signs(body: bytes, header: str | None, secret: bytes) -> bool:
    """Whether `X-Hub-Signature-256` is the body's HMAC-SHA256 under an app secret.

    Over the raw bytes: Meta escapes non-ASCII characters, so a body that was parsed and written
    again has another signature.

    Source: Meta's webhooks reference, "Validating payloads".
    """
    if header is None or not is_well_formed(header):
        return False
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header.removeprefix("sha256="))
