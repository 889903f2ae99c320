"""Keeping the catalogue of message templates as Meta has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio import activity

from domain.template_ports import TemplateSource, TemplateStore
from domain.templates import SynchronisedTemplates, SynchroniseTemplatesInput


@dataclass(frozen=True, slots=True)
class TemplateActivities:
    """One instance a worker, built in worker.py; `accounts` are the firm's at Meta."""

    source: TemplateSource
    store: TemplateStore
    accounts: Sequence[str]

    @activity.defn
    def synchronise_templates(self, _: SynchroniseTemplatesInput) -> SynchronisedTemplates:
        """Ask Meta for all templates of every account, and keep what it lists.

        Safe to run twice: the later answer stands, whichever is kept first.
        """
        came = SynchronisedTemplates()
        if not self.accounts:
            return came
        for account in self.accounts:
            asked_at = datetime.now(UTC)
            listed = self.source.templates(account)
            came = came.plus(self.store.keep(account, listed, asked_at))
            activity.heartbeat()
        self.store.keep_only(self.accounts)
        return came
