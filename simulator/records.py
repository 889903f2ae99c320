"""What the simulator remembers: clients, messages, webhook deliveries and Graph calls."""

from dataclasses import dataclass, field
from typing import Final, Literal

Sender = Literal["client", "office"]
MessageStatus = Literal["accepted", "sent", "delivered", "read", "failed", "lost"]
DeliveryKind = Literal["message", "status", "batch", "field", "custom"]
DeliveryState = Literal["pending", "sending", "delivered", "dropped"]

# A status never falls back; `failed` is final and `lost` is a message nobody will hear of again.
RANK: Final[dict[str, int]] = {
    "accepted": 0,
    "sent": 1,
    "delivered": 2,
    "read": 3,
    "failed": 4,
    "lost": 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One person with a phone. `window_until` is Unix seconds, 0 when they never wrote."""

    id: str
    name: str
    phone: str
    user_id: str
    username: str | None = None
    hides_number: bool = False
    identity_key_hash: str | None = None
    window_until: float = 0.0
    created_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in either direction.

    `status` is what happened at Meta; `confirmed_status` is the highest status the firm's webhook
    has acknowledged with 200 (messages of the office only). For a client's message `status` is
    `sent` (Meta has it), `delivered` (the webhook answered 200) or `read` (the firm's receipt).
    `beside` are the webhook's members of a client's message beside the object of its type.
    """

    seq: int
    number: int
    wamid: str
    client_id: str | None
    sender: Sender
    type: str
    content: dict[str, object] = field(default_factory=dict[str, object])
    text: str | None
    context_id: str | None
    recipient: str | None
    recipient_phone: str | None
    recipient_user_id: str | None
    biz_opaque_callback_data: str | None
    status: MessageStatus
    confirmed_status: MessageStatus | None
    error_code: int | None
    seen: bool
    created_at: float
    beside: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message before it has its place in the chat."""

    wamid: str
    client_id: str | None
    sender: Sender
    type: str
    content: dict[str, object]
    text: str | None
    status: MessageStatus
    created_at: float
    context_id: str | None = None
    recipient: str | None = None
    recipient_phone: str | None = None
    recipient_user_id: str | None = None
    biz_opaque_callback_data: str | None = None
    beside: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """What is known of one file without its bytes. `uploaded` by the office, or sent by a client.

    `mime_type` may have parameters (`audio/ogg; codecs=opus`); `created_at` is Unix seconds.
    """

    id: str
    mime_type: str
    sha256_hex: str
    size: int
    filename: str | None
    created_at: float
    uploaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """One webhook POST that is owed; in state `sending` whoever adds it makes the first attempt."""

    kind: DeliveryKind
    body: bytes
    signature: str | None
    due_at: float
    expires_at: float
    wamid: str | None = None
    status: MessageStatus | None = None
    retry: bool = True
    state: Literal["pending", "sending"] = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One webhook POST and how far it got. Times are Unix seconds."""

    id: int
    kind: DeliveryKind
    wamid: str | None
    status: MessageStatus | None
    state: DeliveryState
    attempts: int
    last_status_code: int | None
    last_error: str | None
    due_at: float
    expires_at: float
    created_at: float
    finished_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What one delivery puts on the wire."""

    id: int
    kind: DeliveryKind
    body: bytes
    signature: str | None
    retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCall:
    """One call of the Graph API as it came in, without its token."""

    id: int
    method: str
    path: str
    body: dict[str, object] | None
    status_code: int | None
    error_code: int | None
    fault: str | None
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One status that is still to happen to a message of the office."""

    id: int
    wamid: str
    status: MessageStatus
    error_code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One line of the phone's list of chats."""

    client: Client
    last: Message | None
    unread: int
