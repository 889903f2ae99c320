"""The admin API's part for the access token."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from simulator.web import Parts

router = APIRouter(prefix="/admin/token", tags=["Admin"])


class TokenLife(BaseModel):
    """How long the token of the settings lives from now on; null: for ever."""

    model_config = ConfigDict(extra="forbid")

    seconds_left: Annotated[int, Field(ge=0, le=10 * 365 * 24 * 60 * 60)] | None


@router.put("", status_code=204)
async def put_token(wanted: TokenLife, parts: Parts) -> None:
    """Let the token of the settings end; those it was exchanged for live on."""
    parts.tokens.end_in(wanted.seconds_left)
