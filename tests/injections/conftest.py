"""One firm on one database for all attempts, and models that do what attackers say."""

from collections.abc import Iterator

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
from adapters.postgres.templates import PostgresTemplateStore
from adapters.postgres.vault import Vault
from tests.adapters.conftest import PostgresLook, Stores
from tests.adapters.registers import registers_on
from tests.injections.firm import POLICY, Firm, Mind
from tests.scripted_model import ScriptedModel, serving
from tests.servers import PostgresServer


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
        templates=PostgresTemplateStore(engine),
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


@pytest.fixture(params=["embedded", "obedient"])
def mind(
    request: pytest.FixtureRequest, embedded: Mind, beside_a_model: Mind, provider: ScriptedModel
) -> Mind:
    """Whoever understands and writes."""
    provider.wire.clear()
    provider.bodies.clear()
    return embedded if request.param == "embedded" else beside_a_model
