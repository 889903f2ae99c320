"""Takes what tells who somebody is out of a text before it leaves the firm, and puts it back after.

Shapes and words decide, on the side of too much: a number that nobody can name is hidden too. What
is left on purpose: dates, amounts of money, numbers of fewer than eight digits, and names that
nobody told us.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.legal.case_numbers import find_case_numbers
from domain.pins import pins_in


class Hidden(StrEnum):
    """What a placeholder stands for: `[NIK_1]`. The first kind wins where two overlap."""

    PLACEHOLDER = "TEKS"
    """What a client wrote that looks like a placeholder: it stands for itself."""
    LINK = "TAUTAN"
    EMAIL = "SUREL"
    CASE_NUMBER = "PERKARA"
    """The courts' public registers give the parties' names for it."""
    PASSPORT = "PASPOR"
    NIK = "NIK"
    FAMILY_CARD = "KK"
    NPWP = "NPWP"
    CARD = "KARTU"
    ACCOUNT = "REKENING"
    PHONE = "TELEPON"
    NAME = "NAMA"
    NUMBER = "ANGKA"


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    start: int
    end: int
    kind: Hidden


class Redactor:
    """One exchange with somebody outside. The same value gets the same placeholder throughout.

    `names` are the client's and the parties'. They are found by whole words, whatever their case:
    by one of at least three letters that is no everyday word, or by two side by side.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = _Names(names)
        self._placeholders: dict[tuple[Hidden, str], str] = {}
        self._values: dict[str, str] = {}
        self._counts: dict[Hidden, int] = {}

    def redact(self, text: str) -> str:
        """The text with placeholders; the time it takes grows with its length."""
        parts: list[str] = []
        end = 0
        for span in _apart([*_shapes(text), *self._names.find(text)]):
            parts += [text[end : span.start], self._hide(span.kind, text[span.start : span.end])]
            end = span.end
        return "".join([*parts, text[end:]])

    def restore(self, answer: str) -> str:
        """An answer with the values put back: only those that stood in what was redacted here.

        A placeholder that was never given out becomes `[…]`. What is put back is not looked at
        again.
        """
        return _PLACEHOLDER.sub(lambda found: self._values.get(found.group(), UNKNOWN), answer)

    def _hide(self, kind: Hidden, value: str) -> str:
        known = self._placeholders.get((kind, value))
        if known is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            known = f"[{kind}_{self._counts[kind]}]"
            self._placeholders[kind, value] = known
            self._values[known] = value
        return known


UNKNOWN: Final = "[\u2026]"
"""What stands for a placeholder that a model made up."""

# Wider than what we write: "[ nama_1 ]" must not pass for something of ours either.
_PLACEHOLDER: Final = re.compile(
    rf"\[\s{{0,3}}(?:{'|'.join(Hidden)})\s{{0,3}}[_-]?\s{{0,3}}\d{{1,9}}\s{{0,3}}\]", re.IGNORECASE
)


