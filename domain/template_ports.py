"""The roles around message templates: who lists them, and who keeps the list."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from domain.templates import KnownTemplate, ListedTemplate, SynchronisedTemplates


class TemplateSource(Protocol):
    """Whoever lists a business account's templates: Meta."""

    def templates(self, account_id: str) -> tuple[ListedTemplate, ...]:
        """All templates of an account, or none at all: half a list would make others look gone.

        Raises:
            Unavailable: Meta did not answer, or not to the end.
            UnusableAnswer: it answered, and not with a list.
            Misconfigured: the token may not see this account, or is not accepted.
        """
        ...


class TemplateStore(Protocol):
    """The catalogue: what Meta listed last, and what its webhooks said since."""

    def keep(
        self, account_id: str, listed: Sequence[ListedTemplate], asked_at: datetime
    ) -> SynchronisedTemplates:
        """Make the catalogue of an account what Meta listed; what is not there any more is gone.

        An answer to an earlier question than the one that is kept changes nothing. A status that a
        webhook told less than `EVENT_AHEAD` before stands.
        """
        ...

    def keep_only(self, accounts: Collection[str]) -> None:
        """Forget the catalogues of all other accounts."""
        ...

    def templates(self) -> tuple[KnownTemplate, ...]:
        """All that is known, by name and language."""
        ...

    def synchronised_at(self) -> datetime | None:
        """When Meta was last asked about the account that it was asked about longest ago."""
        ...
