"""What Meta reports about messages we sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.conversation import DeliveryReport
from domain.ids import ConversationId, Digest, OutboundId
from domain.message_reading import read_sender
from domain.messages import Sender
from domain.outbound import REPORTED, DeliveryState
from domain.webhook_json import as_integer, as_list, as_moment, as_object, as_text, parse_object


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdateInput:
    """All statuses of one webhook, each the JSON text of an element of `statuses[]`.

    `contacts` has as many elements, each the JSON text of the element of `contacts[]` that belongs
    to the status at its place, empty where there is none; or it is empty altogether.
    """

    digest: Digest
    received_at: datetime
    statuses: tuple[str, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStatus:
    """One status. `state` is None for one that this version does not know; it is kept all the same.

    `outbound_id` is our own id, echoed by Meta, where the message was ours.
    """

    wamid: str
    state: DeliveryState | None
    name: str
    at: datetime
    outbound_id: OutboundId | None
    participant: str
    error_code: int | None
    error_title: str | None
    raw: str
    recipient: Sender | None = None
    """Who got it, as Meta named them in `contacts[]`."""
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReport:
    """A report that a conversation must hear of."""

    conversation_id: ConversationId
    report: DeliveryReport


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedStatuses:
    """What came of one webhook's statuses: counts, and whom to tell."""

    applied: int
    repeated: int
    unmatched: int
    """Kept, of messages that we did not send."""
    to_tell: tuple[ConversationReport, ...] = ()


def read_statuses(input: StatusUpdateInput) -> list[ReportedStatus]:
    """All statuses of one webhook."""
    contacts = input.contacts or ("",) * len(input.statuses)
    return [
        read_status(status, input.received_at, contact)
        for status, contact in zip(input.statuses, contacts, strict=True)
    ]


def read_status(raw: str, received_at: datetime, contact: str = "") -> ReportedStatus:
    """Read one status as Meta sent it. Source: Cloud API reference, webhooks, `statuses`."""
    status = parse_object(raw)
    name = as_text(status.get("status"))
    error = as_object(next(iter(as_list(status.get("errors"))), None))
    callback = as_text(status.get("biz_opaque_callback_data"))
    return ReportedStatus(
        wamid=as_text(status.get("id")),
        state=DeliveryState(name) if name in set(REPORTED) else None,
        name=name,
        at=as_moment(status.get("timestamp"), received_at),
        outbound_id=OutboundId(callback) if callback else None,
        participant=as_text(status.get("recipient_participant_id")),
        error_code=as_integer(error.get("code")),
        error_title=as_text(error.get("title")) or None,
        raw=raw,
        recipient=_recipient(status, contact),
        contact=contact or None,
    )


def _recipient(status: Mapping[str, object], contact: str) -> Sender | None:
    if not contact:
        return None
    named = {
        "from": status.get("recipient_id"),
        "from_user_id": status.get("recipient_user_id"),
    }
    return read_sender(named, parse_object(contact))
