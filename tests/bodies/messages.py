"""Bodies with everything that a client can send."""

import json
from collections.abc import Callable
from typing import Final

from tests.bodies.writer import (
    OFFICE,
    Json,
    Writer,
    change,
    contact,
    message,
    said,
    value,
    webhook,
    without,
)

Builder = Callable[[Writer], Json]

_HIDDEN: Final = (
    "button", "edit", "errors", "gif", "group_invite", "hsm", "image", "interactive",
    "keep_in_chat", "link_preview", "list", "location", "media_placeholder", "order", "pin",
    "poll_creation", "poll_update", "product", "reaction",
)  # fmt: skip
"""What `unsupported.type` may say."""


def _file(nth: int, mime_type: str, **more: object) -> Json:
    return {
        "mime_type": mime_type,
        "sha256": "bWFkZS11cC1kaWdlc3Qtb2YtdGhpcnR5LXR3by0uLi4=",
        "id": f"90000000000{nth:04d}",
        "url": f"https://media.example/attachments/?mid=90000000000{nth:04d}",
        **more,
    }


def _text(of: Writer, body: str, nth: int = 1, **more: object) -> Json:
    return {**message(of, "text", nth, text={"body": body}), **more}


def _of(type_: str, content: object, **more: object) -> Builder:
    """A body with one message of a type whose object has the type's name."""
    return lambda of: said(of, {**message(of, type_), type_: content, **more})


def _interactive(kind: str, content: object) -> Builder:
    return lambda of: said(
        of,
        message(
            of,
            "interactive",
            context={"from": OFFICE, "id": of.wamid(9, ours=True)},
            interactive={"type": kind, kind: content},
        ),
    )


def _words(words: str, **more: object) -> Builder:
    return lambda of: said(of, {**_text(of, words), **more})


def _quoted(of: Writer, **more: object) -> Json:
    context = {"from": OFFICE, "id": of.wamid(8, ours=True), **more}
    return said(of, _text(of, "Yang ini maksud saya", context=context))


def _system(of: Writer, content: Json, **more: object) -> Json:
    told = {**message(of, "system", system=content), **more}
    return webhook(change(value(of, messages=[told])))


def _hidden(of: Writer) -> Json:
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }
    return said(
        of,
        *(
            message(of, "unsupported", nth, errors=[error], unsupported={"type": kind})
            for nth, kind in enumerate(_HIDDEN, start=1)
        ),
    )


def _by_user_id_alone(of: Writer, **profile: object) -> Json:
    known = {"profile": {"name": of.name, **profile}, "user_id": of.user_id}
    words = without(_text(of, "Selamat siang, ini saya"), "from")
    return webhook(change(value(of, contacts=[known], messages=[words])))


def _managed(of: Writer) -> Json:
    parent = f"ID.ENT.88{of.number:016d}"
    words = _text(of, "Kami dari perusahaan", from_parent_user_id=parent)
    return webhook(
        change(value(of, contacts=[contact(of, parent_user_id=parent)], messages=[words]))
    )


def _with_identity_key(of: Writer) -> Json:
    known = contact(of, identity_key_hash="q83vEjRWeJA=")
    return webhook(change(value(of, contacts=[known], messages=[_text(of, "Ponsel baru")])))


def _numbers(of: Writer) -> Json:
    words = {
        **_text(of, "Nomor sebagai angka"),
        "from": int(of.phone),
        "timestamp": of.seconds(),
    }
    content = value(of, contacts=[contact(of, wa_id=int(of.phone))], messages=[words])
    content["metadata"]["phone_number_id"] = int(of.number_id)
    return webhook(change(content))


def _several(of: Writer) -> Json:
    people = [of.other(each) for each in range(3)]
    values = [
        value(
            who,
            contacts=[contact(who)],
            messages=[_text(who, f"Halo, pesan ke-{nth}", nth) for nth in range(1, 4)],
        )
        for who in people
    ]
    first = webhook(change(values[0]), change(values[1]))
    return {**first, "entry": [*first["entry"], *webhook(change(values[2]))["entry"]]}


