"""Whatever is asked of the registers is answered as their OpenAPI document says, never with 5xx."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from adapters.keys.keyring import Keyring
from adapters.postgres.engine import connect
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.vault import Vault
from tests.api.test_openapi import check_problem
from tests.api.test_registers import registers_app
from tests.servers import PostgresServer, migrated_template, postgres_server

__all__ = ["migrated_template", "postgres_server"]

# Schemathesis has types for some of this only.
_LIBRARY: Any = schemathesis
_IGNORED: list[Any] = [vars(checks)["negative_data_rejection"], vars(checks)["ignored_auth"]]
_SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_OPERATIONS = (
    "GET /clients", "POST /clients", "POST /clients/search", "GET /clients/{client_id}",
    "PUT /clients/{client_id}", "POST /clients/{client_id}/identities",
    "DELETE /clients/{client_id}/identities/{identity_id}",
    "POST /clients/{client_id}/identities/{identity_id}/verify",
    "POST /clients/{client_id}/merge", "POST /clients/{client_id}/unmerge",
    "GET /cases", "POST /cases", "POST /cases/search", "GET /cases/{case_id}",
    "PUT /cases/{case_id}", "PUT /cases/{case_id}/clients", "PUT /cases/{case_id}/members",
    "POST /cases/{case_id}/parties", "PUT /cases/{case_id}/parties/{party_id}",
    "DELETE /cases/{case_id}/parties/{party_id}", "POST /cases/{case_id}/pin",
    "PUT /messages/{message_id}/case", "PUT /conversations/{conversation_id}/case",
    "GET /office-numbers", "PUT /office-numbers/{phone_number_id}",
    "DELETE /office-numbers/{phone_number_id}", "GET /lawyers", "GET /conversations",
    "GET /conversations/counts", "GET /conversations/{conversation_id}/messages", "POST /search",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    app: FastAPI
    token: str


@pytest.fixture(scope="module")
def asked(postgres_server: PostgresServer, migrated_template: str) -> Iterator[_Asked]:
    """The registers on one database, and a lawyer's token."""
    url = postgres_server.create(migrated_template)
    engine, keyring = connect(url), Keyring.generate()
    vault = Vault(lambda: keyring)
    staff = PostgresLawyerRegister(engine, vault)
    staff.add("Dewi Lestari", "lawyer")
    yield _Asked(app=registers_app(engine, vault), token=staff.new_token("Dewi Lestari"))
    engine.dispose()
    postgres_server.drop(url)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", _OPERATIONS)
def test_the_answer_is_as_documented(asked: _Asked, operation: str, mode: GenerationMode) -> None:
    method, _, path = operation.partition(" ")
    document = _LIBRARY.openapi.from_asgi("/api/v1/openapi.json", asked.app)
    found = document[f"/api/v1{path}"][method]

    @_SETTINGS
    @given(case=found.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:  # noqa: ANN401 -- a case, which has types for some of it only
        answer = case.call(headers={"Authorization": f"Bearer {asked.token}"})
        assert answer.status_code < 500
        if answer.status_code < 300:
            case.validate_response(answer, excluded_checks=_IGNORED)
        else:
            check_problem(answer)

    each()


def test_every_operation_is_asked(asked: _Asked) -> None:
    document = asked.app.openapi()["paths"]
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document.items()
        for method in methods
    }
    of_others = {"GET /me", "GET /reasons", "GET /conversations/{conversation_id}"}
    assert there - of_others == set(_OPERATIONS)
