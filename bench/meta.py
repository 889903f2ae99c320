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
    """A body with one text message for each wamid."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "622150000000", "phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": "Pengukur"}, "wa_id": sender}],
        "messages": [
            {
                "from": sender,
                "id": each,
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": body},
            }
            for each in wamids
        ],
    }
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
