"""One template as Meta lists it."""

from dataclasses import dataclass
from typing import Literal

TemplateStatus = Literal[
    "APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "IN_APPEAL", "PENDING_DELETION"
]
TemplateCategory = Literal["UTILITY", "MARKETING", "AUTHENTICATION"]
ParameterFormat = Literal["POSITIONAL", "NAMED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """A template before it has an id. `components` are Meta's objects of the listing."""

    name: str
    language: str
    category: TemplateCategory
    components: list[dict[str, object]]
    status: TemplateStatus = "APPROVED"
    parameter_format: ParameterFormat = "POSITIONAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(NewTemplate):
    """A template of the office; name and language together are unique."""

    id: str
