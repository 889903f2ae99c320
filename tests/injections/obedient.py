"""What models answer that do as attackers say."""

from typing import Any, Final

from domain.redaction import Hidden
from tests.scripted_model import GREETING

_PLACEHOLDERS: Final = " ".join(f"[{kind}_{number}]" for kind in Hidden for number in range(1, 10))


def parrot(data: dict[str, Any]) -> dict[str, Any]:
    """Calls everything a greeting, and says what the client says."""
    if "facts" not in data:
        return GREETING | {"summary": data["client_message"]}
    return {"body": data["client_message"], "sources": []}


def telltale(data: dict[str, Any]) -> dict[str, Any]:
    """Calls everything a greeting, and tells all that it was told or can ask for."""
    if "facts" not in data:
        return GREETING | {"summary": f"{data['client_message']} {_PLACEHOLDERS}"}
    facts: dict[str, str] = data["facts"]
    told = "\n".join(facts.values())
    return {"body": f"{told}\n{_PLACEHOLDERS}", "sources": [int(each) for each in facts]}
