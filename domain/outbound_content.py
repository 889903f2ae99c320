"""What a message of ours holds, within the limits that Meta's reference states."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from domain.drafts import LONGEST_TEXT
from domain.failures import UnsendableContent
from domain.media import LARGEST
from domain.messages import MediaKind
from domain.sentences import split_text


class ContentKind(StrEnum):
    """What kind of message it is."""

    TEXT = "text"
    BUTTONS = "buttons"
    LIST = "list"
    MEDIA = "media"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words. Links in them get no preview: Meta would fetch what a lawyer links to."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What a client taps instead of writing; `id` comes back to us."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """Words with up to three buttons under them."""

    body: str
    buttons: tuple[Button, ...]
    header: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One choice of a list."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Choices that belong together."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMessage:
    """Words with a button that opens a list of up to ten choices."""

    body: str
    button: str
    sections: tuple[Section, ...]
    header: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaMessage:
    """A file of the firm's bucket, brought to WhatsApp before the message goes."""

    kind: MediaKind
    file_key: str
    mime_type: str
    caption: str = ""
    filename: str = ""
    """What a document is called at the client's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What stands in a gap of a template; `name` where the template names its gaps."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What fills one part of a template.

    `part` is `header`, `body` or `button`; a button has its `index` and a `sub_type`: `url`, whose
    parameter ends the address, or `quick_reply`, whose parameter comes back to us.
    """

    part: str
    parameters: tuple[Parameter, ...]
    sub_type: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text that Meta has approved: all that may be sent when the window is closed."""

    name: str
    language: str
    components: tuple[Component, ...] = ()


OutboundContent = Text | Buttons | ListMessage | MediaMessage | Template

SENDABLE_TYPES: Final[Mapping[MediaKind, Collection[str]]] = MappingProxyType(
    {
        MediaKind.IMAGE: frozenset({"image/jpeg", "image/png"}),
        MediaKind.VIDEO: frozenset({"video/mp4", "video/3gpp"}),
        MediaKind.AUDIO: frozenset(
            {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}
        ),
        MediaKind.STICKER: frozenset({"image/webp"}),
        MediaKind.DOCUMENT: frozenset(
            {
                "text/plain",
                "application/pdf",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            }
        ),
    }
)
"""The types of files that may be sent. Source: Meta's "Supported media types"."""

_LONGEST_CAPTION: Final = 1024
_LONGEST_BUTTONS_BODY: Final = 1024
_LONGEST_FOOTER: Final = 60
_LONGEST_HEADER: Final = 60
_LONGEST_BUTTON_ID: Final = 256
_LONGEST_BUTTON: Final = 20
_LONGEST_ROW_ID: Final = 200
_LONGEST_ROW: Final = 24
_LONGEST_DESCRIPTION: Final = 72
_LONGEST_FILENAME: Final = 240
_MOST_BUTTONS: Final = 3
_MOST_SECTIONS: Final = 10
_MOST_ROWS: Final = 10
_MOST_TEMPLATE_BUTTONS: Final = 10
_TEMPLATE_NAME: Final = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
_UNFIT: Final = re.compile(r"[\n\r\t]| {5}")
"""What Meta refuses in a gap of a template."""

_PARTS: Final = frozenset({"header", "body", "button"})
_SUB_TYPES: Final = frozenset({"url", "quick_reply"})


def kind_of(content: OutboundContent) -> ContentKind:
    """What kind of message it is."""
    match content:
        case Text():
            return ContentKind.TEXT
        case Buttons():
            return ContentKind.BUTTONS
        case ListMessage():
            return ContentKind.LIST
        case MediaMessage():
            return ContentKind.MEDIA
        case Template():
            return ContentKind.TEMPLATE
        case _:
            assert_never(content)


def words_of(content: OutboundContent) -> str:
    """What a client reads of it, as far as it is in our hands; of a template, its name."""
    match content:
        case Text(body=body):
            return body
        case Buttons():
            titles = (f"[{each.title}]" for each in content.buttons)
            return "\n".join(filter(None, (content.header, content.body, content.footer, *titles)))
        case ListMessage():
            rows = (f"- {row.title}" for section in content.sections for row in section.rows)
            return "\n".join(filter(None, (content.header, content.body, content.footer, *rows)))
        case MediaMessage():
            return content.caption or content.filename
        case Template():
            gaps = (each.text for part in content.components for each in part.parameters)
            return "\n".join((content.name, *gaps))
        case _:
            assert_never(content)


def in_parts(content: OutboundContent) -> tuple[OutboundContent, ...]:
    """The messages that a content goes out as: a text that is too long for one is several."""
    if isinstance(content, Text):
        return tuple(replace(content, body=piece) for piece in split_text(content.body))
    return (content,)


def check(content: OutboundContent) -> None:
    """Let through what WhatsApp would take, but for a text's length: see `in_parts`.

    Raises:
        UnsendableContent: naming what is wrong and by how much, never quoting it.
    """
    match content:
        case Text(body=body):
            _said("body", body)
        case Buttons():
            _check_buttons(content)
        case ListMessage():
            _check_list(content)
        case MediaMessage():
            _check_media(content)
        case Template():
            _check_template(content)
        case _:
            assert_never(content)


