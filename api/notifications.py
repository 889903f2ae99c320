"""What a lawyer was told and how they want to be, as a part of the lawyers' JSON API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.tokens import lawyers_routes
from domain.analysis import Language, Urgency
from domain.ids import ConversationId, NotificationId
from domain.notifications import (
    ADDRESS,
    Channel,
    KeptNotification,
    NotificationKind,
    Preferences,
    QuietHours,
    notification_text,
)
from domain.ports import LawyerRegister, NotificationInbox, PreferenceRegister
from domain.views import LawyerView

_Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["21:00"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView:
    """A notification in both languages; it says that something waits, never what."""

    id: NotificationId
    kind: NotificationKind
    urgency: Urgency
    text: dict[Language, str]
    at: datetime
    conversation_id: ConversationId | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationViews:
    """Some notifications, newest first; `next` is given back to get those after them."""

    items: tuple[NotificationView, ...]
    next: str | None
    unread: int


class QuietHoursBody(BaseModel):
    """A time of the day in the firm's zone, perhaps over midnight."""

    model_config = ConfigDict(extra="forbid")

    begins: _TimeOfDay
    ends: _TimeOfDay

    @model_validator(mode="after")
    def _a_time(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("they begin and end at different times")
        return self


class PreferencesBody(BaseModel):
    """How somebody wants to be told; null: as the firm has it. An emergency knows no quiet."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=254, pattern=ADDRESS)] | None = None
    channels: Annotated[tuple[Channel, ...], Field(max_length=16)] | None = None
    quiet_hours: QuietHoursBody | None = None


def router(
    inbox: NotificationInbox, register: PreferenceRegister, lawyers: LawyerRegister
) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token and is about that lawyer alone."""
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    @routes.get("/notifications")
    def list_notifications(
        *,
        unread: Annotated[bool, Query(description="Only those not read yet.")] = False,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> NotificationViews:
        """What the holder of the token was told, newest first."""
        page = inbox.notifications(holder, unread_only=unread, after=after, limit=limit)
        return NotificationViews(
            items=tuple(map(_view, page.items)), next=page.next, unread=page.unread
        )

    @routes.post("/notifications/{notification_id}/read", status_code=204)
    def read_notification(
        notification_id: _Id, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """Note that one of them was read; the first time stands."""
        inbox.mark_read(NotificationId(notification_id), holder.id)

    @routes.get("/me/preferences")
    def read_preferences(holder: Annotated[LawyerView, Depends(lawyer)]) -> PreferencesBody:
        """How the holder of the token wants to be told."""
        return _body(register.preferences(holder.id))

    @routes.put("/me/preferences")
    def change_preferences(
        wanted: PreferencesBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PreferencesBody:
        """Say how the holder of the token wants to be told: all of it, what is not said is null."""
        register.prefer(holder.id, _preferences(wanted))
        return _body(register.preferences(holder.id))

    return routes


def _view(kept: KeptNotification) -> NotificationView:
    told = kept.notification
    return NotificationView(
        id=told.id,
        kind=told.kind,
        urgency=told.urgency,
        text={each: notification_text(told.kind, told.conversation_id, each) for each in Language},
        at=told.at,
        conversation_id=told.conversation_id,
        read_at=kept.read_at,
    )


def _body(kept: Preferences) -> PreferencesBody:
    quiet = kept.quiet_hours
    return PreferencesBody(
        email=kept.email,
        channels=kept.channels,
        quiet_hours=QuietHoursBody(begins=_time(quiet.begins), ends=_time(quiet.ends))
        if quiet
        else None,
    )


def _preferences(said: PreferencesBody) -> Preferences:
    quiet = said.quiet_hours
    return Preferences(
        email=said.email,
        channels=None if said.channels is None else tuple(dict.fromkeys(said.channels)),
        quiet_hours=QuietHours(begins=_minutes(quiet.begins), ends=_minutes(quiet.ends))
        if quiet
        else None,
    )


def _minutes(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:])


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
