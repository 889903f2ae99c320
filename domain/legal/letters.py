"""What powers of attorney, demand letters and contracts say."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from domain.legal.appointments import date_field, written_date
from domain.legal.dates import find_dates
from domain.legal.found import Doubt, Field, FieldName
from domain.legal.labels import Labelled, first_value, label, values
from domain.legal.lookalikes import blurred
from domain.legal.pages import Page, first_matches

_FLAGS: Final = re.IGNORECASE | re.ASCII
_NAME: Final = label("Nama", "Nama Lengkap")
_GIVES: Final = re.compile(
    r"memberi(?:kan)?\s{1,4}kuasa|selanjutnya\s{1,3}disebut\W{1,3}(?:sebagai\W{1,3})?(?:\w{1,8}\W{1,3})?"
    r"pemberi\s{1,3}kuasa|kuasa\s{1,3}(?:sepenuhnya\s{1,3})?kepada",
    _FLAGS,
)
_RECEIVES: Final = re.compile(
    r"(?:memberi(?:kan)?\s{1,4}kuasa[^\n:]{0,60}kepada|kuasa\s{1,3}kepada)\W{0,8}(?:\n\s{0,20})?"
    r"(?:[0-9]\.\s{1,3})?(?P<value>[A-Z][^\n;:]{3,70})",
    re.ASCII,
)
_SIGNED_BY: Final = re.compile(
    r"(?i:bertanda\s?tangan\s{1,3}di\s?bawah\s{1,3}ini)[\s,:]{1,4}"
    r"(?P<value>[A-Z][A-Z.' ]{3,60})(?=,)",
    re.ASCII,
)
_GIVER: Final = label("Pemberi Kuasa")
_RECEIVER: Final = label("Penerima Kuasa")
_PURPOSE: Final = re.compile(
    rf"(?:^|\n)[ \t]{{0,60}}-{{0,30}}\s?(?:{blurred('khusus')}|k\su\ss\su\ss)\s?-{{0,30}}"
    r"[ \t:]{0,60}\n\s{0,40}(?P<value>[^\n]{5,300})"
    r"|(?P<after>\buntuk\s{1,4}(?:mewakili|mendampingi|bertindak|mengurus|menjual|membela)[^\n]{5,250})",
    _FLAGS,
)
_SENDER: Final = label("Pengirim", "Dari")
_FOR: Final = re.compile(
    r"(?:untuk\s{1,3}dan\s{1,3}atas\s{1,3}nama|selaku\s{1,3}kuasa(?:\s{1,3}hukum)?(?:\s{1,3}dari)?)"
    r"(?:\s{1,3}(?:klien\s{1,3}kami|tuan|nyonya|sdr\.?|bapak|ibu))?\W{0,4}(?P<value>[A-Z][^\n,;:()]{2,60})",
    re.ASCII,
)
_TO: Final = re.compile(
    r"(?:^|\n)[ \t]{0,60}kepada(?:\s{1,3}yth\.?|\s{1,3}yang\s{1,3}terhormat)?[ \t.:,]{0,6}"
    r"(?:\n\s{0,20})?(?P<value>[^\n]{3,80})",
    _FLAGS,
)
_ADDRESS_FORM: Final = re.compile(
    r"(?:yth\.?|sdr\.?|saudara|bapak|ibu|tuan|nyonya)[ \t.:]{1,4}", _FLAGS
)
_WITHIN: Final = re.compile(
    r"(?P<count>[0-9]{1,3})\s{0,2}(?:\([a-z\s]{2,40}\)\s{0,2})?"
    r"(?:(?P<hours>x\s{0,2}24\s{0,2}(?:\([a-z\s]{2,40}\)\s{0,2})?jam)|hari(?P<working>\s{1,3}kerja)?)"
    r"(?P<from>[^\n.]{0,12}\s?(?:sejak|setelah|terhitung)\b)?",
    _FLAGS,
)
_BY: Final = re.compile(
    r"(?:paling\s{1,3}lambat|selambat\s?-?\s?lambatnya|batas\s{1,3}waktu|sebelum|hingga|sampai\s{1,3}dengan)"
    r"(?:\s{1,3}(?:pada|hari|tanggal|dalam|jangka|waktu)){0,5}\W{0,4}\Z",
    _FLAGS,
)
_PARTY: Final = re.compile(
    r"(?:disebut|sebagai)\W{1,5}(?:sebagai\W{1,5})?PIHAK\s{1,3}(?:PERTAMA|KEDUA|KETIGA|KE[SD][A-Z]{2,8})",
    _FLAGS,
)
# Each on a line of its own: `Antara / PT A / dan / Sdri. B`.
_BETWEEN: Final = re.compile(
    r"(?:^|\n)[ \t]{0,40}antara[ \t:]{0,6}\n\s{0,20}(?P<one>[^\n]{3,80})\n"
    r"\s{0,20}(?:dan|dengan)[ \t]{0,9}\n\s{0,20}(?P<other>[^\n]{3,80})",
    _FLAGS,
)
_PARTY_LABEL: Final = label("Pihak Pertama", "Pihak Kedua", "Pihak Ketiga")
_NUMBER: Final = label("Nomor", "No", "No.")
_NAME_BEFORE: Final = re.compile(
    r"(?:^|\n)[ \t]{0,20}(?:[0-9IVX]{1,3}[.)]\s{0,4}|Nama[ \t]{0,20}:[ \t]{0,6})"
    r"(?P<value>[A-Z][^\n,;:]{2,60})"
)
_BACK: Final = 700


def read_power_of_attorney(pages: Sequence[Page]) -> list[Field]:
    """Who gives power to whom, and for what."""
    fields: list[Field] = []
    for page in pages:
        fields += _labelled(page, FieldName.GIVER, first_value(page, _GIVER))
        signed = _SIGNED_BY.search(page.text)
        if signed and not fields:
            fields.append(
                page.field(
                    FieldName.GIVER, signed["value"].strip(), signed.start("value"), confidence=0.85
                )
            )
        fields += _labelled(page, FieldName.RECEIVER, first_value(page, _RECEIVER))
        split = _GIVES.search(page.text)
        for name in values(page, _NAME):
            given = split is None or name.start < split.start()
            role = FieldName.GIVER if given else FieldName.RECEIVER
            if not any(field.name is role for field in fields):
                fields += _labelled(page, role, name)
        receives = _RECEIVES.search(page.text)
        if receives and not any(field.name is FieldName.RECEIVER for field in fields):
            value = receives["value"].split(",")[0].strip()
            fields.append(
                page.field(FieldName.RECEIVER, value, receives.start("value"), confidence=0.8)
            )
        purpose = _PURPOSE.search(page.text)
        if purpose and not any(field.name is FieldName.MATTER for field in fields):
            group = "value" if purpose["value"] else "after"
            value = " ".join(purpose[group].split())
            fields.append(page.field(FieldName.MATTER, value, purpose.start(group), confidence=0.8))
    return [*fields, *written_date(pages)]


def read_demand_letter(pages: Sequence[Page], today: date) -> list[Field]:
    """Who demands of whom, and until when."""
    fields: list[Field] = []
    for page in pages:
        sender = _FOR.search(page.text)
        if sender:
            fields.append(
                page.field(
                    FieldName.SENDER, sender["value"].strip(), sender.start("value"), confidence=0.8
                )
            )
        else:
            fields += _labelled(page, FieldName.SENDER, first_value(page, _SENDER))
        to = addressee(page)
        if to:
            value, place = to
            fields.append(page.field(FieldName.ADDRESSEE, value, place, confidence=0.85))
        fields += deadlines(page, today)
    return [*fields, *written_date(pages)]


def read_contract(pages: Sequence[Page]) -> list[Field]:
    """The parties of a contract and its date, the first it names."""
    fields: dict[str, Field] = {}
    for page in pages:
        for name, place in (*_named_parties(page), *_labelled_parties(page)):
            fields.setdefault(
                name.upper(), page.field(FieldName.PARTY, name, place, confidence=0.85)
            )
    return [*list(fields.values())[:10], *_contract_number(pages), *_contract_date(pages)]


def addressee(page: Page) -> tuple[str, int] | None:
    """Whom a letter is to, without the form of address, and where that stands."""
    to = _TO.search(page.text)
    value = _ADDRESS_FORM.sub("", to["value"]).strip(" .,:;") if to else ""
    return (value, to.start("value")) if to and value else None


def deadlines(page: Page, today: date) -> Iterator[Field]:
    """Until when: a date, or days that count from something, which are doubted."""
    dated = False
    for mention in find_dates(page.text):
        if _BY.search(page.text[max(mention.start - 80, 0) : mention.start]):
            dated = True
            yield date_field(page, FieldName.DEADLINE, mention, today=today)
    if dated:
        return
    for match in first_matches(_WITHIN, page.text):
        doubts = [Doubt.COUNTED_FROM_RECEIPT]
        if match["working"]:
            doubts.append(Doubt.WORKING_DAYS)
        value = f"P{int(match['count'])}D"
        yield page.field(FieldName.DEADLINE, value, match.start(), doubts=doubts)


def _named_parties(page: Page) -> Iterator[tuple[str, int]]:
    """`1. BUDI SANTOSO, … disebut PIHAK PERTAMA`: the last name before the role."""
    for match in first_matches(_PARTY, page.text):
        since = max(match.start() - _BACK, 0)
        names = list(_NAME_BEFORE.finditer(page.text[since : match.start()]))
        if names:
            yield names[-1]["value"].strip(), since + names[-1].start("value")


def _labelled_parties(page: Page) -> Iterator[tuple[str, int]]:
    between = _BETWEEN.search(page.text)
    if between:
        for group in ("one", "other"):
            yield between[group].strip(" ,;"), between.start(group)
    for found in values(page, _PARTY_LABEL):
        yield found.value.split(",")[0].strip(), found.start


def _contract_number(pages: Sequence[Page]) -> Iterator[Field]:
    for page in pages[:1]:
        found = first_value(page, _NUMBER)
        if found:
            yield page.field(FieldName.LETTER_NUMBER, found.value, found.start)


def _contract_date(pages: Sequence[Page]) -> list[Field]:
    for page in pages:
        for mention in find_dates(page.text):
            return [date_field(page, FieldName.CONTRACT_DATE, mention)]
    return []


def _labelled(page: Page, name: FieldName, found: Labelled | None) -> Iterator[Field]:
    if found:
        value = found.value.split(",")[0].strip()
        yield page.field(name, value, found.start, confidence=0.85, doubts=found.doubts)
