"""Addresses of media files like Meta's lookaside ones: they name the file, are signed, end soon."""

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import urlencode

from simulator.faults import FaultBoard

PATH: Final = "/whatsapp_business/attachments/"
LIFETIME_SECONDS: Final = 300


class MediaLinks:
    """Gives out addresses and knows its own again; after a restart all of them have ended."""

    def __init__(self, faults: FaultBoard) -> None:
        self._faults = faults
        self._key = secrets.token_bytes(32)

    @property
    def lifetime_seconds(self) -> float:
        """How long an address opens, by the simulated clock."""
        return LIFETIME_SECONDS / self._faults.now.clock_speed

    def issue(self, base_url: str, media_id: str, *, source: str, expires_at: float) -> str:
        """An address of the file below `base_url` that ends at `expires_at`, Unix seconds.

        `source` is `webhook` or `getMedia`, as Meta has it there.
        """
        until = str(int(expires_at))
        query = {
            "mid": media_id,
            "source": source,
            "ext": until,
            "hash": self._hash(media_id, until),
        }
        return f"{base_url.rstrip('/')}{PATH}?{urlencode(query)}"

    def opens(self, *, mid: str, ext: str, hash: str, now: float) -> bool:
        """Whether an address with these parts is one of ours and has not ended."""
        is_ours = hmac.compare_digest(self._hash(mid, ext).encode(), hash.encode())
        return is_ours and now < int(ext)

    def _hash(self, media_id: str, until: str) -> str:
        return hmac.new(self._key, f"{media_id} {until}".encode(), hashlib.sha256).hexdigest()
