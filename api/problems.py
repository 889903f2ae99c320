"""Errors as `application/problem+json` (RFC 9457): a status and a title, nothing of our insides."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.headers import SECURITY_HEADERS
from domain.failures import (
    Failure,
    NotAllowed,
    NotStarted,
    Outdated,
    Taken,
    UnknownRecord,
    UnsendableContent,
    WindowClosed,
)

_TYPE: Final = "application/problem+json"

_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "status", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    },
}

OF_LAWYERS_API: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": what, "content": {_TYPE: {"schema": _SCHEMA}}}
    for status, what in {
        401: "A lawyer's token is needed",
        403: "Your role in the firm does not allow this",
        404: "There is no such record",
        409: "It is not as you saw it any more, or does not go with what is there",
        422: "The request is not as described",
        429: "Too many wrong requests came from this address; see Retry-After",
        503: "A dependency is away; see Retry-After",
    }.items()
}
"""What `/api/v1` refuses, for its OpenAPI document."""

OF_WEBHOOK: Final[dict[int | str, dict[str, Any]]] = {
    403: {"description": "Not signed by an app of the firm's, or about another app's number"},
    408: {"description": "The body did not arrive in time"},
    413: {"description": "The body is larger than any that Meta sends"},
    429: {"description": "Too many requests; see Retry-After"},
    503: {"description": "Not everything is durably started: deliver it again"},
}

_AGAIN: Final = (
    "Sudah dicatat, tetapi belum dapat diteruskan. Ulangi permintaan yang sama: aman. / "
    "It is written down and could not be passed on yet. Ask the same again: that is safe."
)

_log = structlog.get_logger()


def problem(
    status: int,
    title: str,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> JSONResponse:
    """A problem document; `more` are members of a route's own, described there."""
    content: dict[str, object] = {
        "type": "about:blank", "status": status, "title": title, **(more or {}),
    }  # fmt: skip
    if detail:
        content["detail"] = detail
    return JSONResponse(content, status_code=status, media_type=_TYPE, headers=headers)


def described(what: str, **more: object) -> dict[str, Any]:
    """A problem document in the OpenAPI document, with the members of a route's own."""
    schema = {**_SCHEMA, "properties": {**_SCHEMA["properties"], **more}}
    return {"description": what, "content": {_TYPE: {"schema": schema}}}


def too_many(wait: timedelta) -> JSONResponse:
    """Whoever asks has asked too often, and may ask again after `wait`."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    return problem(429, "Too many requests", headers={"Retry-After": str(seconds)})


def install(app: FastAPI) -> None:
    """Answer every error of an application in this form."""

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> Response:
        return problem(error.status_code, error.detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> Response:
        # Which field and what is wrong with it, but not what stood there.
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, "Invalid request", f"{place}: {first['msg']}")

    @app.exception_handler(Outdated)
    def outdated(_request: Request, error: Outdated) -> Response:
        return problem(409, "Changed meanwhile", str(error))

    @app.exception_handler(Taken)
    def taken(_request: Request, error: Taken) -> Response:
        return problem(409, "Does not go with what is there", str(error))

    @app.exception_handler(WindowClosed)
    def window_closed(_request: Request, error: WindowClosed) -> Response:
        return problem(409, "The customer service window is closed", str(error))

    @app.exception_handler(UnsendableContent)
    def unsendable(_request: Request, error: UnsendableContent) -> Response:
        return problem(422, "WhatsApp does not take this", str(error))

    @app.exception_handler(NotAllowed)
    def not_allowed(_request: Request, error: NotAllowed) -> Response:
        return problem(403, "Not allowed", str(error))

    @app.exception_handler(UnknownRecord)
    def unknown(_request: Request, error: UnknownRecord) -> Response:
        return problem(404, "Not found", str(error))

    @app.exception_handler(NotStarted)
    def not_started(_request: Request, error: NotStarted) -> Response:
        _log.warning("not passed on", failure=type(error).__name__, reason=str(error))
        return problem(503, "Written down, and not passed on yet", _AGAIN, {"Retry-After": "5"})

    @app.exception_handler(Failure)
    def failed(_request: Request, error: Failure) -> Response:
        _log.warning("request failed", failure=type(error).__name__, reason=str(error))
        return problem(503, "Not available now", headers={"Retry-After": "5"})

    @app.exception_handler(Exception)
    def unexpected(_request: Request, _error: Exception) -> Response:
        # Starlette logs the error itself, and answers from outside of our middleware.
        return problem(500, "Internal error", headers=dict(SECURITY_HEADERS))
