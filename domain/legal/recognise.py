"""What a document is and what it says, from the words of its pages; nothing is guessed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Final

from domain.documents import PageText
from domain.legal.appointments import date_field, time_field, today_in
from domain.legal.cards import read_family_card, read_identity_card
from domain.legal.case_numbers import find_case_numbers
from domain.legal.court_papers import (
    case_fields,
    read_court_summons,
    read_decision,
    read_police_summons,
)
from domain.legal.dates import find_dates
from domain.legal.deeds import read_deed, read_land_certificate
from domain.legal.found import DocumentKind, Field, FieldName, RecognisedDocument
from domain.legal.identity import find_identity_numbers
from domain.legal.kinds import decide, weigh
from domain.legal.letters import read_contract, read_demand_letter, read_power_of_attorney
from domain.legal.money import find_amounts
from domain.legal.pages import AT_MOST, Page, as_page
from domain.legal.payments import read_invoice, read_transfer
from domain.legal.relative_dates import find_relative_dates
from domain.legal.times import find_times

# Dates of any other text: enough for a message, not for a book.
_MOST_DATES: Final = 20

_Reader = Callable[[Sequence[Page], date], list[Field]]
_READERS: Final[Mapping[DocumentKind, _Reader]] = {
    DocumentKind.IDENTITY_CARD: lambda pages, _: read_identity_card(pages),
    DocumentKind.FAMILY_CARD: lambda pages, _: read_family_card(pages),
    DocumentKind.POWER_OF_ATTORNEY: lambda pages, _: read_power_of_attorney(pages),
    DocumentKind.DEMAND_LETTER: read_demand_letter,
    DocumentKind.COURT_SUMMONS: read_court_summons,
    DocumentKind.POLICE_SUMMONS: read_police_summons,
    DocumentKind.COURT_DECISION: lambda pages, _: read_decision(pages),
    DocumentKind.CONTRACT: lambda pages, _: read_contract(pages),
    DocumentKind.DEED: lambda pages, _: read_deed(pages),
    DocumentKind.LAND_CERTIFICATE: lambda pages, _: read_land_certificate(pages),
    DocumentKind.INVOICE: read_invoice,
    DocumentKind.TRANSFER_RECEIPT: lambda pages, _: read_transfer(pages),
}


def recognise(pages: Sequence[PageText], *, at: datetime, zone: tzinfo) -> RecognisedDocument:
    """Recognise a document from its pages, those that were not read being skipped.

    `at` is an aware moment, from which `lusa` and what is past are told, and `zone` that of who
    sent it. Total: every text gets an answer, in time linear in its length.
    """
    read = [as_page(page) for page in pages if page.text.strip()]
    candidates = weigh(read, _weights(read))
    surest = decide(read, candidates)
    today = today_in(at, zone)
    reader = _READERS.get(surest.kind)
    fields = reader(read, today) if reader else _mentions(read, at, zone)
    return RecognisedDocument(
        kind=surest.kind,
        confidence=surest.confidence,
        fields=_each_once([*case_fields(read), *fields]),
        candidates=candidates,
    )


def _weights(pages: Sequence[Page]) -> Mapping[DocumentKind, float]:
    """What numbers in a text hint at; never enough alone, for any message may carry them."""
    niks = cases = amounts = 0
    for page in pages:
        niks += sum(1 for _ in zip(range(AT_MOST), find_identity_numbers(page.text), strict=False))
        cases += len(find_case_numbers(page.text))
        amounts += any(True for _ in find_amounts(page.text))
    return {
        DocumentKind.IDENTITY_CARD: 1.5 if niks == 1 else 0.0,
        DocumentKind.FAMILY_CARD: 1.5 if niks > 1 else 0.0,
        DocumentKind.COURT_SUMMONS: 1.0 if cases else 0.0,
        DocumentKind.COURT_DECISION: 0.7 if cases else 0.0,
        DocumentKind.INVOICE: 0.6 if amounts else 0.0,
        DocumentKind.TRANSFER_RECEIPT: 0.6 if amounts else 0.0,
    }


def _mentions(pages: Sequence[Page], at: datetime, zone: tzinfo) -> list[Field]:
    """The dates and times that a text of no kind mentions."""
    fields: list[Field] = []
    for page in pages:
        dates = chain(find_dates(page.text), find_relative_dates(page.text, at=at, zone=zone))
        for mention in sorted(dates, key=lambda each: each.start):
            fields.append(date_field(page, FieldName.DATE, mention))
            if len(fields) == _MOST_DATES:
                break
        times = find_times(page.text)[:AT_MOST]
        fields += [time_field(page, FieldName.TIME, each.in_zone(None)) for each in times]
        if len(fields) >= _MOST_DATES:
            break
    return fields


def _each_once(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Every value of every name once, in the order found."""
    kept: dict[tuple[FieldName, str], Field] = {}
    for field in fields:
        held = kept.get((field.name, field.value))
        if held is None or field.confidence > held.confidence:
            kept[(field.name, field.value)] = field
    return tuple(kept.values())
