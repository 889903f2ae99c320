"""What WhatsApp hides from a firm, what is no message, and what nobody has heard of yet."""

import base64

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Write, Written


def unsupported(hidden: str) -> Write:
    """Something the Cloud API does not pass on; `hidden` is Meta's word for what it was."""

    def write(asked: Asked, scene: Scene) -> Written:
        del scene
        return Written(
            type="unsupported",
            content={"type": asked.text or hidden},
            beside={
                "errors": [
                    _error(
                        131051,
                        "Message type unknown",
                        "Message type is currently not supported.",
                    )
                ]
            },
        )

    return write


def unavailable(asked: Asked, scene: Scene) -> Written:
    """The first message to a number in coexistence: there, and not to be had."""
    del asked, scene
    error = _error(
        131060, "This message is currently unavailable.", "Message is currently unavailable."
    )
    return Written(type="unsupported", beside={"errors": [error]})


def request_welcome(asked: Asked, scene: Scene) -> Written:
    """The client opened the chat for the first time and wrote nothing."""
    del asked, scene
    return Written(type="request_welcome")


def group(asked: Asked, scene: Scene) -> Written:
    """A text in a group of the office's number."""
    return Written(
        type="text",
        content={"body": asked.text or "Selamat pagi semua"},
        beside={"group_id": group_id(scene.office.digits)},
    )


def unknown(asked: Asked, scene: Scene) -> Written:
    """A type Meta has not invented yet."""
    del scene
    words = asked.text or "Sesuatu yang baru"
    return Written(type="hologram", content={"id": "100000000000099", "words": words})


def errors(asked: Asked, scene: Scene) -> Written:
    """An error of the account in place of messages."""
    del scene
    details = asked.text or "Message failed to send because your account is restricted."
    problem = _error(130429, "Rate limit hit", details) | {
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
    }
    return Written(
        type="errors", with_contacts=False, opens_window=False, shown=False, value_errors=[problem]
    )


def group_id(digits: str) -> str:
    """A group's id in Meta's form: base64 of `capi_group:<number>:<id>`."""
    raw = f"capi_group:{digits}:120363000000000001"
    return base64.b64encode(raw.encode("ascii")).decode("ascii")


def _error(code: int, title: str, details: str) -> dict[str, JsonValue]:
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}}
