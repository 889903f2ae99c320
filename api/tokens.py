"""Who asks: a lawyer, known by a bearer token."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from typing_extensions import override

from api.problems import OF_LAWYERS_API
from domain.ports import LawyerRegister
from domain.views import LawyerView

_BEARER = HTTPBearer(auto_error=False, description="A token of `lawyershub lawyer token`.")


def lawyers_routes(
    prefix: str, lawyers: LawyerRegister
) -> tuple[APIRouter, Callable[..., LawyerView]]:
    """Routes that a lawyer's token opens, and the dependency that gives the lawyer; 401 otherwise.

    The token is looked at before anything of a body is read: a stranger is told nothing, not even
    that what they sent is no JSON.
    """

    class Asked(APIRoute):
        @override
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def asked(request: Request) -> Response:
                request.state.lawyer = await _holder(lawyers, request)
                return await handle(request)

            return asked

    def lawyer(
        request: Request,
        # For the OpenAPI document, which names what opens a route.
        _: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    ) -> LawyerView:
        return request.state.lawyer

    routes = APIRouter(
        prefix=prefix,
        route_class=Asked,
        dependencies=[Depends(lawyer)],
        responses=OF_LAWYERS_API,
    )
    return routes, lawyer


async def still_holder(lawyers: LawyerRegister, request: Request) -> LawyerView | None:
    """Whose token came with a request that is long under way; None where it is good no more."""
    given = await _BEARER(request)
    return await asyncio.to_thread(lawyers.holder, given.credentials) if given else None


async def _holder(lawyers: LawyerRegister, request: Request) -> LawyerView:
    holder = await still_holder(lawyers, request)
    if holder is None:
        raise HTTPException(
            401, "A lawyer's token is needed", headers={"WWW-Authenticate": "Bearer"}
        )
    return holder
