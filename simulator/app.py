"""The simulator as one web application."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Final, TypedDict, cast

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator import admin, admin_sending, template_admin, token_admin
from simulator.environment import Environment
from simulator.graph import media, objects, templates
from simulator.graph import routes as graph
from simulator.phone import routes as phone
from simulator.simulation import Simulation, running
from simulator.storage.database import Database
from simulator.web import Parts

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; media-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_DESCRIPTION: Final = (
    "A stand-in for Meta's WhatsApp Cloud API. The admin API asks nobody who they are: "
    "keep the simulator on a loopback address or a private network."
)


class _State(TypedDict):
    simulation: Simulation


def build(environment: Environment, database: Database) -> FastAPI:
    """The application; its parts live from start-up to shut-down."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[_State]:
        async with running(environment, database) as simulation:
            # The server reaches it here, to let streams end before it waits for them.
            app.state.simulation = simulation
            yield {"simulation": simulation}

    # FastAPI's own documentation pages load scripts from elsewhere; the OpenAPI file stays.
    app = FastAPI(
        title="WhatsApp Cloud API simulator",
        version="1",
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(_Guard)
    app.add_exception_handler(RequestValidationError, _what_is_wrong)
    app.include_router(admin.router)
    app.include_router(admin_sending.router)
    app.include_router(template_admin.router)
    app.include_router(token_admin.router)
    app.include_router(phone.router)
    app.mount("/phone/assets", StaticFiles(directory=phone.ASSETS))
    for each in (graph, media, templates, objects):
        app.include_router(each.router)

    @app.get("/healthz", tags=["Health"])
    async def healthz(parts: Parts) -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]  # a route
        """Alive: the database answers, and webhooks and statuses are being worked on."""
        parts.database.execute("SELECT 1")
        if parts.broken:
            raise HTTPException(503, "broken: " + ", ".join(sorted(parts.broken)))
        return {"status": "ok"}

    return app


async def _what_is_wrong(request: Request, error: Exception) -> JSONResponse:
    """Say what is wrong with a request, without FastAPI's echo of what was in it."""
    del request
    faults = cast("RequestValidationError", error).errors()
    detail = [{name: fault[name] for name in ("type", "loc", "msg")} for fault in faults]
    return JSONResponse({"detail": detail}, 422)


class _Guard:
    """Keeps other web sites from using the admin API through a developer's browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        origin_is_foreign = headers.get(b"sec-fetch-site") in {b"cross-site", b"same-site"}
        if origin_is_foreign and scope["method"] not in {"GET", "HEAD"}:
            refusal = JSONResponse({"detail": "not from another web site"}, 403)
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    answer.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
