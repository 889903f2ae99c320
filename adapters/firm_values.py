"""The kinds of values that firm.yaml is written in."""

import re
from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

from domain.business_time import Span

_DURATION: Final = re.compile(r"(\d{1,9})\s*([smhd])", re.ASCII)
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST: Final = 60 * 86400
_HOUR: Final = 60
_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d\d)\s*-\s*(\d{1,2})[:.](\d\d)", re.ASCII)


def _duration(value: object) -> object:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a duration such as 6s, 10m, 12h or 30d is expected")
    seconds = int(match[1]) * _UNITS[match[2]]
    if not 1 <= seconds <= _LONGEST:
        raise ValueError("a duration between 1s and 60d is expected")
    return timedelta(seconds=seconds)


def minutes_of_day(value: object) -> tuple[int, int]:
    """The beginning and end of `09:00-17:00`, in minutes after midnight.

    Raises:
        ValueError: it is something else.
    """
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not all(int(match[part]) < _HOUR for part in (2, 4)):
        raise ValueError("hours such as 09:00-17:00 are expected")
    return int(match[1]) * _HOUR + int(match[2]), int(match[3]) * _HOUR + int(match[4])


def _hours(value: object) -> object:
    if value == "closed":
        return ()
    spans = tuple(value) if isinstance(value, list) else (value,)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- whatever YAML holds
    if not spans:
        raise ValueError("hours such as 09:00-17:00, or `closed`, are expected")
    found: list[Span] = []
    for opens, closes in map(minutes_of_day, spans):  # pyright: ignore[reportUnknownArgumentType] -- whatever YAML holds
        if found and opens < found[-1].closes:
            raise ValueError("a day's hours must stand in order and may not overlap")
        found.append(Span(opens=opens, closes=closes))
    return tuple(found)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Words = Annotated[str, Field(min_length=1, max_length=3000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[date, Strict()]
"""A date as YAML writes it: 2026-12-24."""

Hours = Annotated[tuple[Span, ...] | None, BeforeValidator(_hours)]
"""A day's hours: `09:00-17:00`, several of them in a list, or `closed`."""


class Section(BaseModel):
    """A part of the file: every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
