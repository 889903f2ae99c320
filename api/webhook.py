"""The edge: verifies a webhook, starts a workflow for each update, and only then says 200."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from api.acceptance import Acceptance
from api.metrics import REFUSED
from api.payloads import WebhookReader
from api.signatures import is_signed

LARGEST_BODY: Final = 4 * 1024 * 1024
"""Meta's webhooks have up to 3 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What the webhook needs: how to trust it, how to read it, where to put what it says."""

    app_secrets: Sequence[bytes]
    verify_token: bytes
    reader: WebhookReader
    acceptance: Acceptance


class _TooLarge(Exception):
    pass


def router(edge: Edge) -> APIRouter:
    """`GET` and `POST /webhooks/whatsapp`."""
    routes = APIRouter()

    @routes.get("/webhooks/whatsapp")
    def verify(
        mode: Annotated[str, Query(alias="hub.mode")] = "",
        token: Annotated[str, Query(alias="hub.verify_token")] = "",
        challenge: Annotated[str, Query(alias="hub.challenge")] = "",
    ) -> Response:
        """Meta asks whether this address is ours; we answer its challenge, word for word."""
        known = hmac.compare_digest(token.encode("utf-8", "replace"), edge.verify_token)
        if mode != "subscribe" or not known:
            return Response(status_code=403)
        return Response(challenge, media_type="text/plain")

    @routes.post("/webhooks/whatsapp")
    async def receive(request: Request) -> Response:
        """Meta delivers updates. 200 once all are durably started, 503 if one is not."""
        try:
            body = await _body(request)
        except _TooLarge:
            REFUSED.labels("too_large").inc()
            # What is left unread must not be taken for the next request.
            return Response(status_code=413, headers={"Connection": "close"})
        except ClientDisconnect:
            REFUSED.labels("incomplete").inc()
            return Response(status_code=400)
        if not is_signed(body, request.headers.get("X-Hub-Signature-256"), edge.app_secrets):
            REFUSED.labels("signature").inc()
            return Response(status_code=403)
        updates = edge.reader.read(body, datetime.now(UTC))
        if not await edge.acceptance.accept(updates):
            REFUSED.labels("not_started").inc()
            # Meta delivers again; what was started is absorbed by its id.
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)

    return routes


async def _body(request: Request) -> bytes:
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        raise _TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise _TooLarge
    return bytes(body)
