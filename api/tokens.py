"""Who asks: a lawyer, known by a bearer token."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from domain.ports import LawyerRegister
from domain.views import LawyerView


def token_holder(lawyers: LawyerRegister) -> Callable[..., LawyerView]:
    """A dependency that gives the lawyer whose token a request carries; 401 where none does."""
    bearer = HTTPBearer(auto_error=False, description="A token of `lawyershub lawyer token`.")

    def lawyer(
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> LawyerView:
        holder = lawyers.holder(given.credentials) if given else None
        if holder is None:
            raise HTTPException(
                401, "A lawyer's token is needed", headers={"WWW-Authenticate": "Bearer"}
            )
        return holder

    return lawyer
