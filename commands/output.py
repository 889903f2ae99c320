"""How commands speak: JSON for programs, a few words for people."""

import dataclasses
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, cast

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def print_json(value: object) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(_plain(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A line for a person on standard output."""
    sys.stdout.write(text + "\n")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # asdict copies nested dataclasses too.
        return _plain(dataclasses.asdict(cast("Any", value)))
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): _plain(each) for key, each in items}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[object]", value)]
    return value.isoformat() if isinstance(value, datetime) else value
