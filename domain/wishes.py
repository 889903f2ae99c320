"""What a client wishes about automatic messages, said in a message or a sentence of its own.

A wish is whole words: `sidang dimulai jam 9` and `tolong berhenti menagih` wish nothing. What
makes us more careful may stand beside others (`STOP. Jangan hubungi saya lagi`); what ends that
must be all that is said.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Wish(StrEnum):
    """What is wished. Each holds until another is said."""

    STOP = "stop"
    """No automatic message at all."""
    NO_ASSISTANT = "no_assistant"
    """No answer of the assistant; people may write."""
    RESUME = "resume"
    """Both are welcome again."""


_PLEASE: Final = (
    r"(?:(?:tolong|mohon|please|pls|pak|bu|bapak|ibu|kak|min|admin|halo|hai|hi|maaf) )*"
)
_ENDING: Final = (
    r"(?: (?:ya|yah|pak|bu|bapak|ibu|kak|min|admin|dong|lagi|saja|aja|please|pls|"
    r"terima kasih|makasih|thanks|thank you))*"
)
_NOT: Final = (
    r"(?:jangan|jgn|stop|berhenti|hentikan|tidak usah|gak usah|ga usah|nggak usah|no more|dont|"
    r"do not)"
)
_DO_NOT_WANT: Final = (
    r"(?:(?:saya|aku|kami|gue|i) )?(?:tidak|gak|ga|nggak|ngga|enggak|tdk|dont|do not) "
    r"(?:mau|ingin|bersedia|want|wish)(?: to)?(?: lagi)?"
)
_MACHINE: Final = (
    r"(?:ai|a i|bot|botnya|robot|mesin|asisten|asistennya|chatbot|otomatis|asisten otomatis|"
    r"jawaban otomatis|balasan otomatis|asisten ai|ai assistant|assistant|"
    r"automatic (?:replies|answers|messages)|auto reply|machine|a machine|a bot|bots|an ai)"
)
_MESSAGES: Final = (
    r"(?:pesan|chat|wa|whatsapp|pesan otomatis|notifikasi|messages?|texts?|notifications?|"
    r"messaging|texting)"
)
_AGAIN: Final = r"(?:lagi|kembali|again)"

_STOP: Final = (
    r"stop|stop all|stopall|berhenti|unsubscribe|unsub|berhenti berlangganan|stop pesan",
    (
        rf"{_NOT} (?:(?:kirim|kirimi|kirimkan|mengirim|ngirim|send|sending|get)"
        rf"(?: (?:saya|kami|me|us))?(?: any)? )?{_MESSAGES}"
        r"(?: (?:apa pun|apapun|ke saya|kepada saya|ke nomor ini|to me|to this number|me))?"
    ),
    (
        rf"{_DO_NOT_WANT} (?:menerima|terima|dikirimi|dapat|receive|get) (?:any )?{_MESSAGES}"
        r"(?: (?:dari kantor ini|apa pun|apapun|from you))?"
    ),
)
_NO_ASSISTANT: Final = (
    rf"(?:no|tanpa|without|stop|matikan|nonaktifkan|bukan|turn off|disable)(?: the)? {_MACHINE}",
    rf"{_NOT} (?:(?:pakai|pake|gunakan|dijawab|jawab|balas|dibalas|use|using|answer(?: me)?|reply)"
    r"(?: (?:saya|me))?(?: (?:dengan|pakai|pake|sama|oleh|with|by))?(?: the)? )?" + _MACHINE,
    rf"{_DO_NOT_WANT} (?:(?:dijawab|dibalas|dilayani|bicara|ngobrol|chat|be answered|talk|speak|"
    r"answers)(?: (?:oleh|sama|dengan|pakai|pake|ke|by|to|with|from))? )?" + _MACHINE,
)
_RESUME: Final = (
    # Not "lanjut": that is what clients answer when a lawyer asks whether to go on.
    r"start|mulai|resume|unstop",
    (
        r"(?:aktifkan|nyalakan|hidupkan|pakai|pake|gunakan|boleh pakai|boleh pake|boleh gunakan|"
        r"boleh dijawab|enable|activate|turn on|use|you may use)(?: the)? "
        rf"{_MACHINE}(?: {_AGAIN})?"
    ),
    rf"(?:mulai|boleh|silakan) (?:kirim|kirimi)(?: saya)? {_MESSAGES} {_AGAIN}",
    rf"subscribe|berlangganan {_AGAIN}",
)


def _whole(*said: str) -> re.Pattern[str]:
    return re.compile(rf"{_PLEASE}(?:{'|'.join(said)}){_ENDING}")


_WISHES: Final = (
    (Wish.STOP, _whole(*_STOP)),
    (Wish.NO_ASSISTANT, _whole(*_NO_ASSISTANT)),
    (Wish.RESUME, _whole(*_RESUME)),
)
_LONGEST: Final = 120
"""Letters of a sentence that can be a wish; a longer one says more than that."""

_SENTENCES: Final = re.compile(r"[.,;!\n\u2026]+(?=\s|$)|\n")


def wish_of(text: str) -> Wish | None:
    """The wish of a message; None where it is none. Of several the more careful."""
    if whole := _said(text):
        return whole
    said = {_said(each) for each in _SENTENCES.split(text)}
    return next((wish for wish in (Wish.STOP, Wish.NO_ASSISTANT) if wish in said), None)


def _said(text: str) -> Wish | None:
    if len(text) > _LONGEST:
        return None
    folded = re.sub("['\u2019]", "", unicodedata.normalize("NFKC", text).casefold())
    said = " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())
    return next((wish for wish, pattern in _WISHES if pattern.fullmatch(said)), None)
