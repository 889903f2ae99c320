"""What a lawyer may start from when a message is theirs to answer, Indonesian first.

Nothing here advises, promises or guesses: it greets, asks for what is needed, and says what the
file says, where the client may be told.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from domain.analysis import Intent, Language
from domain.cases import CaseStatus
from domain.drafts import CaseFacts, DraftedText
from domain.policy import BilingualText

_OPENINGS: Final[Mapping[Intent, BilingualText]] = {
    Intent.EMERGENCY: BilingualText(
        id="Pesan Anda sudah saya baca. Boleh saya telepon sekarang? "
        "Mohon beri tahu Anda berada di mana, dan nama serta kantor "
        "petugas yang menangani bila ada.",
        en="I have read your message. May I call you now? Please tell me"
        " where you are, and the name and office of the officer in "
        "charge if there is one.",
    ),
    Intent.COURT_DEADLINE: BilingualText(
        id="Pesan Anda sudah saya baca. Mohon kirim foto surat panggilan"
        " atau putusannya, semua halaman, beserta tanggal Anda "
        "menerimanya.",
        en="I have read your message. Please send a photo of every page "
        "of the summons or decision, and the date on which you "
        "received it.",
    ),
    Intent.HUMAN_REQUEST: BilingualText(
        id="Selamat datang. Saya dari kantor kami dan akan membantu "
        "Anda. Ada yang bisa saya bantu?",
        en="Hello. I am from our office and will help you. What can I do for you?",
    ),
    Intent.PRIVACY_REQUEST: BilingualText(
        id="Permintaan Anda tentang data pribadi sudah kami catat. Agar "
        "data tidak jatuh ke orang lain, kami perlu memastikan dahulu"
        " bahwa ini benar Anda.",
        en="We have noted your request about your personal data. So that"
        " it does not reach anybody else, we first need to make sure "
        "that it is you.",
    ),
    Intent.COMPLAINT: BilingualText(
        id="Terima kasih sudah menyampaikannya, dan mohon maaf atas "
        "ketidaknyamanan ini. Boleh diceritakan apa yang terjadi dan "
        "kapan?",
        en="Thank you for telling us, and we are sorry for the "
        "inconvenience. Could you tell me what happened, and when?",
    ),
    Intent.BILLING: BilingualText(
        id="Pertanyaan Anda tentang biaya sudah saya baca. Mohon "
        "sebutkan nomor tagihan, atau kirim fotonya, supaya dapat "
        "saya periksa.",
        en="I have read your question about fees. Please give me the "
        "number of the invoice, or a photo of it, so that I can look "
        "into it.",
    ),
    Intent.NEW_MATTER: BilingualText(
        id="Terima kasih sudah menghubungi kami. Sebelum kami dapat "
        "membahas perkaranya, mohon sebutkan nama lengkap Anda, nama "
        "semua pihak yang terlibat, dan duduk perkaranya singkat "
        "saja.",
        en="Thank you for contacting us. Before we can discuss the "
        "matter, please tell me your full name, the names of "
        "everybody involved, and in short what it is about.",
    ),
    Intent.LEGAL_ADVICE: BilingualText(
        id="Pertanyaan Anda sudah saya baca. Untuk menjawabnya saya "
        "perlu tahu lebih banyak: sejak kapan, siapa saja yang "
        "terlibat, dan dokumen apa yang ada?",
        en="I have read your question. To answer it I need to know more:"
        " since when, who is involved, and which documents are there?",
    ),
    Intent.CASE_STATUS: BilingualText(
        id="Terima kasih sudah menanyakan perkembangan perkara Anda.",
        en="Thank you for asking how your case stands.",
    ),
    Intent.APPOINTMENT: BilingualText(
        id="Terima kasih. Hari dan jam berapa yang cocok untuk Anda, dan tentang apa pertemuannya?",
        en="Thank you. Which day and time would suit you, and what is the meeting about?",
    ),
    Intent.DOCUMENT_SUBMISSION: BilingualText(
        id="Terima kasih, dokumennya akan saya periksa. Mohon sebutkan untuk perkara yang mana.",
        en="Thank you, I will look at the document. Please tell me which case it is for.",
    ),
}
_OTHERWISE: Final[BilingualText] = BilingualText(
    id="Pesan Anda sudah saya baca. Boleh dijelaskan sedikit lagi apa yang Anda perlukan?",
    en="I have read your message. Could you tell me a little more about what you need?",
)
_NUMBER: Final[BilingualText] = BilingualText(
    id="Nomor perkara: {}",
    en="Case number: {}",
)
_COURT: Final[BilingualText] = BilingualText(
    id="Pengadilan: {}",
    en="Court: {}",
)
_STATUS: Final[BilingualText] = BilingualText(
    id="Status di kantor kami: {}",
    en="Status at our office: {}",
)
_HEARING: Final[BilingualText] = BilingualText(
    id="Sidang berikutnya: {}",
    en="Next hearing: {}",
)
_STATUSES: Final[Mapping[CaseStatus, BilingualText]] = {
    CaseStatus.OPEN: BilingualText(
        id="berjalan",
        en="in progress",
    ),
    CaseStatus.SUSPENDED: BilingualText(
        id="ditunda",
        en="suspended",
    ),
    CaseStatus.CLOSED: BilingualText(
        id="selesai",
        en="closed",
    ),
}
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_ABOUT_A_CASE: Final = frozenset({Intent.CASE_STATUS, Intent.COURT_DEADLINE})


def suggestion(
    intents: tuple[Intent, ...], language: Language, case: CaseFacts | None
) -> DraftedText:
    """Words for a lawyer to begin with; facts of the case only where it is about one."""
    first = next((intent for intent in _OPENINGS if intent in intents), None)
    both = _OPENINGS[first] if first else _OTHERWISE
    sources = [f"suggestion.{first or 'other'}"]
    lines: list[str] = []
    for source, line in case_facts(intents, language, case):
        lines.append(line)
        sources.append(source)
    said = both.in_language(language)
    return DraftedText(
        body="\n\n".join([said, *(["\n".join(lines)] if lines else [])]), sources=tuple(sources)
    )


def case_facts(
    intents: tuple[Intent, ...], language: Language, case: CaseFacts | None
) -> list[tuple[str, str]]:
    """What may be said of a case, where a turn is about one: each source and its line."""
    facts: list[tuple[str, str]] = []
    if case is None or not _ABOUT_A_CASE.intersection(intents):
        return facts
    if case.number:
        facts.append(("case.number", _NUMBER.in_language(language).format(case.number)))
    if case.court:
        facts.append(("case.court", _COURT.in_language(language).format(case.court)))
    if case.status:
        status = _STATUSES[case.status].in_language(language)
        facts.append(("case.status", _STATUS.in_language(language).format(status)))
    if case.next_hearing:
        day = _day(case.next_hearing, language)
        facts.append(("case.next_hearing", _HEARING.in_language(language).format(day)))
    return facts


def _day(day: date, language: Language) -> str:
    if language is Language.INDONESIAN:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%B} {day.day}, {day.year}"
