"""What identity cards and family cards say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.legal.dates import find_dates
from domain.legal.found import Doubt, Field, FieldName
from domain.legal.identity import IdentityNumber, find_identity_numbers
from domain.legal.labels import Labelled, first_value, label
from domain.legal.pages import AT_MOST, Page

_NAME: Final = label("Nama", "Nama Lengkap", colon=False)
_BIRTH: Final = label(
    "Tempat/Tgl Lahir", "Tempat / Tgl Lahir", "Tempat/Tgl. Lahir", "Tempat Tgl Lahir",
    "Tempat, Tanggal Lahir", "Tempat/Tanggal Lahir", colon=False,
)  # fmt: skip
_ADDRESS: Final = label("Alamat", colon=False)
_HEAD: Final = label("Nama Kepala Keluarga", "Kepala Keluarga", colon=False)
_CARD_DOUBTS: Final = frozenset({Doubt.DAY_MONTH_AMBIGUOUS})


def read_identity_card(pages: Sequence[Page]) -> list[Field]:
    """NIK, name, place and date of birth, address of a KTP."""
    return [field for page in pages for field in _identity_card(page)]


def read_family_card(pages: Sequence[Page]) -> list[Field]:
    """The card's own number, which stands first, the head of family, and everybody's NIK."""
    fields: list[Field] = []
    for page in pages:
        numbers = _numbers(page)
        for at, number in enumerate(numbers):
            first = at == 0 and not any(
                each.name is FieldName.FAMILY_CARD_NUMBER for each in fields
            )
            name = FieldName.FAMILY_CARD_NUMBER if first else FieldName.NIK
            fields.append(page.field(name, number.digits, number.start, doubts=number.doubts))
        fields += _labelled(page, FieldName.HEAD_OF_FAMILY, first_value(page, _HEAD))
        fields += _labelled(page, FieldName.ADDRESS, first_value(page, _ADDRESS))
    return fields


def _identity_card(page: Page) -> Iterator[Field]:
    numbers = _numbers(page)
    nik = numbers[0] if numbers else None
    birth = first_value(page, _BIRTH)
    born = find_dates(page.text[birth.start : birth.start + 80])[:1] if birth else []
    known = nik.birth_dates() if nik else ()
    if nik:
        differs = bool(born and born[0].value and known and born[0].value not in known)
        doubts = (*nik.doubts, *([Doubt.BIRTH_DATE_DIFFERS] if differs else []))
        yield page.field(FieldName.NIK, nik.digits, nik.start, doubts=doubts)
    yield from _labelled(page, FieldName.NAME, first_value(page, _NAME))
    if birth:
        place = birth.value.split(",")[0].strip(" .") if "," in birth.value else ""
        if place and not any(letter.isdigit() for letter in place):
            yield page.field(FieldName.BIRTH_PLACE, place, birth.start, doubts=birth.doubts)
        for mention in born:
            # A card writes the day first, always.
            kept = tuple(each for each in mention.doubts if each not in _CARD_DOUBTS)
            differs = mention.value is not None and bool(known) and mention.value not in known
            doubts = (*kept, *birth.doubts, *([Doubt.BIRTH_DATE_DIFFERS] if differs else []))
            read = replace(mention, doubts=doubts)
            place_of = birth.start + read.start
            yield page.field(FieldName.BIRTH_DATE, read.iso, place_of, doubts=read.doubts)
    yield from _labelled(page, FieldName.ADDRESS, first_value(page, _ADDRESS))


def _numbers(page: Page) -> list[IdentityNumber]:
    found: list[IdentityNumber] = []
    for number in find_identity_numbers(page.text):
        found.append(number)
        if len(found) == AT_MOST:
            break
    return found


def _labelled(page: Page, name: FieldName, found: Labelled | None) -> Iterator[Field]:
    if found:
        yield page.field(name, found.value, found.start, confidence=0.9, doubts=found.doubts)
