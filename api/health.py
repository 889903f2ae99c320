"""Whether this process is alive, ready, and what it counted."""

from collections.abc import Callable
from datetime import timedelta

import prometheus_client
from fastapi import APIRouter, Response
from temporalio.client import Client
from temporalio.service import RPCError

from api.problems import problem


def router(temporal: Callable[[], Client]) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
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
    def metrics() -> Response:
        return Response(
            prometheus_client.generate_latest(),
            media_type=prometheus_client.CONTENT_TYPE_LATEST,
        )

    return routes
