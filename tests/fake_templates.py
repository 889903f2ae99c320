"""In-memory fakes of what is around message templates and access tokens; see `tests/fakes.py`."""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.access_tokens import TokenCheck
from domain.account_events import TemplateCategory, TemplateFact, TemplateStatus
from domain.ids import NoticeId
from domain.notices import Notice
from domain.outbound_content import Template
from domain.templates import (
    EVENT_AHEAD,
    KnownTemplate,
    ListedTemplate,
    SynchronisedTemplates,
    status_after,
)

_Key = tuple[str, str, str]


@dataclass(slots=True)
class FakeCatalogue:
    """The rows of `template_catalogues` and `message_templates`."""

    asked_at: dict[str, datetime] = field(default_factory=dict[str, datetime])
    rows: dict[_Key, KnownTemplate] = field(default_factory=dict[_Key, KnownTemplate])
    status_at: dict[_Key, datetime] = field(default_factory=dict[_Key, datetime])

    def follow(self, fact: TemplateFact) -> bool:
        """Let it follow what a webhook says; False where none is kept."""
        named = (fact.template.name, fact.template.language)
        for key, row in self.rows.items():
            if (row.name, row.language) != named:
                continue
            if isinstance(fact, TemplateStatus):
                status, before = status_after(fact.event), self.status_at.get(key)
                if status is not None and (before is None or before <= fact.at):
                    self.rows[key] = replace(row, status=status)
                    self.status_at[key] = fact.at
            elif isinstance(fact, TemplateCategory) and fact.current and not fact.upcoming:
                self.rows[key] = replace(row, category=fact.current)
        return bool(self.asked_at)

    def may_be_sent(self, template: Template) -> bool:
        """Whether a template is usable, or nobody knows."""
        named = (template.name, template.language)
        usable = any(row.usable and (row.name, row.language) == named for row in self.rows.values())
        return usable or not self.asked_at


@dataclass(slots=True)
class FakeTemplateStore:
    """Implements `domain.template_ports.TemplateStore`."""

    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)

    def keep(
        self, account_id: str, listed: Sequence[ListedTemplate], asked_at: datetime
    ) -> SynchronisedTemplates:
        rows, before = self.catalogue.rows, self.catalogue.asked_at.get(account_id)
        if before is None or before <= asked_at:
            self.catalogue.asked_at[account_id] = asked_at
            for each in listed:
                self._keep_listed(account_id, each, asked_at)
            for key, row in rows.items():
                old = row.synchronised_at < asked_at and row.gone_at is None
                if key[0] == account_id and old:
                    rows[key] = replace(row, gone_at=asked_at)
        ours = [row for row in rows.values() if row.account_id == account_id]
        return SynchronisedTemplates(
            accounts=1,
            listed=sum(row.gone_at is None for row in ours),
            usable=sum(row.usable for row in ours),
            gone=sum(row.gone_at is not None for row in ours),
        )

    def _keep_listed(self, account_id: str, each: ListedTemplate, asked_at: datetime) -> None:
        key = (account_id, each.name, each.language)
        before, told = self.catalogue.rows.get(key), self.catalogue.status_at.get(key)
        stands = before is not None and told is not None and told > asked_at - EVENT_AHEAD
        self.catalogue.rows[key] = KnownTemplate(
            account_id=account_id,
            name=each.name,
            language=each.language,
            status=before.status if stands and before else each.status,
            category=each.category,
            parts=each.parts,
            synchronised_at=asked_at,
        )

    def keep_only(self, accounts: Collection[str]) -> None:
        for account in set(self.catalogue.asked_at) - set(accounts):
            del self.catalogue.asked_at[account]
            for key in [key for key in self.catalogue.rows if key[0] == account]:
                del self.catalogue.rows[key]

    def templates(self) -> tuple[KnownTemplate, ...]:
        rows = self.catalogue.rows.values()
        return tuple(sorted(rows, key=lambda row: (row.name, row.language, row.account_id)))

    def synchronised_at(self) -> datetime | None:
        return min(self.catalogue.asked_at.values(), default=None)


@dataclass(slots=True)
class FakeTemplateSource:
    """Implements `domain.template_ports.TemplateSource`; `failures` are raised first, one each."""

    listed: dict[str, tuple[ListedTemplate, ...]] = field(
        default_factory=dict[str, tuple[ListedTemplate, ...]]
    )
    failures: deque[Exception] = field(default_factory=deque[Exception])

    def templates(self, account_id: str) -> tuple[ListedTemplate, ...]:
        if self.failures:
            raise self.failures.popleft()
        return self.listed.get(account_id, ())


@dataclass(slots=True)
class FakeTokenKeeper:
    """Implements `domain.token_ports.TokenKeeper`; `renewed` is what a refresh makes of it."""

    check: TokenCheck = field(default_factory=lambda: TokenCheck(usable=True))
    renewed: TokenCheck | Exception | None = None

    def inspect(self) -> TokenCheck:
        return self.check

    def refresh(self) -> None:
        if isinstance(self.renewed, Exception):
            raise self.renewed
        self.check = self.renewed or self.check


@dataclass(slots=True)
class FakeFirmNotices:
    """Implements `domain.token_ports.FirmNotices`."""

    kept: dict[NoticeId, Notice] = field(default_factory=dict[NoticeId, Notice])

    def tell(
        self,
        notice_id: NoticeId,
        notice: Notice,
        at: datetime,  # noqa: ARG002 -- the port's
    ) -> bool:
        return self.kept.setdefault(notice_id, notice) is notice
