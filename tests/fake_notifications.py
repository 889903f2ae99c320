"""In-memory fakes of how people of the firm are told."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.analysis import Urgency
from domain.failures import UnknownRecord
from domain.ids import LawyerId, NotificationId
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    KeptNotification,
    Notification,
    NotificationDefaults,
    NotificationPage,
    NotifyInput,
    PendingDelivery,
    Preferences,
    RecordedNotifications,
    notification_id,
)
from domain.policy import FirmPolicy
from domain.sla import ChainRole
from domain.views import LawyerView


@dataclass(slots=True)
class FakeNotifications:
    """Implements `NotificationStore`, `NotificationInbox` and `PreferenceRegister` of the ports.

    `people` are those in each role; a role that nobody has is `otherwise`'s. `inputs` is all that
    was recorded, repeats included.
    """

    people: dict[ChainRole, LawyerId] = field(default_factory=dict[ChainRole, LawyerId])
    otherwise: LawyerId | None = None
    said: dict[LawyerId, Preferences] = field(default_factory=dict[LawyerId, Preferences])
    kept: dict[NotificationId, KeptNotification] = field(
        default_factory=dict[NotificationId, KeptNotification]
    )
    outcomes: dict[tuple[NotificationId, Channel], DeliveryOutcome] = field(
        default_factory=dict[tuple[NotificationId, Channel], DeliveryOutcome]
    )
    inputs: list[NotifyInput] = field(default_factory=list[NotifyInput])

    def record(
        self, input: NotifyInput, policy: FirmPolicy, channels: Collection[Channel]
    ) -> RecordedNotifications:
        self.inputs.append(input)
        people = self._people(input)
        pending: list[PendingDelivery] = []
        for lawyer in people:
            told = Notification(
                id=notification_id(input.key, input.conversation_id, lawyer),
                kind=input.kind,
                urgency=input.urgency,
                recipient=lawyer,
                conversation_id=input.conversation_id,
                at=input.at,
            )
            self.kept.setdefault(told.id, KeptNotification(notification=told, read_at=None))
            pending += self._pending(told, policy.notifications, channels)
        return RecordedNotifications(told=len(people), pending=tuple(pending))

    def settle(
        self, notification: NotificationId, channel: Channel, outcome: DeliveryOutcome
    ) -> None:
        if self.outcomes.get((notification, channel)) is not DeliveryOutcome.DELIVERED:
            self.outcomes[notification, channel] = outcome

    def notifications(
        self, viewer: LawyerView, *, unread_only: bool, after: str | None, limit: int
    ) -> NotificationPage:
        own = [each for each in self.kept.values() if each.notification.recipient == viewer.id]
        own.sort(key=_order, reverse=True)
        unread = [each for each in own if each.read_at is None]
        wanted = unread if unread_only else own
        if after is not None:
            last = self.kept.get(NotificationId(after))
            if last is None:
                raise UnknownRecord("no such page")
            wanted = [each for each in wanted if _order(each) < _order(last)]
        more = len(wanted) > limit
        return NotificationPage(
            items=tuple(wanted[:limit]),
            next=wanted[limit - 1].notification.id if more else None,
            unread=len(unread),
        )

    def mark_read(self, notification: NotificationId, lawyer: LawyerId) -> None:
        kept = self.kept.get(notification)
        if kept is None or kept.notification.recipient != lawyer:
            raise UnknownRecord(f"no notification {notification}")
        if kept.read_at is None:
            self.kept[notification] = replace(kept, read_at=datetime.now(UTC))

    def preferences(self, lawyer: LawyerId) -> Preferences:
        return self.said.get(lawyer, Preferences())

    def prefer(self, lawyer: LawyerId, preferences: Preferences) -> None:
        self.said[lawyer] = preferences

    def _people(self, input: NotifyInput) -> tuple[LawyerId, ...]:
        roles = dict(self.people)
        if input.holder:
            roles[ChainRole.HOLDER] = input.holder
        found = tuple(dict.fromkeys(roles[role] for role in input.to if role in roles))
        return found or ((self.otherwise,) if self.otherwise else ())

    def _pending(
        self, told: Notification, defaults: NotificationDefaults, channels: Collection[Channel]
    ) -> list[PendingDelivery]:
        wishes = self.preferences(told.recipient)
        quiet = wishes.quiet_hours or defaults.quiet_hours
        held = quiet is not None and told.urgency is not Urgency.EMERGENCY
        pending: list[PendingDelivery] = []
        for channel in sorted(defaults.channels if wishes.channels is None else wishes.channels):
            if channel not in channels or (channel is Channel.EMAIL and wishes.email is None):
                continue
            outcome = self.outcomes.setdefault((told.id, channel), DeliveryOutcome.PENDING)
            if outcome is DeliveryOutcome.PENDING:
                pending.append(
                    PendingDelivery(
                        notification=told,
                        channel=channel,
                        address=wishes.email if channel is Channel.EMAIL else None,
                        not_before=quiet.end_at(datetime.now(UTC), defaults.zone)
                        if quiet and held
                        else None,
                    )
                )
        return pending


@dataclass(slots=True)
class FakeNotifier:
    """Implements `domain.ports.Notifier`; `failures` are raised by the next calls, one each."""

    told: list[PendingDelivery] = field(default_factory=list[PendingDelivery])
    failures: list[Exception] = field(default_factory=list[Exception])

    async def notify(self, delivery: PendingDelivery) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.told.append(delivery)


def _order(kept: KeptNotification) -> tuple[datetime, str]:
    return kept.notification.at, kept.notification.id
