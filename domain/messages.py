"""A client's message: as Meta sent it, and as a typed value."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import ClientId, ConversationId, IdentityId, MessageId
from domain.routing import Mode, Reason, RoutingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessageInput:
    """One message of one webhook: the input of its workflow.

    `message` is the JSON text of the element of `messages[]` (or of the array that `element`
    names), `contact` that of the element of `contacts[]` that belongs to it, where there is one.
    Nothing is left out, so what this version does not understand a later one can read again.
    """

    message_id: MessageId
    account_id: str
    phone_number_id: str
    received_at: datetime
    message: str
    contact: str | None = None
    element: str = "messages"
    about_id: MessageId | None = None
    """The message that it quotes, edits, revokes or reacts to; it may come later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote: at least one of a phone number and a business-scoped user id, if Meta named any.

    `phone` has its `+` and Meta's digits, `user_id` is Meta's BSUID, verbatim. `key_hash` is
    Meta's hash of the identity key: another one means another phone or SIM card.
    """

    phone: str | None
    user_id: str | None
    profile_name: str | None
    parent_user_id: str | None = None
    username: str | None = None
    key_hash: str | None = None


class Author(StrEnum):
    """Who wrote a message that this system did not send."""

    CLIENT = "client"
    OFFICE = "office"
    """Staff, in the WhatsApp Business app."""


class MediaKind(StrEnum):
    """What a file is sent as."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"


class ChoiceKind(StrEnum):
    """What a client tapped."""

    BUTTON = "button_reply"
    LIST = "list_reply"
    TEMPLATE_BUTTON = "button"


class SystemKind(StrEnum):
    """What WhatsApp itself says about a client."""

    NUMBER_CHANGED = "user_changed_number"
    USER_ID_CHANGED = "user_changed_user_id"
    IDENTITY_CHANGED = "customer_identity_changed"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text message."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file. `sha256` is base64 or hex, as Meta gave it; `file_name` is the client's claim.

    `error_code` is Meta's where WhatsApp itself could not take the file.
    """

    kind: MediaKind
    media_id: str | None
    mime_type: str | None
    sha256: str | None
    caption: str | None = None
    file_name: str | None = None
    voice: bool = False
    animated: bool = False
    error_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place; latitude and longitude in degrees."""

    latitude: float | None
    longitude: float | None
    name: str | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedContact:
    """One card of an address book."""

    name: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    organisation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedContacts:
    """Cards of an address book; `requested`: the client's own, because we asked for the number."""

    contacts: tuple[SharedContact, ...]
    requested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button or a row of a list that we sent, and that the client tapped."""

    kind: ChoiceKind
    id: str
    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A filled-in form (a WhatsApp Flow): names and values, as text."""

    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPermission:
    """Whether the firm may call."""

    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """An emoji at a message; None: it was taken back."""

    emoji: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """One line of an order. `price` is for one, in `currency`, as Meta wrote it."""

    product: str
    quantity: str
    price: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order from a catalogue."""

    items: tuple[OrderItem, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemMessage:
    """Something WhatsApp says about a client: who they are has changed."""

    kind: SystemKind
    body: str | None
    phone: str | None
    """The new number, with its `+`."""
    user_id: str | None
    """The new BSUID."""
    previous_user_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    """Something the client sent and WhatsApp does not pass on. `kind` is Meta's word for it."""

    kind: str | None
    error_code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New content of an earlier message."""

    content: "Content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke:
    """An earlier message was deleted by the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The client opened the chat for the first time and has not written yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The client calls (`connect`) or the call has ended (`terminate`)."""

    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A message of a type this version does not read; it is kept whole and goes to a person."""

    type: str


Content = (
    Text
    | Media
    | Location
    | SharedContacts
    | Choice
    | Form
    | CallPermission
    | Reaction
    | Order
    | SystemMessage
    | Unsupported
    | Edit
    | Revoke
    | Welcome
    | Call
    | Unread
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a message stands in. `about`: the wamid that it quotes, edits, revokes or reacts to."""

    about: str | None = None
    forwarded: bool = False
    often_forwarded: bool = False
    product: str | None = None
    """The catalogue's id of the product that the client asks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The advertisement that a client came from."""

    source_url: str | None
    headline: str | None
    body: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMessage:
    """A message as this version understands it."""

    wamid: str
    type: str
    sent_at: datetime
    sender: Sender
    content: Content
    context: Context = field(default_factory=Context)
    referral: Referral | None = None
    group_id: str | None = None
    """Meta's id of the group that it was written in; None: to the firm alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMessage:
    """Where a message was put; what later steps need to refer to it.

    `already_handed_over` is set when the message had gone its whole way before, which happens
    when Meta repeats it after Temporal has forgotten its workflow.
    """

    message_id: MessageId
    client_id: ClientId
    conversation_id: ConversationId
    type: str
    sent_at: datetime
    received_at: datetime
    mode: Mode
    rules: RoutingRules
    """The firm's rules when the message came: history then tells why a route was taken."""
    already_handed_over: bool = False
    needs_answer: bool = True
    """False for what asks for none, such as a reaction."""
    circumstances: tuple[Reason, ...] = ()
    """What makes it a person's whatever it says."""
    has_file: bool = False
    """Whether a file of it is still to be fetched."""
    identity_id: IdentityId | None = None
    """Who wrote, as WhatsApp knows them."""
    phone_number_id: str = ""
    """The number of the firm's that it came to, as Meta calls it."""
    office: str | None = None
    """The office that the number belongs to, where the firm has said so."""
