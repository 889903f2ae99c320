"""What Meta's error codes mean to a law firm's people, Indonesian first."""

from collections.abc import Mapping
from typing import Final

from domain.analysis import Language

_TOKEN: Final = (
    "Token akses WhatsApp kantor tidak berlaku. Pesan menunggu sampai token diganti.",
    "The firm's WhatsApp access token is not valid. Messages wait until it is replaced.",
)
_PERMISSION: Final = (
    "Token kantor tidak berhak mengirim dari nomor ini. Pesan menunggu sampai izinnya diperbaiki.",
    "The firm's token may not send from this number. Messages wait until its rights are mended.",
)
_BLOCKED: Final = (
    "WhatsApp memblokir akun kantor. Tinjau di WhatsApp Manager; hubungi klien lewat jalan lain.",
    "WhatsApp blocked the firm's account. Look in WhatsApp Manager; reach clients another way.",
)
_REGISTRATION: Final = (
    "Nomor kantor tidak terdaftar dengan benar di WhatsApp. Pengelola harus mendaftarkannya lagi.",
    "The firm's number is not registered properly. An administrator must register it again.",
)
_DOWN: Final = (
    "WhatsApp sedang terganggu. Pesan dikirim lagi dengan sendirinya.",
    "WhatsApp has trouble. The message is tried again by itself.",
)
_UNSURE: Final = (
    "WhatsApp mengalami kesalahan; tidak pasti apakah pesan terkirim.",
    "WhatsApp failed; it is not certain whether the message was sent.",
)
_BUSY: Final = (
    "Kantor terlalu sering meminta ke WhatsApp. Pesan dikirim lagi dengan sendirinya.",
    "The firm asked WhatsApp too often. The message is tried again by itself.",
)
_WRONG: Final = (
    "WhatsApp tidak menerima bentuk pesan ini. Beri tahu pengelola sistem.",
    "WhatsApp does not take a message of this form. Tell the system's administrator.",
)
_GAPS: Final = (
    "Isian templat tidak cocok dengan templat yang disetujui WhatsApp.",
    "What fills the template does not fit the one that WhatsApp approved.",
)
_GROUP: Final = (
    "Pesan grup ini ditolak WhatsApp.",
    "WhatsApp refused this group message.",
)

