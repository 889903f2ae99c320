"""The parts that several commands are made of."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

import settings
from adapters.keys import opening
from adapters.keys.files import KeyringFile
from adapters.keys.keyring import Keyring
from adapters.postgres.engine import connect
from adapters.postgres.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The database and what opens it."""

    engine: Engine
    keyring: Callable[[], Keyring]
    vault: Vault


def keyring_file() -> KeyringFile:
    """The keyring that the settings point to."""
    keys = settings.load(settings.KeyringSettings)
    return opening.keyring_file(keys.keyring_file, keys.keyring_kms_key_id)


def records() -> Records:
    """The database that the settings point to."""
    keyring = keyring_file().keyring
    return Records(engine=engine(), keyring=keyring, vault=Vault(keyring))


def engine() -> Engine:
    """Connections to the database."""
    url = settings.load(settings.DatabaseSettings).database_url.get_secret_value()
    return connect(url, pool_size=2)
