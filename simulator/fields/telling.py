"""What a webhook of another field is made from."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from simulator.payloads import Office
from simulator.records import Client

Value = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Whose account it is, the client it is about, and when; `now` is Unix seconds.

    `word` is what the field mainly says (an event, a decision), where it was asked for.
    """

    office: Office
    client: Client
    now: float
    word: str | None = None

    @property
    def phone(self) -> str | None:
        """The client's number, unless they hide it."""
        return None if self.client.hides_number else self.client.phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One webhook field. `bare` values carry no product and metadata, and their entry a time."""

    name: str
    about: str
    value: Callable[[Occasion], Value]
    bare: bool
