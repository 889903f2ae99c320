"""The messages that people may send, as they are asked for; how long they may be WhatsApp says."""

from typing import Annotated, Literal

from pydantic import Field

from api.words import Body, Letter
from domain import outbound_content as content
from domain.outbound_content import OutboundContent

_Short = Annotated[str, Field(max_length=4096)]
"""Checked by `domain.outbound_content`, which says what is wrong with it."""


class ButtonBody(Body):
    """What a client taps; `id` comes back when they do."""

    id: _Short
    title: _Short


class ButtonsBody(Body):
    """Words with up to three buttons under them."""

    body: Letter
    buttons: Annotated[tuple[ButtonBody, ...], Field(min_length=1, max_length=3)]
    header: _Short = ""
    footer: _Short = ""


class RowBody(Body):
    """One choice."""

    id: _Short
    title: _Short
    description: _Short = ""


class SectionBody(Body):
    """Choices that belong together."""

    rows: Annotated[tuple[RowBody, ...], Field(min_length=1, max_length=10)]
    title: _Short = ""


class ListBody(Body):
    """Words with a button that opens up to ten choices."""

    body: Letter
    button: _Short
    sections: Annotated[tuple[SectionBody, ...], Field(min_length=1, max_length=10)]
    header: _Short = ""
    footer: _Short = ""


class ParameterBody(Body):
    """What stands in a gap; `name` where the template names its gaps."""

    text: _Short
    name: _Short = ""


class ComponentBody(Body):
    """What fills one part of a template; a button has its `index` and its `sub_type`."""

    part: Literal["header", "body", "button"]
    parameters: Annotated[tuple[ParameterBody, ...], Field(max_length=50)] = ()
    sub_type: Literal["", "url", "quick_reply"] = ""
    index: Annotated[int | None, Field(ge=0, le=9)] = None


class TemplateBody(Body):
    """A text that Meta has approved, and what fills its gaps."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,512}$")]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Za-z]{2,4})?$")]
    components: Annotated[tuple[ComponentBody, ...], Field(max_length=20)] = ()


class Outgoing(Body):
    """A message's content: at most one of these."""

    text: Letter | None = None
    template: TemplateBody | None = None
    buttons: ButtonsBody | None = None
    list: ListBody | None = None


def content_of(said: Outgoing) -> OutboundContent | None:
    """The same as the inside says it."""
    if said.text is not None:
        return content.Text(body=said.text)
    if said.template is not None:
        return template_of(said.template)
    if said.buttons is not None:
        return _buttons(said.buttons)
    return _list(said.list) if said.list is not None else None


def template_of(said: TemplateBody) -> content.Template:
    """The same as the inside says it."""
    return content.Template(
        name=said.name,
        language=said.language,
        components=tuple(
            content.Component(
                part=each.part,
                parameters=tuple(
                    content.Parameter(text=gap.text, name=gap.name) for gap in each.parameters
                ),
                sub_type=each.sub_type,
                index=each.index,
            )
            for each in said.components
        ),
    )


def _buttons(said: ButtonsBody) -> content.Buttons:
    return content.Buttons(
        body=said.body,
        buttons=tuple(content.Button(id=each.id, title=each.title) for each in said.buttons),
        header=said.header,
        footer=said.footer,
    )


def _list(said: ListBody) -> content.ListMessage:
    return content.ListMessage(
        body=said.body,
        button=said.button,
        sections=tuple(
            content.Section(
                title=section.title,
                rows=tuple(
                    content.Row(id=each.id, title=each.title, description=each.description)
                    for each in section.rows
                ),
            )
            for section in said.sections
        ),
        header=said.header,
        footer=said.footer,
    )
