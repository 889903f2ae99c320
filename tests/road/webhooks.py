"""Webhooks as Meta sends them, written apart from the simulator's own code."""

import base64
import hashlib
import hmac
import itertools
import json
import secrets
import time
from typing import Any

Json = dict[str, Any]

_numbers = itertools.count(10_001)


def new_phone() -> str:
    """A number that no other test uses, as Meta writes it: digits, country code first."""
    return f"62812000{next(_numbers)}"


def new_wamid(phone: str) -> str:
    """A wamid of a client's message: like Meta's, it spells out the client's number."""
    unique = secrets.token_hex(10).upper().encode()
    number = phone.encode()
    raw = b"\x1c\x18" + bytes([len(number)]) + number + b"\x15\x02\x00\x12\x18\x14" + unique + b"\0"
    return "wamid." + base64.b64encode(raw).decode()


def text(phone: str, body: str, *, wamid: str | None = None, at: float | None = None) -> Json:
    """An element of `messages[]`."""
    return {
        "from": phone,
        "from_user_id": f"ID.{phone}{phone}",
        "id": wamid or new_wamid(phone),
        "timestamp": str(int(at or time.time())),
        "type": "text",
        "text": {"body": body},
    }


def contact(phone: str, name: str) -> Json:
    """An element of `contacts[]`."""
    return {"profile": {"name": name}, "wa_id": phone, "user_id": f"ID.{phone}{phone}"}


def status(wamid: str, state: str, *, at: float | None = None, **more: object) -> Json:
    """An element of `statuses[]`."""
    return {"id": wamid, "status": state, "timestamp": str(int(at or time.time())), **more}


def change(**value: object) -> Json:
    """An element of `changes[]` of the field `messages`."""
    metadata = {"display_phone_number": "622155500100", "phone_number_id": "106540352242922"}
    described = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {"field": "messages", "value": described}


def webhook(*entries: list[Json]) -> Json:
    """A whole webhook; each entry is its list of changes."""
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": changes} for changes in entries],
    }


def of_messages(*messages: Json) -> Json:
    """A webhook with these messages of one change."""
    return webhook([change(messages=list(messages))])


def of_statuses(*statuses: Json) -> Json:
    """A webhook with these statuses of one change."""
    return webhook([change(statuses=list(statuses))])


def encode(payload: object) -> bytes:
    r"""JSON as Meta writes it: non-ASCII as lower-case `\uXXXX`, slashes escaped."""
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()


def signature(body: bytes, secret: str) -> str:
    """The value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
