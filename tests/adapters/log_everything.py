"""Logs canaries in every way a process can; tests/adapters/test_logs.py reads what came out.

Run as `python -m tests.adapters.log_everything`.
"""

import logging
import warnings
from dataclasses import dataclass

import structlog
from temporalio import activity

from adapters import logs
from domain.failures import Unavailable

_PHONE = "6281299998888"
_WAMID = "wamid.HBgNQ0FOQVJZQ0FOQVJZ"
_BEARER = "Bearer canary-bearer-token"
_URL = "postgresql+psycopg://lawyershub:canarypassword@db:5432/lh"
_ALL = f"{_PHONE} {_WAMID} {_BEARER} {_URL}"


@dataclass
class _Value:
    phone: str = _PHONE


def _loggers() -> None:
    for name in ("ours", "uvicorn", "uvicorn.error", "sqlalchemy.engine", "temporalio", "httpx"):
        logging.getLogger(name).warning("stdlib %s", _ALL)
        logging.getLogger(name).error("stdlib %(phone)s", {"phone": _PHONE})
        logging.getLogger(name).warning("extra", extra={"client": _ALL, "wamid": "canary-extra"})
    activity.logger.warning("activity %s", _ALL)
    logging.getLogger("temporalio.workflow").warning("workflow %s", _ALL)
    log = structlog.get_logger()
    log.warning(_ALL)
    log.warning("values", client=_ALL, number=6281299998888, nested={"list": [_ALL, _Value()]})
    log.warning("named", text="canary-text", body="canary-body", name="canary-name", to="canary-to")
    log.warning("nested", value={"profile": {"name": "canary-nested"}})
    log.bind(client=_ALL).warning("bound")
    structlog.contextvars.bind_contextvars(client=_ALL)
    log.warning("context")
    structlog.contextvars.clear_contextvars()
    log.warning("positional %s", _ALL)
    log.warning("safe", conversation="0123456789abcdef0123456789abcdef", count=27, port=65535)


def _look_up() -> None:
    raise KeyError("canary-client-text " + _ALL)


def _fail() -> None:
    try:
        _look_up()
    except KeyError as error:
        raise ValueError("canary-client-text") from error


def _fail_ourselves() -> None:
    raise Unavailable(f"our own words {_PHONE}")


def _exceptions() -> None:
    log = structlog.get_logger()
    stdlib = logging.getLogger("stdlib")
    try:
        _fail()
    except ValueError:
        log.exception("structured")
        stdlib.exception("plain")
        stdlib.warning("with info", exc_info=True, stack_info=True)
    try:
        _fail_ourselves()
    except Unavailable:
        log.exception("ours")


def _run() -> None:
    logs.configure("info", "json", process="canary")
    _loggers()
    warnings.warn(f"a library's {_ALL}", stacklevel=1)
    _exceptions()
    raise RuntimeError("canary-client-text " + _ALL)


if __name__ == "__main__":
    _run()
