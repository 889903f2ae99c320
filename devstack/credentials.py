"""The random credentials of one stack, made once and kept in its folder."""

import dataclasses
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from devstack.place import read_json, write_private


def _word(length: int = 32) -> str:
    return secrets.token_hex(length // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Everything secret. Only the simulated Meta and our own processes know these values."""

    app_secret: str = field(default_factory=_word, repr=False)
    verify_token: str = field(default_factory=_word, repr=False)
    access_token: str = field(default_factory=lambda: "EAA" + _word(48), repr=False)
    database_password: str = field(default_factory=_word, repr=False)
    superuser_password: str = field(default_factory=_word, repr=False)
    s3_access_key_id: str = field(default_factory=lambda: "LH" + _word(18).upper(), repr=False)
    s3_secret_access_key: str = field(default_factory=lambda: _word(40), repr=False)
    # SeaweedFS takes 32 bytes in hexadecimal.
    s3_encryption_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    s3_internal_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    lawyer_token: str | None = field(default=None, repr=False)

    @classmethod
    def kept_in(cls, path: Path) -> "Credentials":
        """Those of the last start, new ones for what is missing."""
        known = {item.name for item in dataclasses.fields(cls)}
        old = {name: str(value) for name, value in read_json(path).items() if name in known}
        credentials = cls(**old)
        credentials.keep(path)
        return credentials

    def keep(self, path: Path) -> None:
        """Write them for the next start."""
        known = {name: value for name, value in dataclasses.asdict(self).items() if value}
        write_private(path, json.dumps(known, indent=2) + "\n")
