"""The firm's root keys, and the keys that are derived from them."""

import hashlib
import hmac
import json
import os
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.failures import Misconfigured, Undecipherable

_KEY_BYTES = 32
_NONCE_BYTES = 12
_KEY_ID = re.compile(r"k[1-9][0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKey:
    """One generation of the firm's key: 32 random bytes, and when they were made."""

    secret: bytes = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """All generations, of which one is current, and the identity key, which never changes.

    From a root key come the key that wraps clients' data keys and the key that seals Temporal's
    payloads. From the identity key come the pepper of message ids and the key of blind indexes:
    changing it would change every id, so rotation leaves it alone.
    """

    roots: dict[str, RootKey]
    current: str
    identity: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """A new keyring with one root key."""
        return cls(
            roots={"k1": _new_root()}, current="k1", identity=secrets.token_bytes(_KEY_BYTES)
        )

    def rotated(self) -> "Keyring":
        """The same keyring with one more root key, which is current."""
        key_id = f"k{max(int(known[1:]) for known in self.roots) + 1}"
        return replace(self, roots={**self.roots, key_id: _new_root()}, current=key_id)

    @property
    def pepper(self) -> bytes:
        """The key of message ids and digests."""
        return _derived(self.identity, "message ids")

    def blind_index(self, kind: str, value: str) -> bytes:
        """32 bytes by which a sealed value can be found, and nothing else learnt of it."""
        key = _derived(self.identity, f"blind index of {kind}")
        return hmac.new(key, value.encode(), hashlib.sha256).digest()

    def wrap(self, data_key: bytes, owner: str) -> tuple[str, bytes]:
        """Seal a data key with the current root key; gives the root key's id with it."""
        return self.current, seal(self._wrapping(self.current), data_key, owner.encode())

    def unwrap(self, key_id: str, wrapped: bytes, owner: str) -> bytes:
        """Open a wrapped data key.

        Raises:
            Misconfigured: the root key is not in this keyring.
            Undecipherable: the value was altered.
        """
        return open_sealed(self._wrapping(key_id), wrapped, owner.encode())

    def payload_key(self, key_id: str) -> bytes:
        """The key of Temporal's payloads of one generation.

        Raises:
            Misconfigured: the root key is not in this keyring.
        """
        return _derived(self._root(key_id), "temporal payloads")

    def _wrapping(self, key_id: str) -> bytes:
        return _derived(self._root(key_id), "data keys")

    def _root(self, key_id: str) -> bytes:
        root = self.roots.get(key_id)
        if root is None:
            raise Misconfigured(f"the keyring holds no key {key_id[:16]!r}")
        return root.secret

    def to_json(self) -> bytes:
        """The keyring as a document, with its secrets in it."""
        document = {
            "version": 1,
            "current": self.current,
            "identity": b64encode(self.identity).decode(),
            "roots": {
                key_id: {
                    "secret": b64encode(root.secret).decode(),
                    "created_at": root.created_at.isoformat(),
                }
                for key_id, root in self.roots.items()
            },
        }
        return json.dumps(document, indent=2).encode()

    @classmethod
    def from_json(cls, document: bytes) -> Self:
        """Read a document that `to_json` wrote.

        Raises:
            Misconfigured: it is not one.
        """
        try:
            content: dict[str, Any] = json.loads(document)
            keyring = cls(
                roots={
                    key_id: RootKey(
                        secret=_key(root["secret"]),
                        created_at=datetime.fromisoformat(root["created_at"]),
                    )
                    for key_id, root in content["roots"].items()
                },
                current=content["current"],
                identity=_key(content["identity"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            # The text of these errors could quote the document.
            raise Misconfigured("the keyring is not a keyring document") from None
        ids = list(keyring.roots)
        if keyring.current not in ids or not all(_KEY_ID.fullmatch(key_id) for key_id in ids):
            raise Misconfigured("the keyring's current key is missing, or a key's id is none")
        return keyring


def seal(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """AES-256-GCM: a random nonce of 12 bytes, then ciphertext and tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def open_sealed(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Undo `seal`.

    Raises:
        Undecipherable: another key, other associated data, or an altered value.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)
    except (InvalidTag, ValueError):
        raise Undecipherable("a sealed value does not open") from None


def _key(text: str) -> bytes:
    secret = b64decode(text, validate=True)
    if len(secret) != _KEY_BYTES:
        raise ValueError("not a key")
    return secret


def _new_root() -> RootKey:
    return RootKey(secret=secrets.token_bytes(_KEY_BYTES), created_at=datetime.now(UTC))


@lru_cache(maxsize=256)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"lawyershub/{purpose}".encode()
    ).derive(secret)
