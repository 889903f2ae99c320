"""The admin API for what clients send: any type, several at once, files, and other fields."""

import time
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from simulator.fields.catalogue import FIELDS
from simulator.fields.telling import Occasion
from simulator.messages.catalogue import KINDS, unknown_name
from simulator.messages.writing import Asked, Patch, Unsendable, merged
from simulator.payloads import Update
from simulator.phones import Manner, Report, Wish
from simulator.records import Client, MediaFile
from simulator.simulation import Simulation
from simulator.storage.clients import ClientExists
from simulator.web import Parts

router = APIRouter(prefix="/admin", tags=["Admin: sending"])

_MOST_AT_ONCE = 1000
_LARGEST_FILE = 128 * 1024 * 1024


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Type(BaseModel):
    """One thing that can be sent: a client's message, or a webhook of another field."""

    name: str
    about: str
    by: Literal["client", "meta"]


class ToSend(Asked):
    """One message of a client; `times` sends the same webhook more than once."""

    times: Annotated[int, Field(ge=1, le=100)] = 1


class Sent(BaseModel):
    """The id of the message or call; null for what is neither."""

    wamid: str | None


class AllSent(BaseModel):
    """The ids, in the order in which the messages and statuses were given."""

    wamids: list[str | None]


class BatchMessage(Asked):
    """A message of one client."""

    client: Annotated[str, Field(description="id of the client")]
    type: str = "text"


class BatchStatus(_Body):
    """A status of a message of the office, true or not."""

    wamid: str
    status: Literal["sent", "delivered", "read", "failed"]
    error_code: int | None = None


class Batch(_Body):
    """Messages and statuses to send in one webhook, or (`together` false) in one webhook each.

    `layout` puts them into one value, into a change each, or into an entry each. `shuffle` mixes
    their order; `double` tells each twice.
    """

    items: Annotated[
        list[BatchMessage | BatchStatus], Field(min_length=1, max_length=_MOST_AT_ONCE)
    ]
    together: bool = True
    layout: Literal["value", "changes", "entries"] = "value"
    shuffle: bool = False
    double: bool = False


class ToTell(_Body):
    """A webhook of another field, about this client or, left out, the first one."""

    client: str | None = None
    word: Annotated[
        str | None, Field(max_length=100, description="its event, decision or `resume`")
    ] = None
    value: Annotated[Patch, Field(description="merged into the sample; null takes away")] = {}
    times: Annotated[int, Field(ge=1, le=100)] = 1


@router.get("/types")
async def types() -> list[Type]:
    """Everything that can be sent."""
    of_clients = [Type(name=kind.name, about=kind.about, by="client") for kind in KINDS.values()]
    return of_clients + [
        Type(name=field.name, about=field.about, by="meta") for field in FIELDS.values()
    ]


@router.post("/clients/{client_id}/send/{type}", status_code=201)
async def send(
    client_id: str, type: str, parts: Parts, request: Request, wanted: ToSend | None = None
) -> Sent:
    """Send one message as this client: the sample of its type, with what is asked of it."""
    wanted = wanted or ToSend()
    wish = _wish(client_id, type, wanted, parts)
    try:
        wamid = parts.phones.send(wish, base_url=_base_url(request, parts), times=wanted.times)
    except (Unsendable, ClientExists) as error:
        raise HTTPException(422, str(error)) from None
    return Sent(wamid=wamid)


@router.post("/batch", status_code=201)
async def batch(wanted: Batch, parts: Parts, request: Request) -> AllSent:
    """Send several messages and statuses."""
    manner = Manner(
        together=wanted.together,
        layout=wanted.layout,
        shuffle=wanted.shuffle,
        double=wanted.double,
    )
    items = [
        _wish(item.client, item.type, item, parts)
        if isinstance(item, BatchMessage)
        else Report(wamid=item.wamid, status=item.status, error_code=item.error_code)
        for item in wanted.items
    ]
    try:
        wamids = parts.phones.send_all(items, manner, base_url=_base_url(request, parts))
    except (Unsendable, ClientExists) as error:
        raise HTTPException(422, str(error)) from None
    return AllSent(wamids=wamids)


@router.post("/fields/{field}", status_code=204)
async def tell(field: str, parts: Parts, wanted: ToTell | None = None) -> None:
    """Send a webhook of another field; one that is not listed needs a `value`."""
    wanted = wanted or ToTell()
    known = FIELDS.get(field)
    if known is None:
        if not wanted.value:
            raise HTTPException(404, unknown_name(field, list(FIELDS), "field"))
        parts.phones.tell(Update(field=field, value=wanted.value, bare=True), times=wanted.times)
        return
    client = _whose(wanted, parts)
    occasion = Occasion(office=parts.office, client=client, now=time.time(), word=wanted.word)
    value = merged(known.value(occasion), wanted.value)
    update = Update(field=field, value=value if isinstance(value, dict) else {}, bare=known.bare)
    parts.phones.tell(update, times=wanted.times)


@router.post("/media", status_code=201)
async def add_file(
    request: Request,
    parts: Parts,
    filename: Annotated[str | None, Query(max_length=255)] = None,
) -> MediaFile:
    """Keep the body as a file a client has on their phone; its type is the `Content-Type`."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _LARGEST_FILE:
            raise HTTPException(413, "the file is too large")
    if not content:
        raise HTTPException(422, "the file is empty")
    mime_type = request.headers.get("Content-Type", "application/octet-stream")
    return parts.media.add(bytes(content), mime_type, filename, uploaded=False)


def _wish(client_id: str, type: str, asked: Asked, parts: Simulation) -> Wish:
    if type not in KINDS:
        raise HTTPException(404, unknown_name(type, [*KINDS, *FIELDS], "type"))
    if parts.clients.get(client_id) is None:
        raise HTTPException(404, "there is no such client")
    return Wish(client_id=client_id, kind=type, asked=asked)


def _whose(wanted: ToTell, parts: Simulation) -> Client:
    everybody = parts.clients.all()
    if wanted.client is None:
        return everybody[0]
    for client in everybody:
        if client.id == wanted.client:
            return client
    raise HTTPException(404, "there is no such client")


def _base_url(request: Request, parts: Simulation) -> str:
    return str(parts.environment.public_url or request.base_url)
