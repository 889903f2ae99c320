"""The simulator's own API for tests and developers: who writes, what goes wrong, what happened."""

import time
from typing import Annotated, Literal

import phonenumbers
from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, field_validator

from simulator import payloads
from simulator.faults import Faults
from simulator.messages.writing import Asked
from simulator.phones import WINDOW_SECONDS, Wish
from simulator.records import Client, Delivery, GraphCall, Message
from simulator.simulation import Simulation
from simulator.storage.clients import ClientExists
from simulator.web import Parts

router = APIRouter(prefix="/admin", tags=["Admin"])

_LONGEST_TEXT = 4096


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class NewClient(_Body):
    """A person to write as. Without a country code the number is Indonesian."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    phone: Annotated[str, Field(examples=["+62 812-0000-0004", "0812-0000-0004"])]
    user_id: Annotated[str | None, Field(pattern=r"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$")] = None
    username: Annotated[str | None, Field(max_length=50)] = None
    hides_number: Annotated[bool, Field(description="webhooks omit `from` and `wa_id`")] = False
    identity_key_hash: Annotated[str | None, Field(max_length=255)] = None

    @field_validator("phone")
    @classmethod
    def _digits(cls, value: str) -> str:
        try:
            number = phonenumbers.parse(value, "ID")
        except phonenumbers.NumberParseException:
            raise ValueError("is not a phone number") from None
        if not phonenumbers.is_possible_number(number):
            raise ValueError("is not a possible phone number")
        form = phonenumbers.PhoneNumberFormat.E164
        return phonenumbers.format_number(number, form).removeprefix("+")


class ClientText(_Body):
    """What a client writes; `sent_at` (Unix seconds) makes it older than its arrival."""

    text: Annotated[str, Field(min_length=1, max_length=_LONGEST_TEXT)]
    context_id: Annotated[str | None, Field(description="wamid of the message replied to")] = None
    sent_at: Annotated[float | None, Field(ge=0, le=4e9)] = None


class Sent(BaseModel):
    """The id of the message a client has written; null for what is no message."""

    wamid: str | None


class Window(_Body):
    """How long the client's customer service window stays open; 0 closes it."""

    seconds_left: Annotated[float, Field(ge=0, le=WINDOW_SECONDS)]


class Identity(_Body):
    """The client's identity key, as it is after a new SIM card or phone."""

    identity_key_hash: Annotated[str | None, Field(max_length=255)]


class AnyWebhook(_Body):
    """A webhook of any content: a `payload` as Meta would encode it, or `raw` text as it is."""

    payload: JsonValue = None
    raw: str | None = None
    signature: Annotated[
        Literal["good", "bad", "missing"], Field(description="`bad` is well-formed and wrong")
    ] = "good"
    secret: Annotated[str | None, Field(description="sign with this app secret instead")] = None
    times: Annotated[int, Field(ge=1, le=10_000)] = 1
    concurrency: Annotated[int, Field(ge=1, le=500)] = 1
    retry: Annotated[bool, Field(description="keep trying after the answer, as Meta does")] = True


class WebhookAnswers(BaseModel):
    """The HTTP status of each first attempt; null where there was no answer."""

    status_codes: list[int | None]


class WebhookState(BaseModel):
    """Whether the webhook is verified, how it last answered, and what is still owed to it."""

    verified: bool
    healthy: bool
    last_status_code: int | None
    deliveries: dict[str, int]


@router.post("/clients", status_code=201)
async def add_client(wanted: NewClient, parts: Parts) -> Client:
    """Add a client; 409 when the number or the user id is taken."""
    try:
        client = parts.clients.add(**wanted.model_dump())
    except ClientExists as error:
        raise HTTPException(409, str(error)) from None
    parts.hub.client(client)
    return client


@router.get("/clients")
async def clients(parts: Parts) -> list[Client]:
    """Every client, oldest first."""
    return parts.clients.all()


