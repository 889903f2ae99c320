"""What is done to messages that are there already: reactions, edits, deletions."""

from typing import cast

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Unsendable, Written


def reaction(asked: Asked, scene: Scene) -> Written:
    """An emoji on a message; on the office's newest unless told."""
    emoji = asked.text or "👍"
    target = _target(asked, scene, "office")
    return Written(type="reaction", content={"message_id": target, "emoji": emoji}, text=emoji)


def reaction_removal(asked: Asked, scene: Scene) -> Written:
    """The emoji taken away again: the same without `emoji`."""
    return Written(type="reaction", content={"message_id": _target(asked, scene, "office")})


def edit(asked: Asked, scene: Scene) -> Written:
    """New words for a message of the client's own; numbers in coexistence only."""
    target = _target(asked, scene, "client")
    before = scene.messages.get(target)
    kind = "text" if before is None else before.type
    body = asked.text or "Selamat siang (diralat)"
    inner: dict[str, JsonValue] = {"context": {"id": target}, "type": kind}
    if kind in {"image", "video", "document"} and before is not None:
        inner[kind] = {**cast("dict[str, JsonValue]", before.content), "caption": body}
    else:
        inner |= {"type": "text", "text": {"body": body}}
    return Written(
        type="edit",
        content={"original_message_id": target, "message": inner},
        text=body,
        opens_window=False,
    )


def revoke(asked: Asked, scene: Scene) -> Written:
    """A message of the client's own deleted for everyone; numbers in coexistence only."""
    target = _target(asked, scene, "client")
    return Written(type="revoke", content={"original_message_id": target}, opens_window=False)


def _target(asked: Asked, scene: Scene, sender: str) -> str:
    if asked.message_id is not None:
        return asked.message_id
    bubbles = [
        message
        for message in scene.messages.all(client_id=scene.client.id, limit=200)
        if message.type not in {"reaction", "edit", "revoke", "system", "request_welcome"}
    ]
    preferred = [message for message in bubbles if message.sender == sender]
    found = preferred or ([] if sender == "client" else bubbles)
    if not found:
        raise Unsendable("there is no message to do this to; give `message_id`")
    return found[-1].wamid
