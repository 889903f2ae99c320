"""The supervisor, on tiny programs."""

import socket
from pathlib import Path

import psutil
import pytest

from devstack.errors import CannotStart
from devstack.supervisor import Patience, Supervisor
from tests.devstack.stand_ins import Heard, free_port, polite, service, stubborn, until, web

PATIENCE = Patience(first_pause=0.01, longest_pause=0.02, loop=3)


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    return Heard(tmp_path / "logs")


@pytest.fixture
def supervisor(heard: Heard) -> Supervisor:
    return Supervisor(heard.journal, patience=PATIENCE)


async def test_a_killed_process_is_started_again_and_its_death_is_told(
    supervisor: Supervisor, heard: Heard
) -> None:
    await supervisor.start(web("web", free_port()))
    first = supervisor.pids()["web"]
    supervisor.kill("web")
    await until(lambda: supervisor.pids().get("web", first) != first)
    await until(lambda: supervisor.states()["web"] == "ready")
    assert any("web died (signal 9)" in line for line in heard.lines)
    await supervisor.stop("web")


async def test_a_crash_loop_is_told_once_and_tried_on(
    supervisor: Supervisor, heard: Heard, tmp_path: Path
) -> None:
    port = free_port()
    broken = tmp_path / "broken"
    code = (
        "import http.server, pathlib, sys\n"
        f"if pathlib.Path({str(broken)!r}).exists(): sys.exit('broken')\n"
        f"http.server.test(http.server.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
    )
    await supervisor.start(service("fragile", port, "-c", code))
    broken.touch()
    supervisor.kill("fragile")
    fragile = heard.journal.path("fragile")
    await until(lambda: fragile.exists() and fragile.read_text().count("broken") > 5)
    assert sum("keeps dying" in line for line in heard.lines) == 1
    broken.unlink()
    await until(lambda: supervisor.states()["fragile"] == "ready")
    await supervisor.stop("fragile")


async def test_a_stopped_process_stays_stopped_until_it_is_started_on_the_same_port(
    supervisor: Supervisor,
) -> None:
    port = free_port()
    await supervisor.start(web("web", port))
    await supervisor.start(web("other", free_port()))
    first = supervisor.pids()["other"]
    await supervisor.stop("web")
    assert supervisor.states() == {"web": "stopped", "other": "ready"}
    await supervisor.start_again("web")
    with socket.create_connection(("127.0.0.1", port)):
        assert supervisor.pids()["other"] == first
    await supervisor.stop_all([["web", "other"]])
    assert supervisor.pids() == {}


async def test_a_process_that_ends_while_starting_is_named_with_what_it_said(
    supervisor: Supervisor,
) -> None:
    wrong = service("wrong", free_port(), "-c", "import sys; sys.exit('no such setting')")
    with pytest.raises(CannotStart, match=r"wrong ended while starting \(exit status 1\)") as told:
        await supervisor.start(wrong)
    assert told.value.last_lines == ("no such setting",)
    assert supervisor.pids() == {}


async def test_a_process_that_is_never_ready_is_given_up_and_ended(
    supervisor: Supervisor,
) -> None:
    slow = service("slow", free_port(), "-c", "import time; time.sleep(600)", start_within=0.3)
    with pytest.raises(CannotStart, match="slow was not ready after"):
        await supervisor.start(slow)
    assert supervisor.pids() == {}


async def test_a_taken_port_is_named_before_anything_starts(supervisor: Supervisor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"web cannot start: port {port} is taken"):
            await supervisor.start(web("web", port))
    assert supervisor.pids() == {}


async def test_groups_stop_in_the_given_order(supervisor: Supervisor, tmp_path: Path) -> None:
    book = tmp_path / "book"
    for name in ("database", "api", "worker"):
        await supervisor.start(polite(name, book))
    await supervisor.stop_all([["api", "worker"], ["database"]])
    *first, last = book.read_text().split()
    assert (sorted(first), last) == (["api", "worker"], "database")


async def test_who_does_not_listen_is_killed_with_its_children(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    await supervisor.start(stubborn("stubborn", child))
    pids = [supervisor.pids()["stubborn"], int(child.read_text())]
    await supervisor.stop("stubborn")
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_an_endless_line_is_cut_and_the_process_goes_on(
    supervisor: Supervisor, heard: Heard
) -> None:
    port = free_port()
    code = (
        "import http.server; print('x' * 200_000, flush=True); print('after', flush=True)\n"
        f"http.server.test(http.server.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
    )
    await supervisor.start(service("wordy", port, "-u", "-c", code))
    await until(lambda: any(line == "wordy: after" for line in heard.lines))
    assert sum(line.count("x") for line in heard.lines) >= 200_000
    await supervisor.stop("wordy")


async def test_an_unknown_part_is_refused_with_the_known_ones(supervisor: Supervisor) -> None:
    await supervisor.start(web("web", free_port()))
    with pytest.raises(CannotStart, match="there is no 'wbe': the parts are web"):
        await supervisor.stop("wbe")
    await supervisor.stop("web")
