"""Nothing that a process writes shows what is personal, whoever logs it and however."""

import json
import subprocess
import sys

import pytest

_CANARIES = ["81299998888", "99998888", "Q0FOQVJZ", "canary-", "canarypassword"]


@pytest.fixture(scope="module")
def written() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.log_everything"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert not done.stdout
    return done.stderr


@pytest.fixture(scope="module")
def events(written: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.splitlines()]


@pytest.mark.parametrize("canary", _CANARIES)
def test_no_canary_is_written(written: str, canary: str) -> None:
    lines = [line for line in written.splitlines() if canary in line]
    assert not lines


def test_every_line_is_an_event_of_this_process(events: list[dict[str, object]]) -> None:
    assert len(events) > 30
    for event in events:
        assert event["process"] == "canary"
        assert event["level"]
        assert str(event["timestamp"]).startswith("20")


def test_every_logger_was_heard(events: list[dict[str, object]]) -> None:
    loggers = {str(event.get("logger")) for event in events}
    assert {
        "uvicorn.error", "sqlalchemy.engine", "temporalio.activity", "temporalio.workflow",
        "py.warnings", "uncaught",
    } <= loggers  # fmt: skip


def test_what_operators_need_stays(events: list[dict[str, object]]) -> None:
    safe = next(event for event in events if event["event"] == "safe")
    assert safe["conversation"] == "0123456789abcdef0123456789abcdef"
    assert (safe["count"], safe["port"]) == (27, 65535)


def test_an_exception_is_told_by_its_class_and_place_with_its_causes(
    events: list[dict[str, object]],
) -> None:
    told = next(event["exception"] for event in events if event["event"] == "structured")
    first, second = str(told).split(" <- ")
    assert first.startswith("ValueError at _fail")
    assert second.startswith("KeyError at _look_up")


def test_our_own_failures_are_told_in_their_words(events: list[dict[str, object]]) -> None:
    told = next(event["exception"] for event in events if event["event"] == "ours")
    assert "Unavailable: our own words +62812***" in str(told)
