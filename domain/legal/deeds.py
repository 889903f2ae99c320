"""What notaries' deeds and land certificates say."""

import re
from collections.abc import Sequence
from typing import Final

from domain.legal.appointments import date_field
from domain.legal.dates import find_dates
from domain.legal.found import Field, FieldName
from domain.legal.labels import first_value, label
from domain.legal.lookalikes import any_of
from domain.legal.pages import Page

_FLAGS: Final = re.IGNORECASE | re.ASCII
_NOTARY_ABOVE: Final = re.compile(
    r"(?P<value>[A-Z][A-Za-z.,' ]{3,60}?S\.?\s?H\.?(?:[,.\s]{1,3}M\.?\s?Kn\.?)?)[ \t,]{0,4}"
    r"(?:\n\s{0,40}|[ \t]{1,4})(?:selaku\s{1,3})?(?:NOTARIS|Notaris|PPAT)",
    re.ASCII,
)
_NOTARY_SAID: Final = re.compile(
    r"(?:hadapan|kepada)\s{1,4}saya\W{1,4}(?P<value>[A-Z][A-Za-z.' ]{2,60})", re.ASCII
)
_NOTARY_BELOW: Final = re.compile(
    r"(?:^|\n)[ \t]{0,40}NOTARIS(?:\s{1,3}(?:DAN|&|/)\s{1,3}PPAT)?[ \t]{0,20}\n\s{0,40}"
    r"(?P<value>[A-Z][^\n]{3,60})",
    re.ASCII,
)
_NUMBER: Final = label("Nomor", "No", "No.", "Akta Nomor", "Nomor Akta")
_RIGHTS: Final = (
    ("Hak Milik Atas Satuan Rumah Susun", any_of("Hak Milik Atas Satuan Rumah Susun", "HMSRS")),
    ("Hak Guna Bangunan", any_of("Hak Guna Bangunan", "HGB", "SHGB")),
    ("Hak Guna Usaha", any_of("Hak Guna Usaha", "HGU")),
    ("Hak Pengelolaan", any_of("Hak Pengelolaan")),
    ("Hak Pakai", any_of("Hak Pakai")),
    ("Hak Milik", any_of("Hak Milik", "SHM")),
)
_RIGHT: Final = re.compile(
    rf"\b(?:{'|'.join(pattern for _, pattern in _RIGHTS)})\b"
    r"[\s.:]{0,6}(?:(?:no|nomor)[\s.:]{0,6})?"
    r"(?P<number>[0-9OoIl]{1,6}(?:\s?/\s?[A-Z][A-Za-z .]{2,30})?)?",
    _FLAGS,
)
_EACH_RIGHT: Final = tuple((name, re.compile(pattern, _FLAGS)) for name, pattern in _RIGHTS)
_CERTIFICATE: Final = re.compile(
    r"(?:^|\n)[ \t]{0,40}(?:no|nomor)(?:\s{1,3}(?:sertipikat|sertifikat|hak))?[\s.:]{0,8}"
    r"(?P<value>[0-9][0-9. ]{0,24})",
    _FLAGS,
)
_PLACES: Final = label(
    "Desa/Kelurahan", "Desa / Kelurahan", "Kelurahan", "Desa", "Desa/Kel", "Kel/Desa", colon=False
)
_WIDER: Final = (
    label("Kecamatan", colon=False),
    label("Kabupaten/Kota", "Kabupaten / Kota", "Kabupaten/Kotamadya", "Kabupaten", "Kota",
          colon=False),
    label("Provinsi", "Propinsi", colon=False),
)  # fmt: skip
_HOLDER: Final = label("Nama Pemegang Hak", "Pemegang Hak", colon=False)


def read_deed(pages: Sequence[Page]) -> list[Field]:
    """Notary, number and date of a deed."""
    fields: list[Field] = []
    for page in pages:
        for pattern in (_NOTARY_SAID, _NOTARY_ABOVE, _NOTARY_BELOW):
            match = pattern.search(page.text)
            if match:
                value = " ".join(match["value"].split()).strip(" ,")
                fields.append(
                    page.field(FieldName.NOTARY, value, match.start("value"), confidence=0.85)
                )
                break
        found = first_value(page, _NUMBER)
        if found:
            fields.append(page.field(FieldName.DEED_NUMBER, found.value, found.start))
        fields += [
            date_field(page, FieldName.DEED_DATE, mention) for mention in find_dates(page.text)[:1]
        ]
        if fields:
            # A deed opens with all three; what later pages name are other deeds.
            return fields
    return fields


def read_land_certificate(pages: Sequence[Page]) -> list[Field]:
    """Number, kind of right, place and holder of a land certificate."""
    fields: list[Field] = []
    for page in pages:
        right = _RIGHT.search(page.text)
        if right and not any(field.name is FieldName.RIGHT_KIND for field in fields):
            kind = next(
                (name for name, pattern in _EACH_RIGHT if pattern.match(right.group())), "Hak Milik"
            )
            fields.append(page.field(FieldName.RIGHT_KIND, kind, right.start()))
        fields += _certificate_number(page, right)
        for pattern in (_PLACES, *_WIDER):
            found = first_value(page, pattern)
            if found:
                fields.append(
                    page.field(FieldName.PLACE, found.value, found.start, doubts=found.doubts)
                )
        holder = first_value(page, _HOLDER)
        if holder:
            fields.append(page.field(FieldName.NAME, holder.value, holder.start, confidence=0.85))
    return fields


def _certificate_number(page: Page, right: re.Match[str] | None) -> list[Field]:
    if right and right["number"]:
        value = " ".join(right["number"].split())
        return [page.field(FieldName.CERTIFICATE_NUMBER, value, right.start("number"))]
    match = _CERTIFICATE.search(page.text)
    if match:
        value = match["value"].strip(" .")
        return [page.field(FieldName.CERTIFICATE_NUMBER, value, match.start("value"))]
    return []
