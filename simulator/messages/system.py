"""Who a client is changes: another number, another user id, another identity key."""

import secrets
from collections.abc import Callable

from pydantic import JsonValue

from simulator.identifiers import new_user_id
from simulator.messages.writing import Asked, Scene, Written, text_at, without_nothing
from simulator.records import Client


def user_changed_number(asked: Asked, scene: Scene) -> Written:
    """A new number under the same user id, as Meta told it before 2026."""
    client, phone = scene.client, asked.text or _free_number(scene)

    def change() -> Client | None:
        return scene.clients.set_numbers(client.id, phone=phone, user_id=client.user_id)

    return _system(
        {
            "body": f"User {client.name} changed from {client.phone} to {phone}",
            "wa_id": None if client.hides_number else phone,
            "type": "user_changed_number",
        },
        change=change,
    )


def user_changed_user_id(asked: Asked, scene: Scene) -> Written:
    """A new number and with it a new business-scoped user id, as Meta tells it since 2026."""
    client, phone = scene.client, asked.text or _free_number(scene)
    user_id = new_user_id(phone)

    def change() -> Client | None:
        return scene.clients.set_numbers(client.id, phone=phone, user_id=user_id)

    return _system(
        {
            "body": f"User {client.name} changed from {client.user_id} to {user_id}",
            "wa_id": None if client.hides_number else phone,
            "user_id": user_id,
            "type": "user_changed_user_id",
        },
        change=change,
    )


def customer_identity_changed(asked: Asked, scene: Scene) -> Written:
    """A new identity key: another phone or SIM card, or WhatsApp installed again."""
    client, key = scene.client, asked.text or secrets.token_urlsafe(12)

    def change() -> Client | None:
        return scene.clients.set_identity(client.id, key)

    return _system(
        {
            "body": f"User {client.name} identity changed",
            "wa_id": None if client.hides_number else client.phone,
            "user_id": client.user_id,
            "type": "customer_identity_changed",
        },
        beside={
            "identity": {
                "acknowledged": True,
                "created_timestamp": str(int(scene.now)),
                "hash": key,
            }
        },
        change=change,
    )


def _system(
    members: dict[str, JsonValue],
    *,
    change: Callable[[], Client | None],
    beside: dict[str, JsonValue] | None = None,
) -> Written:
    return Written(
        type="system",
        content=without_nothing(members),
        text=text_at(members, "body"),
        beside=beside or {},
        with_contacts=False,
        opens_window=False,
        change=change,
    )


def _free_number(scene: Scene) -> str:
    number = 6281200009001
    while scene.clients.with_phone(str(number)) is not None:
        number += 1
    return str(number)
