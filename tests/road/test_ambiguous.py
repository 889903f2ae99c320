"""A send whose answer is lost: the client gets the reply once, or a lawyer is asked."""

from typing import Final

import pytest

from tests.road.road import Person, Road, until
from tests.road.webhooks import Json

MISHAPS: Final[dict[str, Json]] = {
    "unconfirmed": {"does": "drop_before_accepting"},
    "hanging": {"does": "hang_after_accepting", "seconds": 40},
    "dropped": {"does": "drop_after_accepting"},
    "broken": {"does": "error_after_accepting"},
    "refused": {"does": "error", "code": 131047},
    # Last: it is tried again, and must not meet the mishap of another.
    "too fast": {"does": "error", "code": 131056},
}
Mishaps = dict[str, tuple[Person, str]]


@pytest.fixture(scope="module")
def mishaps(running_road: Road) -> Mishaps:
    """One client for each mishap of their reply's send, and the wamid of what they wrote.

    All of them first, because what comes of some takes its time.
    """
    had: Mishaps = {}
    for name, fault in MISHAPS.items():
        person = running_road.person(f"Klien {name}")
        running_road.faults(graph=[fault])
        had[name] = person, running_road.write(person, "Selamat pagi")
        until(lambda who=person: attempts(running_road, who), f"a send that is {name}")
    return had


def attempts(road: Road, person: Person) -> list[Json]:
    """The calls that wanted to send something to a client."""
    calls: list[Json] = road.admin("GET", "/requests?limit=10000")
    return [call for call in calls if call["body"] and call["body"].get("to") == f"+{person.phone}"]


def reasons(road: Road, wamid: str) -> list[str]:
    """Why the conversation of a client's message needs a lawyer."""
    found = until(lambda: road.recorded(wamid), "the message is recorded")
    return road.conversation(found["conversation_id"])["conversation"]["reasons"]


@pytest.mark.parametrize("how", ["dropped", "broken", "hanging"])
def test_a_reply_whose_answer_is_lost_arrives_once_and_its_status_settles_it(
    road: Road, mishaps: Mishaps, how: str
) -> None:
    person, written = mishaps[how]
    road.answered(person)
    until(lambda: road.recorded(written, "answered"), "the message is answered")
    assert len(attempts(road, person)) == len(road.replies(person)) == 1
    assert reasons(road, written) == []


def test_a_conversation_goes_on_after_a_lost_answer(road: Road, mishaps: Mishaps) -> None:
    person, _ = mishaps["dropped"]
    road.write(person, "Terima kasih")
    road.answered(person, 2)
    assert len(attempts(road, person)) == 2


def test_a_send_that_is_refused_is_left_to_a_lawyer(road: Road, mishaps: Mishaps) -> None:
    person, written = mishaps["refused"]
    until(lambda: "window_closed" in reasons(road, written), "a lawyer is asked")
    assert road.recorded(written, "waiting_for_lawyer")
    assert (len(attempts(road, person)), road.replies(person)) == (1, [])


def test_a_send_that_is_too_fast_is_made_later(road: Road, mishaps: Mishaps) -> None:
    person, _ = mishaps["too fast"]
    road.answered(person)
    assert [call["error_code"] for call in attempts(road, person)] == [131056, None]


def test_a_send_that_nobody_confirms_is_not_repeated_and_a_lawyer_is_asked(
    road: Road, mishaps: Mishaps
) -> None:
    person, written = mishaps["unconfirmed"]
    until(lambda: "send_unconfirmed" in reasons(road, written), "a lawyer is asked")
    assert (len(attempts(road, person)), road.replies(person)) == (1, [])
    assert road.trace(written)["state"] == "waiting_for_lawyer"
