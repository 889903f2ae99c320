"""Images, documents, audio, video and stickers, by media id or by link."""

from typing import Final
from urllib.parse import urlsplit

from simulator.graph.errors import GraphError
from simulator.graph.kinds.content import LONGEST_BODY, Content, Shelves
from simulator.graph.parameters import Parameters

_LONGEST_FILENAME: Final = 240
_LONGEST_LINK: Final = 2048


def image(parameters: Parameters, shelves: Shelves) -> Content:
    """A picture, perhaps with a caption."""
    return _with_caption(parameters, reference(parameters, shelves))


def video(parameters: Parameters, shelves: Shelves) -> Content:
    """A film, perhaps with a caption."""
    return _with_caption(parameters, reference(parameters, shelves))


def document(parameters: Parameters, shelves: Shelves) -> Content:
    """A document, perhaps with a caption and a name."""
    fields = reference(parameters, shelves)
    if parameters.has("filename"):
        fields["filename"] = parameters.text("filename", longest=_LONGEST_FILENAME)
    return _with_caption(parameters, fields)


def audio(parameters: Parameters, shelves: Shelves) -> Content:
    """A sound; `voice` makes it a voice note."""
    fields = reference(parameters, shelves)
    if parameters.flag("voice", default=False):
        fields["voice"] = True
    return Content(fields=fields)


def sticker(parameters: Parameters, shelves: Shelves) -> Content:
    """A sticker."""
    return Content(fields=reference(parameters, shelves))


def reference(parameters: Parameters, shelves: Shelves) -> dict[str, object]:
    """The file a media object names: exactly one of `id` and `link`.

    Raises:
        GraphError: 100 for an id that is not there or whose time has run out, 131009 for a link
            that is none. Whether a link leads anywhere Meta finds out after it has accepted.
    """
    if parameters.has("id") == parameters.has("link"):
        raise GraphError(
            100, f"Param {parameters.path} must have exactly one of the fields 'id' and 'link'."
        )
    if parameters.has("id"):
        media_id = parameters.text("id")
        if shelves.uploads.get(media_id) is None:
            raise GraphError(
                100,
                message=f"(#100) Param {parameters.path}['id'] is not a valid whatsapp business "
                "account media attachment ID",
            )
        return {"id": media_id}
    link = parameters.text("link", longest=_LONGEST_LINK)
    if urlsplit(link).scheme not in {"http", "https"} or not urlsplit(link).netloc:
        raise parameters.wrong("link", "must be a valid http or https URL")
    return {"link": link}


def _with_caption(parameters: Parameters, fields: dict[str, object]) -> Content:
    caption = parameters.optional_text("caption", longest=LONGEST_BODY)
    if caption is not None:
        fields["caption"] = caption
    return Content(fields=fields, text=caption)
