"""A made-up person who writes, and what Meta puts around her words."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.samples import ACCOUNT_ID, NOW, NUMBER_ID

Json = dict[str, Any]

OFFICE = "6221555001000"
"""The firm's own number, as Meta shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One person of many; the same number is always the same person with the same messages."""

    number: int
    at: datetime = NOW
    number_id: str = field(default=NUMBER_ID)

    @property
    def phone(self) -> str:
        """Digits with the country code first."""
        return f"628127{self.number:07d}"

    @property
    def user_id(self) -> str:
        """The business-scoped user id."""
        return f"ID.77{self.number:018d}"

    @property
    def name(self) -> str:
        """What the profile says."""
        return f"Klien Karangan {self.number}"

    def wamid(self, nth: int = 1, *, ours: bool = False) -> str:
        """The name of this person's nth message, or of one that the firm sent her."""
        unique = f"{self.number:010X}{nth:010X}".encode()
        phone, way = self.phone.encode(), b"\x11" if ours else b"\x12"
        raw = b"\x1c\x18" + bytes([len(phone)]) + phone + b"\x15\x02\x00" + way + b"\x18\x14"
        return "wamid." + base64.b64encode(raw + unique + b"\0").decode()

    def seconds(self, later: int = 0) -> int:
        """Unix time."""
        return int((self.at + timedelta(seconds=later)).timestamp())

    def other(self, offset: int) -> "Writer":
        """Somebody else in the same webhook."""
        return Writer(
            number=5_000_000 + self.number * 10 + offset, at=self.at, number_id=self.number_id
        )


def contact(of: Writer, **more: object) -> Json:
    """An element of `contacts[]`."""
    return {"profile": {"name": of.name}, "wa_id": of.phone, "user_id": of.user_id, **more}


def message(of: Writer, type_: str, nth: int = 1, **more: object) -> Json:
    """An element of `messages[]`."""
    return {
        "from": of.phone,
        "from_user_id": of.user_id,
        "id": of.wamid(nth),
        "timestamp": str(of.seconds(nth)),
        "type": type_,
        **more,
    }


def without(content: Json, *keys: str) -> Json:
    """The same without some keys."""
    return {key: value for key, value in content.items() if key not in keys}


def value(of: Writer, **parts: object) -> Json:
    """The value of a `messages` change."""
    metadata = {"display_phone_number": OFFICE, "phone_number_id": of.number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def change(content: Json, name: str = "messages") -> Json:
    """An element of `changes[]`."""
    return {"value": content, "field": name}


def webhook(*changes: Json, **entry: object) -> Json:
    """A whole body of one entry."""
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": ACCOUNT_ID, **entry, "changes": list(changes)}],
    }


def said(of: Writer, *messages: Json, **more: object) -> Json:
    """A whole body with messages of one person."""
    return webhook(change(value(of, contacts=[contact(of)], messages=list(messages), **more)))


def told(of: Writer, name: str, content: Json) -> Json:
    """A whole body with one change of another field, dated as Meta dates them."""
    return webhook(change(content, name), time=of.seconds())
