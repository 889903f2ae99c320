"""What a number tells that is also in the WhatsApp Business app: echoes, history, contacts."""

from pydantic import JsonValue

from simulator.fields.telling import Occasion, Value
from simulator.identifiers import new_wamid
from simulator.messages.writing import without_nothing
from simulator.payloads import contact, seconds

_A_DAY = 24 * 3600


def echoes(occasion: Occasion) -> Value:
    """Somebody at the office wrote to the client from the app on their phone."""
    client = occasion.client
    echo = without_nothing(
        {
            "from": occasion.office.digits,
            "to": occasion.phone,
            "to_user_id": client.user_id,
            "id": new_wamid(phone=client.phone, sender="office"),
            "timestamp": seconds(occasion.now),
            "type": "text",
            "text": {"body": "Baik, kami telepon sebentar lagi."},
        }
    )
    return {"contacts": [contact(client)], "message_echoes": [echo]}


def history(occasion: Occasion) -> Value:
    """A chunk of what was written before the number came to the Cloud API."""
    client, office = occasion.client, occasion.office.digits
    before = occasion.now - _A_DAY
    messages: list[JsonValue] = [
        without_nothing(
            {
                "from": occasion.phone,
                "from_user_id": client.user_id,
                "id": new_wamid(phone=client.phone, sender="client"),
                "timestamp": seconds(before),
                "type": "text",
                "text": {"body": "Selamat siang, apakah berkas saya sudah diterima?"},
                "history_context": {"status": "READ"},
            }
        ),
        without_nothing(
            {
                "from": office,
                "to": occasion.phone,
                "to_user_id": client.user_id,
                "id": new_wamid(phone=client.phone, sender="office"),
                "timestamp": seconds(before + 60),
                "type": "text",
                "text": {"body": "Sudah, terima kasih."},
                "history_context": {"status": "DELIVERED"},
            }
        ),
    ]
    chunk: JsonValue = {
        "metadata": {"phase": 0, "chunk_order": 1, "progress": 100},
        "threads": [{"id": occasion.phone or client.user_id, "messages": messages}],
    }
    return {"history": [chunk]}


def app_state(occasion: Occasion) -> Value:
    """The office's own address book: a contact was added in the app."""
    first, _, _ = occasion.client.name.partition(" ")
    entry: JsonValue = {
        "type": "contact",
        "contact": {
            "full_name": occasion.client.name,
            "first_name": first,
            "phone_number": occasion.client.phone,
        },
        "action": "add",
        "metadata": {"timestamp": seconds(occasion.now)},
    }
    return {"state_sync": [entry]}
