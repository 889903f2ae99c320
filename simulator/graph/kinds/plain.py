"""Text, reactions and locations."""

from typing import Final

from simulator.graph.kinds.content import LONGEST_WAMID, Content, Shelves
from simulator.graph.parameters import Parameters

_LONGEST_TEXT: Final = 4096
_LONGEST_EMOJI: Final = 64


def text(parameters: Parameters, shelves: Shelves) -> Content:
    """A text of at most 4096 characters."""
    del shelves
    body = parameters.text("body", longest=_LONGEST_TEXT)
    preview_url = parameters.flag("preview_url", default=False)
    return Content(fields={"body": body, "preview_url": preview_url}, text=body)


def reaction(parameters: Parameters, shelves: Shelves) -> Content:
    """An emoji on a message; an empty one takes the reaction back."""
    del shelves
    fields: dict[str, object] = {"message_id": parameters.text("message_id", longest=LONGEST_WAMID)}
    if parameters.all.get("emoji") == "":
        return Content(fields=fields | {"emoji": ""})
    emoji = parameters.text("emoji", longest=_LONGEST_EMOJI)
    if any(character.isascii() and character.isalpha() for character in emoji):
        raise parameters.wrong("emoji", "must be an emoji")
    return Content(fields=fields | {"emoji": emoji}, text=emoji)


def location(parameters: Parameters, shelves: Shelves) -> Content:
    """A place on the map."""
    del shelves
    fields: dict[str, object] = {
        "latitude": parameters.number("latitude", low=-90, high=90),
        "longitude": parameters.number("longitude", low=-180, high=180),
    }
    for name in ("name", "address"):
        if parameters.has(name):
            fields[name] = parameters.text(name)
    named = fields.get("name") or fields.get("address")
    return Content(fields=fields, text=str(named) if named else None)
