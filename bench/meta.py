"""Webhooks as Meta would send them, and the figures that are printed of them."""

import hashlib
import hmac
import json
import statistics
import sys
import time
import uuid
from base64 import b64encode
from collections.abc import Sequence


def wamid(phone: str) -> str:
    """A made-up wamid in the shape that real ones have."""
    number = phone.encode()
    random = uuid.uuid4().hex[:18].upper().encode()
    content = b"\x1c\x18" + bytes([len(number)]) + number + b"\x15\x02\x00\x12\x18"
    return "wamid." + b64encode(content + bytes([len(random)]) + random + b"\x00").decode()


def text_webhook(phone_number_id: str, sender: str, body: str, wamids: Sequence[str]) -> bytes:
    """A body with one text message for each wamid, all of one sender."""
    return texts_webhook(phone_number_id, [(sender, each) for each in wamids], body)


def texts_webhook(phone_number_id: str, named: Sequence[tuple[str, str]], body: str) -> bytes:
    """A body with one text message for each sender and wamid."""
    senders = dict.fromkeys(sender for sender, _ in named)
    contacts = [{"profile": {"name": "Pengukur"}, "wa_id": sender} for sender in senders]
    messages = [
        {
            "from": sender,
            "id": name,
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": body},
        }
        for sender, name in named
    ]
    return _webhook(phone_number_id, contacts=contacts, messages=messages)


def status_webhook(phone_number_id: str, statuses: Sequence[object]) -> bytes:
    """A body with some statuses."""
    return _webhook(phone_number_id, statuses=statuses)


def _webhook(phone_number_id: str, **more: object) -> bytes:
    metadata = {"display_phone_number": "622150000000", "phone_number_id": phone_number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **more}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers that Meta sends with a body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def report(title: str, **figures: object) -> None:
    """A line for a person."""
    told = ", ".join(f"{name.replace('_', ' ')} {figure}" for name, figure in figures.items())
    sys.stdout.write(f"{title}: {told}\n")
    sys.stdout.flush()


def milliseconds(seconds: Sequence[float]) -> dict[str, str]:
    """Median and 99th percentile of some durations."""
    ordered = sorted(seconds)
    return {
        "median": f"{statistics.median(ordered) * 1000:.0f} ms",
        "p99": f"{ordered[int(len(ordered) * 0.99) - 1] * 1000:.0f} ms",
    }