_TEXTS: Final[Mapping[int, tuple[str, str]]] = {
    **dict.fromkeys((0, 190), _TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300), 131005), _PERMISSION),
    **dict.fromkeys((368, 131031), _BLOCKED),
    131037: (
        "Nama tampilan nomor kantor belum disetujui WhatsApp.",
        "WhatsApp has not approved the display name of the firm's number.",
    ),
    131042: (
        "Pembayaran ke WhatsApp bermasalah. Periksa cara pembayaran di WhatsApp Manager.",
        "There is a problem with paying WhatsApp. Check the payment method in WhatsApp Manager.",
    ),
    **dict.fromkeys(
        (131045, 133010, 133000, *range(133005, 133010), 133015, 133016), _REGISTRATION
    ),
    **dict.fromkeys((1, 131000), _UNSURE),
    **dict.fromkeys((2, 131016, 133004), _DOWN),
    131057: (
        "Akun kantor sedang dipelihara WhatsApp. Pesan dikirim lagi dengan sendirinya.",
        "WhatsApp is maintaining the firm's account. The message is tried again by itself.",
    ),
    **dict.fromkeys((4, 80007), _BUSY),
    130429: (
        "Nomor kantor mengirim terlalu cepat. Pesan dikirim lagi dengan sendirinya.",
        "The firm's number sends too fast. The message is tried again by itself.",
    ),
    131056: (
        "Terlalu banyak pesan ke klien ini dalam waktu singkat. Pesan dikirim lagi sebentar lagi.",
        "Too many messages to this client in a short time. The message is tried again soon.",
    ),
    131048: (
        (
            "WhatsApp membatasi nomor kantor karena pesannya dilaporkan sebagai spam. "
            "Tunggu beberapa jam sebelum mengirim lagi."
        ),
        (
            "WhatsApp limits the firm's number because its messages were reported as spam. "
            "Wait some hours before sending again."
        ),
    ),
    131064: (
        "WhatsApp membatasi nomor kantor karena kategori templatnya keliru. Coba lagi nanti.",
        "WhatsApp limits the firm's number because of wrongly classified templates. Try later.",
    ),
    131047: (
        (
            "Klien menulis lebih dari 24 jam yang lalu. Hanya templat yang disetujui yang boleh "
            "dikirim."
        ),
        "The client wrote more than 24 hours ago. Only an approved template may be sent.",
    ),
    131026: (
        (
            "Nomor ini tidak terdaftar di WhatsApp, atau aplikasinya terlalu lama untuk menerima "
            "pesan. Hubungi klien lewat jalan lain."
        ),
        (
            "This number is not on WhatsApp, or its app is too old to get the message. "
            "Reach the client another way."
        ),
    ),
    131049: (
        "WhatsApp memilih tidak menyampaikan pesan ini. Jangan ulangi sebelum 24 jam.",
        "WhatsApp chose not to deliver this message. Do not repeat it before 24 hours.",
    ),
    131050: (
        "Klien tidak mau lagi menerima pesan promosi dari kantor.",
        "The client no longer wants marketing messages from the firm.",
    ),
    130472: (
        "WhatsApp tidak menyampaikannya karena nomor klien ikut dalam percobaan WhatsApp.",
        "WhatsApp did not deliver it because the client's number is part of an experiment.",
    ),
    130403: (
        "Kantor memblokir klien ini di WhatsApp.",
        "The firm has blocked this client on WhatsApp.",
    ),
    130497: (
        "WhatsApp melarang kantor mengirim ke negara nomor ini.",
        "WhatsApp does not let the firm write to the country of this number.",
    ),
    131021: (
        "Penerimanya adalah nomor kantor sendiri.",
        "The recipient is the firm's own number.",
    ),
    131030: (
        "Nomor ini tidak ada dalam daftar nomor uji kantor di WhatsApp.",
        "This number is not in the firm's list of test numbers at WhatsApp.",
    ),
    131062: (
        "Pesan seperti ini memerlukan nomor telepon klien, yang tidak kami ketahui.",
        "A message of this kind needs the client's phone number, which we do not know.",
    ),
    131063: (
        "Pesan promosi tidak aktif untuk akun ini.",
        "Marketing messages are off for this account.",
    ),
    33: (
        "Nomor kantor sudah tidak ada di WhatsApp.",
        "The firm's number is not at WhatsApp any more.",
    ),
    **dict.fromkeys((100, 131008, 131009, 131051, 135000), _WRONG),
    131052: (
        "WhatsApp tidak dapat mengambil berkas dari klien. Minta klien mengirim lagi.",
        "WhatsApp could not fetch the client's file. Ask the client to send it again.",
    ),
    131053: (
        "WhatsApp tidak dapat memakai berkas ini. Periksa jenis dan isinya, lalu kirim lagi.",
        "WhatsApp cannot use this file. Check its type and content, then send it again.",
    ),
    **dict.fromkeys((132000, 132012, 132018), _GAPS),
    132001: (
        "Templat ini tidak ada dalam bahasa itu, atau belum disetujui WhatsApp.",
        "There is no such template in that language, or WhatsApp has not approved it yet.",
    ),
    132005: (
        "Templat menjadi terlalu panjang setelah diisi.",
        "The template is too long once it is filled in.",
    ),
    132007: (
        "Isi templat melanggar ketentuan WhatsApp.",
        "The template's content breaks WhatsApp's rules.",
    ),
    132015: (
        "WhatsApp menghentikan sementara templat ini. Pakailah templat lain.",
        "WhatsApp has paused this template. Use another one.",
    ),
    132016: (
        "WhatsApp mematikan templat ini. Pakailah templat lain.",
        "WhatsApp has disabled this template. Use another one.",
    ),
    132068: ("Formulir WhatsApp ini diblokir.", "This WhatsApp form is blocked."),
    132069: (
        "Formulir WhatsApp ini terlalu sering dipakai. Pesan dikirim lagi dengan sendirinya.",
        "This WhatsApp form was used too often. The message is tried again by itself.",
    ),
    137000: (
        "Identitas WhatsApp klien berubah. Pastikan dahulu siapa yang memakai nomor ini.",
        "The client's WhatsApp identity changed. First make sure who uses this number.",
    ),
    **dict.fromkeys((131020, 131041, *range(131200, 131220)), _GROUP),
}


def send_error_text(code: int) -> dict[Language, str]:
    """What a code says to people, in both languages; one that nobody knows says so itself."""
    indonesian, english = _TEXTS.get(
        code,
        (
            f"WhatsApp menolak dengan kode yang belum dikenal: {code}.",
            f"WhatsApp refused with a code that is not known yet: {code}.",
        ),
    )
    return {Language.INDONESIAN: indonesian, Language.ENGLISH: english}
