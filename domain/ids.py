"""Ids that hold nothing personal, and the workflow ids made of them."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import NewType

MessageId = NewType("MessageId", str)
"""32 hex digits: the keyed hash of a wamid. The same wamid always gives the same id."""

ClientId = NewType("ClientId", str)
ConversationId = NewType("ConversationId", str)
IdentityId = NewType("IdentityId", str)
DraftId = NewType("DraftId", str)
OutboundId = NewType("OutboundId", str)
LawyerId = NewType("LawyerId", str)
NoticeId = NewType("NoticeId", str)
NotificationId = NewType("NotificationId", str)
CaseId = NewType("CaseId", str)
PartyId = NewType("PartyId", str)
ConflictId = NewType("ConflictId", str)
DeadlineId = NewType("DeadlineId", str)
ReviewId = NewType("ReviewId", str)
OrderId = NewType("OrderId", str)
Digest = NewType("Digest", str)
"""32 hex digits: the keyed hash of a webhook's part that has no id of its own."""


def message_id(pepper: bytes, wamid: str) -> MessageId:
    """The id of an inbound message.

    A wamid spells out its sender's phone number, so it is never used as an id itself; the keyed
    hash cannot be turned back, nor guessed from a phone number, without the pepper.
    """
    return MessageId(_keyed(pepper, b"message", wamid.encode()))


def digest(pepper: bytes, *parts: str) -> Digest:
    """The id of something that Meta gave no id: equal parts give equal digests."""
    framed = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return Digest(_keyed(pepper, b"digest", framed))


def draft_id(conversation: ConversationId, message_ids: tuple[MessageId, ...]) -> DraftId:
    """The id of the draft that answers these messages: drafting twice gives the same one."""
    return DraftId(_joined("draft", conversation, *sorted(message_ids)))


def send_again_draft_id(message: MessageId) -> DraftId:
    """The id of the draft that asks a client to send a message's file again."""
    return DraftId(_joined("send-again", message))


def outbound_id(draft: DraftId) -> OutboundId:
    """The id of the message that sends a draft: sending twice finds the first attempt."""
    return OutboundId(_joined("outbound", draft))


def edited_draft_id(review: ReviewId) -> DraftId:
    """The id of the draft that a review wrote in the place of another."""
    return DraftId(_joined("edited", review))


def receipt_draft_id(message: MessageId) -> DraftId:
    """The id of the receipt that a message gets which came while the office was closed."""
    return DraftId(_joined("receipt", message))


def conflict_id(client: ClientId, party: PartyId) -> ConflictId:
    """The id of a conflict: the same opponent met again is the same conflict."""
    return ConflictId(_joined("conflict", client, party))


def deadline_id(message: MessageId, kind: str, value: str) -> DeadlineId:
    """The id of a deadline: the same one read again in a message is the same."""
    return DeadlineId(_joined("deadline", message, kind, value))


def part_id(request_id: str, part: int) -> OutboundId:
    """The id of one part of a message that somebody wished to send: counted from 1."""
    return OutboundId(_joined("outbound-part", request_id, str(part)))


def inbound_workflow_id(message: MessageId) -> str:
    """`inbound/<MessageId>`."""
    return f"inbound/{message}"


def conversation_workflow_id(conversation: ConversationId) -> str:
    """`conversation/<ConversationId>`."""
    return f"conversation/{conversation}"


def media_workflow_id(message: MessageId) -> str:
    """`media/<MessageId>`."""
    return f"media/{message}"


def notification_workflow_id(conversation: ConversationId, key: str) -> str:
    """`notification/<ConversationId>/<key>`."""
    return f"notification/{conversation}/{key}"


def statuses_workflow_id(of: Digest) -> str:
    """`statuses/<digest>`."""
    return f"statuses/{of}"


def account_event_workflow_id(of: Digest, *, part: int = 1, parts: int = 1) -> str:
    """`account-event/<digest>`, with `-<part>` where an event has several."""
    return f"account-event/{of}-{part}" if parts > 1 else f"account-event/{of}"


def batch_digest(workflow_ids: Iterable[str]) -> Digest:
    """The id of a batch of workflows to start: it stands for these and no others.

    Two deliveries of a webhook may be cut differently. A batch is therefore not "the second part
    of that webhook": one that is refused as a repeat has nothing in it that the first had not.
    """
    return Digest(_joined("webhook", *workflow_ids))


def template_sync_workflow_id(after: Digest) -> str:
    """`template-sync/<digest>`, of the event after which templates are asked for."""
    return f"template-sync/{after}"


def webhook_workflow_id(of: Digest) -> str:
    """`webhook/<digest>`."""
    return f"webhook/{of}"


def _keyed(pepper: bytes, purpose: bytes, value: bytes) -> str:
    # A wamid is hashed bare, as the contract says: `hex(HMAC-SHA256(pepper, wamid))[:32]`.
    # Whatever else is hashed with the same key is set apart by its purpose.
    content = value if purpose == b"message" else purpose + b"\x00" + value
    return hmac.new(pepper, content, hashlib.sha256).hexdigest()[:32]


def _joined(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]
