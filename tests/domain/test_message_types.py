"""Every type of message: read as a typed value, and said in both languages."""

import json
from dataclasses import replace

import pytest

from domain.analysis import Language
from domain.message_content import circumstances, needs_answer, opens_window, words
from domain.message_reading import read_message
from domain.message_texts import describe
from domain.messages import (
    Call,
    CallPermission,
    Choice,
    ChoiceKind,
    Content,
    Edit,
    Form,
    InboundMessageInput,
    Location,
    Media,
    MediaKind,
    Order,
    OrderItem,
    Reaction,
    ReceivedMessage,
    Referral,
    Revoke,
    SharedContact,
    SharedContacts,
    SystemKind,
    SystemMessage,
    Text,
    Unread,
    Unsupported,
    Welcome,
)
from domain.routing import Reason
from tests.samples import BSUID, PHONE, inbound_message

_ABOUT = "wamid.about"


def _read(type_: str, **content: object) -> ReceivedMessage:
    message = {"id": "wamid.x", "from": PHONE, "type": type_, **content}
    return read_message(replace(inbound_message(), message=json.dumps(message)))


def _media(kind: MediaKind, **more: object) -> Media:
    file = {"media_id": "7", "mime_type": "a/b", "sha256": "abc="}
    return Media(kind=kind, **{**file, **more})  # pyright: ignore[reportArgumentType] -- by name


_FILE = {"id": 7, "mime_type": "a/b", "sha256": "abc="}

