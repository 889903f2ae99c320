"""What is asked of a client's phone, what it can see, and what it hands to Meta."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from simulator.payloads import Office
from simulator.records import Client, MediaFile, Message
from simulator.storage.clients import Clients
from simulator.storage.media import MediaFiles
from simulator.storage.messages import Messages

Patch = dict[str, JsonValue]
_PATCH = "merged into it; null takes a member away"


class Unsendable(Exception):
    """The message cannot be written as asked; the text says why and holds nothing personal."""


class Asked(BaseModel):
    """How a message should be; what is left out is as in the sample of its type."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    text: Annotated[
        str | None,
        Field(max_length=65_536, description="its main words: body, caption, title, emoji, name"),
    ] = None
    media_id: Annotated[str | None, Field(description="a file of POST /admin/media")] = None
    message_id: Annotated[
        str | None, Field(description="wamid of the message reacted to, edited or deleted")
    ] = None
    reply_to: Annotated[str | None, Field(description="wamid of the message quoted")] = None
    forwarded: bool = False
    frequently_forwarded: bool = False
    group_id: Annotated[str | None, Field(description="written in this group")] = None
    content: Annotated[Patch, Field(description=f"the object of the type, {_PATCH}")] = {}
    message: Annotated[Patch, Field(description=f"the whole message, {_PATCH}")] = {}
    sent_at: Annotated[float | None, Field(ge=0, le=4e9, description="Unix seconds")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who writes to whom, and what lies around on the phone. `now` is when it is written."""

    office: Office
    client: Client
    clients: Clients
    messages: Messages
    media: MediaFiles
    media_url: Callable[[MediaFile], str]
    now: float

    def newest(self, sender: Literal["client", "office"], *types: str) -> Message | None:
        """The newest message of one side in this chat, perhaps only of some types."""
        for message in reversed(self.messages.all(client_id=self.client.id, limit=200)):
            if message.sender == sender and (not types or message.type in types):
                return message
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as the phone hands it over. `content` is the object under the type's name.

    `beside` are other members of the message, `members` replace everything under the field's own
    name. `change` is what the client is from now on. `shown` is false for what no phone shows.
    """

    type: str
    content: JsonValue = None
    text: str | None = None
    beside: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    quotes: str | None = None
    field: Literal["messages", "calls"] = "messages"
    id: str | None = None
    with_contacts: bool = True
    opens_window: bool = True
    shown: bool = True
    change: Callable[[], Client | None] | None = None
    value_errors: JsonValue = None


Write = Callable[[Asked, Scene], Written]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One thing a client's phone can send."""

    name: str
    about: str
    write: Write


def merged(base: JsonValue, patch: JsonValue) -> JsonValue:
    """The value with a JSON merge patch (RFC 7396) applied."""
    if not isinstance(patch, dict):
        return patch
    result = dict(base) if isinstance(base, dict) else {}
    for name, change in patch.items():
        if change is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), change)
    return result


def without_nothing(members: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The members that are there; Meta leaves out what it does not know."""
    return {name: value for name, value in members.items() if value is not None}


def text_at(value: object, *path: str) -> str | None:
    """The text at a place in an object, if there is one."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = cast("dict[str, object]", value).get(name)
    return value if isinstance(value, str) else None
