"""What operators do at the command line while the system runs."""

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

from google.protobuf import json_format
from temporalio.api.common.v1 import Payloads
from temporalio.client import Client

from tests.road import webhooks
from tests.road.road import Road, until
from tests.road.webhooks import Json


def test_trace_follows_one_message_and_many(road: Road) -> None:
    person = road.person()
    wamid, never = road.write(person, "Selamat pagi"), webhooks.new_wamid(person.phone)
    road.answered(person)
    found = until(
        lambda: each if (each := road.trace(wamid))["state"] == "answered" else None, "answered"
    )
    assert found["workflow_id"] == f"inbound/{road.message_id(wamid)}"
    assert (found["workflow_status"], found["route"]) == ("completed", "AI")
    assert [each["state"] for each in found["outbound"]] == ["read"]
    known, unknown = road.trace_all([wamid, never])
    assert known == found
    assert (unknown["state"], unknown["workflow_status"]) == ("unknown", None)
    refused = road.command("trace", never)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert never not in refused.stdout + refused.stderr


def test_doctor_finds_nothing_wrong_and_names_what_is(road: Road) -> None:
    healthy = road.command("doctor", "--json")
    said = json.loads(healthy.stdout)
    assert (healthy.returncode, said["ok"]) == (0, True), said
    assert all(check["ok"] for check in said["checks"])
    told = {check["name"]: check["detail"] for check in said["checks"]}
    assert "private, AES256" in told["bucket"]
    assert "object lock" in told["bucket"]
    assert told["virus scanner"] == "not configured: nothing looks for viruses"
    assert told["tesseract"].endswith("ind+eng")
    assert told["transcriber"].startswith("not configured")
    assert "usable, kept" in told["templates"]
    assert told["ai model"] == "embedded: rules, and nothing leaves"

    road.stack.stop_service("storage")
    broken = road.command("doctor", "--json")
    faults = [each for each in json.loads(broken.stdout)["checks"] if not each["ok"]]
    assert broken.returncode == 1
    assert [fault["name"] for fault in faults] == ["bucket"]


def test_doctor_names_every_dependency_that_is_away(road: Road) -> None:
    nowhere = {
        "TEMPORAL_ADDRESS": "127.0.0.1:1",
        "DATABASE_URL": "postgresql+psycopg://nobody:a-password@127.0.0.1:1/nothing",
        "WHATSAPP_GRAPH_URL": "http://127.0.0.1:1",
        "WHATSAPP_ACCESS_TOKEN": "a-token-nobody-knows",
        "CLAMAV_URL": "tcp://127.0.0.1:1",
        "AI_MODEL": "openai:nothing",
        "AI_BASE_URL": "http://127.0.0.1:1/v1",
        "TRANSCRIBER_URL": "http://127.0.0.1:1/v1",
    }
    told = road.command("doctor", env=nowhere)
    assert told.returncode == 1
    for name in (
        "temporal",
        "database",
        "whatsapp token",
        "virus scanner",
        "transcriber",
        "ai model",
    ):
        assert f"FAULT  {name}" in told.stdout
    for secret in ("a-password", "a-token-nobody-knows"):
        assert secret not in told.stdout + told.stderr
    assert "Traceback" not in told.stderr


def test_keys_are_rotated_while_messages_come_in(road: Road) -> None:
    early = road.person()
    first = road.write(early, "Selamat pagi dari arsip lama")
    history_of_first = until(lambda: road.recorded(first), "the first message is there")
    before = json.loads(road.command("keys", "status", "--json").stdout)["current"]
    people = [road.person() for _ in range(25)]

    with ThreadPoolExecutor(4) as crowd:
        rotation = crowd.submit(road.command, "keys", "rotate", "--json")
        wamids = [road.write(person, "Selamat pagi") for person in people]
        assert rotation.result().returncode == 0, rotation.result().stderr
    for person in people:
        road.answered(person)
        assert len(road.replies(person)) == 1
    assert all(each["state"] == "answered" for each in road.trace_all(wamids))

    status = json.loads(road.command("keys", "status", "--json").stdout)
    assert status["current"] != before
    wraps = {key["id"]: key["data_keys"] for key in status["keys"]}
    assert wraps == {**dict.fromkeys(wraps, 0), status["current"]: road.count("data_keys")}
    # What the old key sealed still opens: the row, and the history through the codec.
    messages = road.conversation(history_of_first["conversation_id"])["messages"]
    assert [each["body"] for each in messages] == ["Selamat pagi dari arsip lama"]
    opened, key = history_input(road, first)
    assert (opened["message"].count("arsip lama"), key) == (1, before)
    last = road.write(people[0], "Terima kasih")
    until(lambda: road.recorded(last), "the last message is there")
    _, key = history_input(road, last)
    assert key == status["current"]


def history_input(road: Road, wamid: str) -> tuple[Json, str]:
    """A message workflow's input, opened by the codec endpoint, and the key that sealed it."""

    async def sealed(client: Client) -> Payloads:
        handle = client.get_workflow_handle(f"inbound/{road.message_id(wamid)}")
        started = (await handle.fetch_history()).events[0]
        return started.workflow_execution_started_event_attributes.input

    payloads = road.ask_temporal(sealed)
    answer = road.edge.post("/codec/decode", content=json_format.MessageToJson(payloads))
    assert answer.status_code == 200
    key = payloads.payloads[0].metadata["encryption-key-id"].decode()
    return json.loads(b64decode(answer.json()["payloads"][0]["data"])), key
