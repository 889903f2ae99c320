"""What clients and the office do to each other: write, read, look, type."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.delivery import Deliverer
from simulator.hub import Hub
from simulator.identifiers import new_wamid
from simulator.payloads import Office, client_message
from simulator.progress import Progress
from simulator.records import Chat, Client, Delivery, Message, NewMessage
from simulator.storage.clients import Clients
from simulator.storage.database import Database
from simulator.storage.messages import Messages

WINDOW_SECONDS: Final = 24 * 3600.0
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
        office: Office,
        database: Database,
        clients: Clients,
        messages: Messages,
        deliverer: Deliverer,
        progress: Progress,
        hub: Hub,
    ) -> None:
        self._office = office
        self._database = database
        self._clients = clients
        self._messages = messages
        self._deliverer = deliverer
        self._progress = progress
        self._hub = hub
        deliverer.when_acknowledged(self._acknowledged)

    def client_writes(
        self,
        client: Client,
        text: str,
        *,
        sent_at: float | None = None,
        context_id: str | None = None,
    ) -> Message:
        """A client writes: the window opens for 24 hours and the webhook is owed.

        `sent_at` (Unix seconds) lets a message be older than its arrival.
        """
        at = time.time() if sent_at is None else sent_at
        with self._database.transaction():
            new = NewMessage(
                wamid=new_wamid(phone=client.phone, sender="client"),
                client_id=client.id,
                sender="client",
                type="text",
                content={"body": text},
                text=text,
                context_id=context_id,
                status="sent",
                created_at=at,
            )
            message = self._messages.add(new)
            quoted = None if context_id is None else self._messages.get(context_id)
            until = max(client.window_until, at + WINDOW_SECONDS)
            changed = self._clients.set_window(client.id, until) or client
            self._deliverer.owe(
                kind="message",
                wamid=message.wamid,
                body=client_message(self._office, client, message, quoted),
            )
        self._deliverer.wake()
        self._hub.client(changed)
        self._hub.message(message)
        return message

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
        if delivery.wamid is None:
            return
        if delivery.status is None:
            changed = self._messages.raise_status(delivery.wamid, "delivered")
        else:
            changed = self._messages.raise_confirmed(delivery.wamid, delivery.status)
        if changed is not None:
            self._hub.message(changed)

    def _number_for_wamid(self, recipient: Recipient) -> str:
        if recipient.client is not None:
            return recipient.client.phone
        # Meta's samples keep a number in the id even where the call named none.
        return recipient.phone or "".join(filter(str.isdigit, recipient.given))[:15] or "0"
