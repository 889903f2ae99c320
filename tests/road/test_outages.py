"""One part after the other is away; nothing that Meta was told we have is lost or doubled."""

from tests.road import webhooks
from tests.road.edges import is_ready
from tests.road.road import PATIENCE, Road, until


def test_without_temporal_meta_is_asked_to_come_again_and_what_it_brings_then_is_new(
    road: Road,
) -> None:
    before, during = road.person(), road.person()
    first = road.write(before, "Selamat pagi")
    road.answered(before)
    road.stack.stop_service("temporal")
    assert road.edge.get("/healthz").status_code == 200
    assert road.edge.get("/readyz").status_code == 503
    message = webhooks.text(webhooks.new_phone(), "Mohon info perkara saya")
    answer = road.post(webhooks.of_messages(message))
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    road.faults(clock_speed=20)
    second = road.write(during, "Selamat siang")
    until(
        lambda: any(
            each["wamid"] == second and each["last_status_code"] == 503
            for each in road.admin("GET", "/deliveries?limit=100000")
        ),
        "the simulator was told 503",
    )
    road.stack.start_service("temporal")

    until(lambda: is_ready(road.edge), "the edge is ready again")
    road.answered(during)
    assert len(road.replies(during)) == 1
    assert len(road.replies(before)) == 1
    assert road.post(webhooks.of_messages(message)).status_code == 200
    until(lambda: road.recorded(message["id"], "waiting_for_lawyer"), "it is routed")
    assert road.recorded(first, "answered")


def test_without_the_incoming_worker_messages_are_taken_and_wait(road: Road) -> None:
    person = road.person()
    road.stack.stop_service("worker-incoming")
    message = webhooks.text(person.phone, "Selamat pagi")
    for _ in range(3):
        assert road.post(webhooks.of_messages(message)).status_code == 200
    waiting = road.trace(message["id"])
    assert (waiting["state"], waiting["workflow_status"]) == ("received", "running")
    road.stack.start_service("worker-incoming")
    road.answered(person)
    assert len(road.replies(person)) == 1


def test_an_outgoing_worker_that_is_killed_in_the_middle_of_a_send_does_not_send_again(
    road: Road,
) -> None:
    person, other = road.person(), road.person()
    road.faults(graph=[{"does": "hang_after_accepting", "seconds": 60}])
    written = road.write(person, "Selamat pagi")
    until(lambda: road.replies(person), "the simulator has the reply")
    killed = road.stack.pids()["worker-outgoing"]
    road.stack.kill_service("worker-outgoing")
    until(lambda: road.stack.pids().get("worker-outgoing", killed) != killed, "it is back")
    road.faults()
    road.write(other, "Selamat sore")
    road.answered(other)
    until(lambda: road.recorded(written, "answered"), "statuses settle the send")
    assert len(road.replies(person)) == 1


def test_workers_that_are_all_killed_at_once_go_on_where_they_were(road: Road) -> None:
    people = [road.person() for _ in range(6)]
    for person in people:
        road.write(person, "Selamat malam")
    for name in ("worker-incoming", "worker-ai", "worker-status"):
        road.stack.kill_service(name)
    for person in people:
        # An activity that died with its worker is only missed when its time is over: a minute.
        road.answered(person, patience=3 * PATIENCE)
        assert len(road.replies(person)) == 1


def test_without_the_database_messages_are_taken_and_answered_when_it_is_back(road: Road) -> None:
    person = road.person()
    road.stack.stop_service("postgres")
    message = webhooks.text(person.phone, "Selamat pagi")
    assert road.post(webhooks.of_messages(message)).status_code == 200
    lawyers = road.api("/conversations")
    assert (lawyers.status_code, lawyers.headers["Content-Type"]) == (
        503,
        "application/problem+json",
    )
    road.stack.start_service("postgres")
    road.answered(person)
    assert len(road.replies(person)) == 1


def test_while_meta_is_out_of_reach_replies_wait(road: Road) -> None:
    person = road.person()
    road.stack.stop_service("simulator")
    message = webhooks.text(person.phone, "Selamat pagi")
    assert road.post(webhooks.of_messages(message)).status_code == 200
    until(lambda: road.recorded(message["id"], "answering"), "a reply waits")
    road.stack.start_service("simulator")
    road.answered(person)
    assert len(road.replies(person)) == 1
