"""Opens sealed payloads for Temporal's Web UI, to operators only."""

from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Final

from google.protobuf import json_format
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import PayloadCodec

from api.networks import is_within
from api.problems import problem
from domain.failures import Failure

_LARGEST: Final = 32 * 1024 * 1024


def application(
    codec: PayloadCodec,
    allowed: Sequence[IPv4Network | IPv6Network],
    ui_origins: Sequence[str],
) -> Starlette:
    """`POST /decode` and `POST /encode`, as Temporal's remote codec protocol wants them.

    Whoever may decode may read every inbound message: only the networks in `allowed` may, and a
    browser only from the Web UI's own pages.
    """

    async def decode_one(payload: Payload) -> Payload:
        try:
            return (await codec.decode([payload]))[0]
        except Failure:
            # The Web UI shows it as it is, sealed, and the rest of the page opened.
            return payload

    async def decode(request: Request) -> Response:
        return await _answer(request, allowed, decode_one)

    async def encode(request: Request) -> Response:
        async def encode_one(payload: Payload) -> Payload:
            return (await codec.encode([payload]))[0]

        return await _answer(request, allowed, encode_one)

    return Starlette(
        routes=[
            Route("/decode", decode, methods=["POST"]),
            Route("/encode", encode, methods=["POST"]),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=list(ui_origins),
                allow_methods=["POST"],
                allow_headers=["Authorization", "Content-Type", "X-Namespace"],
                allow_credentials=True,
            )
        ],
    )


async def _answer(
    request: Request,
    allowed: Sequence[IPv4Network | IPv6Network],
    change: Callable[[Payload], Awaitable[Payload]],
) -> Response:
    if not is_within(request.client.host if request.client else "", allowed):
        return problem(403, "Not from here")
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > _LARGEST:
        return problem(413, "Too large", headers={"Connection": "close"})
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return problem(413, "Too large", headers={"Connection": "close"})
    try:
        given = json_format.Parse(bytes(body), Payloads())
    except (json_format.ParseError, UnicodeDecodeError):
        return problem(400, "Not a list of payloads")
    changed = Payloads(payloads=[await change(payload) for payload in given.payloads])
    return Response(json_format.MessageToJson(changed), media_type="application/json")
