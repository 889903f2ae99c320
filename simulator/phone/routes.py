"""What the phone page needs beside the admin API: its files, its events, and who looks at what."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from simulator.records import Chat
from simulator.web import Parts

ASSETS: Final = Path(__file__).parent / "assets"
# What a browser draws or plays and cannot run; everything else is handed over as a download.
_SHOWN: Final = {
    "audio/aac", "audio/amr", "audio/mp4", "audio/mpeg", "audio/ogg",
    "image/gif", "image/jpeg", "image/png", "image/webp",
    "video/3gpp", "video/mp4", "video/webm",
}  # fmt: skip

router = APIRouter(tags=["Phone"])


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


@router.get("/phone/media/{media_id}")
async def media(media_id: str, parts: Parts) -> Response:
    """A file as the phone shows it, without a token; what no phone shows is for saving only."""
    file = parts.media.get(media_id)
    if file is None:
        raise HTTPException(404, "there is no such file")
    mime_type = file.mime_type.partition(";")[0].strip().lower()
    is_shown = mime_type in _SHOWN
    return Response(
        parts.media.content(media_id),
        media_type=mime_type if is_shown else "application/octet-stream",
        headers={"Content-Disposition": "inline" if is_shown else "attachment"},
    )


@router.get("/phone/events")
async def events(parts: Parts) -> StreamingResponse:
    """Server-sent events: `message`, `client`, `typing`, `webhook`, `reset`."""
    return StreamingResponse(
        parts.hub.stream(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )
