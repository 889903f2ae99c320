"""What Meta reports of the firm's messages: in any order, twice, and about strangers."""

import time

from tests.road import webhooks
from tests.road.road import Person, Road, until
from tests.road.webhooks import Json


def outbound(road: Road, wamid: str) -> Json:
    """The one reply to a client's message, as lawyers see it."""
    found = until(lambda: road.recorded(wamid), "the message is recorded")
    (sent,) = until(
        lambda: road.conversation(found["conversation_id"])["outbound"], "there is a reply"
    )
    return sent


def reply_without_statuses(road: Road, person: Person) -> tuple[str, str]:
    """The wamids of a client's message and of its reply, of which Meta says nothing by itself."""
    road.faults(statuses={"off": True}, auto_read=False)
    written = road.write(person, "Selamat pagi")
    (reply,) = until(lambda: road.replies(person), "a reply")
    until(lambda: outbound(road, written)["state"] == "accepted", "the reply is accepted")
    return written, str(reply["wamid"])


def test_read_before_delivered_before_sent_is_read_and_every_time_is_kept(road: Road) -> None:
    written, reply = reply_without_statuses(road, road.person())
    now = int(time.time())
    times = {"sent": now - 20, "delivered": now - 10, "read": now}
    for state in ("read", "read", "delivered", "sent", "delivered", "read"):
        status = webhooks.status(reply, state, at=times[state])
        assert road.post(webhooks.of_statuses(status)).status_code == 200

    def settled() -> Json | None:
        found = outbound(road, written)
        return found if all(found[f"{state}_at"] for state in times) else None

    found = until(settled, "all three times")
    assert found["state"] == "read"
    (row,) = road.rows(
        "SELECT extract(epoch FROM sent_at), extract(epoch FROM delivered_at),"
        " extract(epoch FROM read_at) FROM outbound WHERE id = %s",
        found["id"],
    )
    assert tuple(int(each) for each in row) == (now - 20, now - 10, now)
    assert road.kept_statuses([reply]) == 3


def test_the_same_status_twenty_times_in_one_webhook_is_one_row(road: Road) -> None:
    _, reply = reply_without_statuses(road, road.person())
    status = webhooks.status(reply, "delivered")
    assert road.post(webhooks.of_statuses(*[status] * 20)).status_code == 200
    assert until(lambda: road.kept_statuses([reply]), "a row") == 1


def test_a_status_of_a_message_that_is_not_ours_is_kept(road: Road) -> None:
    phone = webhooks.new_phone()
    wamid = webhooks.new_wamid(phone)
    status = webhooks.status(wamid, "read", recipient_id=phone, biz_opaque_callback_data="f" * 32)
    assert road.post(webhooks.of_statuses(status)).status_code == 200
    assert until(lambda: road.kept_statuses([wamid]), "the status is kept") == 1


def test_a_reply_that_could_not_be_delivered_waits_for_a_lawyer(road: Road) -> None:
    person = road.person("Klien tak terjangkau")
    road.faults(statuses={"fail_code": 131026, "fail_times": 1, "fail_after_sent": True})
    written = road.write(person, "Selamat pagi")

    def flagged() -> Json | None:
        found = road.recorded(written)
        if found is None:
            return None
        told: Json = road.conversation(found["conversation_id"])["conversation"]
        return told if "recipient_unreachable" in told["reasons"] else None

    found = until(flagged, "the conversation needs a lawyer")
    assert found["needs_lawyer_since"]
    sent = outbound(road, written)
    assert (sent["state"], sent["error_code"]) == ("failed", 131026)
    assert sent["error"]["id"].startswith("Nomor ini tidak terdaftar di WhatsApp")
    assert road.recorded(written, "waiting_for_lawyer")
    assert len(road.replies(person)) == 1


def test_a_failed_status_without_a_name_of_ours_finds_its_message_by_its_wamid(road: Road) -> None:
    written, reply = reply_without_statuses(road, road.person())
    status = webhooks.status(reply, "failed", errors=[{"code": 131047, "title": "Re-engagement"}])
    assert road.post(webhooks.of_statuses(status)).status_code == 200
    until(lambda: outbound(road, written)["state"] == "failed", "the reply has failed")
    until(lambda: road.recorded(written, "waiting_for_lawyer"), "a lawyer is needed")
