"""Logs as JSON on standard error, with whatever looks personal masked."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, Final, cast

import structlog

_WAMID: Final = re.compile(r"wamid\.[A-Za-z0-9+/=_-]+")
_USER_ID: Final = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,128}\b")
_PHONE: Final = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){8,}")
_BEARER: Final = re.compile(r"(?i)\b(bearer\s+|sha256=|token=)\S+")
_PRIVATE: Final = frozenset(
    {
        "authorization", "biz_opaque_callback_data", "body", "caption", "content", "name",
        "payload", "profile", "query", "raw", "secret", "text", "title", "token", "username",
    }
)  # fmt: skip
_OURS: Final = frozenset({"timestamp", "level", "logger"})
_SHOWN_DIGITS: Final = 5

_Event = MutableMapping[str, Any]


def set_up_logs(level: str) -> None:
    """Send the logs of structlog and of the standard library through one masking processor."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
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
                name_exceptions,
                mask,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # httpx logs whole addresses, and the verification challenge carries a token in its address.
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def name_exceptions(logger: object, method: str, event: _Event) -> _Event:
    """Replace an exception by its type and its lines of code: its text may quote a person."""
    del logger, method
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = cast("tuple[type[BaseException], BaseException, TracebackType]", error)[1]
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["at"] = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def mask(logger: object, method: str, event: _Event) -> _Event:
    """Mask phone numbers, wamids, user ids and tokens anywhere, and private fields whole."""
    del logger, method
    return {
        key: value if key in _OURS else _masked(str(key), value) for key, value in event.items()
    }


def _masked(key: str, value: object) -> object:
    if key.lower() in _PRIVATE:
        return "***"
    if isinstance(value, Mapping):
        inner = cast("Mapping[object, object]", value)
        return {str(name): _masked(str(name), item) for name, item in inner.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(key, item) for item in cast("list[object]", value)]
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        masked = _masked_text(str(value))
        return value if masked == str(value) else masked
    return _masked_text(str(value))


def _masked_text(text: str) -> str:
    text = _WAMID.sub("wamid.***", text)
    text = _USER_ID.sub(lambda found: found[0].partition(".")[0] + ".***", text)
    text = _BEARER.sub(lambda found: found[1] + "***", text)
    return _PHONE.sub(_masked_phone, text)


def _masked_phone(found: re.Match[str]) -> str:
    digits = "".join(character for character in found[0] if character.isdigit())
    return f"+{digits[:_SHOWN_DIGITS]}***"
