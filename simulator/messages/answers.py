"""Answers to what the office sent: buttons, lists, flows, call permissions, template buttons."""

import json

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Written, text_at

_A_WEEK = 7 * 24 * 3600


def button_reply(asked: Asked, scene: Scene) -> Written:
    """A tap on a reply button of an interactive message."""
    chosen: dict[str, JsonValue] = {"id": "ya", "title": asked.text or "Ya"}
    return _answer(asked, scene, "button_reply", chosen, "interactive")


def list_reply(asked: Asked, scene: Scene) -> Written:
    """A row chosen from a list message."""
    chosen: dict[str, JsonValue] = {
        "id": "perkara-perdata",
        "title": asked.text or "Perkara perdata",
        "description": "Sengketa, utang, warisan",
    }
    return _answer(asked, scene, "list_reply", chosen, "interactive")


def nfm_reply(asked: Asked, scene: Scene) -> Written:
    """A completed flow; `response_json` is JSON inside a string."""
    filled = {"flow_token": "contoh", "nama": scene.client.name, "perkara": "perdata"}
    sent: dict[str, JsonValue] = {
        "name": "flow",
        "body": asked.text or "Sent",
        "response_json": json.dumps(filled),
    }
    return _answer(asked, scene, "nfm_reply", sent, "interactive", "template")


def call_permission_reply(asked: Asked, scene: Scene) -> Written:
    """Leave for the office to call, for a week."""
    given: dict[str, JsonValue] = {
        "response": "accept",
        "is_permanent": False,
        "expiration_timestamp": int(scene.now) + _A_WEEK,
        "response_source": "user_action",
    }
    return _answer(asked, scene, "call_permission_reply", given, "interactive", "template")


def button(asked: Asked, scene: Scene) -> Written:
    """A tap on a quick reply of a template: a type of its own, not `interactive`."""
    label = asked.text or "Ya, saya hadir"
    return Written(
        type="button",
        content={"payload": label, "text": label},
        text=label,
        quotes=_answered(asked, scene, "template"),
    )


def no_interactive(asked: Asked, scene: Scene) -> Written:
    """Seen in production: type `interactive` without its object, and an error of the value."""
    del asked, scene
    return Written(
        type="interactive",
        value_errors=[
            {
                "code": 131000,
                "title": "Unsupported webhook payload",
                "message": "Unsupported webhook payload",
                "error_data": {"details": "Unsupported webhook payload"},
            }
        ],
    )


def _answer(
    asked: Asked, scene: Scene, kind: str, content: dict[str, JsonValue], *answered: str
) -> Written:
    words = text_at(content, "title") or text_at(content, "body")
    return Written(
        type="interactive",
        content={"type": kind, kind: content},
        text=words,
        quotes=_answered(asked, scene, *answered),
    )


def _answered(asked: Asked, scene: Scene, *types: str) -> str | None:
    if asked.reply_to is not None:
        return asked.reply_to
    newest = scene.newest("office", *types) or scene.newest("office")
    return newest.wamid if newest else None
