"""What the office does to clients and they see of it: write, read, look, type."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.delivery import Deliverer
from simulator.hub import Hub
from simulator.identifiers import new_wamid
from simulator.payloads import told_in
from simulator.progress import Progress
from simulator.records import Chat, Client, Delivery, Message, MessageStatus, NewMessage
from simulator.storage.clients import Clients
from simulator.storage.database import Database
from simulator.storage.deliveries import Deliveries
from simulator.storage.messages import Messages

TYPING_SECONDS: Final = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the office's message goes to, as Meta understood it.

    `given` is what the call said. `lost` is a message Meta accepts and never delivers.
    """

    given: str
    phone: str | None
    user_id: str | None
    client: Client | None
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeMessage:
    """A message the office sends, checked. `content` is Meta's object of the message's type."""

    recipient: Recipient
    type: str
    content: dict[str, object]
    text: str | None
    context_id: str | None
    biz_opaque_callback_data: str | None


class Conversations:
    """Every change to a chat: one transaction each, then the pages are told."""

    def __init__(
        self,
        *,
        database: Database,
        clients: Clients,
        messages: Messages,
        deliveries: Deliveries,
        deliverer: Deliverer,
        progress: Progress,
        hub: Hub,
    ) -> None:
        self._database = database
        self._clients = clients
        self._messages = messages
        self._deliveries = deliveries
        self._progress = progress
        self._hub = hub
        deliverer.when_acknowledged(self._acknowledged)

    def office_writes(self, wanted: OfficeMessage) -> Message:
        """The office writes: accepted now, and what becomes of it follows by itself."""
        recipient = wanted.recipient
        with self._database.transaction():
            client = recipient.client
            new = NewMessage(
                wamid=new_wamid(phone=self._number_for_wamid(recipient), sender="office"),
                client_id=None if client is None or recipient.lost else client.id,
                sender="office",
                type=wanted.type,
                content=wanted.content,
                text=wanted.text,
                context_id=wanted.context_id,
                recipient=recipient.given,
                recipient_phone=recipient.phone,
                recipient_user_id=recipient.user_id,
                biz_opaque_callback_data=wanted.biz_opaque_callback_data,
                status="lost" if recipient.lost else "accepted",
                created_at=time.time(),
            )
            message = self._messages.add(new)
            if not recipient.lost:
                self._progress.begin(message)
        self._progress.wake()
        self._hub.message(message)
        return message

    def office_reads(self, message: Message, *, typing: bool) -> None:
        """The office has read a client's message, and so all before it; perhaps it is typing."""
        for read in self._messages.mark_read_up_to(message):
            self._hub.message(read)
        if typing and message.client_id is not None:
            self._hub.typing(message.client_id, seconds=TYPING_SECONDS)

    def client_looks(self, client: Client) -> None:
        """The client's phone shows the chat."""
        with self._database.transaction():
            looked_at = self._messages.mark_seen(client.id)
            if looked_at:
                self._progress.looked_at(looked_at)
        for message in looked_at:
            self._hub.message(message)

    def chats(self) -> list[Chat]:
        """Everybody's chat with its last message."""
        return [
            Chat(
                client=client,
                last=self._messages.last(client.id),
                unread=self._messages.unread(client.id),
            )
            for client in self._clients.all()
        ]

    def _acknowledged(self, delivery: Delivery) -> None:
        if delivery.kind == "batch":
            for wamid, status in told_in(self._deliveries.body(delivery.id) or b'{"entry":[]}'):
                self._note_acknowledged(wamid, status)
        elif delivery.wamid is not None:
            self._note_acknowledged(delivery.wamid, delivery.status)

    def _note_acknowledged(self, wamid: str, status: MessageStatus | None) -> None:
        if status is None:
            changed = self._messages.raise_status(wamid, "delivered")
        else:
            changed = self._messages.raise_confirmed(wamid, status)
        if changed is not None:
            self._hub.message(changed)

    def _number_for_wamid(self, recipient: Recipient) -> str:
        if recipient.client is not None:
            return recipient.client.phone
        # Meta's samples keep a number in the id even where the call named none.
        return recipient.phone or "".join(filter(str.isdigit, recipient.given))[:15] or "0"
