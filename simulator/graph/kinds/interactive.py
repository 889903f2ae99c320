"""Questions with reply buttons or a list, and the requests WhatsApp has a button for."""

from collections.abc import Callable
from typing import Final

from simulator.graph.errors import GraphError
from simulator.graph.kinds.content import LONGEST_BODY, LONGEST_FOOTER, Content, Shelves
from simulator.graph.kinds.media import reference
from simulator.graph.parameters import Parameters

_MOST_BUTTONS: Final = 3
_LONGEST_BUTTON: Final = 20
_LONGEST_BUTTON_ID: Final = 256
_MOST_SECTIONS: Final = 10
_MOST_ROWS: Final = 10
_LONGEST_LIST_BODY: Final = 4096
_LONGEST_HEADER: Final = 60
_LONGEST_ROW_ID: Final = 200
_LONGEST_ROW_TITLE: Final = 24
_LONGEST_ROW_DESCRIPTION: Final = 72
_LONGEST_SECTION_TITLE: Final = 24
_LONGEST_URL: Final = 2000


def interactive(parameters: Parameters, shelves: Shelves) -> Content:
    """A question the client answers with a tap."""
    kind = parameters.choice("type", *_ACTIONS)
    body = parameters.object("body").text(
        "text", longest=_LONGEST_LIST_BODY if kind == "list" else LONGEST_BODY
    )
    if parameters.has("header"):
        _check_header(parameters.object("header"), shelves, only_text=kind == "list")
    if parameters.has("footer"):
        parameters.object("footer").text("text", longest=LONGEST_FOOTER)
    _ACTIONS[kind](parameters.object("action"))
    return Content(fields=parameters.all, text=body)


def _check_header(header: Parameters, shelves: Shelves, *, only_text: bool) -> None:
    allowed = ("text",) if only_text else ("text", "image", "video", "document")
    kind = header.choice("type", *allowed)
    if kind == "text":
        header.text("text", longest=_LONGEST_HEADER)
    else:
        reference(header.object(kind), shelves)


def _check_buttons(action: Parameters) -> None:
    titles: list[str] = []
    ids: list[str] = []
    for button in action.objects("buttons", most=_MOST_BUTTONS):
        button.choice("type", "reply")
        reply = button.object("reply")
        ids.append(reply.text("id", longest=_LONGEST_BUTTON_ID))
        titles.append(reply.text("title", longest=_LONGEST_BUTTON))
    _check_unique(action, "buttons", ids)
    _check_unique(action, "buttons", titles)


def _check_list(action: Parameters) -> None:
    action.text("button", longest=_LONGEST_BUTTON)
    sections = action.objects("sections", most=_MOST_SECTIONS)
    ids: list[str] = []
    for section in sections:
        if len(sections) > 1 or section.has("title"):
            section.text("title", longest=_LONGEST_SECTION_TITLE)
        for row in section.objects("rows", most=_MOST_ROWS):
            ids.append(row.text("id", longest=_LONGEST_ROW_ID))
            row.text("title", longest=_LONGEST_ROW_TITLE)
            row.optional_text("description", longest=_LONGEST_ROW_DESCRIPTION)
    if len(ids) > _MOST_ROWS:
        raise GraphError(131009, f"Total row count exceed max allowed count: {_MOST_ROWS}")
    _check_unique(action, "sections", ids)


def _check_link(action: Parameters) -> None:
    action.choice("name", "cta_url")
    parameters = action.object("parameters")
    parameters.text("display_text", longest=_LONGEST_BUTTON)
    parameters.text("url", longest=_LONGEST_URL)


def _check_location_request(action: Parameters) -> None:
    action.choice("name", "send_location")


def _check_contact_request(action: Parameters) -> None:
    action.choice("name", "request_contact_info")


def _check_unique(action: Parameters, name: str, values: list[str]) -> None:
    if len(set(values)) < len(values):
        raise action.wrong(name, "must have different ids and titles")


_ACTIONS: Final[dict[str, Callable[[Parameters], None]]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_link,
    "location_request_message": _check_location_request,
    "request_contact_info": _check_contact_request,
}
