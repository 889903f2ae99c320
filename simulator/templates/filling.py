"""Fills a template with a call's parameters, and says what does not fit."""

import re
from dataclasses import dataclass
from typing import Final, cast

from simulator.templates.records import Template

_PLACE: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The values for one component's text: by position, or by name."""

    values: tuple[str, ...]
    names: tuple[str | None, ...]


EMPTY: Final = Filling(values=(), names=())


class WrongCount(Exception):
    """A text has other places than the call has parameters; `expected` many."""

    def __init__(self, expected: int) -> None:
        super().__init__("the number of parameters does not match")
        self.expected = expected


class UnknownName(Exception):
    """A named parameter is without a name, or its name stands nowhere in the text."""


def component_of(template: Template, kind: str) -> dict[str, object] | None:
    """The HEADER, BODY, FOOTER or BUTTONS of a template."""
    return next((part for part in template.components if part.get("type") == kind), None)


def buttons_of(template: Template) -> list[dict[str, object]]:
    """The buttons of a template, in order."""
    component = component_of(template, "BUTTONS")
    return [] if component is None else cast("list[dict[str, object]]", component["buttons"])


def places(text: str) -> list[str]:
    """The names or numbers of a text's places, each once, in order."""
    return list(dict.fromkeys(found[1] for found in _PLACE.finditer(text)))


def filled(text: str, filling: Filling, *, named: bool) -> str:
    """The text with its values in place.

    Raises:
        WrongCount: when there are more or fewer values than places.
        UnknownName: when values have names and they are not those of the places.
    """
    expected = places(text)
    if len(expected) != len(filling.values):
        raise WrongCount(len(expected))
    names = list(filling.names) if named else sorted(expected, key=int)
    if set(names) != set(expected):
        raise UnknownName
    values = dict(zip(cast("list[str]", names), filling.values, strict=True))
    return _PLACE.sub(lambda found: values[found[1]], text)
