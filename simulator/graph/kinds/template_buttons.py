"""The buttons of a template message, with what the call puts into them."""

from typing import Final

from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.templates.filling import EMPTY, Filling, WrongCount, buttons_of, filled
from simulator.templates.records import Template

_LONGEST_PAYLOAD: Final = 256
_SUB_TYPES: Final = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "OTP": "url",
    "COPY_CODE": "copy_code",
    "FLOW": "flow",
    "REQUEST_CONTACT_INFO": "request_contact_info",
}


def filled_buttons(chosen: Template, given: list[Parameters]) -> list[dict[str, object]]:
    """The buttons as the phone shows them: `type`, `text`, and `payload` or `url`.

    Raises:
        GraphError: 132000 for a button that is not there, or lacks its parameter; 132012 for one
            of another kind.
    """
    buttons = buttons_of(chosen)
    by_place: dict[int, Parameters] = {}
    for part in given:
        place = int(part.number("index", low=0, high=9))
        if place >= len(buttons):
            raise GraphError(132000, f"buttons: the template has no button at index {place}")
        expected = _SUB_TYPES.get(str(buttons[place]["type"]))
        if part.text("sub_type").lower() != expected:
            raise GraphError(132012, f"buttons: Button at index {place} is of type {expected}")
        by_place[place] = part
    return [_filled(button, place, by_place.get(place)) for place, button in enumerate(buttons)]


def _filled(button: dict[str, object], place: int, given: Parameters | None) -> dict[str, object]:
    kind = str(button["type"])
    shown: dict[str, object] = {"type": kind, "text": button.get("text", "")}
    parameters = [] if given is None or not given.has("parameters") else given.items("parameters")
    if kind == "QUICK_REPLY":
        # Without a payload of its own a quick reply brings back its text.
        payload = parameters[0].text("payload", longest=_LONGEST_PAYLOAD) if parameters else None
        return shown | {"payload": payload or button.get("text", "")}
    if kind in {"URL", "OTP"}:
        values = tuple(parameter.text("text") for parameter in parameters)
        filling = Filling(values=values, names=(None,) * len(values)) if values else EMPTY
        try:
            return shown | {"url": filled(str(button.get("url", "")), filling, named=False)}
        except WrongCount as error:
            raise GraphError(
                132000,
                f"buttons: Button at index {place} of type Url requires {error.expected} "
                f"parameters, {len(values)} given",
            ) from None
    if kind == "COPY_CODE":
        if not parameters:
            raise GraphError(132000, f"buttons: Button at index {place} requires a coupon_code")
        return shown | {"coupon_code": parameters[0].text("coupon_code")}
    return shown
