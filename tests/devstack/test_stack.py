"""Whole stacks on real servers: what they keep, what they say, what they refuse."""

import json
import os
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import boto3
import httpx
import psutil
import psycopg
import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from devstack.errors import CannotStart
from devstack.place import AlreadyRunning
from devstack.product import Product, Program, Step
from devstack.stack import Stack
from tests.devstack.stand_ins import CommandLine, until, web_product

SERVERS = ("postgres", "temporal", "storage")


class Memory:
    """Something put into each server, to be found again."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._s3 = boto3.session.Session().client(  # pyright: ignore[reportUnknownMemberType] - only S3's stubs are installed
            "s3",
            endpoint_url=stack.endpoint("s3_endpoint"),
            aws_access_key_id=stack.endpoint("s3_access_key_id"),
            aws_secret_access_key=stack.endpoint("s3_secret_access_key"),
            region_name=stack.endpoint("s3_region"),
        )

    async def put(self) -> None:
        with self._database() as database:
            database.execute("CREATE TABLE kept (word text)")
            database.execute("INSERT INTO kept VALUES ('kept')")
        self._s3.put_object(Bucket=self._stack.endpoint("s3_bucket"), Key="kept", Body=b"kept")
        client = await self._temporal()
        await client.start_workflow("Nobody", id="kept", task_queue="nobody")

    async def find(self) -> None:
        """All of it, as it was put."""
        with self._database() as database:
            assert database.execute("SELECT word FROM kept").fetchall() == [("kept",)]
        found = self._s3.get_object(Bucket=self._stack.endpoint("s3_bucket"), Key="kept")
        assert (found["Body"].read(), found["ServerSideEncryption"]) == (b"kept", "AES256")
        client = await self._temporal()
        assert (await client.get_workflow_handle("kept").describe()).workflow_type == "Nobody"
        namespace = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace="lawyershub")
        )
        retention = namespace.config.workflow_execution_retention_ttl.ToTimedelta()
        assert retention == timedelta(days=30)

    async def is_gone(self) -> None:
        with self._database() as database:
            assert database.execute("SELECT to_regclass('kept')").fetchone() == (None,)
        assert "Contents" not in self._s3.list_objects_v2(Bucket=self._stack.endpoint("s3_bucket"))
        client = await self._temporal()
        assert [item async for item in client.list_workflows()] == []

    def _database(self) -> psycopg.Connection:
        url = self._stack.endpoint("database_url").replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True)

    async def _temporal(self) -> Client:
        return await Client.connect(
            self._stack.endpoint("temporal_address"), namespace="lawyershub"
        )


async def test_every_server_keeps_its_data_when_stopped_killed_or_restarted(folder: Path) -> None:
    with Stack(folder, services=SERVERS) as stack:
        before = dict(stack.endpoints)
        memory = Memory(stack)
        await memory.put()
        for name in SERVERS:
            stack.stop_service(name)
        assert stack.pids() == {}
        for name in SERVERS:
            stack.start_service(name)
        await memory.find()
        killed = stack.pids()
        for name in SERVERS:
            stack.kill_service(name)
        await until(lambda: all(pid != killed[name] for name, pid in stack.pids().items()))
        await until(lambda: set(stack.states().values()) == {"ready"})
        await memory.find()
    with Stack(folder, services=SERVERS) as stack:
        assert {**stack.endpoints, "pids": None} == {**before, "pids": None}
        await Memory(stack).find()
    with Stack(folder, services=SERVERS, fresh=True) as stack:
        assert stack.endpoint("app_secret") != before["app_secret"]
        await Memory(stack).is_gone()


def test_endpoints_are_there_while_it_runs_and_for_its_owner_only(folder: Path) -> None:
    with Stack(folder, services=("api",), product=web_product("api")) as stack:
        written = json.loads((folder / "endpoints.json").read_text())
        assert written == stack.endpoints
        for name in ("endpoints.json", "environment", "secrets.json", "control.sock"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        assert httpx.get(stack.endpoint("dashboard")).status_code == 200
        shell = subprocess.run(  # noqa: S603 - our own file
            ["/bin/sh", "-c", f"set -a; . {folder}/environment; exec env"],
            env={}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        env = written["env"]
        assert set(shell.stdout.splitlines()) >= {f"{name}={env[name]}" for name in env}
    assert not (folder / "endpoints.json").exists()
    assert not (folder / "environment").exists()


def test_a_process_that_comes_back_is_in_the_endpoints_with_its_new_id(folder: Path) -> None:
    with Stack(folder, services=("api",), product=web_product("api")) as stack:
        stack.stop_service("api")
        assert json.loads((folder / "endpoints.json").read_text())["pids"] == {}
        stack.start_service("api")
        assert json.loads((folder / "endpoints.json").read_text())["pids"] == stack.pids()


def test_a_second_stack_on_the_folder_is_refused(folder: Path) -> None:
    with Stack(folder, services=("api",), product=web_product("api")) as stack:
        with pytest.raises(AlreadyRunning, match="already running in"):
            Stack(folder, services=("api",), product=web_product("api")).start()
        assert httpx.get(stack.endpoint("edge")).status_code == 200


def test_one_part_that_cannot_start_takes_the_others_down(folder: Path) -> None:
    broken = Program(name="broken", command=("{python}", "-c", "import sys; sys.exit('no key')"))
    product = Product(programs=(*web_product("api").programs, broken))
    stack = Stack(folder, services=("api", "broken"), product=product)
    with pytest.raises(CannotStart, match="broken ended while starting") as told:
        stack.start()
    assert told.value.last_lines == ("no key",)
    assert not psutil.Process().children(recursive=True) or not any(
        "http.server" in child.cmdline() for child in psutil.Process().children(recursive=True)
    )


def test_a_step_that_fails_stops_the_start_with_what_it_said(folder: Path) -> None:
    step = Step(name="migrate", command=("{python}", "-c", "import sys; sys.exit('no table')"))
    product = Product(steps=(step,), programs=web_product("api").programs)
    with pytest.raises(CannotStart, match=r"migrate failed \(exit status 1\)") as told:
        Stack(folder, services=("api",), product=product).start()
    assert told.value.last_lines == ("no table",)


def test_the_lawyer_s_token_is_asked_for_once_and_kept_out_of_the_logs(folder: Path) -> None:
    code = "import secrets; print('{\"token\": \"' + secrets.token_hex(16) + '\"}')"
    product = Product(programs=web_product("api").programs, token=("{python}", "-c", code))
    with Stack(folder, services=("api",), product=product) as stack:
        token = stack.endpoint("lawyer_token")
    with Stack(folder, services=("api",), product=product) as stack:
        assert stack.endpoint("lawyer_token") == token
    assert all(token not in file.read_text() for file in (folder / "logs").iterdir())


def test_a_process_knows_what_it_needs_and_nothing_of_the_caller_s_shell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATSAPP_GRAPH_URL", "https://elsewhere.example")
    monkeypatch.setenv("SMTP_URL", "smtp://elsewhere.example")
    monkeypatch.setenv("AI_MODEL", "openai:local")
    code = (
        "import http.server, json, os, sys; print(json.dumps(dict(os.environ)))\n"
        "http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]))"
    )
    program = Program(
        name="api",
        command=("{python}", "-c", code, "{port}"),
        health="/",
        withheld=("WHATSAPP_ACCESS_TOKEN",),
    )
    with Stack(folder, services=("api",), product=Product(programs=(program,))) as stack:
        said = json.loads((folder / "logs" / "api.log").read_text().splitlines()[0])
        assert said["WHATSAPP_GRAPH_URL"] == stack.endpoint("simulator")
        assert said["AI_MODEL"] == "openai:local"
        assert said["WHATSAPP_APP_SECRETS"] == stack.endpoint("app_secret")
        assert {"SMTP_URL", "WHATSAPP_ACCESS_TOKEN"}.isdisjoint(said)


def test_a_folder_with_other_things_in_it_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("my own")
    mode = folder.stat().st_mode
    with pytest.raises(CannotStart, match="holds other things"):
        Stack(folder, services=("api",), product=web_product("api"), fresh=True).start()
    assert ((folder / "thesis.txt").read_text(), folder.stat().st_mode) == ("my own", mode)


def test_an_unknown_part_is_named(folder: Path) -> None:
    with pytest.raises(CannotStart, match="there is no 'worker-fax'"):
        Stack(folder, services=("worker-fax",)).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_the_database_s_user_may_pass_the_folders_above_and_not_read_them(folder: Path) -> None:
    inner = folder.parent / "private" / "stack"
    inner.parent.mkdir(mode=0o700)
    with Stack(inner, services=("postgres",)) as stack:
        owner = psutil.Process(stack.pids()["postgres"]).username()
        assert owner != "root"
        assert stat.S_IMODE(inner.parent.stat().st_mode) == 0o701
        assert (inner / "postgres").owner() == owner


def test_a_program_in_a_long_folder_takes_orders(folder: Path, devstack: CommandLine) -> None:
    long = folder.parent / ("long" * 30) / "stack"
    with Stack(long, services=("api",), product=web_product("api")) as stack:
        first = stack.pids()["api"]
        assert devstack("restart", "api", "--dir", str(long)).returncode == 0
        assert stack.pids()["api"] != first
