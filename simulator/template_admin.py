"""The admin API's part for the catalogue of templates."""

from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from simulator.templates.filling import places
from simulator.templates.records import (
    NewTemplate,
    ParameterFormat,
    Template,
    TemplateCategory,
    TemplateStatus,
)
from simulator.web import Parts

router = APIRouter(prefix="/admin/templates", tags=["Admin"])


class Component(BaseModel):
    """A component as Meta lists it; what is not named here is kept as it is."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    type: Annotated[str, Field(pattern=r"^(HEADER|BODY|FOOTER|BUTTONS|LIMITED_TIME_OFFER)$")]
    text: Annotated[str, Field(max_length=1024)] | None = None
    buttons: Annotated[list[dict[str, JsonValue]], Field(max_length=10)] | None = None


class WantedTemplate(BaseModel):
    """A template to have from now on, or to have otherwise: name and language are its key."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,512}$")]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2,3})?$", examples=["id"])]
    category: TemplateCategory = "UTILITY"
    status: TemplateStatus = "APPROVED"
    parameter_format: ParameterFormat = "POSITIONAL"
    components: Annotated[list[Component], Field(min_length=1, max_length=5)]

    @model_validator(mode="after")
    def _numbered(self) -> "WantedTemplate":
        texts = [component.text or "" for component in self.components]
        texts += [
            str(button.get("url", ""))
            for component in self.components
            for button in component.buttons or []
        ]
        named = self.parameter_format == "NAMED"
        if not named and not all(place.isdigit() for text in texts for place in places(text)):
            raise ValueError("the places of a POSITIONAL template are numbers")
        if any(
            button.get("type") is None for part in self.components for button in part.buttons or []
        ):
            raise ValueError("every button has a type")
        return self


@router.get("")
async def templates(parts: Parts) -> list[Template]:
    """Every template, whatever its status."""
    return parts.templates.all()


@router.put("")
async def put_template(wanted: WantedTemplate, parts: Parts) -> Template:
    """Add a template, or replace the one of this name and language."""
    return parts.templates.put(
        NewTemplate(
            name=wanted.name,
            language=wanted.language,
            category=wanted.category,
            status=wanted.status,
            parameter_format=wanted.parameter_format,
            components=[part.model_dump(exclude_none=True) for part in wanted.components],
        )
    )


@router.delete("/{template_id}", status_code=204)
async def delete_template(template_id: str, parts: Parts) -> None:
    """Forget a template."""
    if not parts.templates.delete(template_id):
        raise HTTPException(404, "there is no such template")
