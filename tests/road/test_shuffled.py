"""Meta promises no order and delivers twice: lawyers read what was written, once, in its order."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.road import webhooks
from tests.road.road import Road, until
from tests.road.webhooks import Json


def twenty_in_two_seconds() -> list[Json]:
    """Numbered messages of one sender; Meta's clock knows whole seconds only."""
    phone, began = webhooks.new_phone(), int(time.time()) - 60
    return [
        webhooks.text(phone, f"Pesan nomor {number:02d}", at=began + number // 10)
        for number in range(20)
    ]


def shown(road: Road, messages: Sequence[Json]) -> list[str]:
    """What a lawyer reads when all of them are there."""
    wamids = [message["id"] for message in messages]
    until(lambda: road.kept_messages(wamids) == len(wamids), "all messages")
    conversations = {road.conversation_of(wamid) for wamid in wamids}
    (conversation,) = conversations
    return [each["body"] for each in road.conversation(str(conversation))["messages"]]


def test_twenty_messages_that_come_shuffled_and_twice_are_shown_once_and_in_order(
    road: Road,
) -> None:
    messages = twenty_in_two_seconds()
    deliveries = [*messages, *messages]
    random.Random(20).shuffle(deliveries)  # noqa: S311 - not for secrets
    for message in deliveries:
        assert road.post(webhooks.of_messages(message)).status_code == 200
    arrival = {message["id"]: nth for nth, message in reversed(list(enumerate(deliveries)))}
    # Within one second nobody but the client knows the order: first come, first shown.
    meant = sorted(messages, key=lambda each: (int(each["timestamp"]), arrival[each["id"]]))
    assert shown(road, messages) == [each["text"]["body"] for each in meant]
    assert road.runs([message["id"] for message in messages]) == 20


def test_twenty_messages_all_at_once_and_twice_are_shown_once_and_second_by_second(
    road: Road,
) -> None:
    messages = twenty_in_two_seconds()
    deliveries = [webhooks.of_messages(message) for message in [*messages, *messages]]
    random.Random(21).shuffle(deliveries)  # noqa: S311 - not for secrets
    with ThreadPoolExecutor(40) as crowd:
        assert {each.status_code for each in crowd.map(road.post, deliveries)} == {200}
    read = shown(road, messages)
    assert sorted(read) == [each["text"]["body"] for each in messages]
    assert set(read[:10]) == {each["text"]["body"] for each in messages[:10]}
    assert road.runs([message["id"] for message in messages]) == 20
