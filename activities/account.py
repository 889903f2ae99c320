"""Keeping everything else that a webhook says."""

from dataclasses import dataclass

from temporalio import activity

from domain.account import AccountEventInput
from domain.ports import AccountEventStore


@dataclass(frozen=True, slots=True)
class AccountActivities:
    """One instance a worker, built in worker.py."""

    events: AccountEventStore

    @activity.defn
    def record_account_event(self, input: AccountEventInput) -> bool:
        """Keep an event; False where it was kept before.

        Safe to run twice: its digest is the row's key.
        """
        return self.events.keep(input)
