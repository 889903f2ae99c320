"""Template messages: the catalogue's template, filled with the call's parameters."""

import re
from typing import Final, cast

from simulator.graph.errors import GraphError
from simulator.graph.kinds.content import LONGEST_BODY, Content, Shelves
from simulator.graph.kinds.media import reference
from simulator.graph.kinds.template_buttons import filled_buttons
from simulator.graph.parameters import Parameters
from simulator.storage.templates import Templates
from simulator.templates.filling import (
    EMPTY,
    Filling,
    UnknownName,
    WrongCount,
    buttons_of,
    component_of,
    filled,
)
from simulator.templates.records import Template

_MOST_COMPONENTS: Final = 20
_LONGEST_NAME: Final = 512
_LONGEST_LANGUAGE: Final = 10
_LONGEST_HEADER: Final = 60
_STATUS_CODES: Final = {"PAUSED": 132015, "DISABLED": 132016}
# Texts may not break the line or hold gaps: the template was approved without them.
_BAD_SPACE: Final = re.compile(r"[\n\t]| {5,}")
_SPOKEN: Final = {"currency": "fallback_value", "date_time": "fallback_value"}


def template(parameters: Parameters, shelves: Shelves) -> Content:
    """A template message; only these may be sent outside the customer service window.

    `rendered` in the fields is what the client's phone shows; it is ours, not Meta's.
    """
    chosen = _chosen(parameters, shelves.templates)
    if shelves.to_user_id and _copies_a_code(chosen):
        raise GraphError(131062)
    given = parameters.items("components") if parameters.has("components") else []
    if len(given) > _MOST_COMPONENTS:
        raise parameters.wrong("components", f"must have at most {_MOST_COMPONENTS} entries")
    parts = {part.text("type").lower(): part for part in given if not part.has("sub_type")}
    rendered: dict[str, object] = {"category": chosen.category}
    header = component_of(chosen, "HEADER")
    if header is not None:
        rendered["header"] = _header(header, parts.pop("header", None), chosen, shelves)
    body = component_of(chosen, "BODY") or {}
    text = _text(str(body.get("text", "")), parts.pop("body", None), chosen, "body")
    if len(text) > LONGEST_BODY:
        raise GraphError(132005, f"body: text length is {len(text)}, at most {LONGEST_BODY}")
    if parts:
        raise GraphError(132000, f"The template has no component {', '.join(sorted(parts))}.")
    rendered["body"] = text
    footer = component_of(chosen, "FOOTER")
    if footer is not None:
        rendered["footer"] = footer.get("text", "")
    buttons = [part for part in given if part.has("sub_type")]
    rendered["buttons"] = filled_buttons(chosen, buttons)
    return Content(fields=parameters.all | {"rendered": rendered}, text=text, only_in_window=False)


def _chosen(parameters: Parameters, templates: Templates) -> Template:
    name = parameters.text("name", longest=_LONGEST_NAME)
    code = parameters.object("language").text("code", longest=_LONGEST_LANGUAGE)
    found = templates.named(name, code)
    if found is not None and found.status in _STATUS_CODES:
        raise GraphError(_STATUS_CODES[found.status])
    if found is None or found.status != "APPROVED":
        raise GraphError(132001, f"template name ({name}) does not exist in {code}")
    return found


def _header(
    component: dict[str, object], given: Parameters | None, chosen: Template, shelves: Shelves
) -> dict[str, object]:
    kind = str(component.get("format", "TEXT"))
    if kind == "TEXT":
        text = _text(str(component.get("text", "")), given, chosen, "header")
        if len(text) > _LONGEST_HEADER:
            raise GraphError(132005, f"header: text length is {len(text)}, at most 60")
        return {"type": "text", "text": text}
    values = [] if given is None else given.objects("parameters", most=1)
    received = values[0].text("type") if values else "UNKNOWN"
    if received.upper() != kind:
        raise GraphError(132012, f"header: Format mismatch, expected {kind}, received {received}")
    name = kind.lower()
    if name == "location":
        return {"type": name, name: values[0].object(name).all}
    return {"type": name, name: reference(values[0].object(name), shelves)}


def _text(text: str, given: Parameters | None, chosen: Template, where: str) -> str:
    named = chosen.parameter_format == "NAMED"
    filling = EMPTY if given is None else _filling(given, where)
    try:
        return filled(text, filling, named=named)
    except WrongCount as error:
        raise GraphError(
            132000,
            f"{where}: number of localizable_params ({len(filling.values)}) does not match the "
            f"expected number of params ({error.expected})",
        ) from None
    except UnknownName:
        raise GraphError(100, "Parameter name is missing or empty") from None


def _filling(given: Parameters, where: str) -> Filling:
    values: list[str] = []
    names: list[str | None] = []
    for parameter in given.items("parameters") if given.has("parameters") else []:
        kind = parameter.text("type")
        if kind == "text":
            value = parameter.text("text")
        elif kind in _SPOKEN:
            value = parameter.object(kind).text(_SPOKEN[kind])
        else:
            raise GraphError(132012, f"{where}: Format mismatch, expected TEXT, received {kind}")
        if _BAD_SPACE.search(value):
            raise GraphError(132018)
        values.append(value)
        names.append(parameter.optional_text("parameter_name"))
    return Filling(values=tuple(values), names=tuple(names))


def _copies_a_code(chosen: Template) -> bool:
    # One-tap, zero-tap and copy-code: all of them sign in a phone number, not a user id.
    is_code = any("otp_type=" in str(button.get("url", "")) for button in buttons_of(chosen))
    return chosen.category == "AUTHENTICATION" and (
        is_code or any(cast("str", button["type"]) == "OTP" for button in buttons_of(chosen))
    )
