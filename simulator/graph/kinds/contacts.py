"""Contact cards."""

from typing import Final

from simulator.graph.errors import GraphError
from simulator.graph.kinds.content import Content
from simulator.graph.parameters import Parameters

# "It is recommended to send a maximum of 257 contacts in one message": more is refused.
_MOST_CONTACTS: Final = 257
_MORE_NAMES: Final = ("first_name", "last_name", "middle_name", "suffix", "prefix")


def contacts(call: Parameters) -> Content:
    """Cards of people. Of a name, Meta wants the whole and at least one of its parts."""
    cards = call.objects("contacts", most=_MOST_CONTACTS)
    names: list[str] = []
    for card in cards:
        name = card.object("name")
        names.append(name.text("formatted_name"))
        if not any(name.has(part) for part in _MORE_NAMES):
            raise GraphError(
                131009,
                f"At least one of {', '.join(_MORE_NAMES)} needs to be included in {name.path}.",
            )
        for phone in card.items("phones") if card.has("phones") else []:
            phone.text("phone")
    return Content(
        fields={"contacts": [card.all for card in cards]},
        text=", ".join(names),
    )
