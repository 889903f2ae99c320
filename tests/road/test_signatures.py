"""Only Meta may bring webhooks in, and Meta is whoever knows an app secret."""

import json

import pytest

from tests.road import webhooks
from tests.road.edges import edge_of_its_own
from tests.road.road import Road, until

WRONG = "another secret"


def test_a_webhook_that_is_not_signed_right_starts_nothing(road: Road) -> None:
    phone = webhooks.new_phone()
    secret = road.stack.endpoint("app_secret")
    wamids = [webhooks.new_wamid(phone) for _ in range(9)]
    bodies = [
        webhooks.encode(webhooks.of_messages(webhooks.text(phone, "Selamat pagi é", wamid=wamid)))
        for wamid in wamids
    ]
    right = [webhooks.signature(body, secret) for body in bodies]
    written_again = [
        json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode()
        for body in bodies
    ]
    tries: list[tuple[bytes, dict[str, str]]] = [
        (bodies[0], {}),
        (bodies[1], {"X-Hub-Signature-256": webhooks.signature(bodies[1], WRONG)}),
        (bodies[2], {"X-Hub-Signature-256": right[2][:-1]}),
        (written_again[3], {"X-Hub-Signature-256": right[3]}),
        (bodies[4], {"X-Hub-Signature-256": right[4].replace("sha256=", "sha1=")}),
        (bodies[5], {"X-Hub-Signature-256": right[5].removeprefix("sha256=")}),
        (bodies[6], {"X-Hub-Signature-256": right[0]}),
        (bodies[7], {"X-Hub-Signature-256": "sha256="}),
        (bodies[8] + b" ", {"X-Hub-Signature-256": right[8]}),
    ]
    for body, headers in tries:
        assert (
            road.edge.post("/webhooks/whatsapp", content=body, headers=headers).status_code == 403
        )

    found = road.trace_all(wamids)
    assert [each["state"] for each in found] == ["unknown"] * 9
    assert [each["workflow_status"] for each in found] == [None] * 9


def test_a_secret_can_be_replaced_without_losing_a_webhook(road: Road) -> None:
    secrets = {"WHATSAPP_APP_SECRETS": "the new secret, the old secret"}
    with edge_of_its_own(road, secrets) as edge:
        for secret, expected in (("the new secret", 200), ("the old secret", 200), (WRONG, 403)):
            body = webhooks.encode(
                webhooks.of_messages(webhooks.text(webhooks.new_phone(), "Mohon info perkara"))
            )
            signed = {"X-Hub-Signature-256": webhooks.signature(body, secret)}
            answer = edge.post("/webhooks/whatsapp", content=body, headers=signed)
            assert answer.status_code == expected


@pytest.mark.parametrize(
    "text", ["Mohon bantuan: sengketa tanah di Jl. Melati №7 — “tanah adat” 🙏é", "</script>\n\t\\"]
)
def test_escaped_characters_are_verified_as_sent_and_read_as_meant(road: Road, text: str) -> None:
    message = webhooks.text(webhooks.new_phone(), text)
    body = webhooks.encode(webhooks.of_messages(message))
    assert body.isascii()
    assert road.post(body).status_code == 200
    found = until(lambda: road.recorded(message["id"]), "the message is recorded")
    messages = road.conversation(found["conversation_id"])["messages"]
    assert [each["body"] for each in messages] == [text]
