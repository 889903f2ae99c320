"""What a client wants of the assistant, said in a message of its own."""

from enum import StrEnum


class Wish(StrEnum):
    """What a client wants from now on."""

    STOP = "stop"
    NO_ASSISTANT = "no_assistant"
    RESUME = "resume"
