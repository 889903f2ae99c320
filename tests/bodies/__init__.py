"""Webhook bodies of every shape that Meta documents or was seen to send; nobody in them exists.

`BODIES` maps a name to a function that makes the body for a `Writer`: parametrise a test by the
names, and give each use a writer of its own where nothing may be shared. The shapes follow Meta's
Cloud API reference, webhooks (as of November 2026); the words are this project's.
"""

from collections.abc import Callable
from typing import Final

from tests.bodies.fields import FIELDS
from tests.bodies.messages import MESSAGES
from tests.bodies.statuses import STATUSES
from tests.bodies.writer import Json, Writer

BODIES: Final[dict[str, Callable[[Writer], Json]]] = {**MESSAGES, **STATUSES, **FIELDS}

__all__ = ["BODIES", "FIELDS", "MESSAGES", "STATUSES", "Json", "Writer"]
