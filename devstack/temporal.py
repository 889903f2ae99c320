"""Temporal's development server with a database file, and its namespace."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from devstack.errors import CannotStart
from devstack.service import Service, tool

NAMESPACE = "lawyershub"
RETENTION = timedelta(days=30)
_KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
_BOOL = IndexedValueType.INDEXED_VALUE_TYPE_BOOL
SEARCH_ATTRIBUTES = {
    "Stage": _KEYWORD,
    "Route": _KEYWORD,
    "Urgency": _KEYWORD,
    "MessageType": _KEYWORD,
    "NeedsLawyer": _BOOL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Temporal:
    """One development server. It binds three more ports of its own, which nobody else uses."""

    data: Path
    port: int
    ui_port: int
    http_port: int
    metrics_port: int
    codec_endpoint: str
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"127.0.0.1:{self.port}"

    @property
    def ui(self) -> str:
        """The Web UI."""
        return f"http://127.0.0.1:{self.ui_port}"

    def service(self) -> Service:
        """How to run it.

        Raises:
            CannotStart: the program is not installed.
        """
        return Service(
            name="temporal",
            command=(
                tool("temporal"), "server", "start-dev",
                # What the person's own Temporal settings say must not change this server.
                "--disable-config-file", "--disable-config-env",
                "--db-filename", str(self.data / "temporal.db"),
                "--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal",
                "--namespace", NAMESPACE,
                "--ip", "127.0.0.1", "--port", str(self.port), "--ui-port", str(self.ui_port),
                "--http-port", str(self.http_port), "--metrics-port", str(self.metrics_port),
                "--ui-codec-endpoint", self.codec_endpoint, "--ui-disable-news-fetch",
                "--log-level", "warn", "--log-format", "json",
            ),
            environment=self.environment,
            is_ready=self._is_ready,
            ports=(self.port, self.ui_port, self.http_port, self.metrics_port),
            prepare=lambda: self.data.mkdir(mode=0o700, exist_ok=True),
            settle=self._settle,
            working_directory=self.data.parent,
            kept_off_terminal=re.compile(r'"level":"(?:INFO|WARN)"|^Temporal |^$'),
        )  # fmt: skip

    async def _connect(self) -> Client:
        return await Client.connect(self.address, namespace=NAMESPACE)

    async def _is_ready(self) -> bool:
        try:
            client = await self._connect()
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=NAMESPACE)
            )
        except (RPCError, RuntimeError):
            return False
        return True

    async def _settle(self) -> None:
        """Keep histories for 30 days and register the search attributes, in this namespace.

        Raises:
            CannotStart: an attribute is registered with another type.
        """
        client = await self._connect()
        retention = Duration()
        retention.FromTimedelta(RETENTION)
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(
                namespace=NAMESPACE,
                config=NamespaceConfig(workflow_execution_retention_ttl=retention),
            )
        )
        listing = ListSearchAttributesRequest(namespace=NAMESPACE)
        known = (await client.operator_service.list_search_attributes(listing)).custom_attributes
        missing = {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in known}
        wrong = [name for name, kind in SEARCH_ATTRIBUTES.items() if known.get(name, kind) != kind]
        if wrong:
            raise CannotStart(f"temporal: {', '.join(wrong)} is registered with another type")
        if not missing:
            return
        try:
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(namespace=NAMESPACE, search_attributes=missing)
            )
        except RPCError as error:
            if error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
