"""What people of the firm are told, and how they want to be."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, and_, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_conversation
from adapters.postgres.duty import Duty
from adapters.postgres.engine import transaction
from adapters.postgres.paging import cursor, position
from adapters.postgres.tables import (
    Conversation,
    LawyerPreference,
    NotificationDelivery,
    NotificationRow,
)
from adapters.postgres.vault import FIRM, Vault
from domain.analysis import Urgency
from domain.failures import Undecipherable, UnknownRecord
from domain.ids import ConversationId, LawyerId, NotificationId
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    KeptNotification,
    Notification,
    NotificationDefaults,
    NotificationKind,
    NotificationPage,
    NotifyInput,
    PendingDelivery,
    Preferences,
    QuietHours,
    RecordedNotifications,
    notification_id,
)
from domain.policy import FirmPolicy
from domain.views import LawyerView

_EMAIL: Final = "lawyer_preferences.email"


class PostgresNotificationStore:
    """Implements `domain.ports.NotificationStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def record(
        self, input: NotifyInput, policy: FirmPolicy, channels: Collection[Channel]
    ) -> RecordedNotifications:
        """See the port."""
        with transaction(self._engine) as session:
            duty = Duty(session, self._vault, input.conversation_id, policy.on_call)
            people = duty.people(input.to, at=input.at, holder=input.holder)
            pending: list[PendingDelivery] = []
            for lawyer in people:
                wishes = read_preferences(session, self._vault, lawyer)
                notification = _notification(input, lawyer)
                _keep(session, notification)
                wanted = _wanted(wishes, policy.notifications, channels)
                pending += self._open(session, notification, wanted, wishes, policy.notifications)
            return RecordedNotifications(told=len(people), pending=tuple(pending))

    def settle(
        self, notification: NotificationId, channel: Channel, outcome: DeliveryOutcome
    ) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                update(NotificationDelivery)
                .where(
                    NotificationDelivery.notification_id == notification,
                    NotificationDelivery.channel == channel,
                    NotificationDelivery.outcome != DeliveryOutcome.DELIVERED,
                )
                .values(outcome=outcome, settled_at=func.now())
            )

    def _open(
        self,
        session: Session,
        notification: Notification,
        wanted: Sequence[Channel],
        wishes: Preferences,
        defaults: NotificationDefaults,
    ) -> list[PendingDelivery]:
        """What is to be delivered of a notification; channels that came later are added."""
        if not wanted:
            return []
        session.execute(
            insert(NotificationDelivery)
            .values([{"notification_id": notification.id, "channel": each} for each in wanted])
            .on_conflict_do_nothing()
        )
        rows = session.scalars(
            select(NotificationDelivery.channel)
            .where(
                NotificationDelivery.notification_id == notification.id,
                NotificationDelivery.outcome == DeliveryOutcome.PENDING,
                NotificationDelivery.channel.in_(wanted),
            )
            .order_by(NotificationDelivery.channel)
        )
        return [
            PendingDelivery(
                notification=notification,
                channel=Channel(channel),
                address=wishes.email if channel == Channel.EMAIL else None,
                not_before=_not_before(notification, wishes, defaults),
            )
            for channel in rows
        ]


class PostgresNotificationInbox:
    """Implements `domain.ports.NotificationInbox`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def notifications(
        self, viewer: LawyerView, *, unread_only: bool, after: str | None, limit: int
    ) -> NotificationPage:
        """See the port."""
        visible = select(Conversation.id).where(visible_conversation(viewer))
        own = and_(
            NotificationRow.lawyer_id == viewer.id,
            or_(
                NotificationRow.conversation_id.is_(None),
                NotificationRow.conversation_id.in_(visible),
            ),
        )
        unread = NotificationRow.read_at.is_(None)
        wanted = (
            select(NotificationRow)
            .where(own)
            .order_by(NotificationRow.at.desc(), NotificationRow.id.desc())
            .limit(limit + 1)
        )
        if unread_only:
            wanted = wanted.where(unread)
        if after is not None:
            wanted = wanted.where(tuple_(NotificationRow.at, NotificationRow.id) < position(after))
        counted = select(func.count()).select_from(NotificationRow).where(own, unread)
        with transaction(self._engine) as session:
            rows = session.scalars(wanted).all()
            count = session.scalar(counted) or 0
        last = rows[limit - 1] if len(rows) > limit else None
        return NotificationPage(
            items=tuple(map(_kept, rows[:limit])),
            next=cursor(last.at, last.id) if last else None,
            unread=count,
        )

    def mark_read(self, notification: NotificationId, lawyer: LawyerId) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            found = session.scalar(
                update(NotificationRow)
                .where(NotificationRow.id == notification, NotificationRow.lawyer_id == lawyer)
                .values(read_at=func.coalesce(NotificationRow.read_at, func.now()))
                .returning(NotificationRow.id)
            )
        if found is None:
            raise UnknownRecord(f"no notification {notification}")


class PostgresPreferenceRegister:
    """Implements `domain.ports.PreferenceRegister`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def preferences(self, lawyer: LawyerId) -> Preferences:
        """See the port."""
        with transaction(self._engine) as session:
            return read_preferences(session, self._vault, lawyer)

    def prefer(self, lawyer: LawyerId, preferences: Preferences) -> None:
        """See the port."""
        quiet, email = preferences.quiet_hours, preferences.email
        channels = preferences.channels
        with transaction(self._engine) as session:
            said = {
                "email": self._vault.seal(session, FIRM, _EMAIL, lawyer, email) if email else None,
                "channels": None if channels is None else [str(each) for each in channels],
                "quiet_begins": quiet.begins if quiet else None,
                "quiet_ends": quiet.ends if quiet else None,
            }
            session.execute(
                insert(LawyerPreference)
                .values(lawyer_id=lawyer, **said)
                .on_conflict_do_update(
                    index_elements=[LawyerPreference.lawyer_id],
                    set_={**said, "updated_at": func.now()},
                )
            )


def read_preferences(session: Session, vault: Vault, lawyer: LawyerId) -> Preferences:
    """What somebody has said of how they want to be told."""
    row = session.get(LawyerPreference, lawyer)
    if row is None:
        return Preferences()
    quiet = None
    if row.quiet_begins is not None and row.quiet_ends is not None:
        quiet = QuietHours(begins=row.quiet_begins, ends=row.quiet_ends)
    return Preferences(
        email=_address(session, vault, row),
        channels=None if row.channels is None else tuple(map(Channel, row.channels)),
        quiet_hours=quiet,
    )


def _address(session: Session, vault: Vault, row: LawyerPreference) -> str | None:
    if row.email is None:
        return None
    try:
        return vault.open(session, _EMAIL, row.lawyer_id, row.email)
    except Undecipherable:
        # One address that nobody can read must not keep everybody else from being told.
        return None


def _wanted(
    wishes: Preferences, defaults: NotificationDefaults, there: Collection[Channel]
) -> list[Channel]:
    channels = defaults.channels if wishes.channels is None else wishes.channels
    return [
        each
        for each in channels
        if each in there and (each is not Channel.EMAIL or wishes.email is not None)
    ]


def _not_before(
    notification: Notification, wishes: Preferences, defaults: NotificationDefaults
) -> datetime | None:
    quiet = wishes.quiet_hours or defaults.quiet_hours
    if quiet is None or notification.urgency is Urgency.EMERGENCY:
        return None
    return quiet.end_at(datetime.now(UTC), defaults.zone)


def _notification(input: NotifyInput, lawyer: LawyerId) -> Notification:
    return Notification(
        id=notification_id(input.key, input.conversation_id, lawyer),
        kind=input.kind,
        urgency=input.urgency,
        recipient=lawyer,
        conversation_id=input.conversation_id,
        at=input.at,
    )


def _keep(session: Session, notification: Notification) -> None:
    session.execute(
        insert(NotificationRow)
        .values(
            id=notification.id,
            lawyer_id=notification.recipient,
            conversation_id=notification.conversation_id,
            kind=notification.kind,
            urgency=notification.urgency,
            at=notification.at,
        )
        .on_conflict_do_nothing()
    )


def _kept(row: NotificationRow) -> KeptNotification:
    return KeptNotification(
        notification=Notification(
            id=NotificationId(row.id),
            kind=NotificationKind(row.kind),
            urgency=Urgency(row.urgency),
            recipient=LawyerId(row.lawyer_id),
            conversation_id=ConversationId(row.conversation_id) if row.conversation_id else None,
            at=row.at,
        ),
        read_at=row.read_at,
    )
