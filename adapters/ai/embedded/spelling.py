"""Brings what people type into the forms that the rules know.

Nothing here decides: letters are folded, hurried words written out, drawn-out and misspelt ones
mended, and punctuation kept only as far as it parts what is said.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from adapters.ai.embedded import names, vocabulary
from adapters.ai.embedded.mending import Mender
from adapters.ai.embedded.slang import SLANG
from adapters.ai.embedded.vocabulary import words

BREAKS: Final = frozenset({".", "?"})
_DANGER: Final = words(
    """
    ditangkap penangkapan penahanan ditahan tahanan dipenjara penjara digeledah penggeledahan
    digerebek penggerebekan disita penyitaan penyidik tersangka darurat polisi kepolisian kejaksaan
    imigrasi deportasi dideportasi diancam mengancam ancaman pengancaman dibunuh membunuh
    pembunuhan diculik menculik penculikan disekap penyekapan disandera diperkosa pemerkosaan
    dianiaya penganiayaan disiksa penyiksaan dipukul dipukuli memukul pemukulan kekerasan pelecehan
    dilecehkan pemerasan diperas dikeroyok pengeroyokan diserang dibacok ditusuk ditembak ditodong
    dirampok perampokan dirampas perampasan digusur penggusuran diusir dijemput diborgol dicekal
    kecelakaan bunuh_diri intimidasi diintimidasi diteror ditendang ditampar dicekik diseret
    tertangkap diciduk diamankan diringkus arrested arrest detained detention police emergency
    kidnapped threatened threatening assaulted violence suicide prison custody raided searched
    seized evicted deported immigration blackmailed extorted attacked beaten handcuffed pengadilan
    panggilan dipanggil pemanggilan persidangan sidang mediasi putusan eksekusi somasi gugatan
    digugat tenggat banding kasasi pengacara hearing deadline summons subpoena lawsuit tribunal
    appeal verdict judgment mahkamah
    """
)
_KEYWORDS: Final = words(
    """
    terima selamat konsultasi pertemuan dokumen alamat kantor lokasi jadwal assalamualaikum
    operasional appointment document documents address schedule reschedule consultation meeting
    location office morning afternoon evening thursday wednesday tuesday saturday mengirim kirimkan
    sertifikat perjanjian membatalkan konfirmasi kunjungan berkunjung bertanya perkenalkan permisi
    besok selasa minggu kecewa tagihan pembayaran perkembangan perceraian manusia robot
    """
)

_EMOJI: Final = {
    **dict.fromkeys("🙏👍👌🤝🫶👏💯✅🙌", " emojithanks "),
    **dict.fromkeys(
        "😊🙂☺😀😁😄😃😇🤗🥰😍❤💐🌹🌸🌷🌞☀✨🎉💪👋😅😂🤣😆😉🤍💙💚🧡💛", " emojismile "
    ),
    **dict.fromkeys("🆘🚨", " tandabahaya "),
}
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘`´ʼ](?=\w)")  # noqa: RUF001 -- people type them all
_IN_NUMBER: Final = re.compile(r"(?<=\d)[.:,](?=\d)")
_TOKEN: Final = re.compile(r"[^\W_]+|[.?!,;:\n…()—–]")  # noqa: RUF001 -- dashes part what is said
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1")
_MIXED: Final = re.compile(r"\d+|[^\W\d_]+")
_SPELT_OUT: Final = re.compile(r"\b(?:[^\W\d_] ){3,}[^\W\d_]\b")
_LEET: Final = str.maketrans("013456789", "oieasgtbg")
_ENCLITIC: Final = re.compile(r"(?:(?<=...)(?:nya|ny|lah|kah|pun)|(?<=....)(?:mu|ku|ne|e|na|in))$")
_VERBAL: Final = re.compile(r"(?:di|ter|ber|me[mn]?|ke|pe[mnr]?)\w{4,}|\w{4,}(?:kan|in|an)")
_SHORTEST_BASE: Final = 2
_LONGEST_WORD: Final = 40

_HARMLESS: Final = (
    vocabulary.COURTESIES
    | vocabulary.INTRODUCTORY
    | vocabulary.THANKFUL
    | vocabulary.OFFICE
    | vocabulary.APPOINTMENT
    | vocabulary.DOCUMENTS
)
_KNOWN: Final = (
    _HARMLESS
    | vocabulary.INNOCENT
    | _DANGER
    | _KEYWORDS
    | frozenset(SLANG)
    | {part for form in SLANG.values() for part in form.split()}
    | names.PEOPLE
    | names.PLACES
)
_BASES: Final = frozenset(
    word for word in _HARMLESS | _DANGER | frozenset(SLANG) if len(word) > _SHORTEST_BASE
)
_DANGER_MENDER: Final = Mender(_DANGER)
_KEYWORD_MENDER: Final = Mender(_KEYWORDS, most=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the rules read it."""

    sentences: str
    """Its words in known forms, with ` . ` and ` ? ` where punctuation parts them."""
    clauses: str
    """The same with names marked as names."""
    raw: tuple[str, ...]
    """Its words as they were written, in small letters."""


