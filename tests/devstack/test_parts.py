"""The small parts: ports, files, logs, what a process may know."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devstack import journal as journal_module
from devstack.credentials import Credentials
from devstack.errors import CannotStart
from devstack.journal import Journal, Terminal
from devstack.leftovers import remember, stop_leftovers
from devstack.place import Place, read_json
from devstack.plan import make_plan
from devstack.ports import choose_ports
from devstack.product import LAWYERS_HUB


def test_ports_are_the_same_at_the_next_start_unless_taken(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = choose_ports(["api", "postgres"], file, None)
    assert choose_ports(["api", "postgres"], file, None) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first["api"]))
        taken.listen()
        second = choose_ports(["api", "postgres"], file, None)
    assert second["postgres"] == first["postgres"]
    assert second["api"] != first["api"]


def test_a_base_outside_the_ports_is_refused(tmp_path: Path) -> None:
    for base in (80, 65535):
        with pytest.raises(CannotStart, match=f"--port-base {base} is not between"):
            choose_ports(["api", "postgres"], tmp_path / "ports.json", base)


def test_a_port_with_a_twin_is_taken_when_the_twin_is(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = choose_ports(["admin"], file, None, twins={"admin": 10000})["admin"]
    assert first + 10000 < 32768
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + 10000))
        taken.listen()
        assert choose_ports(["admin"], file, None, twins={"admin": 10000})["admin"] != first
        with pytest.raises(CannotStart, match=f"port {first + 10000} for admin is taken"):
            choose_ports(["admin"], file, first, twins={"admin": 10000})


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"app_se')
    with pytest.raises(CannotStart, match=r"secrets\.json is damaged"):
        read_json(tmp_path / "secrets.json")


def test_credentials_are_made_once_and_never_printed(tmp_path: Path) -> None:
    first = Credentials.kept_in(tmp_path / "secrets.json")
    assert Credentials.kept_in(tmp_path / "secrets.json") == first
    assert Credentials() != first
    assert first.app_secret not in repr(first)


def test_a_process_of_a_killed_stack_is_stopped_and_a_stranger_is_not(tmp_path: Path) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    ours, stranger = (subprocess.Popen(sleep) for _ in range(2))  # noqa: S603 - our own command
    pids = tmp_path / "pids.json"
    remember(pids, {"ours": ours.pid, "stranger": stranger.pid})
    noted = json.loads(pids.read_text())
    # As if the process id had been given to somebody else since.
    noted["stranger"]["began"] -= 100
    pids.write_text(json.dumps(noted))
    try:
        assert stop_leftovers(pids) == ["ours"]
        assert ours.poll() is not None
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_log_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "ROTATE_AT", 1000)
    journal = Journal(tmp_path)
    for number in range(100):
        journal.write("api", f"{number:<99}")
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 2400
    assert journal.path("api").read_text().splitlines()[-1].startswith("99")


def test_our_json_lines_are_shown_compactly_and_others_as_they_are() -> None:
    terminal = Terminal(output=(output := io.StringIO()), colour=False)
    terminal.show("api", '{"event": "webhook accepted", "level": "info", "messages": 2}')
    terminal.show("api", "Traceback")
    terminal.show("api", "{not json")
    assert output.getvalue().splitlines() == [
        "api             | info    webhook accepted messages=2",
        "api             | Traceback",
        "api             | {not json",
    ]


def test_colour_marks_the_name_only_where_it_is_wanted() -> None:
    terminal = Terminal(output=(output := io.StringIO()), colour=True)
    terminal.show("api", "hello")
    assert output.getvalue().startswith("\x1b[36mapi")


def test_a_terminal_that_went_away_stops_nobody() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    terminal = Terminal(output=os.fdopen(writing, "w"), colour=False)
    terminal.show("api", "x" * 100_000)
    terminal.show("api", "again")


def test_only_who_verifies_webhooks_knows_the_app_secret(tmp_path: Path) -> None:
    place = Place(tmp_path)
    plan = make_plan(place, LAWYERS_HUB, None, None)
    knows = {
        service.name: "WHATSAPP_APP_SECRETS" in service.environment for service in plan.programs()
    }
    assert knows.pop("api")
    assert len(knows) > 4
    assert not any(knows.values())
    simulator = next(item for item in plan.programs() if item.name == "simulator")
    assert "DATABASE_URL" not in simulator.environment
