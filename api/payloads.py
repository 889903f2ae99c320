"""Takes a webhook apart into the updates it carries; every part of it ends up in one of them."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.account import AccountEventInput
from domain.ids import digest, message_id
from domain.messages import InboundMessageInput
from domain.statuses import StatusUpdateInput
from domain.webhook_json import as_list, as_object, as_text
from domain.webhooks import Updates

_LARGEST: Final = 1_000_000
"""Characters of one workflow's input; Temporal refuses payloads over 2 MB."""

_DEEPEST: Final = 64
"""Levels of nesting; Meta's own bodies have about ten. Deeper ones would exhaust every parser."""

_NESTING: Final = re.compile(
    # A string, also one that never ends: otherwise each quote in it would be tried as a start.
    rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{\]}]',
    re.DOTALL,
)

_MESSAGES: Final = "messages"
_ENVELOPE_KEYS: Final = frozenset({"messaging_product", "metadata", "contacts"})
"""Parts of a `messages` value that only describe the others."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """What was found so far."""

    messages: list[InboundMessageInput] = field(default_factory=list[InboundMessageInput])
    statuses: list[str] = field(default_factory=list[str])
    events: list[AccountEventInput] = field(default_factory=list[AccountEventInput])


class WebhookReader:
    """Reads webhooks; the pepper makes their ids."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def read(self, body: bytes, received_at: datetime) -> Updates:
        """Every update in a body whose signature was right; never an error.

        What is not understood becomes an account event, so that it is kept.
        """
        envelope = _envelope(body)
        entries = as_list(envelope.get("entry"))
        if envelope.get("object") != "whatsapp_business_account" or not entries:
            return Updates(events=tuple(self._unread(body, received_at)))
        found = _Found()
        for entry in entries:
            changes = as_list(as_object(entry).get("changes"))
            if not changes:
                self._event(found, "entry", entry, received_at)
            for change in changes:
                self._change(found, as_object(entry), change, received_at)
        return Updates(
            messages=tuple(found.messages),
            statuses=tuple(self._batches(found.statuses, received_at)),
            events=tuple(found.events),
        )

    def _change(
        self,
        found: _Found,
        entry: Mapping[str, object],
        change: object,
        received_at: datetime,
    ) -> None:
        name = as_text(as_object(change).get("field")) or "unknown"
        value = as_object(as_object(change).get("value"))
        if name != _MESSAGES or not value:
            self._event(found, name, {**_place(entry), "change": change}, received_at)
            return
        # What is left when messages and statuses are taken out, such as errors, is kept as well.
        rest = {key: each for key, each in value.items() if key not in _ENVELOPE_KEYS}
        messages = _taken(rest, "messages")
        contacts = _Contacts(as_list(value.get("contacts")), messages)
        for message in messages:
            contact = contacts.of(as_object(message))
            if len(_dump(contact)) > _LARGEST // 4:
                # A contact has a few hundred characters; the message goes on without this one.
                self._event(found, "contacts.unread", contact, received_at)
                contact = None
            read = self._message(entry, value, contact, message, received_at)
            if read is None:
                self._event(found, "messages.unread", message, received_at)
            else:
                found.messages.append(read)
        for status in _taken(rest, "statuses"):
            text = _dump(status)
            if as_text(as_object(status).get("id")) and len(text) <= _LARGEST:
                found.statuses.append(text)
            else:
                self._event(found, "statuses.unread", status, received_at)
        if rest or not ("messages" in value or "statuses" in value):
            kept = {"field": name, "value": {**rest, "metadata": value.get("metadata")}}
            self._event(found, name, {**_place(entry), "change": kept}, received_at)

    def _message(
        self,
        entry: Mapping[str, object],
        value: Mapping[str, object],
        contact: Mapping[str, object] | None,
        message: object,
        received_at: datetime,
    ) -> InboundMessageInput | None:
        content = as_object(message)
        wamid = as_text(content.get("id"))
        text = _dump(message)
        if not wamid or len(text) > _LARGEST:
            return None
        return InboundMessageInput(
            message_id=message_id(self._pepper, wamid),
            account_id=as_text(entry.get("id"))[:64],
            phone_number_id=as_text(as_object(value.get("metadata")).get("phone_number_id"))[:64],
            received_at=received_at,
            message=text,
            contact=_dump(contact) if contact else None,
        )

    def _batches(self, statuses: list[str], received_at: datetime) -> Iterable[StatusUpdateInput]:
        """One workflow for all statuses, or a few where they would not fit into one."""
        batch: list[str] = []
        size = 0
        for status in [*statuses, None]:
            if batch and (status is None or size + len(status) > _LARGEST):
                yield StatusUpdateInput(
                    digest=digest(self._pepper, "statuses", *batch),
                    received_at=received_at,
                    statuses=tuple(batch),
                )
                batch, size = [], 0
            if status is not None:
                batch.append(status)
                size += len(status)

    def _event(self, found: _Found, name: str, content: object, received_at: datetime) -> None:
        dated = "time" in as_object(as_object(content).get("entry"))
        # The same words can be said again later and are another event then.
        when = "" if dated else received_at.date().isoformat()
        found.events += self._parts(name, _dump(content), "json", received_at, when)

    def _unread(self, body: bytes, received_at: datetime) -> Iterable[AccountEventInput]:
        day = received_at.date().isoformat()
        return self._parts("unread", b64encode(body).decode(), "base64", received_at, day)

    def _parts(
        self, name: str, text: str, encoding: str, received_at: datetime, when: str
    ) -> Iterable[AccountEventInput]:
        pieces = [text[at : at + _LARGEST] for at in range(0, len(text), _LARGEST)] or [""]
        identity = digest(self._pepper, "event", name, text, when)
        for number, piece in enumerate(pieces, start=1):
            yield AccountEventInput(
                digest=identity,
                field=name[:64],
                received_at=received_at,
                body=piece,
                encoding=encoding,
                part=number,
                parts=len(pieces),
            )