def read(text: str) -> Reading:
    """Read a text; the time it takes grows with its length only."""
    tokens = _TOKEN.findall(_folded(text))
    may_name = _capitals_mean_something(tokens)
    sentences: list[str] = []
    clauses: list[str] = []
    raw: list[str] = []
    for token in tokens:
        word = token.casefold()
        if not word[0].isalnum():
            sentences.append("?" if word == "?" else ".")
            clauses.append(sentences[-1])
            continue
        raw.append(word)
        for form in _forms(word[:_LONGEST_WORD]):
            sentences.append(form)
            begins = len(sentences) == 1 or sentences[-2] in BREAKS
            capital = may_name and token[0].isupper() and not begins
            clauses.append(_marked(form, word, capital=capital))
    return Reading(sentences=" ".join(sentences), clauses=" ".join(clauses), raw=tuple(raw))


def _folded(text: str) -> str:
    shown = "".join(_EMOJI.get(sign) or _sign(sign) for sign in text)
    letters = unicodedata.normalize("NFKD", shown)
    letters = "".join(sign for sign in letters if unicodedata.category(sign) not in {"Mn", "Cf"})
    return _IN_NUMBER.sub(" ", _APOSTROPHE.sub("", letters))


def _sign(sign: str) -> str:
    # A picture that nobody listed is a word that nobody knows.
    return " emojiunknown " if unicodedata.category(sign) == "So" else sign


def _capitals_mean_something(tokens: list[str]) -> bool:
    """Whether a capital marks a name: not where somebody shouts or writes Like This."""
    long = [token for token in tokens if len(token) > 2 and token.isalpha()]  # noqa: PLR2004 -- as said
    return sum(token[0].islower() for token in long) * 2 > len(long)


def _marked(form: str, word: str, *, capital: bool) -> str:
    if form in _HARMLESS or form in SLANG or form in _DANGER:
        return form
    if form in names.PLACES:
        return "namedplace"
    if form in names.PEOPLE or form in names.COMPANY:
        return "namedperson"
    if capital and word.isalpha() and form not in _KNOWN and not _VERBAL.fullmatch(form):
        return "namedperson"
    return form


def without_breaks(sentences: str) -> str:
    """The words alone, those together that were spelt out: `d i t a h a n`."""
    plain = " ".join(word for word in sentences.split() if word not in BREAKS)
    return _SPELT_OUT.sub(lambda spelt: spelt[0].replace(" ", ""), plain)


def _forms(word: str) -> Iterator[str]:
    if word.isdigit():
        yield word
        return
    word = _DRAWN_OUT.sub(r"\1", word)
    if word in SLANG:
        yield from SLANG[word].split()
    elif word.isalpha():
        yield from _mended(word).split()
    elif word[-1] == "2" and word[:-1].isalpha():
        # Said twice: "pulang2".
        yield from _mended(word[:-1]).split()
    else:
        yield from _unmixed(word)


def _unmixed(word: str) -> Iterator[str]:
    letters = word.translate(_LEET)
    if letters.isalpha() and letters not in _HARMLESS:
        mended = _mended(letters)
        if mended in _DANGER or (word[0].isalpha() and word[-1].isalpha()):
            yield from mended.split()
            return
    for part in _MIXED.findall(word):
        yield from (_mended(part) if part.isalpha() else part).split()


def _mended(word: str) -> str:
    """The known form of a word of letters; the word itself where there is none."""
    if word in SLANG:
        return SLANG[word]
    if word.endswith("nya") and (base := word[:-3]) in _BASES:
        return SLANG.get(base, base)
    if word in _KNOWN:
        return word
    single = _DOUBLED.sub(r"\1", word)
    for form in (single, _ENCLITIC.sub("", word), _ENCLITIC.sub("", single)):
        if form in SLANG:
            return SLANG[form]
        if form in _KNOWN:
            return form
    # What is written with another script's letters may be dangerous; it is not made harmless.
    harmless = _KEYWORD_MENDER.mend(word) if word.isascii() else None
    return _DANGER_MENDER.mend(word) or harmless or word
