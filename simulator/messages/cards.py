"""Places and people: a location, shared contacts, and the client's own number on request."""

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Written


def location(asked: Asked, scene: Scene) -> Written:
    """A place with a name; take `name` and `address` away for a bare pin."""
    del scene
    return Written(
        type="location",
        content={
            "latitude": -6.1753924,
            "longitude": 106.8271528,
            "name": asked.text or "Monumen Nasional",
            "address": "Jakarta Pusat",
        },
    )


def contacts(asked: Asked, scene: Scene) -> Written:
    """Somebody else's contact card."""
    del scene
    name = asked.text or "Ani Lestari (contoh)"
    first, _, last = name.partition(" ")
    card: dict[str, JsonValue] = {
        "name": {
            "formatted_name": name,
            "first_name": first,
            **({"last_name": last} if last else {}),
        },
        "phones": [{"phone": "+62 812-0000-0099", "wa_id": "6281200000099", "type": "CELL"}],
        "emails": [{"email": "ani@contoh.example", "type": "WORK"}],
        "org": {"company": "PT Contoh"},
        "origin": "other",
    }
    return Written(type="contacts", content=[card], text=name)


def contact_request(asked: Asked, scene: Scene) -> Written:
    """The client's own number, given because the office asked for it."""
    client = scene.client
    first, _, last = client.name.partition(" ")
    card: dict[str, JsonValue] = {
        "name": {
            "formatted_name": client.name,
            "first_name": first,
            **({"last_name": last} if last else {}),
        },
        "phones": [{"phone": f"+{client.phone}", "wa_id": client.phone, "type": "CELL"}],
        "origin": "contact_request",
    }
    request = scene.newest("office", "interactive", "template")
    quotes = asked.reply_to or (request.wamid if request else None)
    return Written(type="contacts", content=[card], text=client.name, quotes=quotes)
