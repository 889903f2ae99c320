"""What the assistant may answer: the core of a request, and the words that may stand beside it."""

import re
from dataclasses import dataclass
from typing import Final

from adapters.ai.embedded import vocabulary
from adapters.ai.embedded.rules import pattern
from adapters.ai.embedded.spelling import BREAKS
from domain.analysis import Intent

_DAY: Final = (
    r"(?:besok|lusa|senin|selasa|rabu|kamis|jumat|sabtu|minggu|hari ini|nanti|sore ini|siang ini"
    r"|jam \w+|pukul \d+|tanggal \d+|"
    r"minggu depan|pekan depan|bulan depan|hari apa|kapan|\d+ (?:am|pm|januari|februari|maret"
    r"|april|mei|juni|juli|agustus|september|oktober|november|desember)|"
    r"tomorrow|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next week|this week"
    r"|what time|when)"
)
_PAPER: Final = (
    r"(?:dokumen\w*|ktp|kk|npwp|paspor|passport|akta\w*|sertifikat\w*|surat kuasa|suratnya|surat"
    r"|kontrak\w*|perjanjian|buku nikah|bukti\w*|rekening koran|ijazah|"
    r"drive|link|originals?|scan\w*|foto\w*|pdf|lampiran\w*|kartu keluarga|id card|contract"
    r"|certificate|agreement|deed"
    r"|shm|slip|kelengkapan|kekurangan\w*|fotokopi|softcopy|hardcopy|power of attorney|salinan)"
)
_SEND: Final = (
    r"(?:kirim|kirimkan|mengirim|mengirimkan|serahkan|menyerahkan|antar|antarkan|mengantar|bawa"
    r"|bawakan|membawa|email|emailkan|upload|unggah|mengunggah|"
    r"lampirkan|melampirkan|foto|scan|titip|titipkan|send|submit|bring|attach|upload|drop off)"
)

