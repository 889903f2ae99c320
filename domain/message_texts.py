"""What a message is, in words for lawyers: Indonesian first, English second."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.analysis import Language
from domain.messages import (
    Call,
    CallPermission,
    Choice,
    ChoiceKind,
    Content,
    Edit,
    Form,
    Location,
    Media,
    MediaKind,
    Order,
    Reaction,
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

_Say = Callable[[str, str], str]
"""Chooses between the Indonesian and the English words."""

_FILES: Final[Mapping[MediaKind, tuple[str, str]]] = {
    MediaKind.IMAGE: ("Foto", "Photo"),
    MediaKind.VIDEO: ("Video", "Video"),
    MediaKind.AUDIO: ("Berkas suara", "Audio file"),
    MediaKind.DOCUMENT: ("Dokumen", "Document"),
    MediaKind.STICKER: ("Stiker", "Sticker"),
}

_UNSUPPORTED: Final[Mapping[str, tuple[str, str]]] = {
    "edit": (
        "Klien mengubah salah satu pesannya; WhatsApp tidak meneruskan isi barunya",
        "The client edited one of their messages; WhatsApp does not pass on the new words",
    ),
    "poll_creation": ("Klien mengirim jajak pendapat", "The client sent a poll"),
    "poll_update": ("Klien menjawab jajak pendapat", "The client answered a poll"),
    "pin": ("Klien menyematkan pesan", "The client pinned a message"),
    "keep_in_chat": ("Klien menyimpan pesan sementara", "The client kept a disappearing message"),
    "group_invite": ("Klien mengirim undangan grup", "The client sent a group invitation"),
    "gif": ("Klien mengirim GIF", "The client sent a GIF"),
}

_NOT_AVAILABLE: Final = 131060
"""Meta's code for a first message that it cannot show."""


def describe(content: Content, language: Language) -> str:
    """What a message is and says, in full, as one readable text."""

    def say(indonesian: str, english: str) -> str:
        return indonesian if language is Language.INDONESIAN else english

    match content:
        case Edit(content=new):
            said = describe(new, language)
            return f"{say('Pesan diubah menjadi', 'The message was edited to')}: {said}"
        case Text(body=body):
            return body
        case _:
            return _DESCRIBED[type(content)](content, say)


def _media(media: Media, say: _Say) -> str:
    name = say("Pesan suara", "Voice message") if media.voice else say(*_FILES[media.kind])
    if media.file_name:
        name = f"{name} \u201c{media.file_name}\u201d"
    if media.error_code is not None:
        name += say(
            " (WhatsApp tidak dapat mengambil berkas ini)",
            " (WhatsApp could not take this file)",
        )
    return f"{name}: {media.caption}" if media.caption else name


def _location(place: Location, say: _Say) -> str:
    where = ", ".join(part for part in (place.name, place.address) if part)
    if place.latitude is not None and place.longitude is not None:
        point = f"{place.latitude:.5f}, {place.longitude:.5f}"
        where = f"{where} ({point})" if where else point
    return f"{say('Lokasi', 'Location')}: {where}" if where else say("Lokasi", "Location")


def _contacts(shared: SharedContacts, say: _Say) -> str:
    if shared.requested:
        kind = say("Nomor telepon klien", "The client's phone number")
    else:
        kind = say("Kontak", "Contact")
    return f"{kind}: {'; '.join(_card(card, say) for card in shared.contacts)}"


def _card(card: SharedContact, say: _Say) -> str:
    reached = ", ".join((*card.phones, *card.emails))
    name = card.name or say("tanpa nama", "no name")
    who = f"{name} ({card.organisation})" if card.organisation else name
    return f"{who}, {reached}" if reached else who


def _choice(choice: Choice, say: _Say) -> str:
    kind = (
        say("Pilihan dari daftar", "Chosen from the list")
        if choice.kind is ChoiceKind.LIST
        else say("Tombol", "Button")
    )
    title = choice.title or choice.id
    described = f"{title} ({choice.description})" if choice.description else title
    return f"{kind}: {described}"


def _form(form: Form, say: _Say) -> str:
    lines = [f"{name}: {value}" if name else value for name, value in form.answers]
    return "\n".join((say("Formulir terisi", "Completed form"), *lines))


def _permission(permission: CallPermission, say: _Say) -> str:
    if permission.granted:
        return say("Klien mengizinkan kantor menelepon", "The client allows the office to call")
    return say("Klien tidak mengizinkan kantor menelepon", "The client does not allow calls")


def _reaction(reaction: Reaction, say: _Say) -> str:
    if reaction.emoji is None:
        return say("Reaksi dihapus", "Reaction removed")
    return f"{say('Reaksi', 'Reaction')} {reaction.emoji}"


def _order(order: Order, say: _Say) -> str:
    lines = [
        f"{item.quantity} x {item.product}, {item.currency} {item.price}" for item in order.items
    ]
    head = say("Pesanan dari katalog", "Order from the catalogue")
    return "\n".join((head, *lines, *((order.note,) if order.note else ())))


def _system(system: SystemMessage, say: _Say) -> str:
    match system.kind:
        case SystemKind.NUMBER_CHANGED:
            said = say("Klien berganti nomor WhatsApp", "The client changed their WhatsApp number")
            return f"{said}: {system.phone}" if system.phone else said
        case SystemKind.USER_ID_CHANGED:
            return say(
                "Identitas WhatsApp klien berganti (biasanya karena ganti nomor)",
                "The client's WhatsApp identity changed (usually because of a new number)",
            )
        case SystemKind.IDENTITY_CHANGED:
            return say(
                "Kode keamanan klien berubah: ponsel, kartu SIM, atau pemasangan WhatsApp baru",
                "The client's security code changed: a new phone, SIM card or installation",
            )
        case _:
            return system.body or say("Pemberitahuan WhatsApp", "A notice of WhatsApp")


def _unsupported(unsupported: Unsupported, say: _Say) -> str:
    if unsupported.error_code == _NOT_AVAILABLE:
        return say(
            "WhatsApp belum dapat menampilkan pesan ini; minta klien mengirim ulang",
            "WhatsApp cannot show this message yet; ask the client to send it again",
        )
    known = _UNSUPPORTED.get(unsupported.kind or "")
    if known:
        return say(*known)
    kind = f" ({unsupported.kind})" if unsupported.kind else ""
    return (
        say(
            "Klien mengirim sesuatu yang tidak diteruskan WhatsApp",
            "The client sent something WhatsApp does not pass on",
        )
        + kind
    )


def _call(call: Call, say: _Say) -> str:
    if call.event == "terminate":
        return say("Panggilan WhatsApp berakhir", "The WhatsApp call ended")
    return say("Klien menelepon lewat WhatsApp", "The client called on WhatsApp")


_DESCRIBED: Final[Mapping[type, Callable[[Any, _Say], str]]] = {
    Media: _media,
    Location: _location,
    SharedContacts: _contacts,
    Choice: _choice,
    Form: _form,
    CallPermission: _permission,
    Reaction: _reaction,
    Order: _order,
    SystemMessage: _system,
    Unsupported: _unsupported,
    Call: _call,
    Revoke: lambda _, say: say("Klien menghapus sebuah pesan", "The client deleted a message"),
    Welcome: lambda _, say: say(
        "Klien membuka percakapan untuk pertama kali",
        "The client opened the chat for the first time",
    ),
    Unread: lambda unread, say: say(
        f"Pesan jenis \u201c{unread.type}\u201d, yang belum dapat dibaca sistem ini",
        f"A message of the type \u201c{unread.type}\u201d, which this system cannot read yet",
    ),
}
