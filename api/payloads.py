"""Takes a webhook apart into the updates it carries; every part of it ends up in one of them."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from api.contacts import Contacts
from api.history import split_history
from domain.account import AccountEventInput
from domain.ids import digest, message_id
from domain.message_reading import about_wamid
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

_MOST: Final = 5_000
"""Updates of one webhook; Meta sends at most 1,000. More is kept whole, for a person to look at."""

_FROM_CLIENTS: Final = frozenset({"messages", "calls"})
"""Fields in whose array of the same name clients write or call."""

_OURS: Final = "BUSINESS_INITIATED"
"""The direction of a call that the firm made."""

_CHANGE_KEYS: Final = frozenset({"field", "value"})
_ENTRY_KEYS: Final = frozenset({"id", "time", "changes"})

_DESCRIBING: Final = frozenset({"messaging_product", "metadata", "contacts"})
"""Parts of a value that only describe the others."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """What was found so far."""

    messages: list[InboundMessageInput] = field(default_factory=list[InboundMessageInput])
    statuses: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Each with the contact that belongs to it, or an empty text."""
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
        if _size(entries) > _MOST:
            return Updates(events=tuple(self._unread(body, received_at)))
        found = _Found()
        if more := {key: each for key, each in envelope.items() if key not in {"object", "entry"}}:
            self._event(found, "envelope", more, received_at)
        for entry in entries:
            self._entry(found, as_object(entry), entry, received_at)
        return Updates(
            messages=tuple(found.messages),
            statuses=tuple(self._batches(found.statuses, received_at)),
            events=tuple(found.events),
        )

    def _entry(
        self, found: _Found, entry: Mapping[str, object], whole: object, received_at: datetime
    ) -> None:
        changes = as_list(entry.get("changes"))
        if not changes:
            self._event(found, "entry", whole, received_at)
            return
        if more := {key: each for key, each in entry.items() if key not in _ENTRY_KEYS}:
            self._event(found, "entry", {**_place(entry), "more": more}, received_at)
        for change in changes:
            self._change(found, entry, change, received_at)

    def _change(
        self, found: _Found, entry: Mapping[str, object], change: object, received_at: datetime
    ) -> None:
        name = as_text(as_object(change).get("field")) or "unknown"
        value = as_object(as_object(change).get("value"))
        if name not in _FROM_CLIENTS or not value:
            for part in split_history(change, _LARGEST):
                self._event(found, name, {**_place(entry), "change": part}, received_at)
            return
        # What is left when messages and statuses are taken out, such as errors, is kept as well.
        rest = {key: each for key, each in value.items() if key not in _DESCRIBING}
        written = _taken(rest, name)
        statuses = _taken(rest, "statuses") if name == "messages" else ()
        named = value.get("contacts")
        contacts = Contacts(as_list(named), written, statuses)
        for message in written:
            self._written(found, name, entry, value, message, contacts, received_at)
        for status in statuses:
            self._status(found, status, contacts, received_at)
        # Of people who neither wrote nor were written to here.
        strangers = contacts.unclaimed() if isinstance(named, list) else named
        if strangers:
            rest["contacts"] = strangers
        more = {key: each for key, each in as_object(change).items() if key not in _CHANGE_KEYS}
        if rest or more or not ("statuses" in value or name in value):
            kept = {**more, "field": name, "value": {**rest, "metadata": value.get("metadata")}}
            self._event(found, name, {**_place(entry), "change": kept}, received_at)

    def _written(
        self,
        found: _Found,
        element: str,
        entry: Mapping[str, object],
        value: Mapping[str, object],
        message: object,
        contacts: Contacts,
        received_at: datetime,
    ) -> None:
        contact = contacts.of_sender(as_object(message))
        if len(_dump(contact)) > _LARGEST // 4:
            # A contact has a few hundred characters; the message goes on without this one.
            contact = None
        # Meta's times are whole seconds: what is together in a webhook keeps its order.
        position = len(found.messages)
        read = self._message(element, entry, value, contact, message, received_at, position)
        if read is None and as_object(message).get("direction") == _OURS:
            place = {"field": element, "value": {element: [message]}}
            self._event(found, element, {**_place(entry), "change": place}, received_at)
        elif read is None:
            self._event(found, f"{element}.unread", message, received_at)
        else:
            contacts.claim(contact)
            found.messages.append(read)

    def _status(
        self, found: _Found, status: object, contacts: Contacts, received_at: datetime
    ) -> None:
        contact = contacts.of_recipient(as_object(status))
        text, contact_text = _dump(status), _dump(contact) if contact else ""
        if len(contact_text) > _LARGEST // 4:
            contact, contact_text = None, ""
        if as_text(as_object(status).get("id")) and len(text) <= _LARGEST:
            contacts.claim(contact)
            found.statuses.append((text, contact_text))
        else:
            self._event(found, "statuses.unread", status, received_at)

    def _message(
        self,
        element: str,
        entry: Mapping[str, object],
        value: Mapping[str, object],
        contact: Mapping[str, object] | None,
        message: object,
        received_at: datetime,
        position: int,
    ) -> InboundMessageInput | None:
        content = as_object(message)
        wamid = as_text(content.get("id"))
        text = _dump(message)
        if not wamid or len(text) > _LARGEST:
            return None
        if element == "calls":
            if content.get("direction") == _OURS:
                return None
            # A call has one id and several events.
            wamid = f"{wamid}/{as_text(content.get('event'))}"
        about = about_wamid(content)
        return InboundMessageInput(
            message_id=message_id(self._pepper, wamid),
            account_id=as_text(entry.get("id"))[:64],
            phone_number_id=as_text(as_object(value.get("metadata")).get("phone_number_id"))[:64],
            received_at=received_at + timedelta(microseconds=position),
            message=text,
            contact=_dump(contact) if contact else None,
            element=element,
            about_id=message_id(self._pepper, about) if about else None,
        )

    def _batches(
        self, statuses: Sequence[tuple[str, str]], received_at: datetime
    ) -> Iterable[StatusUpdateInput]:
        """One workflow for all statuses, or a few where they would not fit into one."""
        batch: list[tuple[str, str]] = []
        size = 0
        for each in [*statuses, None]:
            length = len(each[0]) + len(each[1]) if each else 0
            if batch and (each is None or size + length > _LARGEST):
                named = any(contact for _, contact in batch)
                yield StatusUpdateInput(
                    digest=digest(self._pepper, "statuses", *(status for status, _ in batch)),
                    received_at=received_at,
                    statuses=tuple(status for status, _ in batch),
                    contacts=tuple(contact for _, contact in batch) if named else (),
                )
                batch, size = [], 0
            if each is not None:
                batch.append(each)
                size += length

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


def _size(entries: Sequence[object]) -> int:
    """How many updates a webhook has."""
    count = 0
    for entry in entries:
        changes = as_list(as_object(entry).get("changes"))
        count += max(1, len(changes))
        for change in changes:
            value = as_object(as_object(change).get("value"))
            count += sum(len(as_list(value.get(name))) for name in (*_FROM_CLIENTS, "statuses"))
    return count


def _place(entry: Mapping[str, object]) -> dict[str, object]:
    return {"entry": {key: entry[key] for key in ("id", "time") if key in entry}}


def _taken(rest: dict[str, object], name: str) -> Sequence[object]:
    """The elements of an array, which is taken out; what is no array stays in the rest."""
    return as_list(rest.pop(name)) if isinstance(rest.get(name), list) else ()


def _dump(value: object) -> str:
    # ASCII: JSON can spell what UTF-8 cannot carry.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
