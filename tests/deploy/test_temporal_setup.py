"""Temporal's set-up against a real server, twice."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.temporal import RETENTION, SEARCH_ATTRIBUTES
from tests.deploy.conftest import Host

_SCRIPT = REPOSITORY / "deploy/temporal/setup.sh"


def _set_up(host: Host, namespace: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **inherited(),
        "PATH": f"{Path(tool('temporal')).parent}:{inherited().get('PATH', '')}",
        "TEMPORAL_ADDRESS": host.temporal,
        "TEMPORAL_NAMESPACE": namespace,
    }
    return subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", str(_SCRIPT), "namespace"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("namespace", ["lawyershub", "set-up"])
async def test_a_namespace_is_set_up_and_set_up_again(host: Host, namespace: str) -> None:
    for _ in range(2):
        done = _set_up(host, namespace)
        assert done.returncode == 0, done.stderr
    client = await Client.connect(host.temporal, namespace=namespace)
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=namespace)
    )
    kept = described.config.workflow_execution_retention_ttl.ToTimedelta()
    assert kept == RETENTION == timedelta(days=30)
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=namespace)
    )
    ours = {name: listed.custom_attributes.get(name) for name in SEARCH_ATTRIBUTES}
    assert ours == SEARCH_ATTRIBUTES


def test_an_attribute_of_another_type_stops_the_set_up(host: Host) -> None:
    temporal = [tool("temporal"), "operator"]
    where = ["--address", host.temporal, "--namespace", "wrong-type"]
    subprocess.run([*temporal, "namespace", "create", *where], check=True, capture_output=True)  # noqa: S603
    subprocess.run(  # noqa: S603 - our own command
        [*temporal, "search-attribute", "create", *where, "--name", "Route", "--type", "Int"],
        check=True, capture_output=True,
    )  # fmt: skip
    done = _set_up(host, "wrong-type")
    assert done.returncode == 1
    assert "Route is registered as Int, not as Keyword" in done.stderr


def test_the_server_gets_its_password_from_the_file(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    server = programs / "temporal-server"
    server.write_text('#!/bin/sh\necho "$1 $POSTGRES_PWD $TEMPORAL_BROADCAST_ADDRESS"\n')
    server.chmod(0o755)
    (tmp_path / "password").write_text("from-the-file\n")
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", str(REPOSITORY / "deploy/temporal/server.sh")],
        env={
            "PATH": f"{programs}:{inherited().get('PATH', '')}",
            "POSTGRES_PWD_FILE": str(tmp_path / "password"),
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    command, password, address = done.stdout.split()
    assert (command, password) == ("start", "from-the-file")
    assert address
