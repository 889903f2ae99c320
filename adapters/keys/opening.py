"""Opens the keyring that the settings point to."""

from pathlib import Path
from typing import Final

from adapters.keys.files import KeyringFile

_SEALED_BY_KMS: Final = Path("keyring.kms")


def keyring_file(path: Path | None, kms_key_id: str | None) -> KeyringFile:
    """The keyring file; sealed by KMS where there is a KMS key, beside the process by default."""
    if kms_key_id is None:
        return KeyringFile(path or _SEALED_BY_KMS)
    from adapters.keys.kms import KmsEnvelope  # noqa: PLC0415 -- boto3 is slow to import

    return KeyringFile(path or _SEALED_BY_KMS, KmsEnvelope(kms_key_id))
