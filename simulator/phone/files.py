"""Files as the phone shows them: without a token, in parts for a player, never as a program."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Header, HTTPException, Response

from simulator.web import Parts

# What a browser draws or plays and cannot run; everything else is handed over as a download.
_SHOWN: Final = {
    "audio/aac", "audio/amr", "audio/mp4", "audio/mpeg", "audio/ogg",
    "image/gif", "image/jpeg", "image/png", "image/webp",
    "video/3gpp", "video/mp4", "video/webm",
}  # fmt: skip
_RANGE: Final = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")

router = APIRouter(tags=["Phone"])


@router.get("/phone/media/{media_id}")
async def media(
    media_id: str, parts: Parts, range: Annotated[str | None, Header()] = None
) -> Response:
    """A file, or the one range of bytes that was asked for: players need it to know the length."""
    file = parts.media.get(media_id)
    if file is None:
        raise HTTPException(404, "there is no such file")
    mime_type = file.mime_type.partition(";")[0].strip().lower()
    is_shown = mime_type in _SHOWN
    headers = {
        "Content-Disposition": "inline" if is_shown else "attachment",
        "Accept-Ranges": "bytes",
    }
    content, status_code = parts.media.content(media_id), 200
    found = _RANGE.fullmatch(range or "")
    if found is not None:
        first, last = int(found[1]), min(int(found[2] or file.size), file.size - 1)
        if first > last:
            raise HTTPException(416, headers={"Content-Range": f"bytes */{file.size}"})
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
        content, status_code = content[first : last + 1], 206
    return Response(
        content,
        status_code,
        headers,
        media_type=mime_type if is_shown else "application/octet-stream",
    )
