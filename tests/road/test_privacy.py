"""A client's words, name and number are nowhere to be read, whoever takes the disks away."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from google.protobuf import json_format
from temporalio.client import Client

from devstack.credentials import Credentials
from devstack.place import Place
from tests.road import webhooks
from tests.road.conftest import CANARY_WORDS
from tests.road.road import Person, Road, until

NAME = "Kenariwati Pratamaningsih"
WORDS = "burungkenariku hilang di pengadilan"
LAST = "kenari terakhir"


def test_no_disk_log_or_list_shows_a_client(road: Road) -> None:
    person = road.person(NAME)
    wamids = a_client_s_life(road, person)
    checkpoint(road)
    national = person.phone.removeprefix("62")
    canaries = [NAME, WORDS, LAST, CANARY_WORDS, f"ID.{person.phone}", national]
    canaries += [wamid.removeprefix("wamid.").rstrip("=") for wamid in wamids]
    needles = [form for canary in canaries for form in forms(canary)]

    found = {
        f"{path.relative_to(road.folder)}: {needle!r}"
        for path, content in kept(road.folder)
        for needle in needles
        if needle in content
    }
    shown = road.ask_temporal(everything_listed).encode()
    found |= {f"Temporal's lists: {needle!r}" for needle in needles if needle in shown}
    assert sorted(found) == []

    # The search can find: Meta's side knows it all, and ours is on these disks, by its ids.
    theirs = b"".join(path.read_bytes() for path in files(road.folder / "simulator"))
    assert all(canary.encode() in theirs for canary in (NAME, WORDS, person.phone))
    message = road.message_id(wamids[0]).encode()
    places = {
        path.relative_to(road.folder).parts[0]
        for path, content in kept(road.folder)
        if message in content
    }
    assert {"postgres", "temporal"} <= places


def a_client_s_life(road: Road, person: Person) -> list[str]:
    """All that may happen to a client's messages; their wamids."""
    greeting = road.write(person, "Selamat pagi")
    road.answered(person)
    waiting = road.write(person, f"Tolong, {WORDS}")
    until(lambda: road.recorded(waiting, "waiting_for_lawyer"), "it waits for a lawyer")
    messages = [
        webhooks.text(person.phone, f"{WORDS} \0") | {"type": "te\0xt"},
        {**webhooks.text(person.phone, WORDS), "type": "hologram"},
        {
            **webhooks.text(person.phone, ""),
            "type": "image",
            "image": {"caption": WORDS, "id": "1", "sha256": "", "mime_type": NAME},
            "context": {"from": person.phone, "id": greeting},
        },
    ]
    described = webhooks.change(messages=messages, contacts=[webhooks.contact(person.phone, NAME)])
    stranger = webhooks.new_wamid(person.phone)
    status = webhooks.status(
        stranger, "failed", recipient_id=person.phone, errors=[{"code": 1, "title": WORDS}]
    )
    webhooks_ = [
        webhooks.webhook([described]),
        webhooks.of_statuses(status),
        webhooks.webhook([{"field": "novel", "value": {"wa_id": person.phone, "name": NAME}}]),
        {"object": NAME, "entry": [person.phone]},
        f"{NAME} {WORDS} {person.phone} {stranger}".encode(),
    ]
    rows = road.count("account_events")
    for each in webhooks_:
        assert road.post(each).status_code == 200
    assert road.post(webhooks_[0], signed="sha256=0").status_code == 403
    until(lambda: road.count("account_events") >= rows + 3, "the events are kept")
    for path in (f"/conversations/{person.phone}", f"/conversations?after={NAME}", f"/{stranger}"):
        assert road.api(path).status_code in {404, 422}
    asked = {"hub.mode": "subscribe", "hub.verify_token": person.phone, "hub.challenge": NAME}
    assert road.edge.get("/webhooks/whatsapp", params=asked).status_code == 403

    road.faults(statuses={"fail_code": 131026})
    other = road.person(NAME)
    road.write(other, "Halo")
    until(lambda: road.replies(other), "a reply that fails")
    road.stack.stop_service("postgres")
    during = webhooks.text(person.phone, f"{LAST} {WORDS}")
    assert road.post(webhooks.of_messages(during)).status_code == 200
    road.stack.start_service("postgres")
    until(lambda: road.recorded(during["id"], "waiting_for_lawyer"), "the last one is kept")
    return [greeting, waiting, stranger, during["id"], *(str(each["id"]) for each in messages)]


def forms(canary: str) -> Iterator[bytes]:
    """A text as it may stand in a file: plain, wide, in hex or within base64."""
    plain = canary.encode()
    yield plain
    yield canary.encode("utf-16-le")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    for before in range(3):
        # Without the characters that its neighbours have a part in.
        written = base64.b64encode(b"\0" * before + plain)
        yield written[4 if before else 0 : -4]


def kept(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of the stack but Meta's."""
    for path in files(folder):
        if path.relative_to(folder).parts[0] != "simulator":
            yield path, path.read_bytes()


def files(folder: Path) -> Iterator[Path]:
    """Every regular file in a folder; those that come and go meanwhile do not count."""
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def checkpoint(road: Road) -> None:
    """Have PostgreSQL write all it knows to its files."""
    password = Credentials.kept_in(Place(road.folder).secrets).superuser_password
    address = road.stack.endpoint("database_url").partition("@")[2].partition("/")[0]
    superuser = f"postgresql://postgres:{password}@{address}/postgres"
    with psycopg.connect(superuser, autocommit=True) as database:
        database.execute("CHECKPOINT")


async def everything_listed(client: Client) -> str:
    """What Temporal's lists show of every workflow: ids, types, attributes, memos."""
    return json.dumps(
        [json_format.MessageToDict(each.raw_info) async for each in client.list_workflows()]
    )
