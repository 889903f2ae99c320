"""What is read of a message, whatever its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from simulator.graph.parameters import Parameters
from simulator.storage.templates import Templates
from simulator.uploads import Uploads

LONGEST_BODY: Final = 1024
LONGEST_FOOTER: Final = 60
LONGEST_WAMID: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Meta's object of one message type, and the words a phone shows for it."""

    fields: dict[str, object]
    text: str | None = None
    only_in_window: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """What a message may refer to, and how its recipient is addressed."""

    uploads: Uploads
    templates: Templates
    to_user_id: bool


Reader = Callable[[Parameters, Shelves], Content]
