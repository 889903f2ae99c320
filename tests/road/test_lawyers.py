"""What a machine must not answer waits for a lawyer, who finds it with its reason."""

import time

import pytest

from tests.road.road import Person, Road, until
from tests.road.webhooks import Json


def waiting(road: Road, person: Person) -> Json | None:
    """The person's conversation in the list of those that need a lawyer."""
    after = ""
    while True:
        page = road.api(f"/conversations?needs_lawyer=true&limit=200{after}").json()
        for each in page["items"]:
            if each["client_name"] == person.name:
                return each
        if page["next"] is None:
            return None
        after = f"&after={page['next']}"


FOR_A_PERSON = (
    ("Saya mau bicara dengan pengacara", "human_requested", "normal"),
    ("Saya ditangkap polisi", "emergency", "emergency"),
    ("Besok ada sidang, saya harus bagaimana?", "court_deadline", "high"),
)


def test_messages_for_a_person_wait_unanswered_with_their_reasons(road: Road) -> None:
    people = [road.person(f"Klien {reason}") for _, reason, _ in FOR_A_PERSON]
    wamids = [
        road.write(person, text) for person, (text, _, _) in zip(people, FOR_A_PERSON, strict=True)
    ]
    for person, (text, reason, urgency) in zip(people, FOR_A_PERSON, strict=True):
        found = until(lambda who=person: waiting(road, who), "the conversation needs a lawyer")
        assert (found["urgency"], found["needs_lawyer_since"] is not None) == (urgency, True)
        assert reason in found["reasons"]
        (message,) = road.conversation(found["id"])["messages"]
        assert (message["body"], message["route"]) == (text, "HUMAN")
        assert reason in road.api("/reasons").json()
    traced = road.trace_all(wamids)
    for found, (_, reason, _) in zip(traced, FOR_A_PERSON, strict=True):
        assert (found["state"], found["route"]) == ("waiting_for_lawyer", "HUMAN")
        assert reason in found["reasons"]
    # Well over the quiet period: who would answer by mistake would have done it by now.
    time.sleep(2.5)
    assert [road.replies(person) for person in people] == [[], [], []]


def test_nothing_cheerful_is_said_while_an_emergency_waits(road: Road) -> None:
    person = road.person("Klien darurat")
    road.write(person, "Tolong, suami saya ditangkap")
    until(lambda: waiting(road, person), "the conversation needs a lawyer")
    later = road.write(person, "Terima kasih")
    until(lambda: road.recorded(later, "routed", "waiting_for_lawyer"), "it is routed")
    time.sleep(2.5)
    assert road.replies(person) == []


def test_a_burst_is_answered_once(road: Road) -> None:
    person = road.person("Klien cepat")
    wamids = [road.write(person, text) for text in ("Halo", "Selamat pagi", "Jam buka kantor?")]
    road.answered(person)
    found = [road.recorded(wamid, "answered") for wamid in wamids]
    assert all(found)
    assert len(road.replies(person)) == 1
    assert "09.00" in road.replies(person)[0]["text"]


@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", "Bearer", "Basic ZGVtbzpkZW1v", "Bearer é"]
)
@pytest.mark.parametrize(
    "path", ["/me", "/conversations", f"/conversations/{'0' * 32}", "/reasons"]
)
def test_nobody_reads_without_a_lawyer_s_token(
    road: Road, path: str, authorization: str | None
) -> None:
    headers = [] if authorization is None else [(b"Authorization", authorization.encode())]
    answer = road.edge.get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/conversations/{'0' * 32}", 404),
        ("/conversations/6281200000001", 422),
        ("/conversations?limit=100000", 422),
        ("/conversations?after=nonsense", 404),
        ("/conversations?after=20260101000000000000-%00", 404),
        ("/nothing", 404),
    ],
)
def test_a_wrong_question_is_a_problem_document(road: Road, path: str, status: int) -> None:
    answer = road.api(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_an_old_message_is_not_answered_outside_its_window(road: Road) -> None:
    person = road.person("Klien kemarin")
    wamid = road.write(person, "Selamat pagi", sent_at=time.time() - 25 * 3600)

    def closed() -> Json | None:
        found = waiting(road, person)
        return found if found and "window_closed" in found["reasons"] else None

    until(closed, "a lawyer is asked")
    assert road.recorded(wamid, "waiting_for_lawyer")
    assert road.replies(person) == []


def test_a_client_who_hides_their_number_is_answered_by_their_user_id(road: Road) -> None:
    person = road.person("Klien rahasia", hides_number=True, username="rahasia")
    road.write(person, "Selamat pagi")
    (reply,) = road.answered(person)
    calls: list[Json] = road.admin("GET", "/requests?limit=10000")
    bodies: list[Json] = [call["body"] for call in calls if call["body"]]
    (sent,) = [
        body
        for body in bodies
        if body["biz_opaque_callback_data"] == reply["biz_opaque_callback_data"]
    ]
    assert (sent.get("to"), sent["recipient"]) == (None, reply["recipient_user_id"])
