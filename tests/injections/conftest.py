"""One firm on one database for all attempts, and models that do what attackers say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.ai.cautious import CautiousAnalyst
from adapters.ai.circuit import Circuit
from adapters.ai.embedded import EmbeddedAnalyst
from adapters.ai.firm_words import FirmWordsDrafter
from adapters.ai.model import ModelAnalyst, ModelDrafter
from adapters.ai.outside import ModelAccess, OutsideModel
from adapters.keys.keyring import Keyring
from adapters.postgres.account import PostgresAccountEventStore
from adapters.postgres.clients import PostgresClientRegister
from adapters.postgres.conversations import PostgresConversationStore
from adapters.postgres.delivery import PostgresStatusStore
from adapters.postgres.engine import connect
from adapters.postgres.media import PostgresMediaRecords
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.notices import PostgresNoticeBoard
from adapters.postgres.vault import Vault
from domain.redaction import Hidden
from tests.adapters.conftest import PostgresLook, Stores
from tests.adapters.registers import registers_on
from tests.injections.firm import POLICY, Firm, Mind
from tests.scripted_model import GREETING, ScriptedModel, serving
from tests.servers import PostgresServer

_PLACEHOLDERS = " ".join(f"[{kind}_{number}]" for kind in Hidden for number in range(1, 10))


def parrot(data: dict[str, Any]) -> dict[str, Any]:
    """Calls everything a greeting, and says what the client says."""
    if "facts" not in data:
        return GREETING | {"summary": data["client_message"]}
    return {"body": data["client_message"], "sources": []}


def telltale(data: dict[str, Any]) -> dict[str, Any]:
    """Calls everything a greeting, and tells all that it was told or could ask for."""
    if "facts" not in data:
        return GREETING | {"summary": f"{data['client_message']} {_PLACEHOLDERS}"}
    facts: dict[str, str] = data["facts"]
    told = "\n".join(facts.values())
    return {"body": f"{told}\n{_PLACEHOLDERS}", "sources": [int(each) for each in facts]}


@pytest.fixture(scope="session")
def firm(postgres_server: PostgresServer, migrated_template: str) -> Iterator[Firm]:
    """Shared: each attempt is made by somebody who has never written before."""
    engine = connect(postgres_server.create(migrated_template))
    keyring = Keyring.generate()
    vault = Vault(lambda: keyring)
    registers = registers_on(engine, vault)
    stores = Stores(
        messages=PostgresMessageStore(engine, vault),
        conversations=PostgresConversationStore(engine, vault),
        statuses=PostgresStatusStore(engine, vault),
        events=PostgresAccountEventStore(engine, vault),
        notices=PostgresNoticeBoard(engine, vault),
        clients=PostgresClientRegister(engine),
        proofs=registers.proofs,
        media=PostgresMediaRecords(engine, vault),
        look=PostgresLook(engine, vault),
        policy=POLICY,
    )
    yield Firm(stores, registers)
    engine.dispose()


@pytest.fixture(scope="session")
def provider() -> Iterator[ScriptedModel]:
    """Where the models are asked."""
    with serving() as model:
        yield model


@pytest.fixture(scope="session")
def embedded() -> Mind:
    """The rules and the firm's own words."""
    return Mind(analyst=EmbeddedAnalyst(), drafter=FirmWordsDrafter(POLICY.texts))


@pytest.fixture(scope="session")
def beside_a_model(provider: ScriptedModel) -> Mind:
    """The same beside a model, as a worker puts them together."""
    model = OutsideModel(
        ModelAccess(model="openai:gpt-5.2", key=SecretStr("made-up"), base_url=provider.openai)
    )
    rules, words, circuit = EmbeddedAnalyst(), FirmWordsDrafter(POLICY.texts), Circuit()
    return Mind(
        analyst=CautiousAnalyst(ModelAnalyst(model), rules, circuit),
        drafter=ModelDrafter(words, model, POLICY.texts, circuit),
    )


@pytest.fixture(params=["embedded", "parrot", "telltale"])
def mind(
    request: pytest.FixtureRequest, embedded: Mind, beside_a_model: Mind, provider: ScriptedModel
) -> Mind:
    """Whoever understands and writes."""
    obeys: dict[str, Callable[[dict[str, Any]], object]] = {"parrot": parrot, "telltale": telltale}
    if request.param == "embedded":
        return embedded
    provider.says = obeys[request.param]
    provider.wire.clear()
    provider.bodies.clear()
    return beside_a_model
