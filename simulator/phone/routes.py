"""What the phone page needs beside the admin API: its files, its events, and who looks at what."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from simulator.phone import files
from simulator.records import Chat
from simulator.web import Parts

ASSETS: Final = Path(__file__).parent / "assets"

router = APIRouter(tags=["Phone"])
router.include_router(files.router)


class OfficeView(BaseModel):
    """The office as the phone shows it, and how its webhook is doing."""

    name: str
    number: str
    webhook_healthy: bool
    webhook_answer: int | None


@router.get("/", include_in_schema=False)
@router.get("/phone", include_in_schema=False)
async def page() -> FileResponse:
    """The page itself."""
    return FileResponse(ASSETS / "phone.html", media_type="text/html; charset=utf-8")


@router.get("/phone/office")
async def office(parts: Parts) -> OfficeView:
    """Who is at the other end."""
    return OfficeView(
        name=parts.office.verified_name,
        number=parts.office.display_number,
        webhook_healthy=parts.deliverer.health.healthy,
        webhook_answer=parts.deliverer.health.answer,
    )


@router.get("/phone/chats")
async def chats(parts: Parts) -> list[Chat]:
    """Every client with the last message and the number of unread ones."""
    return parts.conversations.chats()


@router.post("/phone/clients/{client_id}/look", status_code=204)
async def look(client_id: str, parts: Parts) -> None:
    """The phone is showing this client's chat: what was delivered is now read."""
    client = parts.clients.get(client_id)
    if client is None:
        raise HTTPException(404, "there is no such client")
    parts.conversations.client_looks(client)


@router.get("/phone/events")
async def events(parts: Parts) -> StreamingResponse:
    """Server-sent events: `message`, `client`, `typing`, `webhook`, `reset`."""
    return StreamingResponse(
        parts.hub.stream(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )
