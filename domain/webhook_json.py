"""Reading Meta's JSON without ever being surprised by it.

Meta sends numbers as strings or as numbers, leaves out what it documents and adds what it does
not. Each of these functions takes whatever stands there and gives a value of one type.
"""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

_LARGEST = 2**31 - 1


def parse_object(json_text: str) -> Mapping[str, object]:
    """The object that a JSON text holds; an empty one where it holds something else."""
    return as_object(json.loads(json_text))


def as_object(value: object) -> Mapping[str, object]:
    """The value where it is an object, otherwise an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def as_list(value: object) -> Sequence[object]:
    """The value where it is an array, otherwise an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else ()


def as_text(value: object) -> str:
    """A string or a number as a string, otherwise an empty one.

    JSON can spell half of a surrogate pair, which no encoding can carry further, and NUL, which no
    database column can; they become `?` and U+FFFD.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_integer(value: object) -> int | None:
    """A number, or a string that spells one, of at most 32 bits; None for all else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        number = int(value)
    except ValueError:
        return None
    return number if abs(number) <= _LARGEST else None


def as_number(value: object) -> float | None:
    """A finite number, or a string that spells one; None for all else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def as_moment(value: object, otherwise: datetime) -> datetime:
    """A Unix time in seconds, as a number or a string."""
    seconds = as_integer(value)
    return otherwise if seconds is None else datetime.fromtimestamp(seconds, UTC)
