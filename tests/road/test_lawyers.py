"""What a machine must not answer waits for a lawyer, who finds it with its reason."""

import time

import pytest

from tests.road.road import Person, Road, until
from tests.road.webhooks import Json


def waiting(road: Road, person: Person) -> Json | None:
    """The person's conversation in the list of those that need a lawyer."""
    page = road.api("/conversations?needs_lawyer=true&limit=200").json()
    return next((each for each in page["items"] if each["client_name"] == person.name), None)


@pytest.mark.parametrize(
    ("text", "reason", "urgency"),
    [
        ("Saya mau bicara dengan pengacara", "human_requested", "normal"),
        ("Saya ditangkap polisi", "emergency", "emergency"),
        ("Besok ada sidang, saya harus bagaimana?", "court_deadline", "high"),
    ],
)
def test_a_message_for_a_person_waits_unanswered_with_its_reason(
    road: Road, text: str, reason: str, urgency: str
) -> None:
    person = road.person(f"Klien {reason}")
    wamid = road.write(person, text)
    found = until(lambda: waiting(road, person), "the conversation needs a lawyer")
    assert (found["urgency"], found["needs_lawyer_since"] is not None) == (urgency, True)
    assert reason in found["reasons"]
    (message,) = road.conversation(found["id"])["messages"]
    assert (message["body"], message["route"]) == (text, "HUMAN")
    traced = road.trace(wamid)
    assert (traced["state"], traced["route"]) == ("waiting_for_lawyer", "HUMAN")
    assert reason in traced["reasons"]

    # Well over the quiet period: who would answer by mistake would have done it by now.
    time.sleep(2.5)
    assert road.replies(person) == []
    assert reason in road.api("/reasons").json()


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
