"""The firm's own numbers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDetails:
    """How the firm calls one of its numbers; `display_number` is as the public knows it."""

    display_number: str
    name: str
    office: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """The same, kept; `phone_number_id` is Meta's id of the number."""

    phone_number_id: str
    display_number: str
    name: str
    office: str | None
    updated_at: datetime
