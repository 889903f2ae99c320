"""Clients' files, under `/api/v1/media`."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.tokens import lawyers_routes
from domain.analysis import Language
from domain.files import ClientFile, FileLink, FilePage, PagesView
from domain.ids import MessageId
from domain.media import Finding, MediaState
from domain.ports import FileStore, LawyerRegister, MediaDesk, MediaStarter
from domain.texts import finding_text
from domain.views import LawyerView

LASTS: Final = timedelta(minutes=15)
"""How long a link is good for."""

_Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class Release(BaseModel):
    """Why a file may leave quarantine, in the lawyer's words."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: Annotated[str, Field(min_length=3, max_length=1000)]


def router(
    desk: MediaDesk, store: FileStore, starter: MediaStarter, lawyers: LawyerRegister
) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/media", lawyers)

    @routes.get("")
    def list_files(
        holder: Annotated[LawyerView, Depends(lawyer)],
        *,
        state: Annotated[
            MediaState | None, Query(description="Only those, `quarantined` for example.")
        ] = None,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> FilePage:
        """Clients' files with what is known of them, latest message first."""
        return desk.files(holder, state=state, after=after, limit=limit)

    @routes.get("/findings")
    def read_findings() -> dict[Finding, dict[Language, str]]:
        """What the codes in `findings` say to people."""
        return {
            finding: {language: finding_text(finding, language) for language in Language}
            for finding in Finding
        }

    @routes.post("/{message_id}/link")
    def link(
        message_id: _Id,
        holder: Annotated[LawyerView, Depends(lawyer)],
        page: Annotated[
            int | None, Query(ge=0, le=1000, description="A preview: 0 is the thumbnail.")
        ] = None,
    ) -> FileLink:
        """An address that gives the file, or a preview of it, for 15 minutes. Each is recorded."""
        file = desk.file(MessageId(message_id), holder)
        if file.state is not MediaState.KEPT:
            raise HTTPException(409, "The file cannot be given out", None)
        if page is not None and page > file.previews:
            raise HTTPException(404, "There is no such preview")
        desk.note_link(file.message_id, holder, "file" if page is None else "preview")
        return FileLink(url=_url(store, file, page), expires_at=datetime.now(UTC) + LASTS)

    @routes.get("/{message_id}/pages")
    def pages(message_id: _Id, holder: Annotated[LawyerView, Depends(lawyer)]) -> PagesView:
        """What was read in the file, page by page."""
        return desk.pages(MessageId(message_id), holder)

    @routes.post("/{message_id}/release", status_code=204)
    async def release(
        message_id: _Id, why: Release, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Let a file out of quarantine; it is read then."""
        await asyncio.to_thread(desk.release, MessageId(message_id), holder, why.reason)
        await starter.media(MessageId(message_id))

    @routes.post("/{message_id}/retry", status_code=202)
    async def retry(message_id: _Id, holder: Annotated[LawyerView, Depends(lawyer)]) -> None:
        """Fetch a file that is not there, or read it, once more."""
        await asyncio.to_thread(desk.try_again, MessageId(message_id), holder)
        await starter.media(MessageId(message_id))

    return routes


def _url(store: FileStore, file: ClientFile, page: int | None) -> str:
    if page is not None:
        name = "thumbnail" if page == 0 else f"page-{page}"
        return store.link(
            f"{file.key}/{name}",
            file_name=name,
            extension=".webp",
            mime_type="image/webp",
            lasts=LASTS,
        )
    return store.link(
        file.key,
        file_name=file.claimed.file_name,
        extension=file.extension,
        mime_type=file.mime_type or "application/octet-stream",
        lasts=LASTS,
    )
