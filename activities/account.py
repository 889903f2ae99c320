"""Keeping everything else that a webhook says, and acting on it."""

from dataclasses import dataclass

from temporalio import activity

from domain.account import AccountEventInput, ActedOnEvent
from domain.account_steps import plan_of
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

    @activity.defn
    def act_on_account_event(self, input: AccountEventInput) -> ActedOnEvent:
        """Tell staff what they must know, keep what clients want, and messages written elsewhere.

        Safe to run twice: notices have ids made of the event's digest, a wish is kept once for its
        client and moment, a message once for its wamid, and who was followed to a new user id is
        found there.
        """
        plan = plan_of(input)
        acted = ActedOnEvent()
        for step in plan.steps:
            acted = acted.plus(self.events.act_on(input, step))
            activity.heartbeat()
        for message in plan.messages:
            kept = self.events.keep_message(input, message)
            acted = acted.plus(ActedOnEvent(messages=int(kept)))
            activity.heartbeat()
        return acted
