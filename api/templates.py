"""The firm's message templates, as a part of the lawyers' JSON API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.tokens import lawyers_routes
from domain.ports import LawyerRegister
from domain.template_ports import TemplateStore
from domain.templates import KnownTemplate, TemplatePart


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateView:
    """A template and whether it may be sent now; `status` and `category` are Meta's words.

    `gone` is one that Meta lists no longer. `parts` have `gaps` to fill, by name or number.
    """

    account_id: str
    name: str
    language: str
    usable: bool
    status: str
    category: str
    gone: bool
    parts: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateViews:
    """All templates by name; `synchronised_at` is null where no catalogue is kept."""

    synchronised_at: datetime | None
    items: tuple[TemplateView, ...]


def router(store: TemplateStore, lawyers: LawyerRegister) -> APIRouter:
    """The route; it asks for a lawyer's bearer token."""
    routes, _ = lawyers_routes("/api/v1/templates", lawyers)

    @routes.get("")
    def list_templates(
        *,
        usable: Annotated[bool, Query(description="Only those that may be sent now.")] = False,
    ) -> TemplateViews:
        """The firm's message templates: all that may be sent when the window is closed."""
        return TemplateViews(
            synchronised_at=store.synchronised_at(),
            items=tuple(_view(each) for each in store.templates() if each.usable or not usable),
        )

    return routes


def _view(template: KnownTemplate) -> TemplateView:
    return TemplateView(
        account_id=template.account_id,
        name=template.name,
        language=template.language,
        usable=template.usable,
        status=template.status,
        category=template.category,
        gone=template.gone_at is not None,
        parts=template.parts,
    )
