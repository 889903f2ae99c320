"""Read receipts, and the typing indicator that may come with one."""

import time
from dataclasses import dataclass
from typing import Final

from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.records import Message
from simulator.storage.messages import Messages

_READABLE_SECONDS: Final = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The office has read this message of a client, and perhaps is typing."""

    message: Message
    typing: bool


def receipt_of(parameters: Parameters, *, messages: Messages) -> Receipt:
    """The receipt a call gives.

    Raises:
        GraphError: 131008 or 131009 for a missing or wrong parameter, and for a message that no
            client wrote in the last 30 days.
    """
    parameters.choice("messaging_product", "whatsapp")
    parameters.choice("status", "read")
    message = messages.get(parameters.text("message_id"))
    typing = parameters.has("typing_indicator")
    if typing:
        parameters.object("typing_indicator").choice("type", "text")
    if message is None or message.sender != "client":
        raise GraphError(131009, "Param message_id is not a message received by this number.")
    if message.created_at < time.time() - _READABLE_SECONDS:
        raise GraphError(131009, "Param message_id is older than 30 days.")
    return Receipt(message=message, typing=typing)
