"""Small, made-up values for tests: nobody here exists."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.account import AccountEventInput
from domain.analysis import Analysis, Intent, Language, Urgency
from domain.business_time import OpeningHours, Span
from domain.ids import ConversationId, Digest, MessageId, message_id
from domain.messages import InboundMessageInput
from domain.policy import AssistantTexts, BilingualText, ConversationRules, FirmPolicy
from domain.review import ReviewRules
from domain.routing import Mode, RoutingRules
from domain.sla import SlaRules
from domain.templates import ListedTemplate, TemplatePart

NOW: Final = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
PEPPER: Final = b"a pepper of thirty-two bytes ...."
PHONE: Final = "6281200000001"
BSUID: Final = "ID.13491208655302741918"
NUMBER_ID: Final = "100000000000015"
ACCOUNT_ID: Final = "200000000000025"
WAMID: Final = "wamid.HBgNNjI4MTIwMDAwMDAwMRUCABIYFDNBMDAwMDAwMDAwMDAwMDAwMEExAA=="


ALWAYS_OPEN: Final = OpeningHours(week=((Span(opens=0, closes=24 * 60),),) * 7)
"""An office whose tests run at any time of the day."""


def make_policy(
    *,
    mode: Mode = Mode.AUTO,
    answerable: tuple[Intent, ...] = (Intent.GREETING, Intent.THANKS, Intent.OFFICE_INFO),
    confidence: float = 0.8,
    quiet_period: timedelta = timedelta(seconds=6),
    idle_after: timedelta = timedelta(hours=12),
    confirmation_wait: timedelta = timedelta(minutes=10),
    window_margin: timedelta = timedelta(minutes=2),
    hours: OpeningHours = ALWAYS_OPEN,
    reviews: ReviewRules | None = None,
    sla: SlaRules | None = None,
) -> FirmPolicy:
    """A firm's policy, as firm.yaml would give it."""
    return FirmPolicy(
        firm_name="Kantor Hukum Uji",
        mode=mode,
        routing=RoutingRules(answerable=answerable, confidence=confidence),
        conversation=ConversationRules(
            quiet_period=quiet_period,
            idle_after=idle_after,
            confirmation_wait=confirmation_wait,
            window_margin=window_margin,
            reviews=reviews or ReviewRules(),
            sla=sla or SlaRules(),
        ),
        hours=hours,
        texts=AssistantTexts(
            greeting=BilingualText(id="Selamat datang.", en="Welcome."),
            thanks=BilingualText(id="Sama-sama.", en="You are welcome."),
            office_info=BilingualText(id="Buka 09.00-17.00.", en="Open 09:00-17:00."),
            disclosure=BilingualText(id="Dijawab otomatis.", en="Answered automatically."),
            privacy_notice=BilingualText(id="Data Anda aman.", en="Your data is safe."),
        ),
    )


def make_wamid(number: int) -> str:
    """One of many wamids."""
    return f"wamid.HBgN{number:032d}"


def message_json(
    *,
    text: str | None = "Selamat pagi",
    wamid: str = WAMID,
    phone: str | None = PHONE,
    user_id: str | None = None,
    sent_at: datetime = NOW,
    kind: str = "text",
) -> dict[str, object]:
    """An element of `messages[]` as Meta sends it."""
    message: dict[str, object] = {
        "id": wamid,
        "timestamp": str(int(sent_at.timestamp())),
        "type": kind,
    }
    if phone is not None:
        message["from"] = phone
    if user_id is not None:
        message["from_user_id"] = user_id
    if kind == "text":
        message["text"] = {"body": text}
    return message


def contact_json(
    *, name: str | None = "Budi Santoso", phone: str | None = PHONE, user_id: str | None = None
) -> dict[str, object]:
    """An element of `contacts[]`."""
    contact: dict[str, object] = {"profile": {"name": name} if name else {}}
    if phone is not None:
        contact["wa_id"] = phone
    if user_id is not None:
        contact["user_id"] = user_id
    return contact