_TYPES: list[tuple[str, dict[str, object], Content, str, str]] = [
    ("text", {"text": {"body": "Halo"}}, Text(body="Halo"), "Halo", "Halo"),
    (
        "image",
        {"image": {**_FILE, "caption": "KTP saya"}},
        _media(MediaKind.IMAGE, caption="KTP saya"),
        "Foto: KTP saya",
        "Photo: KTP saya",
    ),
    ("video", {"video": _FILE}, _media(MediaKind.VIDEO), "Video", "Video"),
    (
        "audio",
        {"audio": {**_FILE, "voice": True}},
        _media(MediaKind.AUDIO, voice=True),
        "Pesan suara",
        "Voice message",
    ),
    (
        "voice",
        {"voice": _FILE},
        _media(MediaKind.AUDIO, voice=True),
        "Pesan suara",
        "Voice message",
    ),
    ("audio", {"audio": _FILE}, _media(MediaKind.AUDIO), "Berkas suara", "Audio file"),
    (
        "document",
        {"document": {**_FILE, "filename": "somasi.pdf", "caption": "ini"}},
        _media(MediaKind.DOCUMENT, file_name="somasi.pdf", caption="ini"),
        "Dokumen “somasi.pdf”: ini",
        "Document “somasi.pdf”: ini",
    ),
    (
        "sticker",
        {"sticker": {**_FILE, "animated": True}},
        _media(MediaKind.STICKER, animated=True),
        "Stiker",
        "Sticker",
    ),
    (
        "image",
        {"image": {}, "errors": [{"code": "131052"}]},
        Media(kind=MediaKind.IMAGE, media_id=None, mime_type=None, sha256=None, error_code=131052),
        "Foto (WhatsApp tidak dapat mengambil berkas ini)",
        "Photo (WhatsApp could not take this file)",
    ),
    (
        "location",
        {"location": {"latitude": -6.2, "longitude": "106.81", "name": "PN Jakarta Selatan"}},
        Location(latitude=-6.2, longitude=106.81, name="PN Jakarta Selatan", address=None),
        "Lokasi: PN Jakarta Selatan (-6.20000, 106.81000)",
        "Location: PN Jakarta Selatan (-6.20000, 106.81000)",
    ),
    (
        "contacts",
        {
            "contacts": [
                {
                    "name": {"first_name": "Sari", "last_name": "Dewi"},
                    "org": {"company": "PT Contoh"},
                    "phones": [{"phone": "+62 812"}, {"wa_id": "6281200000009"}, 7],
                    "emails": [{"email": "sari@contoh.example"}],
                }
            ]
        },
        SharedContacts(
            contacts=(
                SharedContact(
                    name="Sari Dewi",
                    phones=("+62 812", "+6281200000009"),
                    emails=("sari@contoh.example",),
                    organisation="PT Contoh",
                ),
            ),
            requested=False,
        ),
        "Kontak: Sari Dewi (PT Contoh), +62 812, +6281200000009, sari@contoh.example",
        "Contact: Sari Dewi (PT Contoh), +62 812, +6281200000009, sari@contoh.example",
    ),
    (
        "contacts",
        {"contacts": [{"origin": "contact_request", "phones": [{"wa_id": PHONE}]}]},
        SharedContacts(
            contacts=(
                SharedContact(name=None, phones=(f"+{PHONE}",), emails=(), organisation=None),
            ),
            requested=True,
        ),
        f"Nomor telepon klien: tanpa nama, +{PHONE}",
        f"The client's phone number: no name, +{PHONE}",
    ),
    (
        "interactive",
        {"interactive": {"type": "button_reply", "button_reply": {"id": "b1", "title": "Ya"}}},
        Choice(kind=ChoiceKind.BUTTON, id="b1", title="Ya"),
        "Tombol: Ya",
        "Button: Ya",
    ),
    (
        "interactive",
        {
            "interactive": {
                "type": "list_reply",
                "list_reply": {"id": "r1", "title": "Perdata", "description": "214/Pdt.G"},
            }
        },
        Choice(kind=ChoiceKind.LIST, id="r1", title="Perdata", description="214/Pdt.G"),
        "Pilihan dari daftar: Perdata (214/Pdt.G)",
        "Chosen from the list: Perdata (214/Pdt.G)",
    ),
    (
        "interactive",
        {
            "interactive": {
                "type": "nfm_reply",
                "nfm_reply": {"response_json": '{"flow_token":"x","nama":"Budi","usia":40}'},
            }
        },
        Form(answers=(("nama", "Budi"), ("usia", "40"))),
        "Formulir terisi\nnama: Budi\nusia: 40",
        "Completed form\nnama: Budi\nusia: 40",
    ),
    (
        "interactive",
        {
            "interactive": {
                "type": "call_permission_reply",
                "call_permission_reply": {"response": "accept"},
            }
        },
        CallPermission(granted=True),
        "Klien mengizinkan kantor menelepon",
        "The client allows the office to call",
    ),
    (
        "button",
        {"button": {"payload": "lanjut", "text": "Lanjutkan"}},
        Choice(kind=ChoiceKind.TEMPLATE_BUTTON, id="lanjut", title="Lanjutkan"),
        "Tombol: Lanjutkan",
        "Button: Lanjutkan",
    ),
    (
        "reaction",
        {"reaction": {"message_id": _ABOUT, "emoji": "👍"}},
        Reaction(emoji="👍"),
        "Reaksi 👍",
        "Reaction 👍",
    ),
    (
        "reaction",
        {"reaction": {"message_id": _ABOUT}},
        Reaction(emoji=None),
        "Reaksi dihapus",
        "Reaction removed",
    ),
    (
        "order",
        {
            "order": {
                "text": "tolong",
                "product_items": [
                    {
                        "product_retailer_id": "p1",
                        "quantity": 2,
                        "item_price": 1.5,
                        "currency": "IDR",
                    }
                ],
            }
        },
        Order(
            items=(OrderItem(product="p1", quantity="2", price="1.5", currency="IDR"),),
            note="tolong",
        ),
        "Pesanan dari katalog\n2 x p1, IDR 1.5\ntolong",
        "Order from the catalogue\n2 x p1, IDR 1.5\ntolong",
    ),
    (
        "system",
        {"system": {"type": "user_changed_number", "wa_id": "6281200000009", "body": "changed"}},
        SystemMessage(
            kind=SystemKind.NUMBER_CHANGED,
            body="changed",
            phone="+6281200000009",
            user_id=None,
            previous_user_id=None,
        ),
        "Klien berganti nomor WhatsApp: +6281200000009",
        "The client changed their WhatsApp number: +6281200000009",
    ),
    (
        "system",
        {
            "system": {
                "type": "user_changed_user_id",
                "user_id": "ID.2",
                "body": f"User Budi changed from {BSUID} to ID.2",
            }
        },
        SystemMessage(
            kind=SystemKind.USER_ID_CHANGED,
            body=f"User Budi changed from {BSUID} to ID.2",
            phone=None,
            user_id="ID.2",
            previous_user_id=BSUID,
        ),
        "Identitas WhatsApp klien berganti (biasanya karena ganti nomor)",
        "The client's WhatsApp identity changed (usually because of a new number)",
    ),
    (
        "system",
        {"system": {"type": "customer_identity_changed", "identity": {"hash": "h"}}},
        SystemMessage(
            kind=SystemKind.IDENTITY_CHANGED,
            body=None,
            phone=None,
            user_id=None,
            previous_user_id=None,
        ),
        "Kode keamanan klien berubah: ponsel, kartu SIM, atau pemasangan WhatsApp baru",
        "The client's security code changed: a new phone, SIM card or installation",
    ),
    (
        "unsupported",
        {"unsupported": {"type": "poll_creation"}, "errors": [{"code": 131051}]},
        Unsupported(kind="poll_creation", error_code=131051),
        "Klien mengirim jajak pendapat",
        "The client sent a poll",
    ),
    (
        "unsupported",
        {"errors": [{"code": 131060}]},
        Unsupported(kind=None, error_code=131060),
        "WhatsApp belum dapat menampilkan pesan ini; minta klien mengirim ulang",
        "WhatsApp cannot show this message yet; ask the client to send it again",
    ),
    (
        "unsupported",
        {"unsupported": {"type": "hologram"}},
        Unsupported(kind="hologram", error_code=None),
        "Klien mengirim sesuatu yang tidak diteruskan WhatsApp (hologram)",
        "The client sent something WhatsApp does not pass on (hologram)",
    ),
    (
        "edit",
        {
            "edit": {
                "original_message_id": _ABOUT,
                "message": {"type": "text", "text": {"body": "jam tiga"}},
            }
        },
        Edit(content=Text(body="jam tiga")),
        "Pesan diubah menjadi: jam tiga",
        "The message was edited to: jam tiga",
    ),
    (
        "revoke",
        {"revoke": {"original_message_id": _ABOUT}},
        Revoke(),
        "Klien menghapus sebuah pesan",
        "The client deleted a message",
    ),
    (
        "request_welcome",
        {},
        Welcome(),
        "Klien membuka percakapan untuk pertama kali",
        "The client opened the chat for the first time",
    ),
    (
        "hologram",
        {"hologram": {"x": 1}},
        Unread(type="hologram"),
        "Pesan jenis “hologram”, yang belum dapat dibaca sistem ini",
        "A message of the type “hologram”, which this system cannot read yet",
    ),
]


