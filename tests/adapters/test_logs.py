"""Nothing that a process writes shows what is personal, whoever logs it and however."""

import json
import subprocess
import sys

import pytest

from adapters.logs import mask_event

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


_START = """
import asyncio, logging, structlog, threading
from adapters import logs
logs.configure("info", "{form}", process="canary")
"""
_LIBRARY_TELLS = """
try: raise ValueError("CANARY")
except ValueError: logging.getLogger("x").exception("y")
"""
_WE_TELL = """
try: raise ValueError("CANARY")
except ValueError: structlog.get_logger().exception("y")
"""
_UNCAUGHT = 'raise ValueError("CANARY")'
_THREAD = """
def fail(): raise ValueError("CANARY")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
"""
_FINALIZER = """
class Odd:
    def __del__(self): raise ValueError("CANARY")
Odd()
"""
_FORGOTTEN_TASK = """
async def fail(): raise ValueError("CANARY")
async def main():
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    del task
asyncio.run(main())
"""
_WRONG_KIND = 'logging.getLogger("x").warning("%d statuses", "CANARY")'
_TOO_MANY = 'logging.getLogger("x").warning("two %s", "+6281299998888", "CANARY")'


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize(
    "code",
    [
        _LIBRARY_TELLS, _WE_TELL, _UNCAUGHT, _THREAD, _FINALIZER, _FORGOTTEN_TASK,
        _WRONG_KIND, _TOO_MANY,
    ],
    ids=[
        "a library tells", "we tell", "uncaught", "thread", "finalizer", "forgotten task",
        "argument of a wrong kind", "too many arguments",
    ],
)  # fmt: skip
def test_no_text_of_an_exception_or_argument_gets_past_the_mask(form: str, code: str) -> None:
    done = subprocess.run(  # noqa: S603 - the code is this file's own
        [sys.executable, "-c", _START.format(form=form) + code],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "CANARY" not in done.stdout + done.stderr
    assert "SyntaxError" not in done.stderr


@pytest.mark.parametrize(
    "value",
    [{"6281299998888": 1}, 6281299998888, 6281299998888.0, {"Authorization": "Basic Y2FuYXJ5"}],
)
def test_keys_numbers_and_capitalised_names_are_masked(value: object) -> None:
    shown = str(mask_event(None, "", {"value": value}))
    assert "99998888" not in shown
    assert "Y2FuYXJ5" not in shown
