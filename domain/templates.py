"""The firm's message templates as Meta keeps them, and which of them may be sent."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

APPROVED: Final = "APPROVED"
"""The one status of Meta's in which a template is sent."""

EVENT_AHEAD: Final = timedelta(minutes=5)
"""For so long a webhook's word on a template stands against Meta's own listing, which lags."""

_SAYS_NO_STATUS: Final = frozenset({"", "FLAGGED", "UNARCHIVED"})
"""Events after which the status is what it was, or what only the listing tells."""

_GAP: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateButton:
    """A button of a template; `gaps` are those of the address that it opens."""

    kind: str
    text: str
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePart:
    """A part of a template: HEADER, BODY, FOOTER, BUTTONS or another word of Meta's.

    A header whose `format` is not TEXT is a file that whoever sends it gives.
    """

    kind: str
    format: str = ""
    text: str = ""
    gaps: tuple[str, ...] = ()
    buttons: tuple[TemplateButton, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTemplate:
    """A template as Meta lists it; words in capitals are Meta's own."""

    id: str
    name: str
    language: str
    status: str
    category: str
    parts: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTemplate:
    """A template of the catalogue; `gone_at` is when Meta was found to list it no longer."""

    account_id: str
    name: str
    language: str
    status: str
    category: str
    parts: tuple[TemplatePart, ...]
    synchronised_at: datetime
    gone_at: datetime | None = None

    @property
    def usable(self) -> bool:
        """Whether it may be sent now."""
        return self.status == APPROVED and self.gone_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchroniseTemplatesInput:
    """Nothing: which accounts the firm has is a setting of the worker's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronisedTemplates:
    """What came of asking Meta: counts over all accounts."""

    accounts: int = 0
    listed: int = 0
    usable: int = 0
    gone: int = 0

    def plus(self, other: "SynchronisedTemplates") -> "SynchronisedTemplates":
        """What came of both."""
        return SynchronisedTemplates(
            accounts=self.accounts + other.accounts,
            listed=self.listed + other.listed,
            usable=self.usable + other.usable,
            gone=self.gone + other.gone,
        )


def status_after(event: str) -> str | None:
    """The status that an event of a `message_template_status_update` leaves; None where unsaid."""
    if event in _SAYS_NO_STATUS:
        return None
    return APPROVED if event == "REINSTATED" else event[:64]


def gaps_in(text: str) -> tuple[str, ...]:
    """The names or numbers of a text's gaps, each once, in order."""
    return tuple(dict.fromkeys(found[1] for found in _GAP.finditer(text)))
