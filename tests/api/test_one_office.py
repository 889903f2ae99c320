"""Everybody of an office comes from one address: one colleague's fault is not the others'."""

from collections.abc import Iterator

import httpx
import pytest

from adapters.keys.opening import keyring_file
from adapters.postgres.engine import connect
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.vault import Vault
from api.rates import MISBEHAVIOUR
from devstack.service import REPOSITORY
from tests.api.api_process import ONE_APP, running_api

_OFFICE = "198.51.100.7"


@pytest.fixture
def token(migrated_postgres_url: str) -> Iterator[str]:
    """A token of a lawyer whom the database knows."""
    keyring = keyring_file(REPOSITORY / "tests/replay/keyring.json", None).keyring
    engine = connect(migrated_postgres_url)
    register = PostgresLawyerRegister(engine, Vault(keyring))
    register.add("Dewi Lestari", "lawyer")
    yield register.new_token("Dewi Lestari")
    engine.dispose()


def _me(api: httpx.Client, token: str) -> int:
    headers = {"X-Forwarded-For": _OFFICE, "Authorization": f"Bearer {token}"}
    return api.get("/api/v1/me", headers=headers).status_code


def test_a_colleague_whose_token_has_ended_locks_nobody_out(
    migrated_postgres_url: str, token: str
) -> None:
    with running_api({**ONE_APP, "DATABASE_URL": migrated_postgres_url}) as api:
        # A minute may end among them, and be followed by another.
        asked = [_me(api, "lh_ended") for _ in range(2 * MISBEHAVIOUR.most + 1)]
        assert (asked[0], asked[-1]) == (401, 429)
        assert _me(api, token) == 200
        without = [
            api.get("/nothing", headers={"X-Forwarded-For": _OFFICE}).status_code
            for _ in range(2 * MISBEHAVIOUR.most + 1)
        ]
        assert (without[0], without[-1]) == (404, 429)
        assert _me(api, token) == 200
