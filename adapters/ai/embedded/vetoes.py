"""What the weights may never let the assistant answer, however harmless it looks to them."""

import re
import unicodedata
from typing import Final

from adapters.ai.embedded.rules import pattern

_LONGEST: Final = 400
_MACHINE: Final = re.compile(r"[{}<>|=#\[\]`\\]|\w+_\w+|https?:|www\.")
"""Signs that people do not write to a law office, and links."""
_FORBIDDEN: Final = pattern(
    # Whoever speaks to the machine.
    r"instruksi\w*|instruct\w*|perintah\w*|system\w*|sistem\w*|routes?|routing|json|assistant\w*"
    r"|asisten\w*|prompt\w*|ignor\w*|abaikan\w*|lupakan|forget|label\w*|intents?|confidence"
    r"|token\w*|mode|admin mode|aturan\w*|rules?|override|bypass|developer|password|otp|kode otp"
    r"|user|bot|robot|ai|chatgpt|gpt|kamu sekarang|pretend|pura pura|jawab (?:semua|sendiri)\w*"
    r"|tool|execute|approve\w*|tampilkan",
    # Law, money, and other people's papers.
    r"hukum(?:an|nya)?(?! (?:law|office|firm))(?= (?:apa|saya|nya|bagaimana))|pasal\w*|pidana"
    r"|perdata|gugat\w*|kasus\w*|perkara\w*|uang|duit|biaya\w*|lawan|korban|data|klien (?:lain"
    r"|bernama)|magang|lowongan|loker|kerja sama|lamaran|cv|jasa|nawar\w*|menawarkan\w*|total\w*"
    r"|berapa (?:semua|jadi)\w*|jaksa\w*|hakim\w*|polisi(?! tidur)\w*|penyidik\w*",
    # Prices, offers and favours.
    r"(?<!bukti )bayar\w*|pembayaran|nyicil|(?:di)?cicil\w*|tarif\w*|harga\w*|gratis\w*|murah|mahal"
    r"|diskon|invoice\w*|tagihan\w*|norek|fees?|charg(?:e|es|ed|ing)|costs?|prices?|refund|money"
    r"|batal\w* (?:ajb|akta|perjanjian|kontrak|sewa|nikah|hibah|putusan)\w*"
    r"|pinjam\w*|pinjem\w*|numpang parkir|jual(?! beli)\w*"
    r"|wawancara|interview|skripsi|penelitian"
    r"|sponsor\w*|proposal|brosur|portofolio|jemput\w*",
    # Displeasure, and what hides under kind words.
    r"padahal|gara gara|gara2|kalian|rugi|merugikan|becus|lelet|percuma|nobody|no ?one|unacceptable"
    r"|salah\w*|capek|cape|kapok|malu\w*|typo|missed|again|terus menerus|kenapa|mengapa|why|kok"
    r" (?:belum|tidak)|for nothing|pamit\w*|titip (?:anak|doa|ibu|keluarga)\w*|terakhir kali"
    r"|selamanya|maafkan semua|wasiat",
)


_EMOJI_JOINER: Final = "\u200d"


def may_be_harmless(text: str, plain: str) -> bool:
    """Whether the weights may be asked about a text at all; `plain`: its known words."""
    return (
        len(text) <= _LONGEST
        and not _hides_something(text)
        and not _MACHINE.search(text)
        and not _FORBIDDEN.search(plain)
        and not _FORBIDDEN.search(text.casefold())
    )


def _hides_something(text: str) -> bool:
    """Whether there are signs in it that nobody sees, such as the tag letters of Unicode."""
    return any(unicodedata.category(sign) == "Cf" and sign != _EMOJI_JOINER for sign in text)