@pytest.mark.parametrize(("type_", "given", "content", "indonesian", "english"), _TYPES)
def test_a_message_is_a_typed_value_and_readable_in_both_languages(
    type_: str, given: dict[str, object], content: Content, indonesian: str, english: str
) -> None:
    read = _read(type_, **given)
    assert (read.type, read.content) == (type_, content)
    assert describe(read.content, Language.INDONESIAN) == indonesian
    assert describe(read.content, Language.ENGLISH) == english


@pytest.mark.parametrize(
    "type_",
    sorted({row[0] for row in _TYPES} - {"request_welcome", "revoke", "edit", "unsupported"}),
)
def test_a_message_whose_object_is_missing_is_unread(type_: str) -> None:
    """Meta sends such ones with an error 131000 beside them."""
    assert _read(type_).content == Unread(type=type_)
    assert _read(type_, **{type_: "no object"}).content == Unread(type=type_)


def test_a_call_is_a_message() -> None:
    call = json.dumps(
        {"id": "wacid.x", "from": PHONE, "event": "connect", "timestamp": "1763780645"}
    )
    read = read_message(replace(inbound_message(), message=call, element="calls"))
    assert (read.type, read.content) == ("call", Call(event="connect"))
    assert describe(read.content, Language.ENGLISH) == "The client called on WhatsApp"
    assert describe(Call(event="terminate"), Language.INDONESIAN) == "Panggilan WhatsApp berakhir"


