"""What operators can search workflows by."""

from typing import Any, cast

from temporalio import workflow
from temporalio.common import SearchAttributeKey

from domain import attributes
from domain.analysis import Urgency
from domain.routing import Route

_STAGE = SearchAttributeKey.for_keyword(attributes.STAGE)
_ROUTE = SearchAttributeKey.for_keyword(attributes.ROUTE)
_URGENCY = SearchAttributeKey.for_keyword(attributes.URGENCY)
_NEEDS_LAWYER = SearchAttributeKey.for_bool(attributes.NEEDS_LAWYER)

_upsert = cast(
    "Any",
    workflow.upsert_search_attributes,  # pyright: ignore[reportUnknownMemberType] -- the SDK's signature leaves a type variable open
)


def show(
    *,
    stage: str | None = None,
    route: Route | None = None,
    urgency: Urgency | None = None,
    needs_lawyer: bool | None = None,
) -> None:
    """Set those that are given. One history event however many they are."""
    given = (
        (_STAGE, stage),
        (_ROUTE, route),
        (_URGENCY, urgency),
        (_NEEDS_LAWYER, needs_lawyer),
    )
    _upsert([cast("Any", key).value_set(value) for key, value in given if value is not None])