_OFFICE: Final = pattern(
    r"buka|bukanya|tutup|tutupnya|libur|operasional|beroperasi|open|opens|opening|close|closes"
    r"|closed|office hours|business hours|working hours|hours",
    r"(?:google |g ?)?maps|share ?loc\w*|kantor\w* (?:\w+ )?lantai|get to your office|directions?"
    r"|jam (?:kerja|kantor|operasional|layanan|pelayanan)\w*|hari (?:kerja|layanan)|alamat\w*"
    r"|lokasi\w*|letak\w*|address|located|location|directions?",
    r"(?:kantor\w*|posisi\w*) (?:\w+ )?(?:di |dekat )?(?:mana|sebelah mana|daerah mana)"
    r"|di mana (?:letak |posisi )?(?:kantor\w*|lokasi)|where (?:\w+ )?(?:is|are) (?:you|your|the)"
    r"|wheres (?:your|the) office",
    r"(?:nomor|kontak|contact)(?: \w+)? (?:telepon|kantor|number)\w*|(?:telepon|email|kontak"
    r"|surel)(?:nya)? kantor\w*|(?:alamat )?email(?:nya)?|(?:phone|contact|office|telepon) number"
    r"|nomor (?:yang bisa dihubungi|kantor)|find (?:your|the) office|reach (?:you|your office)",
)
_NOT_OFFICE: Final = pattern(
    r"alamat (?:saya|kami|dia|rumah)|lokasi saya|telepon (?:saya|pengacara)|nomor (?:saya|ini"
    r"|dia)|my (?:address|location|office|number)|email saya|(?:kirim|dikirim|send|scan|bawa"
    r"|antar)\w* (?:\w+ ){0,3}(?:ke|to) (?:email|alamat|kantor)",
)
_TIMED: Final = re.compile(rf"\b{_DAY}\b")
_STRONG: Final = pattern(
    r"(?:jadwal|jadwalkan|dijadwalkan|menjadwalkan|jadwalnya|menjadwal"
    r"|penjadwalan)(?: \w+){0,2} (?:konsultasi|ketemu|temu|pertemuan|meeting|datang|kunjungan"
    r"|ulang|janji)\w*",
    r"(?:buat|bikin|bkn|atur|punya|minta|mau|ubah|ganti|batal\w*|membatalkan|konfirmasi|undur"
    r"|mundur\w*|geser|pindah\w*|maju\w*|tunda|reschedule|cancel|buatkan|bikinkan|membuat|ada"
    r"|make|an|my|our|the|move|change|confirm|another|menunda|mengubah|mengganti|book|set"
    r"|schedule|arrange)"
    r"(?: \w+){0,2} (?:janji|pertemuan|jadwal konsultasi|meeting|slot|jadwal ketemu)\w*",
    r"(?:buat|bikin|atur|ubah|ganti|batal\w*|membatalkan|konfirmasi|undur|mundur\w*|geser"
    r"|pindah\w*|maju\w*|tunda|menunda|mengubah|mengganti|reschedule|cancel|buatkan|bikinkan"
    r"|membuat|"
    r"move|change|confirm|book|schedule|arrange|daftar) (?:\w+ ){0,2}(?:konsultasi|temu|ketemu)\w*",
    r"janji (?:temu|ketemu|konsultasi|besok|lusa|hari|saya|kami|jam|tanggal|untuk|dengan|di"
    r"|pertemuan)|(?:atur|ubah|ganti|pindah|geser|undur|majukan|mundurkan) jadwal\w*"
    r"|jadwal (?:kosong|konsultasi|ketemu|temu|pertemuan|luang)",
    r"reschedule\w*|reservasi|waktu (?:untuk )?(?:konsultasi|ketemu)|booking|book (?:a|an|slot"
    r"|konsultasi|jadwal|time|meeting|konsultasi)|slot\w*"
    r"|janji temu|meeting|pertemuan\w*|"
    r"(?:schedule|jadwal) (?:a|an|my)|jadwal ulang|dijadwalkan|jadwalkan",
)
_WEAK: Final = pattern(
    r"konsultasi\w*|ketemu|temu|janji|cant make it|meet|meet with|see (?:you|mr|mrs|pak|bu)"
    r"|(?:saya|kami|i will|ill|i) (?:akan |mau |jadi "
    r"|bisa "
    r"|tetap )?(?:datang|come)|menemui|tatap muka|(?:waktu|slot) (?:kosong|luang|senggang)"
    r"|ditemui|(?:bisa|boleh|mau|can|could|may|akan"
    r"|jadi|apa"
    r"|tidak bisa|rencana) (?:\w+ ){0,3}(?:datang|hadir|berkunjung|mampir|come|visit|meet|see)"
    r"|zoom|consult\w*|come (?:in|by|to)|visit|"
    r"(?:diundur|undur|dimajukan|digeser|ditunda|dimundurkan|dipindah|diganti|geser|pindah)\w*",
)
_NOT_APPOINTMENT: Final = pattern(
    r"pengacara\w* (?:\w+ )?(?:datang|hadir|tidak|mampir|kapan|berkunjung)|(?:janji"
    r"|janjinya) (?:mana|di mana|kapan|kapan ya|saja|terus|lagi)|(?:kenapa|mana) (?:janji|jadwal)"
    r"|konsultasi (?:hukum )?(?:apa|bagaimana)|(?:saya|kami) hadir",
)
_NEGATED: Final = pattern(
    r"tidak (?:bisa|jadi|sempat|apa apa|apa|memungkinkan|ada halangan|libur|buka|ya)(?= |$)"
    r"|(?:bisa|buka|ada|boleh|libur|tutup|jadi|perlu) tidak|tidak(?= (?:kak|pak|bu|ya|min|mas"
    r"|mbak|dong|sih|bang|nih|kah|kok|deh|gan)\b| [.?]|$)|atau tidak|kalau tidak"
    r"|no problem|if not|belum (?:bisa|sempat)|sudah (?:buka|tutup|ada)|atau belum|tidak keberatan",
)
_RELATIVE: Final = (
    r"(?:istri|suami|anak|keluarga|orangtua|ibu|bapak|kakak|adik|pasangan)(?: saya| kami)?"
)
# Relatives come along, or are on a paper; whoever else speaks of them says more than that.
_WITH_RELATIVES: Final = pattern(
    rf"(?<=saya )(?:dan|dengan|bersama|sama) {_RELATIVE}|(?<=datang )(?:dengan|bersama"
    rf"|sama) {_RELATIVE}"
)
_RELATIVES_PAPER: Final = re.compile(
    rf"\b((?:ktp|kk|npwp|paspor|passport|akta\w*|buku nikah|ijazah|foto|scan)(?: lahir"
    rf"| kelahiran)?) {_RELATIVE}\b"
)
_ABSENT: Final = pattern(r"(?:tidak|belum) (?:bisa|jadi|sempat|dapat) (?:datang|hadir)")
_MOVED: Final = pattern(
    r"(?:di)?(?:undur|ganti|geser|pindah|tunda|batal|maju|mundur|ubah)\w*|konsultasi|ketemu|janji"
    r"|reschedule|jadwal\w*"
)
_SENDING: Final = pattern(
    rf"(?:(?:saya|kami|mau|akan|ingin|bisa|boleh|sudah|berikut|ini|nanti|besok|baru|barusan|i|ill"
    rf"|to|we|have|ive|just|can|will|could|would|am|im)(?: (?:saya|kami|coba|segera|juga|sudah"
    rf"|akan|mau|bisa|please|already|just|like|to|have))*) {_SEND}(?:kan)?(?: \w+){{0,5}} {_PAPER}",
    rf"{_PAPER}(?: \w+){{0,3}} (?:sudah |akan |mau |bisa |barusan |baru |nanti |telah )*(?:saya"
    rf"|kami) {_SEND}|(?:sudah|telah|barusan|baru) (?:saya|kami) {_SEND}(?:kan)?|(?:saya"
    rf"|kami) (?:sudah|barusan|baru|akan|mau|telah) {_SEND}(?:kan)?",
    rf"{_PAPER}(?: \w+){{0,2}} (?:perlu|harus|boleh|bisa) (?:saya )?(?:dibawa|dikirim|diserahkan"
    rf"|diantar)",
    rf"(?:ini|berikut|terlampir|here (?:is|are)|attached(?: is| are)?"
    rf"|ini saya)(?: \w+){{0,2}} {_PAPER}|{_PAPER}(?: \w+){{0,3}} (?:terlampir|menyusul|attached)"
    rf"|saya lampirkan|terlampir",
    r"(?:kirim|dikirim|mengirim|antar|diantar|serahkan|diserahkan|kirimkan|upload|send|submit"
    r"|bawa|dibawa|email|kirimnya)(?:nya)?(?: \w+){0,3} (?:ke mana|ke siapa|ke alamat mana"
    r"|lewat (?:mana|apa|wa|whatsapp|email|sini)|bagaimana|ke sini|di sini|ke email|ke kantor"
    r"|here|by (?:email|whatsapp)|where|ke wa|ke alamat|lewat|format|pdf|foto)",
    r"(?:ke mana|bagaimana|cara|lewat mana|lewat apa|where|how|kapan)(?: \w+){0,5} (?:kirim"
    r"|mengirim|dikirim|kirimkan|menyerahkan|serahkan|antar|send|submit|upload|kirimnya|drop off"
    r"|bring)(?:kan)?",
    r"i (?:have |just |already )*(?:sent|send|emailed|attached|uploaded|submitted)|(?:will|ill"
    r"|can i|should i"
    r"|want to|like to|am going to|going to) (?:send|bring|submit|email|upload|drop off|attach)"
    r"|sending (?:you )?(?:the|my)|attached",
)
_PAPERS: Final = pattern(_PAPER)
_NOT_SENDING: Final = pattern(
    r"(?:sudah|apa|apakah|belum)(?: \w+){0,3} (?:diterima|sampai|dicek|diperiksa|masuk|diproses)"
    r"|(?:diterima|sampai|dicek|masuk) belum|(?:tolong|mohon|minta|please|can you"
    r"|could you) (?:\w+ )?(?:kirim|kirimkan|dikirim|dikirimkan|send|email|emailkan)(?! ke mana"
    r"| ke sini| lewat)"
    r"|bisa (?:\w+ )?kirim(?:kan)?(?! \w+ (?:ke|lewat|di)| \w+ \w+ (?:ke|lewat|di)| ke| lewat)|"
    r"send (?:me|us)|kirim(?:kan)? (?:ke )?(?:saya|kami)|apa (?:saja )?(?:yang )?dokumen(?! bisa"
    r"| boleh| dikirim| harus| saya kirim)"
    r"|dokumen\w* apa\w*|tanda ?tangan(?:i)? (?:perjanjian|kontrak)",
)

