"""Files a client sends: pictures, videos, sounds, documents, stickers."""

import base64

from pydantic import JsonValue

from simulator.messages.samples import SAMPLES
from simulator.messages.writing import Asked, Scene, Unsendable, Write, Written, without_nothing
from simulator.records import MediaFile

_WITH_CAPTION = {"image", "video", "document"}


def media(kind: str) -> Write:
    """A file of one of Meta's media types: the one asked for, or a small sample."""

    def write(asked: Asked, scene: Scene) -> Written:
        file = _file(kind, asked, scene)
        members: dict[str, JsonValue] = {
            "caption": (asked.text or None) if kind in _WITH_CAPTION else None,
            "filename": (file.filename or "berkas") if kind == "document" else None,
            "mime_type": file.mime_type,
            # Base64 in webhooks, hexadecimal when the Graph API is asked.
            "sha256": base64.b64encode(bytes.fromhex(file.sha256_hex)).decode("ascii"),
            "id": file.id,
            "url": scene.media_url(file),
            "voice": file.mime_type.startswith("audio/ogg") if kind == "audio" else None,
            "animated": False if kind == "sticker" else None,
        }
        return Written(type=kind, content=without_nothing(members), text=asked.text or None)

    return write


def media_failed(asked: Asked, scene: Scene) -> Written:
    """A picture that Meta could not fetch from the phone: an error beside it, and no file."""
    del scene
    error: dict[str, JsonValue] = {
        "code": 131052,
        "title": "Media download error",
        "message": "Media download error",
        "error_data": {"details": "Failed to download the media file sent by the user."},
    }
    content = without_nothing({"caption": asked.text or None, "mime_type": "image/jpeg"})
    return Written(type="image", content=content, beside={"errors": [error]})


def _file(kind: str, asked: Asked, scene: Scene) -> MediaFile:
    if asked.media_id is not None:
        file = scene.media.get(asked.media_id)
        if file is None:
            raise Unsendable("there is no file of this media id")
        return file
    sample = SAMPLES[kind]
    return scene.media.add(sample.content(), sample.mime_type, sample.filename, uploaded=False)
