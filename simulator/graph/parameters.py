"""Reads the parameters of a call, and refuses what is missing or wrong as Meta does."""

from collections.abc import Mapping
from typing import cast

from simulator.graph.errors import GraphError


class Parameters:
    """One JSON object of a call; `path` is how error texts name it."""

    def __init__(self, values: Mapping[str, object], path: str = "") -> None:
        self._values = values
        self._path = path

    @property
    def all(self) -> dict[str, object]:
        """Everything that was given, as it was given."""
        return dict(self._values)

    @property
    def path(self) -> str:
        """How error texts name this object; empty for the call's body itself."""
        return self._path

    def has(self, name: str) -> bool:
        """Whether the parameter is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str, *, longest: int | None = None) -> str:
        """A string that must be there and not empty."""
        if not self.has(name):
            raise self._missing(name)
        value = self._values[name]
        if not isinstance(value, str):
            raise self._wrong(name, "must be a string")
        if not value.strip():
            raise self._missing(name)
        if not _is_unicode(value):
            raise self._wrong(name, "must be valid Unicode text")
        if longest is not None and len(value) > longest:
            raise self._wrong(name, f"must be at most {longest} characters long")
        return value

    def optional_text(self, name: str, *, longest: int | None = None) -> str | None:
        """A string that may be left out."""
        return self.text(name, longest=longest) if self.has(name) else None

    def choice(self, name: str, *allowed: str, default: str | None = None) -> str:
        """One of a few words."""
        if default is not None and not self.has(name):
            return default
        value = self.text(name)
        if value not in allowed:
            raise self._wrong(name, "must be one of " + ", ".join(allowed))
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean."""
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._wrong(name, "must be a boolean")
        return value

    def object(self, name: str) -> "Parameters":
        """An object that must be there."""
        if not self.has(name):
            raise self._missing(name)
        value = self._values[name]
        if not isinstance(value, dict):
            raise self._wrong(name, "must be an object")
        return Parameters(cast("dict[str, object]", value), self._name(name))

    def objects(self, name: str, *, most: int) -> "list[Parameters]":
        """A list of one to `most` objects that must be there."""
        items = self.items(name)
        if not 1 <= len(items) <= most:
            raise self._wrong(name, f"must have at least 1 and at most {most} entries")
        return items

    def items(self, name: str) -> "list[Parameters]":
        """A list of objects that must be there and may be empty."""
        if not self.has(name):
            raise self._missing(name)
        value = self._values[name]
        if not isinstance(value, list):
            raise self._wrong(name, "must be an array")
        items: list[Parameters] = []
        for place, item in enumerate(cast("list[object]", value)):
            if not isinstance(item, dict):
                raise self._wrong(f"{name}[{place}]", "must be an object")
            inner = cast("dict[str, object]", item)
            items.append(Parameters(inner, f"{self._name(name)}[{place}]"))
        return items

    def number(self, name: str, *, low: float, high: float) -> float:
        """A number, or its digits in a string, that must be there."""
        if not self.has(name):
            raise self._missing(name)
        value = self._values[name]
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise self._wrong(name, "must be a number")
        try:
            number = float(value)
        except ValueError:
            raise self._wrong(name, "must be a number") from None
        if not low <= number <= high:
            raise self._wrong(name, f"must be between {low:g} and {high:g}")
        return number

    def wrong(self, name: str, why: str) -> GraphError:
        """The refusal of a parameter for what only its reader knows to be wrong."""
        return self._wrong(name, why)

    def _name(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def _missing(self, name: str) -> GraphError:
        return GraphError(131008, f"The parameter {self._name(name)} is required.")

    def _wrong(self, name: str, why: str) -> GraphError:
        return GraphError(131009, f"Param {self._name(name)} {why}.")


def _is_unicode(text: str) -> bool:
    # JSON can spell half of a surrogate pair, which no encoding can write.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
