"""A send whose answer is lost: the client gets the reply once, or a lawyer is asked."""

import pytest

from tests.road.road import Person, Road, until
from tests.road.webhooks import Json


def attempts(road: Road, person: Person) -> list[Json]:
    """The calls that wanted to send something to a client."""
    calls: list[Json] = road.admin("GET", "/requests?limit=10000")
    return [call for call in calls if call["body"] and call["body"].get("to") == f"+{person.phone}"]


def summary(road: Road, wamid: str) -> Json:
    """The conversation of a client's message, as the list shows it."""
    found = until(lambda: road.recorded(wamid), "the message is recorded")
    return road.conversation(found["conversation_id"])["conversation"]


@pytest.mark.parametrize("how", ["drop_after_accepting", "error_after_accepting"])
def test_a_reply_whose_answer_is_lost_arrives_once_and_its_status_settles_it(
    road: Road, how: str
) -> None:
    person = road.person()
    road.faults(graph=[{"does": how}])
    written = road.write(person, "Selamat pagi")
    road.answered(person)
    assert until(lambda: road.recorded(written, "answered"), "the message is answered")
    # The conversation goes on: the next message is answered as well.
    road.write(person, "Terima kasih")
    road.answered(person, 2)
    assert len(attempts(road, person)) == 2
    assert summary(road, written)["reasons"] == []


def test_a_reply_whose_answer_hangs_arrives_once_and_its_status_settles_it(road: Road) -> None:
    person = road.person()
    road.faults(graph=[{"does": "hang_after_accepting", "seconds": 40}])
    written = road.write(person, "Selamat pagi")
    road.answered(person)
    assert until(lambda: road.recorded(written, "answered"), "the message is answered")
    assert len(attempts(road, person)) == 1


def test_a_send_that_nobody_confirms_is_not_repeated_and_a_lawyer_is_asked(road: Road) -> None:
    person = road.person("Klien tanpa kabar")
    road.faults(graph=[{"does": "drop_before_accepting"}])
    written = road.write(person, "Selamat pagi")
    until(lambda: "send_unconfirmed" in summary(road, written)["reasons"], "a lawyer is asked")
    assert summary(road, written)["needs_lawyer_since"]
    assert road.replies(person) == []
    assert len(attempts(road, person)) == 1
    assert road.trace(written)["state"] == "waiting_for_lawyer"


def test_a_send_that_is_refused_is_left_to_a_lawyer(road: Road) -> None:
    person = road.person("Klien ditolak")
    road.faults(graph=[{"does": "error", "code": 131047}])
    written = road.write(person, "Selamat pagi")
    until(lambda: "send_refused" in summary(road, written)["reasons"], "a lawyer is asked")
    assert road.recorded(written, "waiting_for_lawyer")
    assert (len(attempts(road, person)), road.replies(person)) == (1, [])


def test_a_send_that_is_too_fast_is_made_later(road: Road) -> None:
    person = road.person()
    road.faults(graph=[{"does": "error", "code": 131056}])
    road.write(person, "Selamat pagi")
    road.answered(person)
    assert [call["error_code"] for call in attempts(road, person)] == [131056, None]
