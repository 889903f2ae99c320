"""What became of a review, as people are told it, Indonesian first."""

from collections.abc import Mapping
from typing import Final

from domain.analysis import Language
from domain.policy import BilingualText
from domain.review import ReviewOutcome

_TEXTS: Final[Mapping[ReviewOutcome, BilingualText]] = {
    ReviewOutcome.RECORDED: BilingualText(
        id="Tercatat dan akan diterapkan; hasilnya muncul di daftar tinjauan.",
        en="Recorded, and it will be applied; what becomes of it is shown with the reviews.",
    ),
    ReviewOutcome.APPLIED: BilingualText(
        id="Diterapkan.",
        en="Applied.",
    ),
    ReviewOutcome.NEEDS_SECOND: BilingualText(
        id="Persetujuan Anda tercatat; satu orang lain masih harus menyetujui.",
        en="Your approval counts; one other person has to approve as well.",
    ),
    ReviewOutcome.STALE: BilingualText(
        id="Draf ini tidak berlaku lagi: klien sudah menulis lagi, atau draf sudah diputuskan. "
        "Tidak ada yang dikirim; lihat draf yang terbaru.",
        en="This draft counts no longer: the client has written again, or it was decided before. "
        "Nothing was sent on account of this; look at the latest draft.",
    ),
    ReviewOutcome.WINDOW_CLOSED: BilingualText(
        id="Jendela layanan 24 jam sudah tertutup, jadi draf tidak dikirim. "
        "Kirim templat yang meminta klien menulis lagi.",
        en="The 24-hour customer service window has closed, so the draft was not sent. "
        "Send a template that asks the client to write again.",
    ),
    ReviewOutcome.NOT_ALLOWED: BilingualText(
        id="Peran Anda tidak boleh menyetujui draf ini; tidak ada yang dikirim.",
        en="Your role may not approve this draft; nothing was sent.",
    ),
    ReviewOutcome.SAME_PERSON: BilingualText(
        id="Anda sudah menyetujuinya; persetujuan kedua harus dari orang lain.",
        en="You have approved it already; the second approval has to be another person's.",
    ),
    ReviewOutcome.TOO_LONG: BilingualText(
        id="Terlalu panjang untuk satu pesan WhatsApp (paling banyak 4.096 karakter); "
        "tidak ada yang dikirim.",
        en="Too long for one WhatsApp message (at most 4,096 characters); nothing was sent.",
    ),
}


def outcome_text(outcome: ReviewOutcome) -> dict[Language, str]:
    """An outcome as a sentence or two for whoever reviewed."""
    return {language: _TEXTS[outcome].in_language(language) for language in Language}
