"""Cuts a webhook of the field `history`, which holds months of messages, into readable pieces."""

import json
from collections.abc import Iterator, Mapping

from domain.webhook_json import as_list, as_object


def split_history(change: object, largest: int) -> Iterator[object]:
    """The change itself, or where it is a large history one change for some messages each.

    Every message is in one of them, with its thread, its phase and the number it belongs to. What
    is not a message of a thread is in the first.
    """
    value = as_object(as_object(change).get("value"))
    if as_object(change).get("field") != "history" or _size(change) <= largest:
        yield change
        return
    first: list[object] = []
    for chunk in as_list(value.get("history")):
        threads = as_list(as_object(chunk).get("threads"))
        if not threads:
            first.append(chunk)
        for thread in threads:
            for messages in _groups(as_list(as_object(thread).get("messages")), largest // 2):
                piece = {**as_object(thread), "messages": messages}
                yield _with(change, value, [{**as_object(chunk), "threads": [piece]}])
    yield _with(change, value, first)


def _groups(messages: object, largest: int) -> Iterator[list[object]]:
    group: list[object] = []
    size = 0
    for message in as_list(messages):
        length = _size(message)
        if group and size + length > largest:
            yield group
            group, size = [], 0
        group.append(message)
        size += length
    yield group


def _with(change: object, value: Mapping[str, object], history: list[object]) -> object:
    return {**as_object(change), "value": {**value, "history": history}}


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=True, separators=(",", ":")))
