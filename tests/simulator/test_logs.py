"""What the logs would say about people is masked, whoever writes the line."""

import json
import logging
import sqlite3
from collections.abc import Generator

import pytest
import structlog

from simulator.logs import mask, set_up_logs


@pytest.fixture
def restored() -> Generator[None]:
    """The test run's own logs again after a test that changes them."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("to +62 812-0000-0001 now", "to +62812*** now"),
        ("6281200000001", "+62812***"),
        (6281200000001, "+62812***"),
        ("(0812) 0000 0001", "(+08120***"),
        ("wamid.HBgNNjI4MTIwMDAwMDAwMRUCABIYFA==", "wamid.***"),
        ("from ID.13491208655302741918", "from ID.***"),
        ("Bearer EAAG1234", "Bearer ***"),
        ("port 8090, 1000 deliveries", "port 8090, 1000 deliveries"),
        (200, 200),
        (None, None),
        ({"name": "Budi", "at": ["+6281200000001"]}, {"name": "***", "at": ["+62812***"]}),
    ],
)
def test_what_looks_personal_is_masked(said: object, shown: object) -> None:
    assert mask(None, "info", {"event": said}) == {"event": shown}


def test_private_fields_are_masked_whole() -> None:
    line = mask(None, "info", {"text": "Halo", "token": "abc", "timestamp": "2026-11-22T18:39:40"})

    assert line == {"text": "***", "token": "***", "timestamp": "2026-11-22T18:39:40"}


@pytest.mark.usefixtures("restored")
def test_an_exception_is_named_but_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("debug")
    try:
        sqlite3.connect(":memory:").execute("Budi Santoso")
    except sqlite3.OperationalError:
        logging.getLogger("somebody.else").exception("it broke")

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["exception"]) == ("it broke", "OperationalError")
    assert "test_logs.py" in line["at"][0]
    assert "Budi" not in json.dumps(line)


@pytest.mark.usefixtures("restored")
def test_other_peoples_log_lines_are_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("debug")
    logging.getLogger("somebody.else").warning("calling %s", "+6281200000001")
    logging.getLogger("httpx").info("GET http://127.0.0.1/?hub.verify_token=secret")

    assert json.loads(capsys.readouterr().err)["event"] == "calling +62812***"