_THANKS: Final = pattern(
    r"terima kasih(?: (?:terima kasih|banyak|kembali|sekali|you|u|so|very|much|a lot|lot|nuhun|ya"
    r"|atas|for|untuk))*|appreciate it|much appreciated",
)
_SEE_YOU: Final = re.compile(
    rf"\b(?:sampai (?:ketemu|jumpa|nanti)|see you"
    rf"|ketemu)(?: (?:{'|'.join(sorted(vocabulary.TIMES))}|\d{{1,4}}))*\b"
)
_FOLDED_HANDS: Final = pattern(r"emojithanks")
_GREETING: Final = pattern(
    r"ping|p|selamat (?:pagi|siang|sore|petang|malam|datang|hari|jumpa)|assalamualaikum"
    r"|waalaikumsalam"
    r"|as salamu alaikum|assalamu alaikum|alaikum salam|alaikum|halo|permisi|salam|shalom|syalom"
    r"|om swastiastu|swastiastu|"
    r"namo buddhaya|good (?:morning|afternoon|evening|day|night)|morning|afternoon|evening"
    r"|greetings|pagi|siang|sore|malam|sampurasun|rampes|horas|tabea|apa kabar"
    r"|how are you(?: doing)?|kumaha damang|kulo|kula|nuwun sewu|mejuah juah|"
    r"(?:mau|numpang|izin|ijin|boleh|ikut|bisa) (?:ikut |numpang )?(?:tanya|bertanya"
    r"|nanya)(?: tanya)?",
)
_NUMBER: Final = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked, whether it is surely asked, and how many words nothing explains."""

    intents: tuple[Intent, ...]
    sure: bool
    unexplained: int


def asks_for_a_time(sentences: str) -> bool:
    """Whether a text names a day or an hour, or speaks of an appointment."""
    return bool(_TIMED.search(sentences) or _STRONG.search(sentences))


def understood(clauses: str) -> Understood:
    """The answerable requests in a text without names, and what they leave unexplained."""
    timed = bool(_TIMED.search(clauses))
    found: list[Intent] = []
    explained = vocabulary.COURTESIES
    sure = True
    sending = bool(
        _SENDING.search(clauses) and _PAPERS.search(clauses)
    ) and not _NOT_SENDING.search(clauses)
    if sending:
        found.append(Intent.DOCUMENT_SUBMISSION)
        clauses = _RELATIVES_PAPER.sub(r"\1", clauses)
        explained |= vocabulary.DOCUMENTS
    if _OFFICE.search(clauses) and not sending and not _NOT_OFFICE.search(clauses):
        found.append(Intent.OFFICE_INFO)
        explained |= vocabulary.OFFICE
    strong = bool(_STRONG.search(clauses))
    if (strong or (_WEAK.search(clauses) and not found)) and not _NOT_APPOINTMENT.search(clauses):
        found.append(Intent.APPOINTMENT)
        explained |= vocabulary.APPOINTMENT
        # Who only cannot come may speak of a hearing.
        absent = _ABSENT.search(clauses) and not _MOVED.search(clauses)
        sure = strong or (timed and not absent)
        clauses = _WITH_RELATIVES.sub(" ", clauses)
    rest, thanks = _THANKS.subn(" ", clauses)
    rest = _SEE_YOU.sub(" ", rest) if thanks else rest
    rest, greetings = _GREETING.subn(" ", rest)
    # Folded hands beside a greeting or a request are manners.
    if thanks or (_FOLDED_HANDS.search(clauses) and not found and not greetings):
        found.append(Intent.THANKS)
        explained |= vocabulary.THANKFUL
    if greetings:
        found.append(Intent.GREETING)
    if found and found[0] in {Intent.GREETING, Intent.THANKS}:
        explained |= vocabulary.INTRODUCTORY if greetings else frozenset[str]()
    else:
        rest = _NEGATED.sub(" ", rest)
        explained -= {"tidak", "belum"}
    counting = bool(set(found) - {Intent.GREETING, Intent.THANKS})
    left = [
        word
        for word in rest.split()
        if word not in BREAKS
        and word not in explained
        and not (counting and _NUMBER.fullmatch(word))
    ]
    return Understood(intents=_told(found), sure=sure, unexplained=len(left))


def _told(found: list[Intent]) -> tuple[Intent, ...]:
    """Without manners: a greeting before, thanks after another request."""
    requests = [each for each in found if each not in {Intent.GREETING, Intent.THANKS}]
    return tuple(requests or found[:1])