def inbound_message(
    *,
    text: str | None = "Selamat pagi",
    wamid: str = WAMID,
    phone: str | None = PHONE,
    user_id: str | None = None,
    name: str | None = "Budi Santoso",
    sent_at: datetime = NOW,
    received_at: datetime | None = None,
    kind: str = "text",
    number_id: str = NUMBER_ID,
) -> InboundMessageInput:
    """The input of one message's workflow; `phone` and `user_id` None is a sender Meta hides."""
    message = message_json(
        text=text, wamid=wamid, phone=phone, user_id=user_id, sent_at=sent_at, kind=kind
    )
    contact = contact_json(name=name, phone=phone, user_id=user_id) if name else None
    return InboundMessageInput(
        message_id=message_id(PEPPER, wamid),
        account_id=ACCOUNT_ID,
        phone_number_id=number_id,
        received_at=received_at or sent_at + timedelta(seconds=1),
        message=json.dumps(message),
        contact=json.dumps(contact) if contact else None,
    )


def make_analysis(
    *intents: Intent,
    urgency: Urgency = Urgency.NORMAL,
    language: Language = Language.INDONESIAN,
    confidence: float = 0.95,
    analyst: str = "fake/1",
) -> Analysis:
    """A verdict; of a greeting where no intent is given."""
    given = intents or (Intent.GREETING,)
    return Analysis(
        intent=given[0],
        intents=given,
        urgency=urgency,
        language=language,
        confidence=confidence,
        analyst=analyst,
    )


def status_json(
    *,
    wamid: str = "wamid.outbound",
    status: str = "sent",
    at: datetime = NOW,
    callback: str | None = None,
    error_code: int | None = None,
    **more: object,
) -> str:
    """The JSON text of an element of `statuses[]`."""
    content: dict[str, object] = {
        "id": wamid,
        "status": status,
        "timestamp": str(int(at.timestamp())),
        "recipient_id": PHONE,
        **more,
    }
    if callback is not None:
        content["biz_opaque_callback_data"] = callback
    if error_code is not None:
        content["errors"] = [{"code": error_code, "title": "not delivered"}]
    return json.dumps(content)


def change_json(value: Mapping[str, object], *, field: str = "messages") -> dict[str, object]:
    """An element of `changes[]`."""
    return {"field": field, "value": dict(value)}


def webhook_json(*changes: Mapping[str, object], account_id: str = ACCOUNT_ID) -> dict[str, object]:
    """A whole webhook of one entry."""
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account_id, "changes": [dict(change) for change in changes]}],
    }


def messages_value(
    *messages: Mapping[str, object], contacts: list[dict[str, object]] | None = None
) -> dict[str, object]:
    """The value of a `messages` change."""
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": NUMBER_ID},
        "contacts": contacts if contacts is not None else [contact_json()],
        "messages": [dict(message) for message in messages],
    }


def made_id(number: int) -> MessageId:
    """One of many message ids."""
    return MessageId(f"{number:032x}")


def made_conversation(number: int = 1) -> ConversationId:
    """One of many conversation ids."""
    return ConversationId(f"{number:032x}")


def account_event(
    field: str,
    value: Mapping[str, object],
    *,
    digest: str = "a" * 32,
    received_at: datetime = NOW,
) -> AccountEventInput:
    """A change of a field that is neither a message nor a status, as the edge hands it on."""
    return AccountEventInput(
        digest=Digest(digest),
        field=field,
        received_at=received_at,
        body=json.dumps({"entry": {"id": ACCOUNT_ID}, "change": change_json(value, field=field)}),
    )


def make_template(
    name: str = "pengingat", *, language: str = "id", status: str = "APPROVED"
) -> ListedTemplate:
    """A template of the firm's, as Meta lists it."""
    return ListedTemplate(
        id="200000000000001",
        name=name,
        language=language,
        status=status,
        category="UTILITY",
        parts=(TemplatePart(kind="BODY", text="Yth. {{nama}}, kami menunggu.", gaps=("nama",)),),
    )


def template_event(
    event: str, *, name: str = "pengingat", digest: str = "a" * 32, at: datetime = NOW
) -> AccountEventInput:
    """Meta's word on a template of the firm's."""
    value = {
        "message_template_id": 200000000000001,
        "message_template_name": name,
        "message_template_language": "id",
        "event": event,
    }
    return account_event("message_template_status_update", value, digest=digest, received_at=at)