def _envelope(body: bytes) -> Mapping[str, object]:
    if _depth(body) > _DEEPEST:
        return {}
    try:
        return as_object(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for found in _NESTING.finditer(body):
        if found[0] in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in b"]}":
            depth -= 1
    return deepest


def _place(entry: Mapping[str, object]) -> dict[str, object]:
    return {"entry": {key: entry[key] for key in ("id", "time") if key in entry}}


def _taken(rest: dict[str, object], name: str) -> Sequence[object]:
    """The elements of an array, which is taken out; what is no array stays in the rest."""
    return as_list(rest.pop(name)) if isinstance(rest.get(name), list) else ()


class _Contacts:
    """The elements of `contacts[]`, found by the message that they belong to."""

    def __init__(self, contacts: Sequence[object], messages: Sequence[object]) -> None:
        self._all = [as_object(contact) for contact in contacts]
        self._senders = {_sender(as_object(message)) for message in messages}
        self._by_user = {as_text(each.get("user_id")): each for each in reversed(self._all)}
        self._by_phone = {as_text(each.get("wa_id")): each for each in reversed(self._all)}

    def of(self, message: Mapping[str, object]) -> Mapping[str, object] | None:
        """The sender of a message."""
        user, phone = _sender(message)
        if user and user in self._by_user:
            return self._by_user[user]
        if phone and phone in self._by_phone:
            return self._by_phone[phone]
        # A `wa_id` may differ from the number written from: where there is one contact and one
        # sender they belong together, and nowhere else.
        alone = len(self._all) == 1 and len(self._senders) == 1 and (user or phone)
        return self._all[0] if alone else None


def _sender(message: Mapping[str, object]) -> tuple[str, str]:
    return as_text(message.get("from_user_id")), as_text(message.get("from"))


def _dump(value: object) -> str:
    # ASCII: JSON can spell what UTF-8 cannot carry.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
