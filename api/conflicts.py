"""Conflicts of interest, under `/api/v1/conflicts`: for partners only."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.tokens import lawyers_routes
from api.words import Body, PathId, Remark
from domain.conflicts import ConflictState, ConflictView
from domain.ids import ConflictId
from domain.ports import ConflictDesk, LawyerRegister
from domain.views import LawyerView


class Verdict(StrEnum):
    """What a partner may make of a conflict."""

    CLEARED = "cleared"
    CONFIRMED = "confirmed"


class DecisionBody(Body):
    """What a partner made of a conflict, and why."""

    decision: Verdict
    note: Remark


def router(conflicts: ConflictDesk, lawyers: LawyerRegister) -> APIRouter:
    """All routes; each asks for a partner's bearer token."""
    routes, lawyer = lawyers_routes("/api/v1/conflicts", lawyers)

    @routes.get("")
    def list_conflicts(
        holder: Annotated[LawyerView, Depends(lawyer)],
        state: Annotated[ConflictState | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> tuple[ConflictView, ...]:
        """People who write to the firm and stand or may stand against a client, latest first."""
        return conflicts.conflicts(holder, state=state, limit=limit)

    @routes.post("/{conflict_id}/decision", status_code=204)
    def decide_conflict(
        conflict_id: PathId,
        decided: DecisionBody,
        holder: Annotated[LawyerView, Depends(lawyer)],
    ) -> None:
        """Clear a conflict, and whoever writes is let in; or confirm it, and nobody answers."""
        conflicts.decide(
            holder, ConflictId(conflict_id), ConflictState(decided.decision), decided.note
        )

    return routes
