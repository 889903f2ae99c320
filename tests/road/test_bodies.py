"""Whatever is in a webhook that Meta signed is kept and answered with 200; nothing breaks."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.road import webhooks
from tests.road.edges import edge_of_its_own
from tests.road.road import PATIENCE, Road, until
from tests.road.webhooks import Json

LIMIT = 4 * 1024 * 1024
PIECE = b"x" * 65_536


def other(field: str, value: object) -> Json:
    """A webhook with one change of another field than `messages`."""
    change = {"field": field, "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


GARBAGE: dict[str, bytes | Json] = {
    "nothing": b"",
    "not JSON": b"hello",
    "JSON but no object": b'[{"object":"whatsapp_business_account"}]',
    "null": b"null",
    "half a document": b'{"object":"whatsapp_business_account","entry":[{',
    "not UTF-8": b'{"object":"whatsapp_business_account\xff\xfe","entry":[]}',
    "nested 100,000 deep": b'{"object":"whatsapp_business_account","entry":'
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}",
    "numbers without end": webhooks.encode(other("novel", 1)).replace(
        b":1}", b":" + b"9" * 9999 + b"}"
    ),
    "another object": {"object": "page", "entry": [{"id": "1"}]},
    "no entries": {"object": "whatsapp_business_account", "entry": []},
    "entries that are none": {"object": "whatsapp_business_account", "entry": [1, None, "x"]},
    "an empty entry": {"object": "whatsapp_business_account", "entry": [{}]},
    "an unknown field": other("a_field_of_next_year", {"event": "NOVEL"}),
    "a message without an id": webhooks.of_messages({"type": "text", "text": {"body": "halo"}}),
    "messages that are none": webhooks.webhook([webhooks.change(messages=["x", 5, None, ["y"]])]),
    "a status without an id": webhooks.of_statuses({"status": "sent"}),
    "an error and nothing else": webhooks.webhook([webhooks.change(errors=[{"code": 131000}])]),
    "3 MB of an unknown field": other("a_large_field", {"text": "x" * 3_000_000}),
    "not a number": b'{"object":"whatsapp_business_account","entry":[{"changes":[{"x":NaN}]}]}',
    "half a character": other("novel \ud83d", {"text": "\ud83d"}),
}


@pytest.mark.parametrize("what", GARBAGE)
def test_signed_garbage_is_kept(road: Road, what: str) -> None:
    before = road.count("account_events")
    assert road.post(GARBAGE[what]).status_code == 200
    until(lambda: road.count("account_events") > before, "a row in account_events")
    assert road.edge.get("/readyz").status_code == 200


ODD_MESSAGES: dict[str, Json] = {
    "a type of next year": {"type": "hologram", "hologram": {"id": "1"}},
    "a type that is a sentence": {"type": "Saya ditangkap! " * 10},
    "a text that is no object": {"text": "halo"},
    "a body that is no text": {"text": {"body": ["halo"]}},
    "no words": {"text": {"body": ""}},
    "a time that is none": {"timestamp": "yesterday"},
    "a time before telephones": {"timestamp": "-2147483647"},
    "a time beyond the calendar": {"timestamp": "99999999999999999"},
    "half an emoji": {"text": {"body": "halo \ud83d"}},
    "a NUL in the words": {"text": {"body": "ha\0lo"}},
    "a NUL in the type": {"type": "te\0xt"},
    "an endless number": {"from": "6" * 5000},
    "nobody": {"from": None, "from_user_id": None},
}


@pytest.mark.parametrize("what", ODD_MESSAGES)
def test_an_odd_message_reaches_a_conversation_like_any_other(road: Road, what: str) -> None:
    message = {**webhooks.text(webhooks.new_phone(), "halo"), **ODD_MESSAGES[what]}
    assert road.post(webhooks.of_messages(message)).status_code == 200
    until(lambda: road.recorded(message["id"]), "the message is in the database", patience=20)


def test_a_message_for_a_number_with_a_nul_in_its_id_is_recorded(road: Road) -> None:
    message = webhooks.text(webhooks.new_phone(), "halo")
    change = webhooks.change(messages=[message], metadata={"phone_number_id": "1\0"})
    assert road.post(webhooks.webhook([change])).status_code == 200
    until(lambda: road.recorded(message["id"]), "the message is in the database", patience=20)


def test_a_field_with_a_nul_in_its_name_is_kept(road: Road) -> None:
    before = road.count("account_events")
    assert road.post(other("fi\0eld", {"a": 1})).status_code == 200
    until(lambda: road.count("account_events") > before, "a row in account_events", patience=20)


@pytest.mark.parametrize(
    "odd",
    [
        {"status": "teleported"},
        {"status": ["sent"]},
        {"status": "s" * 300},
        {"timestamp": "never"},
        {"errors": ["no"]},
        {"errors": [{"code": 2**40}]},
        {"biz_opaque_callback_data": "x" * 512},
        {"status": "se\0nt"},
        {"biz_opaque_callback_data": "x\0"},
    ],
    ids=str,
)
def test_an_odd_status_does_not_take_the_others_of_its_webhook_with_it(
    road: Road, odd: Json
) -> None:
    wamids = [webhooks.new_wamid(webhooks.new_phone()) for _ in range(3)]
    statuses = [webhooks.status(wamid, "sent") for wamid in wamids]
    statuses[1] |= odd
    assert road.post(webhooks.of_statuses(*statuses)).status_code == 200
    until(lambda: road.kept_statuses(wamids) == 3, "all three statuses", patience=20)


def test_quotes_and_backslashes_do_not_hold_up_the_edge(road: Road) -> None:
    body = b'"\\' * 1_000_000
    signed = {"X-Hub-Signature-256": webhooks.signature(body, road.stack.endpoint("app_secret"))}
    with edge_of_its_own(road) as edge:
        # Whoever looks for the end of each string anew needs hours.
        answer = edge.post("/webhooks/whatsapp", content=body, headers=signed, timeout=10)
        assert answer.status_code == 200


def test_a_body_of_4_mib_is_taken_and_one_byte_more_is_not(road: Road) -> None:
    assert road.post(b"x" * LIMIT).status_code == 200
    assert speak(road, f"Content-Length: {LIMIT + 1}\r\n", iter(())) == (413, 0)


def test_a_body_of_unknown_length_is_refused_while_it_is_being_read(road: Road) -> None:
    chunk = f"{len(PIECE):x}\r\n".encode() + PIECE + b"\r\n"
    status, sent = speak(road, "Transfer-Encoding: chunked\r\n", (chunk for _ in range(4096)))
    assert status == 413
    # What the sockets hold between us comes on top of what the edge has read.
    assert LIMIT < sent < 8 * LIMIT


def speak(road: Road, header: str, pieces: Iterator[bytes]) -> tuple[int, int]:
    """Send pieces of a body until the edge answers: its status, and the bytes it let us send."""
    at = urlsplit(road.stack.endpoint("edge"))
    sent = 0
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=PATIENCE) as line:
        # Without a signature that could be one, not a byte of the body would be read.
        signed = f"X-Hub-Signature-256: sha256={'0' * 64}\r\n"
        head = f"POST /webhooks/whatsapp HTTP/1.1\r\nHost: edge\r\n{signed}{header}\r\n"
        line.sendall(head.encode())
        for piece in pieces:
            line.settimeout(0.01)
            try:
                if line.recv(1, socket.MSG_PEEK):
                    break
            except TimeoutError:
                line.settimeout(PATIENCE)
                line.sendall(piece)
                sent += len(piece)
        line.settimeout(PATIENCE)
        return int(line.recv(4096).split()[1]), sent


def test_the_verification_echoes_the_challenge_to_whoever_knows_the_token(road: Road) -> None:
    def ask(token: str, mode: str = "subscribe", challenge: str = "1158201444") -> httpx.Response:
        asked = {"hub.mode": mode, "hub.challenge": challenge, "hub.verify_token": token}
        return road.edge.get("/webhooks/whatsapp", params=asked)

    token = road.stack.endpoint("verify_token")
    right = ask(token, challenge="<b>0 1&2</b>")
    assert (right.status_code, right.text) == (200, "<b>0 1&2</b>")
    assert right.headers["Content-Type"].startswith("text/plain")
    for refused in (ask("wrong"), ask(""), ask(token + "é"), ask(token, mode="unsubscribe")):
        assert (refused.status_code, refused.content) == (403, b"")
