"""A client's wish about automatic messages is a whole message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wishes import Wish, wish_of


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        *(
            (text, Wish.STOP)
            for text in (
                "STOP", "stop", " Stop! ", "BERHENTI", "Berhenti.", "UNSUBSCRIBE", "stop ya pak",
                "jangan kirim pesan lagi", "Tolong jangan kirim pesan lagi ya", "STOP PESAN",
                "jangan kirimi saya pesan lagi", "jgn kirim WA lagi", "stop sending me messages",
                "please stop texting me", "saya tidak mau menerima pesan lagi",
                "STOP. Jangan hubungi saya lagi.", "Halo pak\nberhenti\nterima kasih",
                "berhenti berlangganan", "\uff53\uff54\uff4f\uff50", "don't send me any messages",
            )
        ),
        *(
            (text, Wish.NO_ASSISTANT)
            for text in (
                "no AI", "No AI please", "tanpa AI", "jangan pakai bot", "jangan pakai AI",
                "jangan pakai robot", "saya tidak mau dijawab mesin", "gak mau dijawab bot",
                "stop bot", "matikan asisten", "jangan robot", "I don't want to talk to a bot",
                "no AI please, human only", "Saya tidak mau dijawab AI. Tolong orangnya langsung.",
                "tolong jangan dijawab AI", "saya ga mau chat sama robot", "turn off the assistant",
            )
        ),
        *(
            (text, Wish.RESUME)
            for text in (
                "MULAI", "START", "start", "aktifkan asisten lagi", "boleh pakai AI lagi",
                "nyalakan asisten kembali", "you may use AI again", "resume",
                "boleh kirim pesan lagi", "pakai bot lagi",
            )
        ),
    ],
)  # fmt: skip
def test_a_wish_is_understood(text: str, wish: Wish) -> None:
    assert wish_of(text) is wish


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "halo", "sidang dimulai jam 9", "tolong berhenti menagih",
        "start sidang jam berapa",
        "kapan mulai?", "stop dulu prosesnya", "mulai kapan saya bisa ke kantor", "bus stop",
        "dia tidak berhenti mengancam saya", "saya mau bicara dengan pengacara", "apakah ini AI?",
        "jangan kirim pesan lagi ke istri saya", "tolong stop penyitaan rumah saya",
        "jangan pakai pengacara itu", "boleh pakai dokumen lama lagi?", "stop " * 40,
        "saya tidak mau dijawab besok", "jangan kirim dokumen lagi",
        "BERHENTI bekerja hak saya apa", "lanjut pak", "lanjutkan saja",
        "Baik. Mulai. Kapan?", "dia bilang stop, lalu memukul saya",
    ],
)  # fmt: skip
def test_a_message_that_says_more_or_else_is_no_wish(text: str) -> None:
    assert wish_of(text) is None


@given(text=st.text(max_size=200))
def test_any_text_has_one_wish_or_none(text: str) -> None:
    assert wish_of(text) in {None, *Wish}
    assert wish_of(text) is wish_of(f"  {text} \n")
