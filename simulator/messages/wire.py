"""Puts what a phone hands over into the members of a webhook's value."""

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Unsendable, Written, merged
from simulator.payloads import contact, seconds


def as_message(
    written: Written, asked: Asked, scene: Scene, *, wamid: str
) -> tuple[dict[str, JsonValue], dict[str, JsonValue]]:
    """The value's members, and the one message or call among them.

    Raises:
        Unsendable: when what was asked cannot be merged into it.
    """
    value: dict[str, JsonValue] = {}
    if written.with_contacts:
        value["contacts"] = [contact(scene.client)]
    item: dict[str, JsonValue] = {}
    if written.shown:
        item = _item(written, asked, scene, wamid)
        value[written.field] = [item]
    if written.value_errors is not None:
        value["errors"] = written.value_errors
    return value, item


def _item(written: Written, asked: Asked, scene: Scene, wamid: str) -> dict[str, JsonValue]:
    content = written.content
    if asked.content:
        if isinstance(content, list):
            raise Unsendable("this type's object is a list: give all of it in `message`")
        content = merged(content, asked.content)
    if written.field == "calls":
        item = content if isinstance(content, dict) else {}
    else:
        item = _message(written, asked, scene, wamid, content)
    changed = merged(item, asked.message)
    if not isinstance(changed, dict) or not isinstance(changed.get("type", ""), str):
        raise Unsendable("`type` must be text")
    return changed


def _message(
    written: Written, asked: Asked, scene: Scene, wamid: str, content: JsonValue
) -> dict[str, JsonValue]:
    client = scene.client
    item: dict[str, JsonValue] = {}
    if not client.hides_number:
        item["from"] = client.phone
    item |= {
        "from_user_id": client.user_id,
        "id": wamid,
        "timestamp": seconds(scene.now),
        "type": written.type,
    }
    if content is not None:
        item[written.type] = content
    item |= written.beside
    context = _context(written, asked, scene)
    if context:
        item["context"] = merged(context, item.get("context", {}))
    if asked.group_id is not None:
        item["group_id"] = asked.group_id
    return item


def _context(written: Written, asked: Asked, scene: Scene) -> dict[str, JsonValue]:
    context: dict[str, JsonValue] = {}
    quoted_id = asked.reply_to or written.quotes
    if quoted_id is not None:
        quoted = scene.messages.get(quoted_id)
        if quoted is None or quoted.sender == "office":
            context["from"] = scene.office.digits
        elif not scene.client.hides_number:
            context["from"] = scene.client.phone
        context["id"] = quoted_id
    if asked.forwarded:
        context["forwarded"] = True
    if asked.frequently_forwarded:
        context["frequently_forwarded"] = True
    return context
