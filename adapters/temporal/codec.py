"""Seals every payload that goes to Temporal, so that its server and database hold no content."""

import zlib
from collections.abc import Callable, Iterable, Sequence

from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from adapters.keys.keyring import Keyring, open_sealed, seal

_ENCODING = b"binary/encrypted"
_KEY_ID = "encryption-key-id"
_COMPRESS_FROM = 1024
"""Bytes; below it compression costs more than it saves."""


class SealingCodec(PayloadCodec):
    """AES-256-GCM with the keyring's current payload key; older keys still open.

    The key's id travels in the payload's metadata and is authenticated. Payloads that are not
    sealed pass through `decode` untouched: an operator's plain signal is still a signal.
    """

    def __init__(self, keyring: Callable[[], Keyring]) -> None:
        self._keyring = keyring

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal, compressing what is large: Temporal refuses payloads over 2 MB."""
        return list(self.sealed(payloads))

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open what is sealed.

        Raises:
            Misconfigured: the key is not in the keyring.
            Undecipherable: the payload was altered.
        """
        return [self._opened(payload) for payload in payloads]

    def sealed(self, payloads: Iterable[Payload]) -> Iterable[Payload]:
        """Each payload, sealed with the key that is current now."""
        keyring = self._keyring()
        key_id = keyring.current
        key = keyring.payload_key(key_id)
        for payload in payloads:
            content = payload.SerializeToString()
            compressed = len(content) >= _COMPRESS_FROM
            framed = b"\x01" + zlib.compress(content) if compressed else b"\x00" + content
            yield Payload(
                metadata={"encoding": _ENCODING, _KEY_ID: key_id.encode()},
                data=seal(key, framed, key_id.encode()),
            )

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        key_id = payload.metadata.get(_KEY_ID, b"").decode("utf-8", "replace")
        framed = open_sealed(self._keyring().payload_key(key_id), payload.data, key_id.encode())
        content = zlib.decompress(framed[1:]) if framed[:1] == b"\x01" else framed[1:]
        return Payload.FromString(content)
