"""In which language a client wrote, by its small words."""

from collections.abc import Iterable
from typing import Final

from adapters.ai.embedded.vocabulary import words
from domain.analysis import Language

_ENGLISH: Final = words(
    """
    the is are you your what when where hello hi hey thanks thank good morning afternoon evening
    please can could i my me we our office hours address open help want talk speak lawyer need have
    has was were be been do does did not will would should for with and this that there here to of
    on in at from about how much who why it he she they him her them his their appointment tomorrow
    today urgent police arrested court hearing deadline if just send sent document documents like
    am im ill dont
    """
)
_INDONESIAN: Final = words(
    """
    saya kami aku yang dan di ke dari ini itu ada tidak bisa mau apa berapa kapan mana selamat pagi
    siang sore malam terima kasih makasih halo pak bu bapak ibu kantor sudah belum akan untuk
    dengan sama juga saja tolong mohon besok hari jam kak mas mbak gak ga nggak yg sy gue gw udah
    sdh dong ya kalau karena tapi atau suami istri anak polisi sidang pengacara dokumen ktp janji
    alamat nya banyak kenapa bagaimana gimana assalamualaikum
    """
)


def language_of(raw: Iterable[str]) -> Language:
    """English where more small words are English than Indonesian, otherwise Indonesian."""
    english = indonesian = 0
    for word in raw:
        english += word in _ENGLISH
        indonesian += word in _INDONESIAN
    return Language.ENGLISH if english > indonesian else Language.INDONESIAN
