"""A time-skipping Temporal server, with the production data converter and a fresh key."""

from collections.abc import AsyncGenerator

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter
from devstack.service import tool
from domain import attributes
from tests.workflows.firm import Firm, working_firm


@pytest.fixture
async def temporal() -> AsyncGenerator[WorkflowEnvironment]:
    """A server of its own for each test: skipped time is the whole server's."""
    keyring = Keyring.generate()
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=tool("temporal-test-server"),
        data_converter=data_converter(lambda: keyring),
    ) as environment:
        await _register_search_attributes(environment.client)
        yield environment


async def _register_search_attributes(client: Client) -> None:
    kinds = {
        attributes.STAGE: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        attributes.ROUTE: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        attributes.URGENCY: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        attributes.MESSAGE_TYPE: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        attributes.NEEDS_LAWYER: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    }
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=kinds)
    )


@pytest.fixture
async def firm(temporal: WorkflowEnvironment) -> AsyncGenerator[Firm]:
    """A firm at work."""
    async with working_firm(temporal) as working:
        yield working
