"""The forms of what a lawyer's program may send: bounded, and nothing that no person writes."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ID: Final = r"^[0-9a-f]{32}$"
"""Of every id."""

PathId = Annotated[str, Path(pattern=ID)]
AnId = Annotated[str, Field(pattern=ID)]

PRINTED: Final = r"^[^\x00-\x1f\x7f]*$"
"""Of one line."""

_WRITTEN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True, pattern=PRINTED),
]
"""A name, a title, a court: one line."""

Reference = Annotated[
    str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True, pattern=PRINTED)
]
"""A number that the firm or a court gives."""

Phone = Annotated[
    str, StringConstraints(min_length=5, max_length=40, strip_whitespace=True, pattern=PRINTED)
]
"""A phone number, however it is written."""

Remark = Annotated[
    str, StringConstraints(min_length=3, max_length=1000, strip_whitespace=True, pattern=_WRITTEN)
]
"""A few sentences."""

Letter = Annotated[
    str, StringConstraints(min_length=1, max_length=30_000, strip_whitespace=True, pattern=_WRITTEN)
]
"""What a client is to read: in as many messages as it needs."""

Key = Annotated[
    UUID,
    Field(
        description="An idempotency key: a UUID that the client makes, once for each thing it "
        "wants done. Sent again with the same content it is done once, and answered again; with "
        "other content it is refused with 409."
    ),
]


class Body(BaseModel):
    """What a request says: nothing beside what is described, and never shown in an error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
