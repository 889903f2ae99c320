"""`python -m devstack` as a person or a script uses it."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from devstack.ports import is_free
from tests.devstack.stand_ins import CommandLine, until


def endpoints(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "endpoints.json").read_text())
    return found


def processes(folder: Path) -> list[psutil.Process]:
    """The stack's processes, and theirs."""
    pids = endpoints(folder)["pids"]
    assert isinstance(pids, dict)
    top = [psutil.Process(int(str(pid))) for pid in pids.values()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a JSON object
    return [*top, *(child for process in top for child in process.children(recursive=True))]


@pytest.fixture
def in_foreground(folder: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """Start `up` as on a terminal, and wait until it says that it is ready."""

    def start(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "devstack", "up", "--dir", str(folder), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert any("ready after" in line for line in process.stdout)
        return process

    return start


async def test_a_stack_in_the_background_goes_on_until_down(
    folder: Path, devstack: CommandLine
) -> None:
    where = ("--dir", str(folder))
    up = devstack("up", "--background", "--only", "postgres", *where)
    assert up.returncode == 0, up.stderr
    assert "ready after" in up.stdout
    status = json.loads(devstack("status", "--json", *where).stdout)
    assert status["postgres"]["state"] == "ready"

    assert devstack("stop", "postgres", *where).returncode == 0
    assert json.loads(devstack("status", "--json", *where).stdout) == {
        "postgres": {"state": "stopped", "pid": None}
    }
    assert devstack("start", "postgres", *where).returncode == 0
    running = processes(folder)
    assert len(running) > 1

    again = devstack("up", "--background", "--only", "postgres", *where)
    assert again.returncode == 1
    assert again.stderr.startswith(f"devstack: already running in {folder}")

    assert devstack("down", *where).stdout == "stopped\n"
    assert not any(process.is_running() for process in running)
    assert devstack("down", *where).stdout == f"nothing runs in {folder}\n"
    assert devstack("status", *where).returncode == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_is_no_failure(
    folder: Path, in_foreground: Callable[..., "subprocess.Popen[str]"], number: signal.Signals
) -> None:
    up = in_foreground("--only", "postgres")
    running = processes(folder)
    up.send_signal(number)
    up.communicate()
    assert up.returncode == 0
    assert not any(process.is_running() for process in running)
    assert not (folder / "endpoints.json").exists()


async def test_a_killed_supervisor_leaves_no_orphans_and_the_next_start_finds_the_data(
    folder: Path, in_foreground: Callable[..., "subprocess.Popen[str]"], devstack: CommandLine
) -> None:
    up = in_foreground("--only", "servers")
    url = str(endpoints(folder)["database_url"]).replace("+psycopg", "")
    with psycopg.connect(url) as database:
        database.execute("CREATE TABLE kept (id int)")
    running = processes(folder)
    up.kill()
    up.communicate()
    await until(lambda: not any(process.is_running() for process in running))

    again = devstack("up", "--background", "--only", "servers", "--dir", str(folder))
    assert again.returncode == 0, again.stderr
    with psycopg.connect(url) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert devstack("down", "--dir", str(folder)).returncode == 0


def test_a_taken_port_is_one_line_and_exit_status_one(folder: Path, devstack: CommandLine) -> None:
    base = next(base for base in range(21000, 31000, 50) if is_free(base))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base + 4))
        taken.listen()
        for how in ((), ("--background",)):
            up = devstack("up", "--port-base", str(base), "--dir", str(folder), *how)
            assert up.returncode == 1
            assert up.stderr == (
                f"devstack: port {base + 4} for postgres is taken: choose another --port-base\n"
            )


def test_fixed_ports_are_counted_from_the_base(folder: Path, devstack: CommandLine) -> None:
    base = next(
        base
        for base in range(21000, 31000, 50)
        if all(is_free(port) for port in range(base, base + 40))
    )
    options = ("--only", "postgres", "--port-base", str(base), "--dir", str(folder))
    assert devstack("up", "--background", *options).returncode == 0
    assert endpoints(folder)["edge"] == f"http://127.0.0.1:{base}"
    assert f":{base + 4}/" in str(endpoints(folder)["database_url"])
    assert devstack("down", "--dir", str(folder)).returncode == 0


def test_an_order_without_a_running_stack_is_one_line(folder: Path, devstack: CommandLine) -> None:
    order = devstack("restart", "temporal", "--dir", str(folder))
    assert (order.returncode, order.stderr) == (1, f"devstack: nothing runs in {folder}\n")
