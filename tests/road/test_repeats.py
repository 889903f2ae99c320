"""Meta delivers the same thing again and again; the client notices nothing."""

from concurrent.futures import ThreadPoolExecutor

from tests.road import webhooks
from tests.road.road import Road, until


def test_the_same_webhook_twenty_times_at_once_is_one_message_and_one_reply(road: Road) -> None:
    person = road.person()
    message = webhooks.text(person.phone, "Selamat pagi")
    body = webhooks.encode(webhooks.of_messages(message))

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(road.post, [body] * 20))
    assert [answer.status_code for answer in answers] == [200] * 20
    road.answered(person)
    assert [road.post(body).status_code for _ in range(3)] == [200] * 3

    assert road.runs([message["id"]]) == 1
    assert road.kept_messages([message["id"]]) == 1
    assert len(road.replies(person)) == 1


def test_messages_and_statuses_of_one_webhook_are_all_taken(road: Road) -> None:
    phones = [webhooks.new_phone() for _ in range(4)]
    wamids = [webhooks.new_wamid(phone) for phone in phones for _ in range(3)]
    changes = [
        webhooks.change(
            contacts=[webhooks.contact(phone, "Siti Contoh")],
            messages=[
                webhooks.text(phone, "Saya mau konsultasi", wamid=wamid)
                for wamid in wamids[3 * number : 3 * number + 3]
            ],
        )
        for number, phone in enumerate(phones)
    ]
    office = webhooks.new_wamid(phones[0])
    told = [webhooks.status(office, state) for state in ("sent", "delivered", "read")]
    changes[3]["value"]["statuses"] = told

    assert road.post(webhooks.webhook(changes[:2], changes[2:])).status_code == 200

    until(lambda: road.kept_messages(wamids) == 12, "12 messages")
    until(lambda: road.kept_statuses([office]) == 3, "3 statuses")
    until(lambda: road.runs(wamids) == 12, "12 workflows")
    found = {road.conversation_of(wamid) for wamid in wamids}
    assert len(found) == 4
