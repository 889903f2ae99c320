"""The keyring document sealed by AWS KMS."""

import json
from base64 import b64decode, b64encode
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from adapters.keys.keyring import open_sealed, seal
from domain.failures import Misconfigured, Unavailable


class KmsEnvelope:
    """The document sealed with a data key of AWS KMS; without KMS the file is worth nothing."""

    _CONTEXT = {"purpose": "lawyershub keyring"}  # noqa: RUF012 -- never written to

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id
        # boto3 makes clients of services without installed stubs untyped.
        self._kms: Any = cast("Any", boto3.session.Session()).client("kms")

    def close(self, document: bytes) -> bytes:
        """Seal with a fresh data key, kept beside the document in KMS's own sealing."""
        with _translated():
            made = self._kms.generate_data_key(
                KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=self._CONTEXT
            )
        sealed = seal(made["Plaintext"], document, b"keyring")
        return json.dumps(
            {
                "data_key": b64encode(made["CiphertextBlob"]).decode(),
                "sealed": b64encode(sealed).decode(),
            }
        ).encode()

    def open(self, content: bytes) -> bytes:
        """Ask KMS for the data key, then open."""
        try:
            parts: dict[str, str] = json.loads(content)
            data_key, sealed = b64decode(parts["data_key"]), b64decode(parts["sealed"])
        except (ValueError, KeyError, TypeError):
            raise Misconfigured("the keyring file was not sealed by KMS") from None
        with _translated():
            opened = self._kms.decrypt(
                KeyId=self._key_id, CiphertextBlob=data_key, EncryptionContext=self._CONTEXT
            )
        return open_sealed(opened["Plaintext"], sealed, b"keyring")


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        raise Misconfigured(f"KMS refused: {code}") from None
    except BotoCoreError as error:
        raise Unavailable(f"KMS did not answer: {type(error).__name__}") from None