@router.post("/clients/{client_id}/messages", status_code=201)
async def write(client_id: str, wanted: ClientText, parts: Parts, request: Request) -> Sent:
    """Write to the office as this client."""
    _client(client_id, parts)
    asked = Asked(text=wanted.text, reply_to=wanted.context_id, sent_at=wanted.sent_at)
    wish = Wish(client_id=client_id, kind="text", asked=asked)
    return Sent(wamid=parts.phones.send(wish, base_url=str(request.base_url)))


@router.put("/clients/{client_id}/window")
async def set_window(client_id: str, wanted: Window, parts: Parts) -> Client:
    """Move the end of the client's customer service window."""
    _client(client_id, parts)
    until = time.time() + wanted.seconds_left if wanted.seconds_left else 0
    return _changed(parts.clients.set_window(client_id, until), parts)


@router.put("/clients/{client_id}/identity")
async def set_identity(client_id: str, wanted: Identity, parts: Parts) -> Client:
    """Change the client's identity key."""
    return _changed(parts.clients.set_identity(client_id, wanted.identity_key_hash), parts)


@router.post("/webhook")
async def send_webhook(wanted: AnyWebhook, parts: Parts) -> WebhookAnswers:
    """Send any webhook as Meta would, now, and wait for the answers."""
    body = payloads.encode(wanted.payload) if wanted.raw is None else wanted.raw.encode()
    codes = await parts.deliverer.send_now(
        body,
        signed=_signature(wanted, body, parts),
        times=wanted.times,
        concurrency=wanted.concurrency,
        retry=wanted.retry,
    )
    return WebhookAnswers(status_codes=codes)


@router.get("/webhook")
async def webhook(parts: Parts) -> WebhookState:
    """How the firm's webhook is doing."""
    return WebhookState(
        verified=parts.verification.verified,
        healthy=parts.deliverer.health.healthy,
        last_status_code=parts.deliverer.health.answer,
        deliveries=parts.deliveries.counts(),
    )


@router.put("/faults")
async def set_faults(wanted: Faults, parts: Parts) -> Faults:
    """Put these faults in force instead of all that were."""
    return parts.faults.replace(wanted)


@router.get("/faults")
async def faults(parts: Parts) -> Faults:
    """The faults in force, with what is left of those that are counted."""
    return parts.faults.now


@router.delete("/faults")
async def clear_faults(parts: Parts) -> Faults:
    """Let nothing go wrong any more."""
    return parts.faults.clear()


@router.get("/messages")
async def messages(
    parts: Parts,
    client: Annotated[str | None, Query(description="id of a client")] = None,
    limit: Annotated[int | None, Query(ge=1, description="the newest so many")] = None,
) -> list[Message]:
    """Messages both ways, oldest first, with all that is known of them."""
    return parts.messages.all(client_id=client, limit=limit)


@router.get("/deliveries")
async def deliveries(
    parts: Parts, limit: Annotated[int, Query(ge=1, le=100_000)] = 1000
) -> list[Delivery]:
    """Webhook deliveries, oldest first: attempts, last answer, state."""
    return parts.deliveries.all(limit=limit)


@router.get("/requests")
async def requests(
    parts: Parts, limit: Annotated[int, Query(ge=1, le=10_000)] = 1000
) -> list[GraphCall]:
    """Graph API calls as they came in, oldest first, without their tokens."""
    return parts.calls.all(limit=limit)


@router.post("/reset", status_code=204)
async def reset(parts: Parts) -> None:
    """Forget every client, message, delivery, call and fault; begin with the made-up clients."""
    parts.reset()


def _client(client_id: str, parts: Simulation) -> Client:
    client = parts.clients.get(client_id)
    if client is None:
        raise HTTPException(404, "there is no such client")
    return client


def _changed(client: Client | None, parts: Simulation) -> Client:
    if client is None:
        raise HTTPException(404, "there is no such client")
    parts.hub.client(client)
    return client


def _signature(wanted: AnyWebhook, body: bytes, parts: Simulation) -> str | None:
    if wanted.signature == "missing":
        return None
    secret = wanted.secret or parts.environment.app_secret.get_secret_value()
    if wanted.signature == "bad":
        secret += " but another"
    return payloads.signature(secret, body)
