"""Whether this process is alive, ready, and what it counted."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network

import prometheus_client
from fastapi import APIRouter, Request, Response
from temporalio.client import Client
from temporalio.service import RPCError

from api.networks import is_within
from api.problems import problem


def router(
    temporal: Callable[[], Client], metrics_for: Sequence[IPv4Network | IPv6Network]
) -> APIRouter:
    """`/healthz` and `/readyz` for everybody, `/metrics` for the networks in `metrics_for`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def ready() -> Response:
        try:
            healthy = await temporal().service_client.check_health(timeout=timedelta(seconds=2))
        except (RPCError, RuntimeError):
            healthy = False
        if not healthy:
            return problem(503, "Temporal is not reachable", headers={"Retry-After": "2"})
        return Response('{"status":"ready"}', media_type="application/json")

    @routes.get("/metrics")
    def metrics(request: Request) -> Response:
        if not is_within(request.client.host if request.client else "", metrics_for):
            return problem(403, "Not from here")
        return Response(
            prometheus_client.generate_latest(),
            media_type=prometheus_client.CONTENT_TYPE_LATEST,
        )

    return routes
