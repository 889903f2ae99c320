"""What clients' phones send: one message, or many in one webhook, and what follows from it."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from simulator import payloads
from simulator.delivery import Deliverer
from simulator.hub import Hub
from simulator.identifiers import new_wamid
from simulator.media_links import MediaLinks
from simulator.messages.catalogue import KINDS
from simulator.messages.wire import as_message
from simulator.messages.writing import Asked, Scene, Unsendable, Written, text_at
from simulator.payloads import Layout, Office, Update
from simulator.records import Client, DeliveryKind, MediaFile, Message, MessageStatus, NewMessage
from simulator.storage.clients import Clients
from simulator.storage.database import Database
from simulator.storage.media import MediaFiles
from simulator.storage.messages import Messages

WINDOW_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A message of this type, of this client."""

    client_id: str
    kind: str
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A status of a message of the office, whether it is true or not."""

    wamid: str
    status: MessageStatus
    error_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How several things are told: `together` in one webhook, or in one webhook each.

    `shuffle` mixes their order; `double` tells each twice.
    """

    together: bool = True
    layout: Layout = "value"
    shuffle: bool = False
    double: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    update: Update
    kind: DeliveryKind
    wamid: str | None
    status: MessageStatus | None = None
    message: Message | None = None
    client: Client | None = None


class Phones:
    """Every phone of every client."""

    def __init__(
        self,
        *,
        office: Office,
        database: Database,
        clients: Clients,
        messages: Messages,
        media: MediaFiles,
        links: MediaLinks,
        deliverer: Deliverer,
        hub: Hub,
    ) -> None:
        self._office = office
        self._database = database
        self._clients = clients
        self._messages = messages
        self._media = media
        self._links = links
        self._deliverer = deliverer
        self._hub = hub

    def send(self, wish: Wish, *, base_url: str, times: int = 1) -> str | None:
        """Send one message; its wamid, or None for what is no message.

        `base_url` is where the firm finds the files. The same webhook goes out `times` times.

        Raises:
            Unsendable: when it cannot be written as asked.
        """
        with self._database.transaction():
            told = self._write(wish, base_url)
            body = payloads.webhook(self._office, [told.update])
            for _ in range(times):
                self._owe(told, body)
        self._publish([told])
        return told.wamid

    def send_all(
        self, wanted: Sequence[Wish | Report], manner: Manner, *, base_url: str
    ) -> list[str | None]:
        """Send several; their wamids in the order they were asked for.

        Raises:
            Unsendable: when one of them cannot be written as asked; then none is sent.
        """
        with self._database.transaction():
            told = [
                self._write(one, base_url) if isinstance(one, Wish) else self._report(one)
                for one in wanted
            ]
            order = told * 2 if manner.double else list(told)
            if manner.shuffle:
                random.shuffle(order)
            if manner.together:
                updates = [one.update for one in order]
                body = payloads.webhook(self._office, updates, layout=manner.layout)
                self._deliverer.owe(kind="batch", wamid=None, body=body)
            else:
                for one in order:
                    self._owe(one, payloads.webhook(self._office, [one.update]))
        self._publish(told)
        return [one.wamid for one in told]

    def tell(self, update: Update, *, times: int = 1) -> None:
        """Send a webhook of another field than `messages`, `times` times."""
        body = payloads.webhook(self._office, [update])
        with self._database.transaction():
            for _ in range(times):
                self._deliverer.owe(kind="field", wamid=None, body=body)
        self._deliverer.wake()

    def _owe(self, told: _Told, body: bytes) -> None:
        self._deliverer.owe(kind=told.kind, wamid=told.wamid, status=told.status, body=body)

    def _write(self, wish: Wish, base_url: str) -> _Told:
        client, kind = self._clients.get(wish.client_id), KINDS.get(wish.kind)
        if client is None or kind is None:
            raise Unsendable("there is no such client or type")
        asked = wish.asked
        at = time.time() if asked.sent_at is None else asked.sent_at
        scene = Scene(
            office=self._office,
            client=client,
            clients=self._clients,
            messages=self._messages,
            media=self._media,
            media_url=self._addresses(base_url),
            now=at,
        )
        written = kind.write(asked, scene)
        wamid = written.id or new_wamid(phone=client.phone, sender="client")
        value, item = as_message(written, asked, scene, wamid=wamid)
        update = Update(field=written.field, value=value)
        if not written.shown:
            return _Told(update=update, kind="field", wamid=None)
        message = self._messages.add(_noted(written, asked, item, client, wamid, at))
        if written.opens_window:
            until = max(client.window_until, at + WINDOW_SECONDS)
            client = self._clients.set_window(client.id, until) or client
        if written.change is not None:
            client = written.change() or client
        return _Told(update=update, kind="message", wamid=wamid, message=message, client=client)

    def _report(self, report: Report) -> _Told:
        message = self._messages.get(report.wamid)
        if message is None or message.sender != "office":
            raise Unsendable("there is no message of the office with this wamid")
        client = None if message.client_id is None else self._clients.get(message.client_id)
        update = payloads.status_update(
            client, message, status=report.status, error_code=report.error_code, at=time.time()
        )
        raised = self._messages.raise_status(
            report.wamid, report.status, error_code=report.error_code
        )
        return _Told(
            update=update,
            kind="status",
            wamid=report.wamid,
            status=report.status,
            message=raised,
        )

    def _addresses(self, base_url: str) -> Callable[[MediaFile], str]:
        def address(file: MediaFile) -> str:
            until = time.time() + self._links.lifetime_seconds
            return self._links.issue(base_url, file.id, source="webhook", expires_at=until)

        return address

    def _publish(self, told: Sequence[_Told]) -> None:
        self._deliverer.wake()
        for one in told:
            if one.client is not None:
                self._hub.client(one.client)
            if one.message is not None:
                self._hub.message(one.message)


def _noted(
    written: Written,
    asked: Asked,
    item: dict[str, JsonValue],
    client: Client,
    wamid: str,
    at: float,
) -> NewMessage:
    is_call = written.field == "calls"
    content = item if is_call else item.get(str(item["type"]))
    noted: dict[str, JsonValue] = {}
    if isinstance(content, list):
        noted[written.type] = content
    elif isinstance(content, dict):
        noted = content
    plain = {"from", "from_user_id", "id", "timestamp", "type", str(item.get("type"))}
    beside = {} if is_call else {name: item[name] for name in item if name not in plain}
    return NewMessage(
        wamid=wamid,
        client_id=client.id,
        sender="client",
        type=written.type,
        content=dict(noted),
        text=written.text if written.type != "text" else text_at(noted, "body"),
        context_id=asked.reply_to or written.quotes,
        status="sent",
        created_at=at,
        beside=dict(beside),
    )
