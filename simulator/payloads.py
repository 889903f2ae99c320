"""Webhook bodies in Meta's shape (Graph v22), and the signature over their bytes."""

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass

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


def client_message(
    office: Office, client: Client, message: Message, quoted: Message | None
) -> bytes:
    """A `messages` webhook with one message of a client."""
    body: dict[str, object] = {}
    if not client.hides_number:
        body["from"] = client.phone
    body |= {
        "from_user_id": client.user_id,
        "id": message.wamid,
        "timestamp": _seconds(message.created_at),
        "type": message.type,
        message.type: message.content,
    }
    if message.context_id is not None:
        written_by_client = quoted is not None and quoted.sender == "client"
        author = client.phone if written_by_client else office.digits
        body["context"] = {"from": author, "id": message.context_id}
    return _envelope(office, {"contacts": [_contact(client)], "messages": [body]})


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
    body: dict[str, object] = {
        "id": message.wamid,
        "status": status,
        "timestamp": _seconds(at),
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
        return _envelope(office, {"statuses": [body]})
    if client is not None:
        body["recipient_user_id"] = client.user_id
    if status in {"sent", "delivered"}:
        body |= _billing(message, status=status, at=at)
    value: dict[str, object] = {"statuses": [body]}
    if client is not None:
        contact = _contact(client, with_username=status != "sent")
        if hidden:
            contact.pop("wa_id", None)
        value = {"contacts": [contact], **value}
    return _envelope(office, value)


def encode(payload: object) -> bytes:
    r"""JSON as Meta writes it: no spaces, non-ASCII as lower-case `\uXXXX`, slashes escaped.

    The signature covers these bytes: whoever decodes and encodes again gets others.
    """
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def signature(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256` for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _envelope(office: Office, value: dict[str, object]) -> bytes:
    return encode(
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": office.waba_id,
                    "changes": [
                        {
                            "value": {
                                "messaging_product": "whatsapp",
                                "metadata": {
                                    "display_phone_number": office.digits,
                                    "phone_number_id": office.phone_number_id,
                                },
                                **value,
                            },
                            "field": "messages",
                        }
                    ],
                }
            ],
        }
    )


def _contact(client: Client, *, with_username: bool = True) -> dict[str, object]:
    profile: dict[str, object] = {"name": client.name}
    if client.username is not None and with_username:
        profile["username"] = client.username
    contact: dict[str, object] = {"profile": profile}
    if not client.hides_number:
        contact["wa_id"] = client.phone
    contact["user_id"] = client.user_id
    if client.identity_key_hash is not None:
        contact["identity_key_hash"] = client.identity_key_hash
    return contact


def _billing(message: Message, *, status: MessageStatus, at: float) -> dict[str, object]:
    # Up to v23 the conversation is a made-up id for each message; nobody may key on it.
    conversation: dict[str, object] = {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, message.wamid).hex,
        "origin": {"type": "service"},
    }
    if status == "sent":
        conversation["expiration_timestamp"] = _seconds(at + 24 * 3600)
    return {
        "conversation": conversation,
        "pricing": {
            "billable": True,
            "pricing_model": "PMP",
            "category": "service",
            "type": "regular",
        },
    }


def _error(code: int) -> dict[str, object]:
    known = described(code)
    return {
        "code": code,
        "title": known.title,
        "message": known.title,
        "error_data": {"details": known.details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }


def _seconds(moment: float) -> str:
    return str(int(moment))
