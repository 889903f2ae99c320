"""Calls a client makes over WhatsApp: their beginning and their end, in the field `calls`."""

import base64
import secrets

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Written, text_at, without_nothing

_RANG_SECONDS = 42
_SDP = (
    "v=0\r\no=- 1000000000000000001 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
    "m=audio 3480 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 127.0.0.1\r\na=rtpmap:111 opus/48000/2\r\n"
)


def connect(asked: Asked, scene: Scene) -> Written:
    """The client calls: an SDP offer the office could answer."""
    del asked
    call_id = _new_wacid(scene.client.phone)
    session: dict[str, JsonValue] = {"sdp_type": "offer", "sdp": _SDP}
    content: dict[str, JsonValue] = {**_call(scene, call_id, "connect"), "session": session}
    return Written(type="call", field="calls", id=call_id, content=content)


def terminate(asked: Asked, scene: Scene) -> Written:
    """The call is over; the newest one unless told by `message_id`."""
    begun = scene.newest("client", "call")
    call_id = asked.message_id or text_at(begun.content if begun else None, "id")
    started = int(scene.now) - _RANG_SECONDS
    content: dict[str, JsonValue] = {
        **_call(scene, call_id or _new_wacid(scene.client.phone), "terminate"),
        "status": "COMPLETED",
        "start_time": str(started),
        "end_time": str(started + _RANG_SECONDS),
        "duration": _RANG_SECONDS,
    }
    return Written(type="call", field="calls", content=content)


def _call(scene: Scene, call_id: str, event: str) -> dict[str, JsonValue]:
    client = scene.client
    return without_nothing(
        {
            "id": call_id,
            "from": None if client.hides_number else client.phone,
            "from_user_id": client.user_id,
            "to": scene.office.digits,
            "event": event,
            "direction": "USER_INITIATED",
            "timestamp": str(int(scene.now)),
        }
    )


def _new_wacid(phone: str) -> str:
    raw = phone.encode("ascii") + secrets.token_bytes(10)
    return "wacid." + base64.b64encode(raw).decode("ascii")
