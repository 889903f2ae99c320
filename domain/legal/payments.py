"""What invoices, receipts and proofs of transfer say."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from domain.legal.appointments import date_field
from domain.legal.dates import find_dates
from domain.legal.found import Doubt, Field, FieldName
from domain.legal.labels import first_value, label
from domain.legal.money import Amount, find_amounts
from domain.legal.pages import AT_MOST, Page

_FLAGS: Final = re.IGNORECASE | re.ASCII
_BANK: Final = re.compile(
    r"\b(?P<value>(?:bank\s{1,3})?(?:BCA|BNI|BRI|BTN|BSI|CIMB\s?Niaga|Mandiri|Permata|Danamon|Maybank"
    r"|OCBC(?:\s?NISP)?|Panin|Mega|Jago|Muamalat|BJB|Sinarmas|UOB|HSBC|SeaBank|Central\s{1,3}Asia"
    r"|Rakyat\s{1,3}Indonesia|Negara\s{1,3}Indonesia|Syariah\s{1,3}Indonesia))\b",
    _FLAGS,
)
_REFERENCE: Final = label(
    "No. Referensi", "No Referensi", "Nomor Referensi", "No. Ref", "No Ref", "Ref No", "Ref",
    "ID Transaksi", "No. Transaksi", "Nomor Transaksi", "Reference No", colon=False,
)  # fmt: skip
_NUMBER: Final = label(
    "No. Invoice", "Nomor Invoice", "Invoice No", "Invoice Number", "Invoice #", "No. Faktur",
    "No. Kwitansi", "No. Kuitansi", "Nomor", "No",
)  # fmt: skip
_TOTAL: Final = re.compile(
    r"(?:grand\s{1,3}total|total\s{1,3}(?:tagihan|bayar|pembayaran|transfer)"
    r"|(?<!sub )(?<!sub)\btotal|jumlah(?:\s{1,3}transfer)?"
    r"|nominal(?:\s{1,3}transfer)?|uang\s{1,3}sejumlah|terbilang)\W{0,30}\Z",
    _FLAGS,
)
_DUE: Final = re.compile(
    r"(?:jatuh\s{1,3}tempo|due(?:\s{1,3}date)?|paling\s{1,3}lambat)\W{0,40}\Z", _FLAGS
)


def read_invoice(pages: Sequence[Page], today: date) -> list[Field]:
    """Number, total, dates and bank of an invoice or receipt."""
    return [field for page in pages for field in _invoice(page, today)]


def read_transfer(pages: Sequence[Page]) -> list[Field]:
    """Amount, date, bank and reference of a transfer."""
    return [field for page in pages for field in _transfer(page)]


def _invoice(page: Page, today: date) -> Iterator[Field]:
    number = first_value(page, _NUMBER)
    if number:
        yield page.field(FieldName.INVOICE_NUMBER, number.value, number.start)
    yield from _amount(page)
    yield from _dates(page, today)
    yield from _bank(page)


def _transfer(page: Page) -> Iterator[Field]:
    yield from _amount(page)
    yield from _dates(page, None)
    yield from _bank(page)
    reference = first_value(page, _REFERENCE)
    if reference:
        yield page.field(
            FieldName.REFERENCE, reference.value, reference.start, doubts=reference.doubts
        )


def _amount(page: Page) -> Iterator[Field]:
    """The total where the page names it; of several amounts without one, all, doubted."""
    amounts: list[Amount] = []
    totals: list[Amount] = []
    for amount in find_amounts(page.text):
        before = page.text[max(amount.start - 60, 0) : amount.start]
        amounts.append(amount)
        if _TOTAL.search(before):
            totals.append(amount)
        if len(amounts) == 5 * AT_MOST:
            break
    # The grand total is the last one that is called a total.
    chosen = totals[-1:] or amounts
    several = len({amount.value for amount in chosen}) > 1
    doubts = (Doubt.SEVERAL_CANDIDATES,) if several else ()
    seen: set[str] = set()
    for amount in chosen[:AT_MOST]:
        if amount.normal not in seen:
            seen.add(amount.normal)
            yield page.field(
                FieldName.AMOUNT, amount.normal, amount.start, doubts=(*amount.doubts, *doubts)
            )


def _dates(page: Page, today: date | None) -> Iterator[Field]:
    paid = False
    for mention in find_dates(page.text)[:AT_MOST]:
        before = page.text[max(mention.start - 60, 0) : mention.start]
        if _DUE.search(before):
            yield date_field(page, FieldName.DUE_DATE, mention, today=today)
        elif not paid:
            paid = True
            yield date_field(page, FieldName.PAYMENT_DATE, mention)


def _bank(page: Page) -> Iterator[Field]:
    seen: set[str] = set()
    for match in _BANK.finditer(page.text):
        value = " ".join(match["value"].split())
        if value.upper() not in seen and len(seen) < 3:  # noqa: PLR2004 - from, to, and another
            seen.add(value.upper())
            yield page.field(FieldName.BANK, value, match.start(), confidence=0.9)
