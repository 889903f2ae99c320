"""Telling people of the firm that something waits for them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio import activity

from domain.failures import Undeliverable
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    NotifyInput,
    NotifyResult,
    PendingDelivery,
)
from domain.policy import FirmPolicy
from domain.ports import NotificationStore, Notifier


@dataclass(frozen=True, slots=True)
class NotifyingActivities:
    """One instance a worker, built in worker.py.

    On `wa.status.update`: a mail server that hangs may hold up what WhatsApp tells of messages
    already sent, but never the keeping of one that comes in, nor a reply.
    """

    notifications: NotificationStore
    notifiers: Mapping[Channel, Notifier]
    policy: FirmPolicy

    @activity.defn
    async def notify(self, input: NotifyInput) -> NotifyResult:
        """Put it into people's lists, then tell them on every channel at once.

        Safe to run twice: what is told has an id made of the input's key and the person, and what
        a channel has delivered is not delivered again. A channel that fails is tried again alone.
        """
        recorded = await asyncio.to_thread(
            self.notifications.record, input, self.policy, tuple(self.notifiers)
        )
        if not recorded.told:
            activity.logger.warning("there is nobody to notify", extra={"kind": str(input.kind)})
        now = datetime.now(UTC)
        due = [each for each in recorded.pending if not _is_held(each, now)]
        outcomes = await asyncio.gather(*map(self._deliver, due), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                # Only now, after each was tried: a retry does again what is still pending.
                raise outcome
        held = [each.not_before for each in recorded.pending if each.not_before and each not in due]
        return NotifyResult(told=recorded.told, resume_at=min(held, default=None))

    async def _deliver(self, delivery: PendingDelivery) -> None:
        outcome = DeliveryOutcome.DELIVERED
        try:
            await self.notifiers[delivery.channel].notify(delivery)
        except Undeliverable:
            outcome = DeliveryOutcome.REFUSED
        await asyncio.to_thread(
            self.notifications.settle, delivery.notification.id, delivery.channel, outcome
        )


def _is_held(delivery: PendingDelivery, now: datetime) -> bool:
    return delivery.not_before is not None and delivery.not_before > now
