"""Deadlines that were found, under `/api/v1/deadlines`."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import Field, model_validator

from api.tokens import lawyers_routes
from api.words import Body, Name, PathId, Remark
from domain.deadlines import (
    DeadlineCorrection,
    DeadlinePage,
    DeadlineState,
    DeadlineView,
    calendar_entry,
)
from domain.ids import DeadlineId
from domain.legal.zones import Zone
from domain.ports import CalendarWriter, DeadlineDesk, LawyerRegister
from domain.views import LawyerView


class ConfirmBody(Body):
    """The day that a lawyer made sure of, whatever was read; a time needs its zone."""

    on: date
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    zone: Zone | None = None
    title: Name | None = None

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.time is None) != (self.zone is None):
            raise ValueError("a time and its zone are given together")
        return self


class DismissBody(Body):
    """Why it is no deadline."""

    reason: Remark


def router(deadlines: DeadlineDesk, calendar: CalendarWriter, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/deadlines", lawyers)

    @routes.get("")
    def list_deadlines(
        holder: Annotated[LawyerView, Depends(lawyer)],
        state: Annotated[DeadlineState | None, Query()] = None,
        after: Annotated[
            str | None, Query(max_length=64, description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> DeadlinePage:
        """Deadlines; those without a certain day first, then the next to come."""
        return deadlines.deadlines(holder, state=state, after=after, limit=limit)

    @routes.get("/{deadline_id}")
    def read_deadline(
        deadline_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> DeadlineView:
        """One deadline, with the line it stood in and every doubt."""
        return deadlines.deadline(holder, DeadlineId(deadline_id))

    @routes.post("/{deadline_id}/confirm", status_code=204)
    def confirm_deadline(
        deadline_id: PathId,
        confirmed: ConfirmBody,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> None:
        """State which day it is; a later correction takes its place."""
        corrected = DeadlineCorrection(
            on=confirmed.on, time=confirmed.time, zone=confirmed.zone, title=confirmed.title
        )
        deadlines.confirm(holder, DeadlineId(deadline_id), corrected)

    @routes.post("/{deadline_id}/dismiss", status_code=204)
    def dismiss_deadline(
        deadline_id: PathId, dismissed: DismissBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> None:
        """State that it is no deadline."""
        deadlines.dismiss(holder, DeadlineId(deadline_id), dismissed.reason)

    @routes.get(
        "/{deadline_id}/calendar",
        response_class=Response,
        responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
    )
    def deadline_calendar(
        deadline_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> Response:
        """A calendar file; it says so where no lawyer has confirmed the day."""
        entry = calendar_entry(deadlines.deadline(holder, DeadlineId(deadline_id)))
        if entry is None:
            raise HTTPException(409, "It has no certain day, or was dismissed")
        deadlines.note_calendar(holder, entry.id)
        return Response(
            calendar.write(entry),
            media_type="text/calendar; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="deadline.ics"',
                "Cache-Control": "no-store",
            },
        )

    return routes
