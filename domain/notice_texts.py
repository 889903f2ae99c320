"""What notices say to a law firm's staff, Indonesian first."""

import re
from collections.abc import Mapping
from typing import Final

from domain.analysis import Language
from domain.notices import NoticeCode
from domain.send_error_texts import send_error_text

_TEXTS: Final[Mapping[NoticeCode, tuple[str, str]]] = {
    NoticeCode.TEMPLATE_USABLE: (
        "Templat “{template}”[ ({language})] dapat dipakai.",
        "The template “{template}”[ ({language})] can be used.",
    ),
    NoticeCode.TEMPLATE_REJECTED: (
        (
            "WhatsApp menolak templat “{template}”[ ({language})][. Alasan: {reason}]"
            "[. Penjelasan WhatsApp: {explanation}]. Perbaiki lalu ajukan lagi."
        ),
        (
            "WhatsApp refused the template “{template}”[ ({language})][. Reason: {reason}]"
            "[. WhatsApp explains: {explanation}]. Correct it and submit it again."
        ),
    ),
    NoticeCode.TEMPLATE_PAUSED: (
        (
            "WhatsApp menghentikan sementara templat “{template}”[ ({language})]"
            "[. Penjelasan WhatsApp: {explanation}]. Untuk sementara templat ini tidak dapat "
            "dikirim."
        ),
        (
            "WhatsApp paused the template “{template}”[ ({language})]"
            "[. WhatsApp explains: {explanation}]. For now it cannot be sent."
        ),
    ),
    NoticeCode.TEMPLATE_DISABLED: (
        (
            "WhatsApp mematikan templat “{template}”[ ({language})][. Alasan: {reason}]"
            "[. Penjelasan WhatsApp: {explanation}]. Pakailah templat lain."
        ),
        (
            "WhatsApp disabled the template “{template}”[ ({language})][. Reason: {reason}]"
            "[. WhatsApp explains: {explanation}]. Use another one."
        ),
    ),
    NoticeCode.TEMPLATE_FLAGGED: (
        "Penerima mengeluhkan templat “{template}”[ ({language})]. WhatsApp dapat mematikannya.",
        (
            "People complained about the template “{template}”[ ({language})]. "
            "WhatsApp may disable it."
        ),
    ),
    NoticeCode.TEMPLATE_CHANGED: (
        (
            "Status templat “{template}”[ ({language})] berubah[: {event}]"
            "[. Penjelasan WhatsApp: {explanation}]."
        ),
        (
            "The status of the template “{template}”[ ({language})] changed[: {event}]"
            "[. WhatsApp explains: {explanation}]."
        ),
    ),
    NoticeCode.TEMPLATE_EDITED: (
        "Isi templat “{template}”[ ({language})] diubah. Periksa apakah perubahan ini disengaja.",
        (
            "The words of the template “{template}”[ ({language})] were edited. "
            "Check that this was intended."
        ),
    ),
    NoticeCode.TEMPLATE_QUALITY_LOW: (
        (
            "Menurut WhatsApp mutu templat “{template}”[ ({language})] menurun[: {quality}]. "
            "Bila memburuk, templat ini dihentikan."
        ),
        (
            "WhatsApp says that the quality of the template “{template}”[ ({language})] fell[: "
            "{quality}]. "
            "If it gets worse, the template will be paused."
        ),
    ),
    NoticeCode.TEMPLATE_CATEGORY_CHANGED: (
        (
            "Kategori templat “{template}”[ ({language})] berubah[ dari {previous}][ menjadi "
            "{category}]. "
            "Biayanya dapat berbeda."
        ),
        (
            "The category of the template “{template}”[ ({language})] changed[ from {previous}]"
            "[ to {category}]. Its price may differ."
        ),
    ),
    NoticeCode.TEMPLATE_CATEGORY_CHANGING: (
        (
            "WhatsApp akan mengubah kategori templat “{template}”[ ({language})][ dari {previous}]"
            "[ menjadi {category}]. Biayanya dapat berbeda; bila keliru, ajukan keberatan sekarang."
        ),
        (
            "WhatsApp will change the category of the template “{template}”[ ({language})]"
            "[ from {previous}][ to {category}]. Its price may differ; if this is wrong, appeal "
            "now."
        ),
    ),
    NoticeCode.ACCOUNT_VIOLATION: (
        (
            "WhatsApp menyatakan akun kantor melanggar ketentuannya[: {violation}]. "
            "Tinjau di WhatsApp Manager; akun dapat dibatasi."
        ),
        (
            "WhatsApp says that the firm's account broke its rules[: {violation}]. "
            "Look in WhatsApp Manager; the account may be restricted."
        ),
    ),
    NoticeCode.ACCOUNT_RESTRICTED: (
        (
            "WhatsApp membatasi akun kantor[: {restrictions}][ sampai {until}]. "
            "Hubungi klien yang mendesak lewat jalan lain."
        ),
        (
            "WhatsApp restricted the firm's account[: {restrictions}][ until {until}]. "
            "Reach clients with urgent matters in another way."
        ),
    ),
    NoticeCode.ACCOUNT_DISABLING: (
        (
            "WhatsApp akan mematikan akun kantor[ ({date})]. Ajukan keberatan di WhatsApp Manager "
            "sekarang."
        ),
        "WhatsApp will disable the firm's account[ ({date})]. Appeal in WhatsApp Manager now.",
    ),
    NoticeCode.ACCOUNT_DISABLED: (
        (
            "WhatsApp mematikan akun kantor[ ({date})]. Pesan tidak dapat dikirim; hubungi "
            "klien lewat "
            "jalan lain dan ajukan keberatan di WhatsApp Manager."
        ),
        (
            "WhatsApp disabled the firm's account[ ({date})]. Messages cannot be sent; reach "
            "clients "
            "in another way and appeal in WhatsApp Manager."
        ),
    ),
    NoticeCode.ACCOUNT_REINSTATED: (
        "WhatsApp mengaktifkan kembali akun kantor.",
        "WhatsApp gave the firm's account back.",
    ),
    NoticeCode.ACCOUNT_DELETED: (
        "Akun WhatsApp kantor dihapus. Pesan tidak lagi masuk atau keluar.",
        "The firm's WhatsApp account was deleted. Messages no longer come in or go out.",
    ),
    NoticeCode.ACCOUNT_OFFBOARDED: (
        (
            "Akun WhatsApp kantor terlepas dari sistem ini, misalnya karena ponsel diganti. "
            "Pesan tidak lagi masuk atau keluar sampai dihubungkan lagi."
        ),
        (
            "The firm's WhatsApp account was disconnected from this system, for example because "
            "the "
            "phone was replaced. Messages no longer come in or go out until it is connected again."
        ),
    ),
    NoticeCode.ACCOUNT_RECONNECTED: (
        "Akun WhatsApp kantor terhubung kembali.",
        "The firm's WhatsApp account is connected again.",
    ),
    NoticeCode.ACCOUNT_ACCESS_CHANGED: (
        (
            "Akses pihak lain ke akun WhatsApp kantor berubah[ ({event})]. "
            "Periksa apakah perubahan ini disengaja."
        ),
        (
            "The access of others to the firm's WhatsApp account changed[ ({event})]. "
            "Check that this was intended."
        ),
    ),
    NoticeCode.ACCOUNT_CHANGED: (
        "WhatsApp memberitahukan perubahan pada akun kantor[: {event}].",
        "WhatsApp reports a change of the firm's account[: {event}].",
    ),
    NoticeCode.ACCOUNT_REVIEW_PASSED: (
        "WhatsApp memeriksa akun kantor dan menyetujuinya.",
        "WhatsApp reviewed the firm's account and approved it.",
    ),
    NoticeCode.ACCOUNT_REVIEW_REFUSED: (
        "WhatsApp memeriksa akun kantor dan menolaknya. Lihat alasannya di WhatsApp Manager.",
        "WhatsApp reviewed the firm's account and refused it. See why in WhatsApp Manager.",
    ),
    NoticeCode.ACCOUNT_ALERT: (
        "Peringatan WhatsApp tentang akun kantor[ ({type})][: {description}].",
        "WhatsApp warns about the firm's account[ ({type})][: {description}].",
    ),
    NoticeCode.NUMBER_QUALITY_LOW: (
        "Penerima mengeluhkan pesan dari nomor kantor[ {number}]. WhatsApp dapat membatasinya.",
        (
            "People complained about messages from the firm's number[ {number}]. "
            "WhatsApp may restrict it."
        ),
    ),
    NoticeCode.NUMBER_LIMIT_LOWERED: (
        "WhatsApp menurunkan batas kirim nomor kantor[ {number}][ menjadi {limit}].",
        "WhatsApp lowered the sending limit of the firm's number[ {number}][ to {limit}].",
    ),
    NoticeCode.NUMBER_LIMIT_CHANGED: (
        "Batas atau mutu nomor kantor[ {number}] berubah[ ({event})][. Batas kini: {limit}].",
        (
            "The limit or quality of the firm's number[ {number}] changed[ ({event})]"
            "[. The limit is now {limit}]."
        ),
    ),
    NoticeCode.NUMBER_NAME_ACCEPTED: (
        "WhatsApp menyetujui nama[ “{name}”] untuk nomor kantor[ {number}].",
        "WhatsApp accepted the name[ “{name}”] of the firm's number[ {number}].",
    ),
    NoticeCode.NUMBER_NAME_REFUSED: (
        "WhatsApp menolak nama[ “{name}”] untuk nomor kantor[ {number}][. Alasan: {reason}].",
        "WhatsApp refused the name[ “{name}”] of the firm's number[ {number}][. Reason: {reason}].",
    ),
    NoticeCode.CAPABILITY_CHANGED: (
        (
            "Kewenangan akun WhatsApp kantor berubah[. Percakapan yang boleh dimulai dalam 24 jam: "
            "{limit}][. Jumlah nomor paling banyak: {numbers}]."
        ),
        (
            "What the firm's WhatsApp account may do changed[. Conversations it may start in 24 "
            "hours: "
            "{limit}][. Numbers at most: {numbers}]."
        ),
    ),
    NoticeCode.PIN_RESET_REQUESTED: (
        (
            "Seseorang meminta PIN nomor kantor[ {number}] dihapus. Bila bukan dari kantor, "
            "amankan "
            "akun Meta sekarang."
        ),
        (
            "Somebody asked to remove the PIN of the firm's number[ {number}]. If it was nobody "
            "of the "
            "firm, secure the Meta account now."
        ),
    ),
    NoticeCode.PIN_RESET_DONE: (
        (
            "PIN nomor kantor[ {number}] sudah dihapus. Bila bukan oleh kantor, amankan akun Meta "
            "sekarang, lalu pasang PIN baru."
        ),
        (
            "The PIN of the firm's number[ {number}] was removed. If it was nobody of the firm, "
            "secure "
            "the Meta account now, then set a new PIN."
        ),
    ),
    NoticeCode.PIN_CHANGED: (
        "PIN nomor kantor[ {number}] diganti. Periksa apakah perubahan ini disengaja.",
        "The PIN of the firm's number[ {number}] was changed. Check that this was intended.",
    ),
    NoticeCode.SECURITY_CHANGED: (
        (
            "Pengaturan keamanan nomor kantor[ {number}] berubah[ ({event})]. "
            "Periksa apakah perubahan ini disengaja."
        ),
        (
            "A security setting of the firm's number[ {number}] changed[ ({event})]. "
            "Check that this was intended."
        ),
    ),
    NoticeCode.CLIENT_STOPPED: (
        "Klien meminta tidak lagi dikirimi pesan jenis ini: {category}. Ini sudah dicatat.",
        "A client asked to be sent no more messages of this kind: {category}. This is recorded.",
    ),
    NoticeCode.CLIENT_USER_ID_CHANGED: (
        (
            "Identitas WhatsApp klien berubah, biasanya karena ganti nomor. "
            "Pastikan dahulu bahwa ini orang yang sama."
        ),
        (
            "A client's WhatsApp identity changed, mostly because of a new number. "
            "First make sure that this is the same person."
        ),
    ),
    NoticeCode.HISTORY_DECLINED: (
        (
            "Percakapan lama dari aplikasi WhatsApp Business tidak dibagikan[ (kode {fault})]. "
            "Bila diperlukan, nyalakan di ponsel kantor."
        ),
        (
            "The earlier chats of the WhatsApp Business app are not shared[ (code {fault})]. "
            "If you need them, turn sharing on in the office's phone."
        ),
    ),
    NoticeCode.USERNAME_CHANGED: (
        "Nama pengguna WhatsApp nomor kantor[ {number}] berubah[: {username}][ ({status})].",
        "The WhatsApp username of the firm's number[ {number}] changed[: {username}][ ({status})].",
    ),
    NoticeCode.GROUP_CHANGED: (
        (
            "Grup WhatsApp kantor[ “{subject}”] berubah[ ({event})][. Masuk: {joined}]"
            "[. Keluar: {left}]."
        ),
        (
            "A WhatsApp group of the firm's[ “{subject}”] changed[ ({event})][. Joined: {joined}]"
            "[. Left: {left}]."
        ),
    ),
    NoticeCode.GROUP_FAILED: (
        "Perubahan pada grup WhatsApp kantor[ “{subject}”] gagal[ ({event})].",
        "A change of a WhatsApp group of the firm's[ “{subject}”] failed[ ({event})].",
    ),
    NoticeCode.SENDING_STOPPED: (
        (
            "Pengiriman dari nomor kantor[ {number}] berhenti[ (kode WhatsApp {fault})]"
            "[. {meaning}]. Pesan yang menunggu terkirim sendiri begitu nomor berfungsi lagi."
        ),
        (
            "Nothing is sent from the firm's number[ {number}] any more[ (WhatsApp's code {fault})]"
            "[. {meaning}]. What waits goes by itself as soon as the number works again."
        ),
    ),
    NoticeCode.SENDING_RESUMED: (
        "Nomor kantor[ {number}] dapat mengirim lagi. Pesan yang menunggu sedang dikirim.",
        "The firm's number[ {number}] can send again. What waited is being sent.",
    ),
    NoticeCode.SENDING_LIMITED: (
        "WhatsApp membatasi pengiriman nomor kantor[ {number}][ (kode {fault})][. {meaning}].",
        "WhatsApp limits what the firm's number[ {number}] sends[ (code {fault})][. {meaning}].",
    ),
    NoticeCode.TOKEN_EXPIRING: (
        (
            "Token akses WhatsApp habis masa berlakunya pada {until}; setelah itu tidak ada pesan "
            "terkirim. Minta bagian TI membuat token baru di Meta Business Settings (System users) "
            "dan menaruhnya di depan yang lama pada WHATSAPP_ACCESS_TOKEN."
        ),
        (
            "The access token of WhatsApp expires on {until}; nothing is sent from then on. Ask IT "
            "to make a new one in Meta's Business Settings (System users) and to put it before the "
            "old one in WHATSAPP_ACCESS_TOKEN."
        ),
    ),
    NoticeCode.TOKEN_UNUSABLE: (
        (
            "WhatsApp tidak menerima token akses kantor, jadi tidak ada pesan terkirim. Minta "
            "bagian TI membuat token baru di Meta Business Settings (System users) dan memasangnya "
            "pada WHATSAPP_ACCESS_TOKEN sekarang. Pesan yang menunggu lalu terkirim sendiri."
        ),
        (
            "WhatsApp does not accept the firm's access token, so nothing is sent. Ask IT to make "
            "a new one in Meta's Business Settings (System users) and to put it into "
            "WHATSAPP_ACCESS_TOKEN now. What waits then goes by itself."
        ),
    ),
    NoticeCode.TOKEN_REFRESHED: (
        "Token akses WhatsApp diperpanjang[ sampai {until}]. Tidak ada yang perlu dilakukan.",
        "The access token of WhatsApp was renewed[ until {until}]. There is nothing to do.",
    ),
    NoticeCode.PAYMENT_FAILED: (
        (
            "WhatsApp tidak mengirim pesan karena pembayaran bermasalah. "
            "Perbarui cara pembayaran di WhatsApp Manager."
        ),
        (
            "WhatsApp does not send messages because of a problem with the payment. "
            "Update the payment method in WhatsApp Manager."
        ),
    ),
    NoticeCode.FAULT_REPORTED: (
        "WhatsApp melaporkan gangguan[ (kode {fault})][: {title}][. {explanation}].",
        "WhatsApp reports a fault[ (code {fault})][: {title}][. {explanation}].",
    ),
    NoticeCode.MESSAGE_NOT_UNDERSTOOD: (
        (
            "Ada pesan masuk yang tidak dapat diurai, jadi tidak tampak di percakapan mana pun. "
            "Isinya "
            "tersimpan; minta bagian TI memeriksanya."
        ),
        (
            "A message came in that could not be taken apart, so it shows in no conversation. "
            "It is "
            "kept; ask IT to look at it."
        ),
    ),
    NoticeCode.BODY_NOT_UNDERSTOOD: (
        (
            "WhatsApp mengirim sesuatu yang tidak dapat diurai[ ({field})]. Isinya tersimpan; "
            "minta bagian TI memeriksanya."
        ),
        (
            "WhatsApp sent something that could not be taken apart[ ({field})]. It is kept; "
            "ask IT to look at it."
        ),
    ),
    NoticeCode.UNKNOWN_EVENT: (
        (
            "WhatsApp mengirim pemberitahuan yang belum dikenal sistem ini[: {field}]. "
            "Isinya tersimpan."
        ),
        (
            "WhatsApp sent a notification of a kind that this system does not know yet[: {field}]. "
            "It is kept."
        ),
    ),
}

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "TIER_50": ("50", "50"),
    "TIER_250": ("250", "250"),
    "TIER_1K": ("1.000", "1,000"),
    "TIER_2K": ("2.000", "2,000"),
    "TIER_10K": ("10.000", "10,000"),
    "TIER_100K": ("100.000", "100,000"),
    "TIER_UNLIMITED": ("tanpa batas", "unlimited"),
    "-1": ("tanpa batas", "unlimited"),
    "RED": ("rendah (merah)", "low (red)"),
    "YELLOW": ("sedang (kuning)", "medium (yellow)"),
    "MARKETING": ("pemasaran", "marketing"),
    "UTILITY": ("utilitas", "utility"),
    "AUTHENTICATION": ("autentikasi", "authentication"),
    "marketing_messages": ("pemasaran", "marketing"),
    "RESTRICTED_BIZ_INITIATED_MESSAGING": ("memulai percakapan", "starting conversations"),
    "RESTRICTED_CUSTOMER_INITIATED_MESSAGING": ("membalas klien", "answering clients"),
    "RESTRICTED_ADD_PHONE_NUMBER_ACTION": ("menambah nomor", "adding numbers"),
    "approved": ("disetujui", "approved"),
    "reserved": ("dipesan", "reserved"),
    "deleted": ("dihapus", "deleted"),
}
"""Words of Meta's that staff would not know; others are shown as they are, so that IT finds them.
"""

_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_DETAIL: Final = re.compile(r"\{(\w+)\}")


def notice_text(code: NoticeCode, details: Mapping[str, str], language: Language) -> str:
    """A notice as a sentence or two; what stands in brackets is left out where its detail is."""
    which = 0 if language is Language.INDONESIAN else 1
    words = {name: _in_words(detail, which) for name, detail in details.items() if detail}
    fault = details.get("fault", "")
    if fault.isascii() and fault.isdigit():
        words["meaning"] = send_error_text(int(fault))[language].rstrip(".")

    def said(part: re.Match[str]) -> str:
        named: list[str] = _DETAIL.findall(part[1])
        return part[1] if all(name in words for name in named) else ""

    text = _OPTIONAL.sub(said, _TEXTS[code][which])
    return _DETAIL.sub(lambda detail: words.get(detail[1], "…"), text)


def _in_words(detail: str, which: int) -> str:
    pieces = detail.rstrip(".").split(", ")
    return ", ".join(_WORDS[each][which] if each in _WORDS else each for each in pieces)
