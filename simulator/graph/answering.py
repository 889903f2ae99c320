"""How every call of the Graph API is let in, noted, and answered."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.convertors import Convertor, register_url_convertor

from simulator.connections import reset_connection
from simulator.graph.errors import GraphError
from simulator.simulation import Simulation


class _VersionConvertor(Convertor[str]):
    regex = r"v\d{1,3}\.\d"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


# Starlette knows convertors by name only; this one keeps the Graph API from answering elsewhere.
register_url_convertor("graph_version", _VersionConvertor())

PREFIX: Final = "/{version:graph_version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a call ends: with a body, with a refusal, or cut off in the middle."""

    body: dict[str, object] = field(default_factory=dict[str, object])
    error: GraphError | None = None
    fault: str | None = None
    cut: bool = False


async def answer(
    request: Request,
    parts: Simulation,
    work: Callable[[], Awaitable[Outcome]],
    *,
    body: dict[str, object] | None = None,
    opens_itself: bool = False,
) -> Response:
    """Note a call, let it in if its token is good, and answer with what its work comes to.

    One that `opens_itself` brings a secret in place of the token, and looks at it itself.
    """
    call_id = parts.calls.begin(
        method=request.method, path=request.url.path, body=body, at=time.time()
    )
    try:
        if not opens_itself:
            authenticate(request, parts)
        outcome = await work()
    except GraphError as error:
        outcome = Outcome(error=error)
    error = outcome.error
    status_code = 200 if error is None else error.http_status
    parts.calls.finish(
        call_id,
        status_code=None if outcome.cut else status_code,
        error_code=None if error is None else error.code,
        fault=outcome.fault,
    )
    if outcome.cut:
        reset_connection(request)
        return Response(status_code=500)  # nobody is left to read it
    return JSONResponse(outcome.body if error is None else error.envelope(), status_code)


def authenticate(request: Request, parts: Simulation) -> None:
    """Let the right token in.

    Raises:
        GraphError: 190 for any other, and for none.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not parts.tokens.knows(token):
        message = "Invalid OAuth access token - Cannot parse access token"
        raise GraphError(190, message=message)


def unknown_object(object_id: str) -> GraphError:
    """What Meta says of an id it does not know, or does not show to this token."""
    return GraphError(
        100,
        message=f"Unsupported request. Object with ID '{object_id}' does not exist, "
        "cannot be loaded due to missing permissions, or does not support this operation",
        type="GraphMethodException",
        subcode=33,
    )


def check_number(phone_number_id: str, parts: Simulation) -> None:
    """Let calls to the office's own number through.

    Raises:
        GraphError: 100 for any other.
    """
    if phone_number_id != parts.office.phone_number_id:
        raise unknown_object(phone_number_id)
