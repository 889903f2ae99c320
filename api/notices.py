"""What staff must know, as a part of the lawyers' JSON API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.tokens import lawyers_routes
from domain.analysis import Language
from domain.ids import ClientId, LawyerId, NoticeId
from domain.notice_texts import notice_text
from domain.notices import KeptNotice, NoticeCode, Severity
from domain.ports import LawyerRegister, NoticeBoard
from domain.views import LawyerView

_Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice in both languages; `client_id` is null where it is about the firm."""

    id: NoticeId
    code: NoticeCode
    severity: Severity
    text: Mapping[Language, str]
    at: datetime
    client_id: ClientId | None
    client_name: str | None
    acknowledged_at: datetime | None
    acknowledged_by: LawyerId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeViews:
    """Some notices, newest first; `next` is given back to get those after them."""

    items: tuple[NoticeView, ...]
    next: str | None


def router(board: NoticeBoard, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/notices", lawyers)

    @routes.get("")
    def list_notices(
        *,
        open: Annotated[
            bool, Query(description="Only those that nobody has acknowledged.")
        ] = False,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> NoticeViews:
        """What staff must know of the firm's WhatsApp account and its clients, newest first."""
        page = board.notices(holder, open_only=open, after=after, limit=limit)
        return NoticeViews(items=tuple(map(_view, page.items)), next=page.next)

    @routes.post("/{notice_id}/acknowledge", status_code=204)
    def acknowledge_notice(notice_id: _Id, holder: Annotated[LawyerView, Depends(lawyer)]) -> None:
        """Note that a notice was read, by whom and when; the first one stands."""
        board.acknowledge(NoticeId(notice_id), holder)

    return routes


def _view(notice: KeptNotice) -> NoticeView:
    return NoticeView(
        id=notice.id,
        code=notice.code,
        severity=notice.severity,
        text={
            language: notice_text(notice.code, notice.details, language) for language in Language
        },
        at=notice.at,
        client_id=notice.client_id,
        client_name=notice.client_name,
        acknowledged_at=notice.acknowledged_at,
        acknowledged_by=notice.acknowledged_by,
    )
