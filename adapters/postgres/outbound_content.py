"""What messages of ours hold, as JSON for a sealed column and back."""

from typing import Any, Final

from pydantic import TypeAdapter

from domain.outbound_content import (
    Buttons,
    ContentKind,
    ListMessage,
    MediaMessage,
    OutboundContent,
    Template,
    Text,
)

_TYPES: Final[dict[ContentKind, TypeAdapter[Any]]] = {
    ContentKind.TEXT: TypeAdapter(Text),
    ContentKind.BUTTONS: TypeAdapter(Buttons),
    ContentKind.LIST: TypeAdapter(ListMessage),
    ContentKind.MEDIA: TypeAdapter(MediaMessage),
    ContentKind.TEMPLATE: TypeAdapter(Template),
}


def write(kind: ContentKind, content: OutboundContent) -> str:
    """A content of this kind as JSON."""
    return _TYPES[kind].dump_json(content).decode()


def read(kind: ContentKind, content: str) -> OutboundContent:
    """A content of this kind from JSON."""
    found: OutboundContent = _TYPES[kind].validate_json(content)
    return found
