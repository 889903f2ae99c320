"""Everything else that a webhook says."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEventInput:
    """One change of a field that is neither a message nor a status, or a body nobody understood.

    `body` is its JSON text, or base64 of the bytes where `encoding` says so. A body too large for
    one workflow comes as several `parts`, each a workflow of its own.
    """

    digest: Digest
    field: str
    received_at: datetime
    body: str
    encoding: str = "json"
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ActedOnEvent:
    """What came of an event: counts of what was new.

    `people` are those whose user id changed, `messages` those kept from before or from the
    office's phone, `templates` what was said of templates whose catalogue is kept.
    """

    notices: int = 0
    consents: int = 0
    people: int = 0
    messages: int = 0
    templates: int = 0

    def plus(self, other: "ActedOnEvent") -> "ActedOnEvent":
        """What came of both."""
        return ActedOnEvent(
            notices=self.notices + other.notices,
            consents=self.consents + other.consents,
            people=self.people + other.people,
            messages=self.messages + other.messages,
            templates=self.templates + other.templates,
        )