def check_size(content: MediaMessage, size: int) -> None:
    """Let through a file that is not too large for its kind.

    Raises:
        UnsendableContent: it is, or it is empty.
    """
    if not size:
        raise UnsendableContent("file: is empty")
    if size > LARGEST[content.kind]:
        raise UnsendableContent(f"file: has {size} bytes, at most {LARGEST[content.kind]}")


def _check_buttons(content: Buttons) -> None:
    _within("body", content.body, _LONGEST_BUTTONS_BODY)
    _frame(content.header, content.footer)
    _count("buttons", content.buttons, _MOST_BUTTONS)
    for number, each in enumerate(content.buttons, 1):
        _within(f"button {number}, id", each.id, _LONGEST_BUTTON_ID)
        _within(f"button {number}, title", each.title, _LONGEST_BUTTON)
    _different("button ids", [each.id for each in content.buttons])
    _different("button titles", [each.title for each in content.buttons])


def _check_list(content: ListMessage) -> None:
    _within("body", content.body, LONGEST_TEXT)
    _frame(content.header, content.footer)
    _within("button", content.button, _LONGEST_BUTTON)
    _count("sections", content.sections, _MOST_SECTIONS)
    rows = [row for section in content.sections for row in section.rows]
    _count("rows", rows, _MOST_ROWS)
    for number, section in enumerate(content.sections, 1):
        _count(f"section {number}, rows", section.rows, _MOST_ROWS)
        if len(content.sections) > 1 or section.title:
            _within(f"section {number}, title", section.title, _LONGEST_ROW)
    for number, row in enumerate(rows, 1):
        _within(f"row {number}, id", row.id, _LONGEST_ROW_ID)
        _within(f"row {number}, title", row.title, _LONGEST_ROW)
        if row.description:
            _within(f"row {number}, description", row.description, _LONGEST_DESCRIPTION)
    _different("row ids", [row.id for row in rows])


def _check_media(content: MediaMessage) -> None:
    if content.mime_type not in SENDABLE_TYPES[content.kind]:
        raise UnsendableContent(f"file: WhatsApp does not send its type as {content.kind}")
    if not content.file_key:
        raise UnsendableContent("file: is missing")
    if content.caption:
        if content.kind in {MediaKind.AUDIO, MediaKind.STICKER}:
            raise UnsendableContent(f"caption: {content.kind} has none")
        _within("caption", content.caption, _LONGEST_CAPTION)
    if content.filename:
        if content.kind is not MediaKind.DOCUMENT:
            raise UnsendableContent(f"filename: {content.kind} has none")
        _within("filename", content.filename, _LONGEST_FILENAME)


def _check_template(content: Template) -> None:
    if not _TEMPLATE_NAME.fullmatch(content.name):
        raise UnsendableContent("template: its name is lower-case letters, digits and _")
    if not _LANGUAGE.fullmatch(content.language):
        raise UnsendableContent("template: its language is a code such as id or en_US")
    for component in content.components:
        where = f"template, {component.part}" if component.part in _PARTS else "template"
        if component.part not in _PARTS:
            raise UnsendableContent("template: a part is header, body or button")
        if (component.part == "button") != bool(component.sub_type):
            raise UnsendableContent(f"{where}: a button, and nothing else, has a sub_type")
        if component.sub_type and component.sub_type not in _SUB_TYPES:
            raise UnsendableContent(f"{where}: its sub_type is url or quick_reply")
        if component.sub_type and component.index not in range(_MOST_TEMPLATE_BUTTONS):
            raise UnsendableContent(f"{where}: its index is 0 to {_MOST_TEMPLATE_BUTTONS - 1}")
        for number, each in enumerate(component.parameters, 1):
            _said(f"{where}, parameter {number}", each.text)
            if _UNFIT.search(each.text):
                raise UnsendableContent(
                    f"{where}, parameter {number}: has a new line, a tab or five spaces in a row"
                )


def _frame(header: str, footer: str) -> None:
    if header:
        _within("header", header, _LONGEST_HEADER)
    if footer:
        _within("footer", footer, _LONGEST_FOOTER)


def _within(what: str, text: str, longest: int) -> None:
    _said(what, text)
    if len(text) > longest:
        raise UnsendableContent(f"{what}: has {len(text)} characters, at most {longest}")


def _said(what: str, text: str) -> None:
    if not text.strip():
        raise UnsendableContent(f"{what}: is empty")
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise UnsendableContent(f"{what}: has a character that cannot be sent")


def _count(what: str, items: Sequence[object], most: int) -> None:
    if not 1 <= len(items) <= most:
        raise UnsendableContent(f"{what}: are {len(items)}, at least 1 and at most {most}")


def _different(what: str, values: Sequence[str]) -> None:
    if len(set(values)) < len(values):
        raise UnsendableContent(f"{what}: two are the same")
