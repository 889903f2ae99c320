"""A notification to deliver."""

from domain.analysis import Urgency
from domain.ids import ConversationId, LawyerId, NotificationId
from domain.notifications import Channel, Notification, NotificationKind, PendingDelivery
from tests.samples import NOW

ADDRESS = "dewi.lestari@firm.example"


def make_delivery(
    channel: Channel = Channel.EMAIL,
    *,
    kind: NotificationKind = NotificationKind.MESSAGE_WAITING,
    urgency: Urgency = Urgency.NORMAL,
    address: str | None = ADDRESS,
) -> PendingDelivery:
    """One person's notification on one channel."""
    return PendingDelivery(
        notification=Notification(
            id=NotificationId("9" * 32),
            kind=kind,
            urgency=urgency,
            recipient=LawyerId("a" * 32),
            conversation_id=ConversationId("3f2a91c0" + "0" * 24),
            at=NOW,
        ),
        channel=channel,
        address=address,
    )
