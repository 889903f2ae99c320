"""What was started for a webhook, and whether that is all of it and nothing twice."""

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, cast

from temporalio.contrib.pydantic import pydantic_data_converter

from domain.account import AccountEventInput
from domain.analysis import Language
from domain.ids import Digest
from domain.message_reading import read_message
from domain.message_texts import describe
from domain.messages import InboundMessageInput
from domain.statuses import StatusUpdateInput, read_status
from domain.webhooks import WebhookBatchInput

_ONLY_DESCRIBE = frozenset({"messaging_product", "metadata", "contacts"})
"""Parts of a `messages` value that are no updates: they say whose the updates are."""


@dataclass(slots=True)
class Ledger:
    """Implements `domain.ports.UpdateStarter`: every start, with its repeats."""

    started_messages: list[InboundMessageInput] = field(default_factory=list[InboundMessageInput])
    started_statuses: list[StatusUpdateInput] = field(default_factory=list[StatusUpdateInput])
    started_events: list[AccountEventInput] = field(default_factory=list[AccountEventInput])

    async def message(self, input: InboundMessageInput) -> bool:
        self.started_messages.append(input)
        return True

    async def statuses(self, input: StatusUpdateInput) -> bool:
        self.started_statuses.append(input)
        return True

    async def event(self, input: AccountEventInput) -> bool:
        self.started_events.append(input)
        return True

    async def batch(self, input: WebhookBatchInput) -> bool:
        self.started_messages += input.updates.messages
        self.started_statuses += input.updates.statuses
        self.started_events += input.updates.events
        return True

    def clear(self) -> None:
        self.started_messages.clear()
        self.started_statuses.clear()
        self.started_events.clear()


def check_accounts(body: bytes, ledger: Ledger) -> None:
    """Every part of a body is in exactly one thing that was started; nothing was made up.

    A message or status that an event holds must not be started beside it, and none is started more
    often than it stands there.
    """
    whole, events = _events(ledger.started_events)
    if whole:
        assert whole == [body], "a body that was not read is kept byte for byte, once"
        assert not ledger.started_messages
        assert not ledger.started_statuses
        assert not events
        return
    given = _given(json.loads(body))
    kept = {text for event in events for text in texts_within(event)}
    exactly = Counter(_text(event) for event in events)
    _check(
        given.messages,
        Counter(
            _text(json.loads(each.message))
            for each in ledger.started_messages
            if each.element == "messages"
        ),
        kept,
        exactly,
    )
    _check(
        given.statuses,
        Counter(
            _text(json.loads(each)) for batch in ledger.started_statuses for each in batch.statuses
        ),
        kept,
        exactly,
    )
    # What was taken out of another field, such as a call, is a message of its own.
    taken = {
        _text(json.loads(each.message))
        for each in ledger.started_messages
        if each.element != "messages"
    }
    within = {text for other in given.others for text in texts_within(other)}
    assert taken <= within, "something was started that the body does not say"
    dropped = missing(given.others, kept | taken)
    assert not dropped, f"dropped: {dropped[0][:300]}"
    people = {_text(json.loads(each.contact)) for each in ledger.started_messages if each.contact}
    people |= {
        _text(json.loads(contact))
        for batch in ledger.started_statuses
        for contact in batch.contacts
        if contact
    }
    dropped = missing(given.around, kept | people)
    assert not dropped, f"dropped: {dropped[0][:300]}"


def check_readable(ledger: Ledger) -> None:
    """Whatever was started travels as a payload, and is read into values that can be kept."""
    for message in ledger.started_messages:
        _check_travels(message, InboundMessageInput)
        read = read_message(message)
        _check_words(read)
        _check_words([describe(read.content, language) for language in Language])
    for batch in ledger.started_statuses:
        _check_travels(batch, StatusUpdateInput)
        for status in batch.statuses:
            _check_words(read_status(status, batch.received_at))
    for event in ledger.started_events:
        _check_travels(event, AccountEventInput)


def _check_travels(input: object, kind: type[object]) -> None:
    converter = pydantic_data_converter.payload_converter
    (payload,) = converter.to_payloads([input])
    assert converter.from_payloads([payload], [kind]) == [input]


def _check_words(content: object) -> None:
    """No text in a value holds what UTF-8 or a database's column cannot carry."""
    waiting: list[Any] = [content]
    while waiting:
        found = waiting.pop()
        if is_dataclass(found) and not isinstance(found, type):
            waiting += [getattr(found, each.name) for each in fields(found)]
        elif isinstance(found, tuple | list):
            waiting += cast("list[object]", found)
        elif isinstance(found, str):
            assert "\0" not in found
            found.encode()


