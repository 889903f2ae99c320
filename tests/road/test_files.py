"""A client's file on the running stack: fetched, kept, read, and what becomes of it otherwise."""

from typing import Any

import httpx
import pytest

from tests.adapters.media.bodies import encrypted_zip
from tests.road.road import Person, Road, until


def _send(road: Road, person: Person, kind: str, **options: object) -> str:
    sent = road.admin("POST", f"/clients/{person.id}/send/{kind}", options or None)
    return str(sent["wamid"])


def _file(road: Road, wamid: str, *states: str) -> tuple[Any, ...]:
    def ended() -> tuple[Any, ...] | None:
        query = (
            "SELECT state, problem, mime_type, reading, previews FROM media WHERE message_id = %s"
        )
        rows = road.rows(query, road.message_id(wamid))
        return rows[0] if rows and rows[0][0] in states and _read(rows[0]) else None

    return until(ended, f"a file that is {' or '.join(states)}")


def _read(row: tuple[Any, ...]) -> bool:
    return row[0] != "kept" or row[3] != "not_read"


def test_pictures_documents_and_voice_notes_are_kept_and_read(road: Road) -> None:
    person = road.person("Klien berkas")
    sent = {kind: _send(road, person, kind) for kind in ("image", "document", "audio")}
    image = _file(road, sent["image"], "kept", "quarantined")
    document = _file(road, sent["document"], "kept", "quarantined")
    audio = _file(road, sent["audio"], "kept", "quarantined")
    assert (image[0], image[2]) == ("kept", "image/jpeg")
    assert (document[0], document[2]) == ("kept", "application/pdf")
    assert document[3] in {"read", "no_words"}
    assert document[4] >= 1
    assert (audio[0], audio[3]) == ("kept", "not_transcribed")


@pytest.mark.parametrize("fault", ["not_found", "truncate", "corrupt", "refuse_info"])
def test_a_file_that_whatsapp_gives_only_later_is_kept_then(road: Road, fault: str) -> None:
    person = road.person("Klien sabar")
    road.admin("PUT", "/faults", {"media": [{"does": fault, "times": 2}]})
    assert _file(road, _send(road, person, "image"), "kept")[0] == "kept"


def test_a_lawyer_gets_a_file_by_a_link_of_its_own(road: Road) -> None:
    person = road.person("Klien tautan")
    wamid = _send(road, person, "document")
    _file(road, wamid, "kept")
    found = road.trace(wamid)
    (shown,) = road.conversation(found["conversation_id"])["messages"]
    media = shown["media"]
    assert (media["state"], media["mime_type"]) == ("kept", "application/pdf")
    path = f"/api/v1/media/{found['message_id']}/link"
    token = {"Authorization": f"Bearer {road.stack.endpoint('lawyer_token')}"}
    link = road.edge.post(path, headers=token).json()
    got = httpx.get(link["url"])
    assert got.status_code == 200
    assert got.content.startswith(b"%PDF")
    assert got.headers["content-disposition"].startswith("attachment")
    assert httpx.get(link["url"].partition("?")[0]).status_code == 403
    assert road.edge.post(path).status_code == 401
    pages = road.api(f"/media/{found['message_id']}/pages").json()
    assert pages["in_all"] >= 1


def _phone_file(road: Road, name: str, content: bytes) -> str:
    """Put a file onto a client's phone; its media id."""
    kept = road.meta.post(f"/admin/media?filename={name}", content=content)
    kept.raise_for_status()
    return str(kept.json()["id"])


def test_what_is_in_quarantine_is_listed_and_given_to_nobody(road: Road) -> None:
    person = road.person("Klien karantina")
    media_id = _phone_file(road, "rahasia.zip", encrypted_zip())
    wamid = _send(road, person, "document", media_id=media_id)
    _file(road, wamid, "quarantined")
    listed = road.api("/media?state=quarantined&limit=200").json()["items"]
    (found,) = [each for each in listed if each["file"]["id"] == road.message_id(wamid)]
    assert found["client_name"] == person.name
    assert found["conversation_id"] == road.conversation_of(wamid)
    assert "encrypted" in found["file"]["findings"]
    assert found["file"]["kept_at"]
    token = {"Authorization": f"Bearer {road.stack.endpoint('lawyer_token')}"}
    refused = road.edge.post(f"/api/v1/media/{road.message_id(wamid)}/link", headers=token)
    assert refused.status_code == 409


def test_a_file_that_whatsapp_has_no_longer_calls_a_lawyer_with_a_draft_that_nobody_sends(
    road: Road,
) -> None:
    person = road.person("Klien terlambat")
    media_id = _phone_file(road, "surat.txt", b"surat kuasa")
    road.stack.stop_service("worker-ocr")
    wamid = _send(road, person, "document", media_id=media_id)
    conversation = until(lambda: road.conversation_of(wamid), "the message is kept")
    environment = road.environment
    road.meta.delete(
        f"/{environment.get('WHATSAPP_API_VERSION', 'v22.0')}/{media_id}",
        headers={"Authorization": f"Bearer {environment['WHATSAPP_ACCESS_TOKEN']}"},
    ).raise_for_status()
    road.stack.start_service("worker-ocr")
    assert _file(road, wamid, "gone")[1] == "expired"
    content = road.conversation(conversation)
    assert "file_gone" in content["conversation"]["reasons"]
    (draft,) = content["drafts"]
    assert (draft["kind"], draft["answers"]) == ("suggestion", [road.message_id(wamid)])
    assert "Mohon kirimkan sekali lagi" in draft["body"]
    assert road.replies(person) == []
