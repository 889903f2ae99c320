"""The listing of the office's message templates."""

import base64
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from simulator.graph.answering import PREFIX, Outcome, answer, unknown_object
from simulator.graph.errors import GraphError
from simulator.simulation import Simulation
from simulator.templates.records import Template
from simulator.web import Parts

_FIELDS_UNLESS_ASKED: Final = "name,parameter_format,components,language,status,category"
_KNOWN: Final = frozenset(
    {
        "id", "name", "language", "status", "category", "components", "parameter_format",
        "quality_score", "rejected_reason",
    }
)  # fmt: skip
# Fields that Meta knows and leaves out of an answer when there is nothing to say.
_SILENT: Final = frozenset(
    {
        "correct_category", "cta_url_link_tracking_opted_out", "degrees_of_freedom_spec",
        "last_updated_time", "library_template_name", "message_send_ttl_seconds",
        "previous_category", "sub_category",
    }
)  # fmt: skip
# Nobody scores these templates; the date is there because it always is. 1 January 2026.
_SCORED_AT: Final = 1767225600
_LIMIT_UNLESS_ASKED: Final = 25
_MOST_TEMPLATES: Final = 250

router = APIRouter(prefix=PREFIX, tags=["Graph API"])


@router.get("/{waba_id}/message_templates")
async def message_templates(
    request: Request,
    waba_id: str,
    parts: Parts,
    *,
    fields: str = _FIELDS_UNLESS_ASKED,
    limit: Annotated[int, Query(ge=1, le=1000)] = _LIMIT_UNLESS_ASKED,
    after: str = "",
    summary: str = "",
) -> Response:
    """The templates, filtered by name, language, status and category, a page at a time."""

    async def work() -> Outcome:
        if waba_id != parts.office.waba_id:
            raise unknown_object(waba_id)
        asked = [name.strip() for name in fields.split(",") if name.strip()]
        found = [one for one in parts.templates.all() if _fits(one, request)]
        start = _place_after(after, found)
        page = found[start : start + limit]
        body: dict[str, object] = {"data": [listed(one, asked) for one in page]}
        if page:
            cursors = {"before": _cursor(page[0]), "after": _cursor(page[-1])}
            paging: dict[str, object] = {"cursors": cursors}
            if start + limit < len(found):
                next_page = request.url.include_query_params(after=cursors["after"])
                paging["next"] = str(next_page)
            body["paging"] = paging
        if summary:
            body["summary"] = _summary(summary, found, parts)
        return Outcome(body=body)

    return await answer(request, parts, work)


def listed(template: Template, asked: list[str]) -> dict[str, object]:
    """The asked fields of a template in Meta's shape, always with its id.

    Raises:
        GraphError: 100 for a field that Meta does not know.
    """
    known: dict[str, object] = {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "components": template.components,
        "parameter_format": template.parameter_format,
        "quality_score": {"score": "UNKNOWN", "date": _SCORED_AT},
        "rejected_reason": "NONE",
    }
    for name in asked:
        if name not in _KNOWN | _SILENT:
            raise GraphError(100, message=f"(#100) Tried accessing nonexisting field ({name})")
    return {name: known[name] for name in dict.fromkeys([*asked, "id"]) if name in known}


def _fits(template: Template, request: Request) -> bool:
    wanted = request.query_params
    exact = {"language": template.language, "status": template.status}
    exact["category"] = template.category
    if any(
        name in wanted and value not in wanted[name].split(",") for name, value in exact.items()
    ):
        return False
    return wanted.get("name", "") in template.name


def _cursor(template: Template) -> str:
    return base64.urlsafe_b64encode(template.id.encode()).decode()


def _place_after(cursor: str, found: list[Template]) -> int:
    if not cursor:
        return 0
    for place, template in enumerate(found):
        if _cursor(template) == cursor:
            return place + 1
    raise GraphError(100, message="(#100) Invalid cursor")


def _summary(fields: str, found: list[Template], parts: Simulation) -> dict[str, object]:
    known: dict[str, object] = {
        "total_count": len(found),
        "message_template_count": len(parts.templates.all()),
        "message_template_limit": _MOST_TEMPLATES,
        "are_translations_complete": True,
    }
    return {name: known[name] for name in fields.split(",") if name in known}
