"""Our messages as the Graph API wants them: JSON values, and what its answers say."""

from collections.abc import Mapping
from typing import Any, assert_never

import httpx

from domain.messages import MediaKind
from domain.outbound import OutboundMessage
from domain.outbound_content import (
    Buttons,
    Component,
    ListMessage,
    MediaMessage,
    OutboundContent,
    Section,
    Template,
    Text,
)
from domain.webhook_json import as_integer, as_object

Json = dict[str, object]


def request_of(message: OutboundMessage) -> Json:
    """The body of the request that sends a message; it has a recipient of one kind or another.

    Source: Meta's Cloud API reference, Messages.
    """
    body: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        # Comes back with each status, and settles a send whose answer was lost.
        "biz_opaque_callback_data": message.outbound_id,
        **_said(message.content, message.media_id),
    }
    if message.recipient.phone:
        # Without the `+` Meta would put the business number's own country code before it.
        body["to"] = f"+{message.recipient.phone.removeprefix('+')}"
    else:
        # A BSUID in `to` is answered with 200 and lost.
        body["recipient"] = message.recipient.user_id
    if message.reply_to:
        body["context"] = {"message_id": message.reply_to}
    return body


def _said(content: OutboundContent, media_id: str | None) -> Json:
    match content:
        case Text(body=text):
            return {"type": "text", "text": {"preview_url": False, "body": text}}
        case Buttons():
            buttons = [
                {"type": "reply", "reply": {"id": each.id, "title": each.title}}
                for each in content.buttons
            ]
            return _interactive("button", content, {"buttons": buttons})
        case ListMessage():
            sections = [_section(each) for each in content.sections]
            action: Json = {"button": content.button, "sections": sections}
            return _interactive("list", content, action)
        case MediaMessage():
            return _media(content, media_id)
        case Template():
            template: Json = {"name": content.name, "language": {"code": content.language}}
            if content.components:
                template["components"] = [_component(each) for each in content.components]
            return {"type": "template", "template": template}
        case _:
            assert_never(content)


def _interactive(kind: str, content: Buttons | ListMessage, action: Json) -> Json:
    interactive: Json = {"type": kind, "body": {"text": content.body}, "action": action}
    if content.header:
        interactive["header"] = {"type": "text", "text": content.header}
    if content.footer:
        interactive["footer"] = {"text": content.footer}
    return {"type": "interactive", "interactive": interactive}


def _section(section: Section) -> Json:
    rows = [
        {"id": row.id, "title": row.title}
        | ({"description": row.description} if row.description else {})
        for row in section.rows
    ]
    told: Json = {"rows": rows}
    return {"title": section.title, **told} if section.title else told


def _media(content: MediaMessage, media_id: str | None) -> Json:
    told: Json = {"id": media_id}
    if content.caption:
        told["caption"] = content.caption
    if content.filename and content.kind is MediaKind.DOCUMENT:
        told["filename"] = content.filename
    return {"type": str(content.kind), str(content.kind): told}


def _component(component: Component) -> Json:
    wanted: Json = {"type": component.part}
    if component.sub_type:
        wanted |= {"sub_type": component.sub_type, "index": str(component.index)}
    as_payload = component.sub_type == "quick_reply"
    wanted["parameters"] = [
        {"type": "payload", "payload": each.text}
        if as_payload
        else {"type": "text", "text": each.text}
        | ({"parameter_name": each.name} if each.name else {})
        for each in component.parameters
    ]
    return wanted


def content_of(response: httpx.Response) -> Mapping[str, object]:
    """The JSON object of an answer; an empty one where it holds none."""
    try:
        value: Any = response.json()
    except ValueError:
        return {}
    return as_object(value)


def error_code(response: httpx.Response) -> int | None:
    """Meta's code of a refusal; None where it is not Meta's envelope."""
    return as_integer(as_object(content_of(response).get("error")).get("code"))
