"""What the codes say to people, Indonesian first."""

from domain.analysis import Language
from domain.media import Finding
from domain.routing import Reason

_REASONS: dict[Reason, tuple[str, str]] = {
    Reason.ASSISTANT_OFF: (
        "Asisten dimatikan untuk percakapan ini",
        "The assistant is off in this conversation",
    ),
    Reason.HELD_BY_LAWYER: (
        "Percakapan sedang ditangani pengacara",
        "A lawyer is handling this conversation",
    ),
    Reason.AI_OPTED_OUT: (
        "Klien tidak mau dijawab asisten",
        "The client does not want the assistant's answers",
    ),
    # Says nothing of what it matched: not everybody who reads it may know.
    Reason.CONFLICT: (
        "Perlu pemeriksaan benturan kepentingan",
        "A conflict of interest has to be checked",
    ),
    Reason.DRAFTS_ONLY: (
        "Asisten hanya boleh menyusun draf",
        "The assistant may only draft here",
    ),
    Reason.EMERGENCY: ("Keadaan darurat", "An emergency"),
    Reason.COURT_DEADLINE: (
        "Panggilan atau tenggat pengadilan",
        "A court summons or deadline",
    ),
    Reason.HUMAN_REQUESTED: (
        "Klien meminta berbicara dengan orang",
        "The client asked for a person",
    ),
    Reason.PRIVACY_REQUEST: (
        "Permintaan tentang data pribadi",
        "A request about personal data",
    ),
    Reason.COMPLAINT: ("Keluhan", "A complaint"),
    Reason.BILLING: ("Soal biaya atau tagihan", "Fees or an invoice"),
    Reason.NEW_MATTER: ("Perkara baru", "A new matter"),
    Reason.LEGAL_ADVICE: ("Meminta nasihat hukum", "Asks for legal advice"),
    Reason.CASE_STATUS: ("Menanyakan perkembangan perkara", "Asks how a case stands"),
    Reason.CASE_UNCLEAR: (
        "Mungkin menyangkut beberapa perkara",
        "It may concern several cases",
    ),
    Reason.IDENTITY_CONFIRMED: (
        "Klien membuktikan identitasnya dengan PIN perkara",
        "The client proved who they are with the case PIN",
    ),
    Reason.IDENTITY_CHECK_FAILED: (
        "Pemeriksaan identitas gagal",
        "The identity check failed",
    ),
    Reason.POLICE_SUMMONS: ("Surat panggilan polisi", "A summons of the police"),
    Reason.DEMAND_LETTER: ("Somasi", "A letter of demand"),
    Reason.URGENT: ("Mendesak", "Urgent"),
    Reason.IDENTITY_CHANGED: (
        "Nomor atau identitas WhatsApp klien berubah; belum diverifikasi lagi",
        "The client's number or WhatsApp identity changed and is not verified again",
    ),
    Reason.NO_ADDRESS: (
        "WhatsApp tidak menyebut pengirimnya, jadi tidak dapat dibalas",
        "WhatsApp did not name the sender, so there is nobody to reply to",
    ),
    Reason.HELD: (
        "Pesan yang tertahan selama verifikasi belum dijawab",
        "Messages held back during verification are not answered yet",
    ),
    Reason.GROUP_MESSAGE: ("Ditulis di grup", "Written in a group"),
    Reason.CALLED: ("Klien menelepon lewat WhatsApp", "The client called on WhatsApp"),
    Reason.MESSAGE_EDITED: ("Klien mengubah pesannya", "The client edited the message"),
    Reason.MESSAGE_REVOKED: ("Klien menghapus pesannya", "The client deleted the message"),
    Reason.UNREADABLE: (
        "Isi pesan tidak dapat dibaca sistem",
        "The system cannot read this message's content",
    ),
    Reason.ANALYSIS_UNAVAILABLE: ("Analisis tidak tersedia", "The analysis was unavailable"),
    Reason.LOW_CONFIDENCE: ("Maksud pesan kurang pasti", "The meaning is uncertain"),
    Reason.SEVERAL_INTENTS: ("Beberapa maksud sekaligus", "Several intents at once"),
    Reason.NOT_UNDERSTOOD: (
        "Di luar yang boleh dijawab asisten",
        "Outside what the assistant may answer",
    ),
    Reason.ALLOWED_INTENT: ("Boleh dijawab asisten", "The assistant may answer this"),
    Reason.NOTHING_TO_ANSWER: ("Tidak perlu dijawab", "Nothing to answer"),
    Reason.SEND_REFUSED: ("WhatsApp menolak balasan", "WhatsApp refused the reply"),
    Reason.SEND_UNCONFIRMED: (
        "Belum pasti apakah balasan terkirim",
        "It is not certain that the reply was sent",
    ),
    Reason.DELIVERY_FAILED: ("Balasan tidak sampai", "The reply was not delivered"),
    Reason.WINDOW_CLOSED: (
        "Jendela layanan 24 jam sudah tertutup",
        "The 24-hour customer service window has closed",
    ),
    Reason.DRAFTING_FAILED: ("Draf tidak dapat disusun", "A draft could not be written"),
    Reason.FILE_GONE: (
        "Berkas klien sudah tidak ada di WhatsApp; permintaan kirim ulang menunggu sebagai draf",
        "WhatsApp has the client's file no longer; a request to send it again waits as a draft",
    ),
    Reason.RECIPIENT_UNREACHABLE: (
        "Nomor klien tidak dapat dijangkau lewat WhatsApp",
        "The client's number cannot be reached on WhatsApp",
    ),
    Reason.TEMPLATE_REFUSED: ("WhatsApp menolak templat", "WhatsApp refused the template"),
    Reason.FILE_REFUSED: ("WhatsApp menolak berkas", "WhatsApp refused the file"),
}


def reason_text(reason: Reason, language: Language) -> str:
    """A reason as a sentence for lawyers."""
    indonesian, english = _REASONS[reason]
    return indonesian if language is Language.INDONESIAN else english


_FINDINGS: dict[Finding, tuple[str, str]] = {
    Finding.VIRUS: ("Mengandung virus", "It carries a virus"),
    Finding.ENCRYPTED: (
        "Dikunci dengan kata sandi, jadi isinya tidak dapat diperiksa",
        "It is locked with a password, so nobody could look into it",
    ),
    Finding.MACROS: ("Mengandung makro atau skrip", "It carries macros or scripts"),
    Finding.EXECUTABLE: (
        "Program yang berjalan bila dibuka",
        "A program that runs when it is opened",
    ),
    Finding.NOT_AS_CLAIMED: (
        "Isinya bukan jenis berkas yang disebutkan",
        "Its content is not of the type that it claims",
    ),
    Finding.BOMB: (
        "Jauh lebih besar bila dibuka daripada ukurannya",
        "Opened, it would be far larger than it is",
    ),
    Finding.DAMAGED: ("Rusak", "It is damaged"),
    Finding.ATTACHMENTS: (
        "Membawa berkas lain yang tidak diperiksa",
        "Other files travel inside it, which were not looked at",
    ),
    Finding.OPAQUE: (
        "Arsip yang isinya tidak dapat diperiksa",
        "An archive that nobody here can look into",
    ),
    Finding.NOT_SCANNED: (
        "Pemindai virus tidak dapat memeriksanya",
        "The virus scanner could not look at it",
    ),
}


def finding_text(finding: Finding, language: Language) -> str:
    """Why a file is in quarantine, as a sentence for lawyers."""
    indonesian, english = _FINDINGS[finding]
    return indonesian if language is Language.INDONESIAN else english
