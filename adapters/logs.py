"""Logs: JSON lines on standard error, with whatever looks personal masked at the very end."""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, Final, cast

import structlog

from domain.failures import Failure
from domain.masking import mask

_SECRET_KEYS: Final = frozenset(
    {
        *("authorization", "password", "secret", "token"),
        *("contact", "contacts", "from", "name", "phone", "profile_name", "recipient", "to"),
        *("body", "caption", "message", "raw", "text", "wa_id", "wamid"),
    }
)
"""Fields that are never shown, whatever stands in them."""

_LARGEST_COUNT: Final = 10**9

_QUIET: Final = ("boto3", "botocore", "httpx", "httpcore", "urllib3", "uvicorn.access")


def configure(level: str, form: str, *, process: str) -> None:
    """Send every logger of this process, ours and the libraries', through one masking chain."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tell_exception,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _named(process),
                mask_event,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Warnings of libraries are logged like everything else, not written past the mask.
    logging.captureWarnings(capture=True)
    # A line that cannot be written is dropped: logging would print what it was about, in clear.
    logging.raiseExceptions = False
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda given: _log_stopped(given.exc_value)
    sys.unraisablehook = lambda given: _log_stopped(given.exc_value)


def mask_event(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The last processor before the renderer: everything in the event, masked."""
    return {key: _masked(key, value) for key, value in event.items()}


def _masked(key: str, value: object) -> object:
    if key.casefold().replace("-", "_") in _SECRET_KEYS:
        return "***"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        # A phone number is a number too; what we count and time has fewer digits.
        return value if abs(value) < _LARGEST_COUNT else "***"
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {mask(str(name)): _masked(str(name), inner) for name, inner in items}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", inner) for inner in cast("list[object]", value)]
    return mask(str(value))


def _tell_exception(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception as its class and where it was raised.

    The text of an exception that is not ours can quote what a client wrote, so it is left out.
    """
    info: object = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = cast("tuple[object, ...]", info)[1]
    if isinstance(info, BaseException):
        event["exception"] = " <- ".join(_chain(info))
        # asyncio writes the exception's own text under the first line of its message.
        event["event"] = str(event.get("event", "")).partition("\n")[0]
    event.pop("stack_info", None)
    return event


def _chain(error: BaseException) -> list[str]:
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        text = f": {current}" if isinstance(current, Failure) else ""
        frames = traceback.extract_tb(current.__traceback__)[-6:]
        places = " < ".join(
            f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames[::-1]
        )
        told.append(f"{type(current).__qualname__}{text} at {places}")
        current = current.__cause__ or current.__context__
    return told


def _named(process: str) -> structlog.typing.Processor:
    def add(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event["process"] = process
        return event

    return add


def _log_uncaught(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    _log_stopped(error)


def _log_stopped(error: BaseException | None) -> None:
    logging.getLogger("uncaught").critical("stopped", exc_info=error)
