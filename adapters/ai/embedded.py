"""A rule-based analyst in Indonesian and English that needs nothing but itself.

It recognises the dangerous first, and believes that it understood a message only when every word
of it is accounted for: one word it does not know sends the message to a person.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.analysis import Analysis, Intent, Language, Urgency

NAME: Final = "embedded/1"


@dataclass(frozen=True, slots=True)
class _Rule:
    intent: Intent
    pattern: re.Pattern[str]


def _rule(intent: Intent, *alternatives: str) -> _Rule:
    return _Rule(intent, re.compile(rf"\b(?:{'|'.join(alternatives)})\b"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One match anywhere is enough: a false alarm costs a lawyer a glance, a miss costs a client more.
_DANGERS: Final = (
    _rule(
        Intent.EMERGENCY,
        r"(?:di|ke)?tangk[ae]p\w*",
        r"penangkapan",
        r"di ?tahan",
        r"(?:pe)?(?:me)?nahan(?:an)?",
        r"(?:di)?(?:jemput|panggil) paksa",
        r"(?:di)?ge?r[ei]?bek\w*",
        r"(?:di)?ge?ledah\w*",
        r"penggeledahan",
        r"penyidik\w*",
        r"(?:di|men?y?)?sita(?:an)?",
        r"penyitaan",
        r"bap|dpo|cekal|dicekal",
        r"(?:di|me[mn]g?)?(?:pukul|ancam|bunuh|perkosa|culik|todong|aniaya|siksa|bacok|tembak|peras)\w*",
        r"me(?:mukul|meras|merkosa|nyiksa|nembak|nodong|nyekap|nyandera|nyita|nggerebek)\w*",
        r"(?:hit|hits|hitting) me|cops",
        r"ancaman|pengancaman|penganiayaan|pemerkosaan|penculikan|penyekapan|pembunuhan|pemerasan",
        r"disekap|disandera",
        r"kekerasan",
        r"kdrt",
        r"polisi|polsek|polres\w*|polda|kejaksaan|jaksa",
        r"tersangka",
        r"darurat",
        r"bunuh diri",
        r"(?:under )?arrest\w*",
        r"detain\w*|detention|custody|jail\w*|prison",
        r"police",
        r"raid\w*",
        r"emergency",
        r"violen\w+|assault\w*|rape\w*|kidnap\w*|stab\w*|beat(?:en|ing|s)?",
        r"threat\w*",
        r"kill\w*|suicide",
        r"help",
    ),
    _rule(
        Intent.COURT_DEADLINE,
        r"(?:per)?sidang\w*",
        r"panggilan",
        r"dipanggil",
        r"relaas",
        r"te(?:ng)?gg?at|tenggang waktu",
        r"batas waktu",
        r"jatuh tempo",
        r"banding|kasasi|eksekusi|somasi",
        r"digugat|menggugat (?:saya|kami)|gugatan masuk|surat gugatan",
        r"pengadilan",
        r"(?:surat )?dari (?:pn|pa|ptun|ma)",
        r"hearing",
        r"court",
        r"summons?",
        r"deadline",
        r"lawsuit|sued|subpoena",
    ),
    _rule(
        Intent.HUMAN_REQUEST,
        r"(?:bicara|ngobrol|omong|ngomong|konsultasi|disambung\w*|hubung\w*|sambung\w*)"
        r"(?: \w+){0,3} (?:pengacara\w*|advokat\w*|lawyer\w*|orang\w*|manusia|staf\w*|admin\w*|cs)",
        r"(?:minta|tolong|mohon|bisa|boleh) (?:di)?(?:telepon|telpon|telp|tlp|hubungi)\w*",
        r"(?:bukan|jangan) (?:bot|robot|mesin)",
        r"(?:talk|speak|chat)(?: \w+){0,3} (?:lawyer|attorney|human|person|someone|somebody|staff)",
        r"(?:real|actual) (?:person|human)",
        r"call me",
        r"need (?:a|to see a|my) (?:lawyer|attorney)",
        r"(?:ketemu|bertemu|jumpa) (?:\w+ )?(?:pengacara\w*|advokat\w*|lawyer\w*)",
        r"manusia|operator|orang asli",
    ),
)

_THANKS: Final = _rule(
    Intent.THANKS,
    r"(?:terima ?kasih|trima ?kasih|terimakasih|makasih|makasi|mksh|trims|tengkyu)",
    r"(?:thank you|thanks|thank u|thx|tks|tq|ty)"
    r"(?: (?:so|very) much| a lot)?(?: for (?:your|all your|the) (?:kind )?(?:help|assistance))?",
    r"(?:matur nuwun|suwun|hatur nuhun|nuhun)",
)

_ANSWERABLE: Final = (
    _rule(
        Intent.OFFICE_INFO,
        r"(?:jam|hari) (?:berapa )?(?:buka|tutup|kerja|kantor|operasional|layanan)\w*",
        r"(?:buka|tutup)(?:nya)? (?:jam|hari|sampai|dari|mulai)(?: (?:berapa|apa|kapan))?",
        r"(?:kantor\w*) (?:buka|tutup)(?:nya)?(?: (?:jam|hari) (?:berapa|apa))?",
        r"(?:alamat|lokasi|letak)(?:nya)?(?: (?:kantor\w*))?(?: (?:di )?mana)?",
        r"(?:kantor\w*) (?:di )?(?:mana|dimana)",
        r"(?:di ?mana|dimana) (?:alamat|lokasi|letak|kantor)\w*",
        r"(?:office|opening|business|working) hours",
        r"(?:what|which) time do you (?:open|close)",
        r"when (?:do you|are you|is the office|is your office) (?:open|close|closed)",
        r"where (?:is|are) (?:you|your office|the office)(?: located)?",
        r"(?:your|the|office) address",
        r"are you open",
        r"(?:apakah )?(?:hari ini|besok|kantor) (?:buka|libur|tutup)",
    ),
    _THANKS,
    _rule(
        Intent.GREETING,
        r"(?:selamat|slmt|met) (?:pagi|siang|sore|petang|malam|mlm|pgi)",
        r"(?:as+al+a*mu|aslm|asl) ?(?:alaikum|alaykum|kum)?"
        r"(?: (?:wr|wb|warahmatullahi|wabarakatuh))*",
        r"(?:halo|hallo|hello|hai|hi|hey|helo|pagi|siang|sore|malam|permisi|salam|shalom)",
        r"good (?:morning|afternoon|evening|day|night)",
        r"sugeng (?:enjing|siang|sonten|dalu|rawuh)",
        r"(?:kulo ?nuwun|punten|sampurasun|wilujeng (?:enjing|siang|sonten|wengi))",
    ),
)

# Words that carry no meaning of their own here.
_COURTESIES: Final = _words(
    """
    pak bu bapak ibu bpk kak kakak mas mbak bang min admin tim team kantor nya ya yah iya yaa
    dong nih sih deh lho kok banyak sekali banget selalu semua atas bantuan bantuannya infonya
    info informasinya waktunya sama oke ok okay baik siap sir madam maam mr mrs ms very much so
    a lot for the your again and to you all there dear everyone wr wb
    """
)
# Words that only add to a question about the office.
_OFFICE_WORDS: Final = _words(
    """
    mau tanya bertanya numpang saya boleh tahu tau apakah apa berapa kapan mana di dimana hari
    jam senin selasa rabu kamis jumat sabtu minggu besok ini libur buka tutup sampai dari mulai
    kantornya alamatnya lokasinya firma hukum please could can may i know ask what when where
    is are do open on monday tuesday wednesday thursday friday saturday sunday tomorrow today
    holiday weekend office address located location yang dan itu
    """
)

_ENGLISH: Final = _words(
    """
    the is are you your what when where hello hi hey thanks thank good morning afternoon
    evening please can could i my office hours address open help want talk speak lawyer need
    """
)


class EmbeddedAnalyst:
    """Implements `domain.ports.MessageAnalyst`."""

    def analyse(self, text: str, names: Sequence[str] = ()) -> Analysis:  # noqa: ARG002 -- nothing leaves
        """See the port. The same text always gets the same verdict."""
        plain = _plain(text)
        words = plain.split()
        language = _language(words)
        # "Thanks for your help" is no cry for it.
        unthanked = _THANKS.pattern.sub(" ", plain)
        found = [rule.intent for rule in _DANGERS if rule.pattern.search(unthanked)]
        intents, rest = _understood(plain)
        if not found and (rest or not intents):
            intents.append(Intent.OTHER)
        ordered = [*found, *intents]
        # A greeting before something else is manners, not a second intent.
        if len(ordered) > 1:
            ordered = [intent for intent in ordered if intent is not Intent.GREETING]
        return Analysis(
            intent=ordered[0],
            intents=tuple(ordered),
            urgency=_urgency(found),
            language=language,
            confidence=_confidence(found, ordered),
            analyst=NAME,
        )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in folded if not _mark(sign))
    # Drawn-out letters are emphasis: "haloooo".
    return re.sub(r"(\w)\1{2,}", r"\1", " ".join(letters.split()))


def _mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Cf"}


def _understood(plain: str) -> tuple[list[Intent], list[str]]:
    """The answerable intents in a text, and the words that none of them explains."""
    intents: list[Intent] = []
    rest = plain
    for rule in _ANSWERABLE:
        rest, hits = rule.pattern.subn(" ", rest)
        if hits:
            intents.append(rule.intent)
    explained = _COURTESIES | (_OFFICE_WORDS if Intent.OFFICE_INFO in intents else frozenset[str]())
    return intents, [word for word in rest.split() if word not in explained]


def _language(words: Sequence[str]) -> Language:
    english = sum(word in _ENGLISH for word in words)
    return Language.ENGLISH if words and english * 2 >= len(words) else Language.INDONESIAN


def _urgency(found: Sequence[Intent]) -> Urgency:
    if Intent.EMERGENCY in found:
        return Urgency.EMERGENCY
    return Urgency.HIGH if Intent.COURT_DEADLINE in found else Urgency.NORMAL


def _confidence(found: Sequence[Intent], intents: Sequence[Intent]) -> float:
    if intents[0] is Intent.OTHER:
        return 0.3
    return 0.95 if found or len(intents) == 1 else 0.6