def _apart(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Spans in order, overlapping ones as one: what anybody wants hidden is hidden."""
    order = list(Hidden)
    last: _Span | None = None
    for span in sorted(spans):
        if last is None or span.start >= last.end:
            if last:
                yield last
            last = span
        else:
            kind = min(last.kind, span.kind, key=order.index)
            last = _Span(last.start, max(last.end, span.end), kind)
    if last:
        yield last


def _shapes(text: str) -> Iterator[_Span]:
    for found in _PLACEHOLDER.finditer(text):
        yield _Span(found.start(), found.end(), Hidden.PLACEHOLDER)
    for pattern in _LINKS:
        for found in pattern.finditer(text):
            yield _Span(found.start(), found.end(), Hidden.LINK)
    yield from _emails(text)
    for case in find_case_numbers(text):
        yield _Span(case.start, case.end, Hidden.CASE_NUMBER)
    for pattern in _CASE_NUMBERS:
        for found in pattern.finditer(text):
            yield _Span(found.start(), found.end(), Hidden.CASE_NUMBER)
    for pattern in _PASSPORTS:
        for found in pattern.finditer(text):
            yield _Span(found.start("number"), found.end("number"), Hidden.PASSPORT)
    for found in _IBAN.finditer(text):
        yield _Span(found.start(), found.end(), Hidden.ACCOUNT)
    for start, end in pins_in(text):
        yield _Span(start, end, Hidden.NUMBER)
    yield from _numbers(text)


# Every pattern here starts only where a run starts or is bounded, so that none looks at the same
# letters again and again.
_LINKS: Final = (
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    # "wa.me/62812...", "drive.google.com/file/d/...": the path tells, whatever the host is.
    re.compile(r"(?<![\w.@/-])[^\W_][\w-]{0,62}(?:\.[\w-]{2,63}){1,8}(?::\d{1,5})?/\S+"),
)
_AT: Final = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LOCAL: Final = frozenset(".+-_%'")
_APART: Final = r"[ /\\_,.-]{1,3}"
_COURT: Final = (
    rf"{_APART}(?:pn|pa|pt|pta|ptun|pttun|ms|ma)\b(?:[ ./-]{{1,2}}[a-z]{{2,15}}"
    r"(?:[ .]{1,2}(?:sel|selatan|pst|pusat|bar|brt|barat|tim|timur|ut|utr|utara)\b)?)?"
)
_CASE_NUMBERS: Final = (
    re.compile(
        r"(?<![\w/.])\d{1,5}/[A-Za-z][\w.-]{0,24}(?:/[A-Za-z]{1,4})?/(?:19|20)\d\d"
        r"(?:/[A-Za-z.]{2,8}(?:[ .][A-Za-z]{2,12}){0,2})?(?![\w/])"
    ),
    # As it is typed or said: "12 Pdt.G 2026 PN Jkt"; a letter alone tells nothing without a court.
    re.compile(
        rf"(?<![\w/.])\d{{1,5}}{_APART}(?:pdt|pid|jn|tun)(?:[ .-]{{1,2}}[a-z]{{1,8}}){{0,3}}"
        rf"{_APART}(?:19|20)\d\d(?!\d)(?:{_COURT})?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w/.])\d{{1,5}}{_APART}[gpb]{_APART}(?:19|20)\d\d{_COURT}", re.IGNORECASE),
)
_PASSPORTS: Final = (
    re.compile(r"(?<!\w)(?P<number>[A-Z]{1,2}[ -]?\d{6,8})(?!\w)"),
    re.compile(
        r"\b(?:paspor|passport)\b[^\w\n]{0,3}(?:(?:no|nomor|number|saya)\b[^\w\n]{0,3}){0,2}"
        r"(?P<number>[a-z]{0,2}[ -]?\d{5,9})(?!\w)",
        re.IGNORECASE,
    ),
)
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")


def _emails(text: str) -> Iterator[_Span]:
    left = 0
    for found in _AT.finditer(text):
        start = found.start()
        while start > left and (text[start - 1].isalnum() or text[start - 1] in _LOCAL):
            start -= 1
        left = found.end()
        if start < found.start():
            yield _Span(start, found.end(), Hidden.EMAIL)


# Digits, however they are grouped; a line ends a number, but for telephones: see `_telephones`.
_BETWEEN: Final = (
    r" \t.\-()*\u00a0\u2010-\u2015"
    # What is copied from a contact brings marks of direction; keycaps are digits with two marks.
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3"
)
_RUN: Final = re.compile(rf"(?:\+[ ]?)?\(?\d(?:[{_BETWEEN}]{{0,4}}\d)*")
_IN_TELEPHONE: Final = re.compile(
    rf"(?=.{{0,5}}[/\\,_\r\n])[{_BETWEEN}/\\,_\r\n]{{1,6}}", re.DOTALL
)
_TELEPHONE: Final = re.compile(r"\(?(?:\+|0\d|62)")
_DATE: Final = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])(?P<a>[-/. ])(?:0?[1-9]|1[0-2])(?P=a)(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?P<b>[-/.])(?:0?[1-9]|1[0-2])(?P=b)(?:0?[1-9]|[12]\d|3[01]))(?!\d)"
)
_MONEY: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,5}(?:,\d{1,2})?|[1-9]\d{0,14}")
_CURRENCY: Final = re.compile(r"(?:\b(?:rp|idr|usd)|\$)[ .]{0,2}\Z", re.IGNORECASE)
_GROUPED_MONEY: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,5}(?:\.\d\d)?")
_PHONE: Final = re.compile(r"(?:\+|00|62|\(?0|8)")

_BEFORE: Final = 32
"""How many characters before a number are looked at for what it is."""

_ACCOUNT_WORDS: Final = re.compile(
    r"\b(?:no\.?rek|norek|rek|rekening\w*|account|acct|acc|a/c|va|virtual account"
    r"|bca|bri|bni|bsi|btn|mandiri|cimb|niaga|permata|danamon|jago|seabank|ocbc|muamalat|dana|ovo|gopay|shopeepay)\b",
    re.IGNORECASE,
)
_CARD_WORDS: Final = re.compile(r"\b(?:kartu(?: kredit| debit)?|atm|card)\b", re.IGNORECASE)
_FAMILY_WORDS: Final = re.compile(r"\b(?:kk|kartu keluarga|family card)\b", re.IGNORECASE)
_TAX_WORDS: Final = re.compile(r"\bnpwp\b", re.IGNORECASE)
_NIK_WORDS: Final = re.compile(r"\b(?:nik|ktp)\b", re.IGNORECASE)
_PHONE_WORDS: Final = re.compile(
    r"\b(?:hp|wa|whatsapp|telp?|telpon|telepon|tlp|phone|hubungi|call|ponsel|kontak|fax)\b",
    re.IGNORECASE,
)
_SHORTEST: Final = 8
_SHORTEST_NAMED: Final = 5
_NIK_DIGITS: Final = 16
_NPWP_DIGITS: Final = (15, 16, 22)
_CARD_DIGITS: Final = range(13, 20)
_PHONE_DIGITS: Final = range(8, 17)
_WHOLE_PHONE: Final = 10
_LONGEST_PHONE: Final = 15
"""Digits of a telephone number. Source: ITU-T E.164."""


def _numbers(text: str) -> Iterator[_Span]:
    end = 0
    for date in [*_DATE.finditer(text), None]:
        stop = date.start() if date else len(text)
        for found in _RUN.finditer(text, end, stop):
            kind = _number(text, found.start(), found.group())
            if kind:
                yield _Span(found.start(), found.end(), kind)
        yield from _telephones(text, end, stop)
        end = date.end() if date else stop


def _telephones(text: str, start: int, stop: int) -> Iterator[_Span]:
    """Telephone numbers with a stroke, a comma or a line in them: `0812/3456/789`."""
    runs = [found.span() for found in _RUN.finditer(text, start, stop)]
    first = 0
    while first < len(runs):
        begins, ends = runs[first]
        following = first + 1
        if _TELEPHONE.match(text, begins):
            digits = _count_digits(text[begins:ends])
            while following < len(runs) and digits < _LONGEST_PHONE:
                then, ends_then = runs[following]
                digits += _count_digits(text[then:ends_then])
                if not _goes_on(text[ends:then], text[then:ends_then], digits):
                    break
                ends, following = ends_then, following + 1
            if following > first + 1 and _is_telephone(text, begins, ends):
                yield _Span(begins, ends, Hidden.PHONE)
        first = following


def _goes_on(gap: str, more: str, digits: int) -> bool:
    """Whether a telephone number goes on behind a gap; `digits` are all of it then."""
    if digits > _LONGEST_PHONE or not _IN_TELEPHONE.fullmatch(gap):
        return False
    before = digits - _count_digits(more)
    # Whole as it is: what comes after a blank or on another line is something else.
    return before < _WHOLE_PHONE or not any(sign.isspace() for sign in gap)


def _is_telephone(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if _count_digits(written) < _SHORTEST:
        return False
    money = _MONEY.match(written) and _CURRENCY.search(text[max(0, start - _BEFORE) : start])
    return not money and not _is_grouped_money(written.replace(",", "."))


def _is_grouped_money(written: str) -> bool:
    """Whether it is written as amounts are; not where mobile telephones are written so as well."""
    mobile = written.startswith("628") and _count_digits(written) >= _WHOLE_PHONE
    return not mobile and _GROUPED_MONEY.fullmatch(written) is not None


def _count_digits(written: str) -> int:
    return sum(sign.isdigit() for sign in written)


def _number(text: str, start: int, written: str) -> Hidden | None:
    """What a number is; None where it may be seen."""
    digits = "".join(sign for sign in written if sign.isdigit())
    if len(digits) < _SHORTEST_NAMED:
        return None
    before = text[max(0, start - _BEFORE) : start]
    named = _named(before)
    if named is None and len(digits) < _SHORTEST:
        return None
    if _CURRENCY.search(before) and _MONEY.fullmatch(written):
        return None
    if named is None and _is_grouped_money(written):
        return None
    if named and named is not Hidden.PHONE:
        return named
    return _by_shape(written, digits) or named or Hidden.NUMBER


def _named(before: str) -> Hidden | None:
    """What the nearest word before a number says that it is."""
    nearest: tuple[int, Hidden] | None = None
    for pattern, kind in (
        (_ACCOUNT_WORDS, Hidden.ACCOUNT),
        (_CARD_WORDS, Hidden.CARD),
        (_FAMILY_WORDS, Hidden.FAMILY_CARD),
        (_TAX_WORDS, Hidden.NPWP),
        (_NIK_WORDS, Hidden.NIK),
        (_PHONE_WORDS, Hidden.PHONE),
    ):
        for found in pattern.finditer(before):
            if nearest is None or found.end() > nearest[0]:
                nearest = (found.end(), kind)
    return nearest[1] if nearest else None


def _by_shape(written: str, digits: str) -> Hidden | None:
    if len(digits) in _NPWP_DIGITS and re.match(r"\d\d\.\d{3}\.\d{3}\.\d-", written):
        return Hidden.NPWP
    phone = _PHONE.match(written) and len(digits) in _PHONE_DIGITS
    if phone and (written[0] == "+" or len(digits) < _NIK_DIGITS - 1):
        return Hidden.PHONE
    if len(digits) in _CARD_DIGITS and _luhn(digits):
        return Hidden.CARD
    if len(digits) == _NIK_DIGITS:
        return Hidden.NIK
    return Hidden.NPWP if len(digits) in _NPWP_DIGITS else None


def _luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on bank cards. Source: ISO/IEC 7812-1."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 -- the sum of its digits
    return total % 10 == 0


_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_PART: Final = 3
_SHORTEST_JOINED: Final = 6
_MOST_JOINED: Final = 6
"""Words that are looked for as one, as in `@budisantoso`."""
_EVERYDAY: Final = frozenset(
    """
    adil agung aman anak baik bank bapak baru besar bin binti bulan bunga cahaya damai dan
    dari dewa dharma firma hakim hari harta hukum ibu indah indonesia jaya jakarta kantor karya
    kasih kota koperasi kuasa lawan malam mitra mulia nama nomor nusantara pagi permata perkasa
    persero perusahaan pusat putra putri putusan raya saksi sari sejahtera selatan sentosa setia
   siang sinar sukses sumber surat surya tanah tbk timur toko utama utara yayasan bumi makmur
    abadi jasa mandiri maju mega group grup and company haji hajah raden the ltd inc law office
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
"""Words of names that are also everyday words: one alone tells nobody apart."""


class _Names:
    """Known names, found word by word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._telling: set[str] = set()
        self._joined: set[str] = set()
        for name in names:
            words = [_folded(found.group()) for found in _WORD.finditer(name)]
            self._words.update(words)
            self._joined.update(_joined(words))
            self._telling.update(
                word
                for word in words
                if len(word) >= _SHORTEST_PART and (word not in _EVERYDAY or len(words) == 1)
            )

    def find(self, text: str) -> Iterator[_Span]:
        """Words of names in a text, those side by side as one: one that tells, or two at least."""
        if not self._words:
            return
        start = end = count = 0
        telling = False
        for found in _WORD.finditer(text):
            word = _folded(found.group())
            joined = word in self._joined
            if word not in self._words and not joined:
                continue
            if not count or text[end : found.start()].strip(" .\t"):
                if telling or count > 1:
                    yield _Span(start, end, Hidden.NAME)
                start, count, telling = found.start(), 0, False
            end = found.end()
            count += 1
            telling = telling or joined or word in self._telling
        if telling or count > 1:
            yield _Span(start, end, Hidden.NAME)


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Words side by side as one; not the short ones, which are words of their own."""
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + _MOST_JOINED) + 1):
            joined = "".join(words[start:end])
            if len(joined) >= _SHORTEST_JOINED:
                yield joined


def _folded(word: str) -> str:
    """A word whatever its case and accents."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