def messages_of(content: object) -> list[object]:
    """The elements of `messages[]` of all changes that bring messages."""
    return [each for value in _values(content) for each in _array(value, "messages")]


def statuses_of(content: object) -> list[object]:
    """The elements of `statuses[]` of the same changes."""
    return [each for value in _values(content) for each in _array(value, "statuses")]


def others_of(content: object) -> list[object]:
    """All else that must be kept: whole values of changes, and parts beside messages."""
    found: list[object] = []
    for entry in _array(content, "entry"):
        changes = _array(entry, "changes")
        if not changes:
            found.append(entry)
        for change in changes:
            value = _brings_messages(change)
            if value is None:
                found.append(change)
                continue
            found += [
                part
                for name, part in value.items()
                if name not in _ONLY_DESCRIBE
                and not (name in {"messages", "statuses"} and isinstance(part, list))
            ]
    return found


def around_of(content: object) -> list[object]:
    """People who are only described, and whatever stands where Meta puts nothing."""
    found = _beside(content, "object", "entry")
    for entry in _array(content, "entry"):
        changes = _array(entry, "changes")
        found += _beside(entry, "id", "time", "changes") if changes else []
        for change in changes:
            value = _brings_messages(change)
            if value is not None:
                named = value.get("contacts")
                found += named if isinstance(named, list) else [named]
                found += _beside(change, "field", "value")
    return [each for each in found if each]


def missing(others: Iterable[object], kept: Collection[str]) -> list[str]:
    """What of all else is not among the kept texts: the elements of an array may be apart."""
    found: list[str] = []
    for other in others:
        if _text(other) in kept:
            continue
        value = _object(_object(other).get("value"))
        parts = [
            element
            for name, part in value.items()
            if name not in _ONLY_DESCRIBE and _text(part) not in kept
            for element in (_array(value, name) if isinstance(part, list) else [part])
        ]
        found += [text for text in map(_text, parts if value else [other]) if text not in kept]
    return found


def _beside(content: object, *names: str) -> list[object]:
    return [each for name, each in _object(content).items() if name not in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    messages: Counter[str]
    statuses: Counter[str]
    others: list[object]
    around: list[object]


def _given(content: object) -> _Given:
    return _Given(
        messages=Counter(_text(each) for each in messages_of(content)),
        statuses=Counter(_text(each) for each in statuses_of(content)),
        others=others_of(content),
        around=around_of(content),
    )


def _check(
    given: Counter[str], started: Counter[str], kept: set[str], exactly: Counter[str]
) -> None:
    assert set(started) <= set(given), "something was started that the body does not say"
    for text, times in given.items():
        if started[text]:
            assert started[text] + exactly[text] <= times, f"counted twice: {text[:300]}"
        else:
            assert text in kept, f"dropped: {text[:300]}"


def _events(started: Iterable[AccountEventInput]) -> tuple[list[bytes], list[object]]:
    """Bodies that were kept whole, and the JSON of all else; parts are put together."""
    parts: dict[Digest, dict[int, AccountEventInput]] = {}
    for each in started:
        parts.setdefault(each.digest, {})[each.part] = each
    whole: list[bytes] = []
    read: list[object] = []
    for of_one in parts.values():
        (count,) = {each.parts for each in of_one.values()}
        assert sorted(of_one) == list(range(1, count + 1)), "a part is missing"
        text = "".join(of_one[number].body for number in sorted(of_one))
        if of_one[1].encoding == "base64":
            whole.append(b64decode(text))
        else:
            read.append(json.loads(text))
    return whole, read


def _brings_messages(change: object) -> dict[str, object] | None:
    value = _object(change).get("value")
    name = _object(change).get("field")
    return _object(value) if name == "messages" and _object(value) else None


def _values(content: object) -> Iterator[dict[str, object]]:
    for entry in _array(content, "entry"):
        for change in _array(entry, "changes"):
            if value := _brings_messages(change):
                yield value


def _array(content: object, name: str) -> list[object]:
    found = _object(content).get(name)
    return cast("list[object]", found) if isinstance(found, list) else []


def _object(content: object) -> dict[str, object]:
    return cast("dict[str, object]", content) if isinstance(content, dict) else {}


def _text(content: object) -> str:
    return json.dumps(content, sort_keys=True)


def texts_within(content: object) -> Iterator[str]:
    """A value and each value in it, as JSON with its keys in order."""
    waiting: list[Any] = [content]
    while waiting:
        found = waiting.pop()
        yield _text(found)
        if isinstance(found, dict):
            waiting += cast("dict[str, object]", found).values()
        elif isinstance(found, list):
            waiting += cast("list[object]", found)