@pytest.mark.parametrize(
    ("type_", "content"),
    [
        ("reaction", {"reaction": {"message_id": _ABOUT, "emoji": "x"}}),
        ("edit", {"edit": {"original_message_id": _ABOUT, "message": {}}}),
        ("revoke", {"revoke": {"original_message_id": _ABOUT}}),
        ("text", {"text": {"body": "ya"}, "context": {"from": "1", "id": _ABOUT}}),
    ],
)
def test_a_message_tells_which_one_it_is_about(type_: str, content: dict[str, object]) -> None:
    assert _read(type_, **content).context.about == _ABOUT


def test_a_forwarded_message_and_one_that_came_from_an_advertisement() -> None:
    read = _read(
        "text",
        text={"body": "x"},
        context={"forwarded": True, "frequently_forwarded": False},
        referral={"source_url": "https://fb.me/x", "headline": "Konsultasi", "body": "Gratis"},
    )
    assert (read.context.forwarded, read.context.often_forwarded) == (True, False)
    assert read.referral == Referral(
        source_url="https://fb.me/x", headline="Konsultasi", body="Gratis"
    )
    asked = _read(
        "text", text={"body": "x"}, context={"referred_product": {"product_retailer_id": "p"}}
    )
    assert asked.context.product == "p"


def test_a_group_message_names_its_group() -> None:
    assert _read("text", text={"body": "x"}, group_id="Y2FwaQ==").group_id == "Y2FwaQ=="


@pytest.mark.parametrize(
    ("response", "answers"),
    [
        ("", ()),
        ("[1, 2]", (("", "[1, 2]"),)),
        ('"ya"', (("", "ya"),)),
        ("not JSON", (("", "not JSON"),)),
        ('{"a":{"b":[true]}}', (("a", '{"b": [true]}'),)),
    ],
)
def test_a_forms_answer_may_be_any_json_or_none(
    response: str, answers: tuple[tuple[str, str], ...]
) -> None:
    read = _read(
        "interactive",
        interactive={"type": "nfm_reply", "nfm_reply": {"response_json": response, "name": "flow"}},
    )
    assert read.content == Form(answers=answers)


def test_an_edit_of_an_edit_is_not_followed_for_ever() -> None:
    message: dict[str, object] = {"type": "text", "text": {"body": "x"}}
    for _ in range(50):
        message = {"type": "edit", "edit": {"original_message_id": "w", "message": message}}
    assert isinstance(_read("edit", edit=message["edit"]).content, Edit)


def test_a_parent_a_username_and_an_identity_key_are_the_senders() -> None:
    sent = InboundMessageInput(
        message_id=inbound_message().message_id,
        account_id="1",
        phone_number_id="2",
        received_at=inbound_message().received_at,
        message=json.dumps({"id": "w", "from_user_id": BSUID, "from_parent_user_id": "ID.ENT.9"}),
        contact=json.dumps(
            {"profile": {"name": "Budi", "username": "budi.s"}, "identity_key_hash": "kunci"}
        ),
    )
    sender = read_message(sent).sender
    assert (sender.phone, sender.user_id, sender.parent_user_id) == (None, BSUID, "ID.ENT.9")
    assert (sender.username, sender.key_hash) == ("budi.s", "kunci")


def test_words_are_what_the_client_wrote_wherever_it_stands() -> None:
    assert words(_media(MediaKind.IMAGE, caption="saya ditahan")) == "saya ditahan"
    assert words(Edit(content=Text(body="baru"))) == "baru"
    assert words(Choice(kind=ChoiceKind.LIST, id="r", title="Perdata")) == "Perdata"
    assert words(_media(MediaKind.STICKER)) is None
    assert words(Revoke()) is None


@pytest.mark.parametrize("content", [row[2] for row in _TYPES], ids=lambda c: type(c).__name__)
def test_only_plain_words_may_be_answered_by_the_assistant(content: Content) -> None:
    answerable = needs_answer(content) and not circumstances(content)
    assert answerable == isinstance(content, Text | Choice)


def test_what_is_no_message_opens_no_window() -> None:
    closed = {type(row[2]) for row in _TYPES if not opens_window(row[2])}
    assert closed == {SystemMessage, Reaction, Edit, Revoke}


def test_somebody_who_may_be_somebody_else_is_a_persons() -> None:
    changed = _read("system", system={"type": "user_changed_number"}).content
    assert circumstances(changed) == (Reason.IDENTITY_CHANGED,)
