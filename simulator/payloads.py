"""Webhook bodies in Meta's shape (Graph v22), and the signature over their bytes."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import JsonValue

from simulator.graph.errors import described
from simulator.records import Client, Message, MessageStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The business number everything is addressed to. `digits` has the country code first."""

    phone_number_id: str
    waba_id: str
    digits: str
    country_code: str
    display_number: str
    verified_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One thing a webhook tells: a field, and the members of its value.

    `bare` values stand alone: without `messaging_product` and `metadata`, and with the time in the
    entry, as most fields but `messages` have it.
    """

    field: str
    value: Mapping[str, JsonValue]
    bare: bool = False


Layout = Literal["value", "changes", "entries"]


def webhook(office: Office, updates: Sequence[Update], *, layout: Layout = "value") -> bytes:
    """A webhook that tells all of these.

    `value` puts those of the same field into one value, `changes` gives each a change of its own,
    `entries` an entry of its own.
    """
    values = _joined(updates) if layout == "value" else list(updates)
    changes = [_change(office, update) for update in values]
    groups = [[change] for change in changes] if layout == "entries" else [changes]
    bare = any(update.bare for update in values)
    entries = [_entry(office, group, bare=bare) for group in groups]
    return encode({"object": "whatsapp_business_account", "entry": entries})


def told_in(body: bytes) -> list[tuple[str, MessageStatus | None]]:
    """The wamids a webhook of ours tells of; with the status where it tells one."""
    told: list[tuple[str, MessageStatus | None]] = []
    for entry in json.loads(body)["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            told += [(one["id"], None) for one in value.get("messages", ())]
            told += [(one["id"], one["status"]) for one in value.get("statuses", ())]
    return told


def message_status(
    office: Office,
    client: Client | None,
    message: Message,
    *,
    status: MessageStatus,
    error_code: int | None,
    at: float,
) -> bytes:
    """A `messages` webhook with one status of a message of the office."""
    update = status_update(client, message, status=status, error_code=error_code, at=at)
    return webhook(office, [update])


def status_update(
    client: Client | None,
    message: Message,
    *,
    status: MessageStatus,
    error_code: int | None,
    at: float,
) -> Update:
    """One status of a message of the office."""
    body: dict[str, JsonValue] = {
        "id": message.wamid,
        "status": status,
        "timestamp": seconds(at),
    }
    addressed_by_user_id = message.recipient_user_id is not None
    hidden = addressed_by_user_id and (client is None or client.hides_number)
    if message.recipient_phone is not None and not hidden:
        body["recipient_id"] = message.recipient_phone
    if message.biz_opaque_callback_data is not None:
        body["biz_opaque_callback_data"] = message.biz_opaque_callback_data
    if status == "failed":
        # A failed status names the user only as they were addressed, and carries no contacts.
        if addressed_by_user_id:
            body["recipient_user_id"] = message.recipient_user_id
        body["errors"] = [_error(error_code or 131000)]
        return Update(field="messages", value={"statuses": [body]})
    if client is not None:
        body["recipient_user_id"] = client.user_id
    if status in {"sent", "delivered"}:
        body |= _billing(message, status=status, at=at)
    value: dict[str, JsonValue] = {"statuses": [body]}
    if client is not None:
        known = contact(client, with_username=status != "sent")
        if hidden:
            known.pop("wa_id", None)
        value = {"contacts": [known], **value}
    return Update(field="messages", value=value)


def encode(payload: object) -> bytes:
    r"""JSON as Meta writes it: no spaces, non-ASCII as lower-case `\uXXXX`, slashes escaped.

    The signature covers these bytes: whoever decodes and encodes again gets others.
    """
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def signature(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256` for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _entry(office: Office, changes: list[JsonValue], *, bare: bool) -> JsonValue:
    entry: dict[str, JsonValue] = {"id": office.waba_id}
    if bare:
        entry["time"] = int(time.time())
    return {**entry, "changes": changes}


def _change(office: Office, update: Update) -> JsonValue:
    value: dict[str, JsonValue] = dict(update.value)
    if not update.bare:
        metadata: dict[str, JsonValue] = {
            "display_phone_number": office.digits,
            "phone_number_id": office.phone_number_id,
        }
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {"value": value, "field": update.field}


def _joined(updates: Sequence[Update]) -> list[Update]:
    joined: list[Update] = []
    values: dict[str, dict[str, JsonValue]] = {}
    for update in updates:
        if update.bare or update.field not in values:
            joined.append(update)
            if not update.bare:
                # One that others are added to; the list keeps its place in the webhook.
                values[update.field] = dict(update.value)
                joined[-1] = Update(field=update.field, value=values[update.field])
            continue
        together = values[update.field]
        for name, more in update.value.items():
            before = together.get(name, [])
            if isinstance(before, list) and isinstance(more, list):
                is_known = name == "contacts"
                new = [one for one in more if not (is_known and one in before)]
                together[name] = before + new
    return joined


def contact(client: Client, *, with_username: bool = True) -> dict[str, JsonValue]:
    """A client as a webhook presents them."""
    profile: dict[str, JsonValue] = {"name": client.name}
    if client.username is not None and with_username:
        profile["username"] = client.username
    known: dict[str, JsonValue] = {"profile": profile}
    if not client.hides_number:
        known["wa_id"] = client.phone
    known["user_id"] = client.user_id
    if client.identity_key_hash is not None:
        known["identity_key_hash"] = client.identity_key_hash
    return known


def _billing(message: Message, *, status: MessageStatus, at: float) -> dict[str, JsonValue]:
    category = _category(message)
    # Up to v23 the conversation is a made-up id for each message; nobody may key on it.
    conversation: dict[str, JsonValue] = {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, message.wamid).hex,
        "origin": {"type": category},
    }
    if status == "sent":
        conversation["expiration_timestamp"] = seconds(at + 24 * 3600)
    return {
        "conversation": conversation,
        "pricing": {
            "billable": True,
            "pricing_model": "PMP",
            "category": category,
            "type": "regular",
        },
    }


def _category(message: Message) -> str:
    # Only templates have one of their own; whatever is free-form is service.
    rendered = message.content.get("rendered")
    if message.type != "template" or not isinstance(rendered, dict):
        return "service"
    return str(cast("dict[str, object]", rendered)["category"]).lower()


def _error(code: int) -> dict[str, JsonValue]:
    known = described(code)
    return {
        "code": code,
        "title": known.title,
        "message": known.title,
        "error_data": {"details": known.details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }


def seconds(moment: float) -> str:
    """A moment as most webhooks have it: whole Unix seconds in a string."""
    return str(int(moment))