def _mixed_crowd(of: Writer) -> Json:
    people = [of.other(each) for each in range(4)]
    return webhook(
        change(
            value(
                of,
                contacts=[contact(who) for who in reversed(people)],
                messages=[_text(who, "Kami menulis bersamaan") for who in people],
            )
        )
    )


def _album(of: Writer) -> Json:
    pictures = [message(of, "image", nth, image=_file(nth, "image/jpeg")) for nth in range(1, 11)]
    return said(of, *pictures)


def _with_statuses(of: Writer) -> Json:
    states = [
        {"id": of.wamid(7, ours=True), "status": state, "timestamp": str(of.seconds(nth))}
        for nth, state in enumerate(("sent", "delivered"))
    ]
    return said(of, _text(of, "Pesan dan status bersama"), statuses=states)


def _card(name: str, *phones: Json, **more: object) -> Json:
    return {"name": {"formatted_name": name, "first_name": name}, "phones": list(phones), **more}


MESSAGES: Final[dict[str, Builder]] = {
    "text": _words("Selamat pagi, saya ingin bertanya tentang perkara saya"),
    "text with every kind of character": _words(
        'Tolong 🙏🏽 \u202eterbalik\u202c é \u2028 </b> \\ " %'
    ),
    "text of 4096 characters": _words("panjang " * 512),
    "text that quotes": _quoted,
    "text that quotes without a name": lambda of: said(
        of, _text(of, "Yang tadi", context={"id": of.wamid(8, ours=True)})
    ),
    "text about a product": lambda of: _quoted(
        of, referred_product={"catalog_id": "700000000000017", "product_retailer_id": "paket-1"}
    ),
    "text forwarded": _words("Diteruskan", context={"forwarded": True}),
    "text forwarded often": _words("Diteruskan terus", context={"frequently_forwarded": True}),
    "text from an advertisement": _words(
        "Saya lihat iklannya",
        referral={
            "source_url": "https://iklan.example/1",
            "source_id": "800000000000018",
            "source_type": "ad",
            "headline": "Konsultasi hukum",
            "body": "Tanyakan kepada kami",
            "media_type": "image",
            "image_url": "https://iklan.example/1.jpg",
            "ctwa_clid": "made-up-click",
            "welcome_message": {"text": "Apa yang bisa kami bantu?"},
        },
    ),
    "text from a status advertisement": _words(
        "Dari status",
        referral={
            "source_type": "post",
            "source_id": "800000000000019",
            "media_type": "video",
            "video_url": "https://iklan.example/2.mp4",
            "thumbnail_url": "https://iklan.example/2.jpg",
        },
    ),
    "image with words": _of("image", _file(1, "image/jpeg", caption="Foto surat panggilan")),
    "image": _of("image", _file(2, "image/png")),
    "image without an address": _of("image", without(_file(3, "image/jpeg"), "url")),
    "image that could not be fetched": _of(
        "image",
        _file(4, "image/jpeg"),
        errors=[
            {
                "code": 131052,
                "title": "Media download failed",
                "message": "Media download failed",
                "error_data": {"details": "The file was not there any more."},
            }
        ],
    ),
    "image without its object": lambda of: said(of, message(of, "image")),
    "ten images at once": _album,
    "video": _of("video", _file(5, "video/mp4", caption="Rekaman kejadian")),
    "voice note": _of("audio", _file(6, "audio/ogg; codecs=opus", voice=True)),
    "audio": _of("audio", _file(7, "audio/mpeg", voice=False)),
    "voice, as it was once called": _of("voice", _file(8, "audio/ogg; codecs=opus")),
    "document": _of(
        "document",
        _file(9, "application/pdf", filename="Surat kuasa.pdf", caption="Mohon diperiksa"),
    ),
    "document with a hostile name": _of(
        "document", _file(10, "text/html", filename="../../etc/x\u202efdp.exe\n<script>")
    ),
    "document without a name": _of("document", _file(11, "application/octet-stream")),
    "sticker": _of("sticker", _file(12, "image/webp", animated=False)),
    "sticker that moves": _of("sticker", _file(13, "image/webp", animated=True)),
    "location": _of("location", {"latitude": -6.2, "longitude": 106.816666}),
    "location with a name": _of(
        "location",
        {
            "latitude": -6,
            "longitude": 107,
            "name": "Kantor Contoh",
            "address": "Jalan Karangan 1, Jakarta",
            "url": "https://tempat.example/1",
        },
    ),
    "contacts": _of(
        "contacts",
        [
            _card(
                "Saksi Karangan",
                {"phone": "+62 812-7000-0001", "wa_id": "6281270000001", "type": "CELL"},
                {"phone": "021 555 0001", "type": "WORK"},
                emails=[{"email": "saksi@contoh.example", "type": "HOME"}],
                org={"company": "PT Karangan", "title": "Direktur"},
                vcard="BEGIN:VCARD\nFN:Saksi Karangan\nEND:VCARD",
                origin="other",
            ),
            _card("Tanpa Nomor"),
        ],
    ),
    "contacts on our request": lambda of: said(
        of,
        message(
            of,
            "contacts",
            context={"from": OFFICE, "id": of.wamid(9, ours=True)},
            contacts=[
                _card(
                    of.name, {"phone": f"+{of.phone}", "wa_id": of.phone}, origin="contact_request"
                )
            ],
        ),
    ),
    "contacts that are no list": _of("contacts", {"name": {"formatted_name": "Satu"}}),
    "interactive button": _interactive("button_reply", {"id": "setuju", "title": "Setuju"}),
    "interactive list": _interactive(
        "list_reply", {"id": "perdata", "title": "Perdata", "description": "Sengketa tanah"}
    ),
    "interactive list without a description": _interactive(
        "list_reply", {"id": "pidana", "title": "Pidana"}
    ),
    "interactive form": _interactive(
        "nfm_reply",
        {
            "name": "flow",
            "body": "Sent",
            "response_json": json.dumps({"flow_token": "made-up", "perkara": "tanah", "n": [1]}),
        },
    ),
    "interactive form that is no object": _interactive(
        "nfm_reply", {"name": "flow", "body": "Sent", "response_json": "[1, 2]"}
    ),
    "interactive form that is no JSON": _interactive(
        "nfm_reply", {"name": "flow", "body": "Sent", "response_json": "{half"}
    ),
    "interactive permission to call": _interactive(
        "call_permission_reply",
        {"response": "accept", "is_permanent": False, "expiration_timestamp": "1795400000"},
    ),
    "interactive of an unknown kind": _interactive("hologram_reply", {"id": "1"}),
    "interactive without its object": lambda of: said(
        of,
        message(of, "interactive"),
        errors=[
            {
                "code": 131000,
                "title": "Something went wrong",
                "message": "Something went wrong",
                "error_data": {"details": "Unsupported webhook payload"},
            }
        ],
    ),
    "button of a template": lambda of: said(
        of,
        message(
            of,
            "button",
            context={"from": OFFICE, "id": of.wamid(9, ours=True)},
            button={"payload": "JADWAL-1", "text": "Ya, saya datang"},
        ),
    ),
    "reaction": lambda of: said(
        of,
        message(of, "reaction", reaction={"message_id": of.wamid(9, ours=True), "emoji": "👍🏽"}),
    ),
    "reaction taken back": lambda of: said(
        of, message(of, "reaction", reaction={"message_id": of.wamid(9, ours=True)})
    ),
    "order": _of(
        "order",
        {
            "catalog_id": "700000000000017",
            "text": "Pesan paket ini",
            "product_items": [
                {
                    "product_retailer_id": "paket-1",
                    "quantity": 2,
                    "item_price": 150000.5,
                    "currency": "IDR",
                }
            ],
        },
    ),
    "system: another number": lambda of: _system(
        of,
        {
            "type": "user_changed_number",
            "body": f"{of.name} changed from {of.phone} to {of.other(1).phone}",
            "wa_id": of.other(1).phone,
        },
    ),
    "system: another user id": lambda of: _system(
        of,
        {
            "type": "user_changed_user_id",
            "body": f"User {of.name} changed from {of.user_id} to {of.other(1).user_id}",
            "user_id": of.other(1).user_id,
        },
    ),
    "system: another identity": lambda of: _system(
        of,
        {"type": "customer_identity_changed", "body": f"{of.name} has a new identity"},
        identity={"acknowledged": False, "created_timestamp": of.seconds(), "hash": "q83vEjRWeJA="},
    ),
    "unsupported of every kind": _hidden,
    "unsupported for now": lambda of: said(
        of,
        message(
            of,
            "unsupported",
            errors=[
                {
                    "code": 131060,
                    "title": "This message is currently unavailable.",
                    "message": "This message is currently unavailable.",
                    "error_data": {"details": "This message is currently unavailable."},
                }
            ],
        ),
    ),
    "edit": lambda of: said(
        of,
        _text(of, "Sidangnya hari Senin"),
        message(
            of,
            "edit",
            2,
            edit={
                "original_message_id": of.wamid(1),
                "message": {
                    "context": {"id": of.wamid(9, ours=True)},
                    "type": "text",
                    "text": {"body": "Sidangnya hari Selasa"},
                },
            },
        ),
    ),
    "edit of words under an image": lambda of: said(
        of,
        message(
            of,
            "edit",
            edit={
                "original_message_id": of.wamid(6),
                "message": {
                    "type": "image",
                    "image": _file(14, "image/jpeg", caption="Sudah saya betulkan"),
                },
            },
        ),
    ),
    "revoke": lambda of: said(
        of,
        _text(of, "Salah kirim"),
        message(of, "revoke", 2, revoke={"original_message_id": of.wamid(1)}),
    ),
    "revoke of what never came": lambda of: said(
        of, message(of, "revoke", revoke={"original_message_id": of.wamid(99)})
    ),
    "welcome requested": lambda of: said(of, message(of, "request_welcome")),
    "group text": lambda of: said(
        of, _text(of, "Kepada semua di grup", group_id="Y2FwaV9ncm91cDptYWRlLXVwOjE=")
    ),
    "group image": lambda of: said(
        of,
        message(
            of,
            "image",
            image=_file(15, "image/jpeg", caption="Di grup"),
            group_id="Y2FwaV9ncm91cDptYWRlLXVwOjE=",
        ),
    ),
    "a type never seen": _of("hologram", {"id": "1", "depth": 3.5}),
    "no type": lambda of: said(of, without(_text(of, "Tanpa jenis"), "type")),
    "by user id alone": _by_user_id_alone,
    "by user id with a username": lambda of: _by_user_id_alone(of, username="@klien.karangan"),
    "of a managed business": _managed,
    "with an identity key": _with_identity_key,
    "no contacts": lambda of: webhook(change(value(of, messages=[_text(of, "Tanpa kontak")]))),
    "no sender at all": lambda of: said(
        of, without(_text(of, "Tanpa pengirim"), "from", "from_user_id")
    ),
    "no sender and no contacts": lambda of: webhook(
        change(value(of, messages=[without(_text(of, "Entah siapa"), "from", "from_user_id")]))
    ),
    "numbers as numbers": _numbers,
    "no metadata": lambda of: webhook(
        change(
            without(value(of, contacts=[contact(of)], messages=[_text(of, "Ke mana?")]), "metadata")
        )
    ),
    "no timestamp": lambda of: said(of, without(_text(of, "Kapan?"), "timestamp")),
    "several entries, changes and messages": _several,
    "several people in one change": _mixed_crowd,
    "a message and statuses": _with_statuses,
}
