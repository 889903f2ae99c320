"""What Meta tells of clients beside their messages: preferences, and other user ids."""

from pydantic import JsonValue

from simulator.fields.telling import Occasion, Value
from simulator.identifiers import new_user_id
from simulator.messages.writing import without_nothing
from simulator.payloads import contact, seconds


def preferences(occasion: Occasion) -> Value:
    """The client stops marketing messages, or (`resume`) takes them up again."""
    value = occasion.word or "stop"
    preference = without_nothing(
        {
            "wa_id": occasion.phone,
            "user_id": occasion.client.user_id,
            "detail": f"User requested to {value} marketing messages",
            "category": "marketing_messages",
            "value": value,
            "timestamp": int(occasion.now),
        }
    )
    return {"contacts": [contact(occasion.client)], "user_preferences": [preference]}


def user_id(occasion: Occasion) -> Value:
    """The client's business-scoped user id was given anew; their next message still has the old."""
    client = occasion.client
    ids: JsonValue = {"previous": client.user_id, "current": new_user_id(client.phone)}
    update = without_nothing(
        {
            "wa_id": occasion.phone,
            "detail": "The business-scoped user id of this user has changed.",
            "user_id": ids,
            "timestamp": seconds(occasion.now),
        }
    )
    return {"contacts": [contact(client)], "user_id_update": [update]}
