"""Courts, as texts name them and as case numbers abbreviate them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.legal.court_table import SEATS
from domain.legal.lookalikes import any_of, blurred, shape
from domain.legal.zones import Zone


class CourtKind(StrEnum):
    """A court's branch and instance, by its abbreviation."""

    PN = "PN"
    NIAGA = "PN.Niaga"
    PT = "PT"
    PA = "PA"
    PTA = "PTA"
    MS = "MS"
    """Mahkamah Syar'iyah, in Aceh."""
    PTUN = "PTUN"
    PTTUN = "PT.TUN"
    PM = "PM"
    MA = "MA"
    MK = "MK"


_NAMES: Final = {
    CourtKind.PN: "Pengadilan Negeri",
    CourtKind.NIAGA: "Pengadilan Niaga",
    CourtKind.PT: "Pengadilan Tinggi",
    CourtKind.PA: "Pengadilan Agama",
    CourtKind.PTA: "Pengadilan Tinggi Agama",
    CourtKind.MS: "Mahkamah Syar'iyah",
    CourtKind.PTUN: "Pengadilan Tata Usaha Negara",
    CourtKind.PTTUN: "Pengadilan Tinggi Tata Usaha Negara",
    CourtKind.PM: "Pengadilan Militer",
    CourtKind.MA: "Mahkamah Agung",
    CourtKind.MK: "Mahkamah Konstitusi",
}
# How case numbers join a court and its seat, and whether the seat is in capitals.
_JOINED: Final = {
    CourtKind.PN: (" ", False),
    CourtKind.NIAGA: (".", False),
    CourtKind.PT: (" ", True),
    CourtKind.PA: (".", False),
    CourtKind.PTA: (".", False),
    CourtKind.MS: (".", False),
    CourtKind.PTUN: (".", True),
    CourtKind.PTTUN: (".", True),
}
_NATIONAL: Final = frozenset({CourtKind.MA, CourtKind.MK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """A court. `city` is None where its seat is not one we know; then `seat` is what is written."""

    kind: CourtKind
    city: str | None
    seat: str
    """The code that case numbers carry: `Jkt.Sel`."""
    zone: Zone | None

    @property
    def name(self) -> str:
        """`Pengadilan Negeri Jakarta Selatan`."""
        return f"{_NAMES[self.kind]} {self.city or self.seat}".rstrip()

    @property
    def suffix(self) -> str:
        """How its case numbers end: `PN Jkt.Sel`, `PTUN.JKT`."""
        between, capitals = _JOINED.get(self.kind, (" ", False))
        return f"{self.kind}{between}{self.seat.upper() if capitals else self.seat}".rstrip()

    @property
    def known(self) -> bool:
        """Whether its seat is one we know."""
        return self.city is not None or self.kind in _NATIONAL


# As people say them.
_SHORT: Final = {
    "Jaksel": "Jakarta Selatan", "Jakpus": "Jakarta Pusat", "Jaktim": "Jakarta Timur",
    "Jakut": "Jakarta Utara", "Jakbar": "Jakarta Barat", "Jogja": "Yogyakarta",
    "Solo": "Surakarta", "Jogjakarta": "Yogyakarta", "Ujung Pandang": "Makassar",
}  # fmt: skip
_Seat = tuple[str, str, Zone]
# What the courts of appeal of the capital call their seat, where a city's name is written.
_CAPITAL: Final = {CourtKind.PT: "DKI", CourtKind.PTA: "JK"}
_DISTRICT: Final = frozenset({CourtKind.PN, CourtKind.NIAGA, CourtKind.MS})


def _district_seats() -> dict[str, _Seat]:
    """By a district court's code, by a city, and by what people call it."""
    seats: dict[str, _Seat] = {}
    for city, code, _, zone in SEATS:
        shorts = [short for short, whole in _SHORT.items() if whole == city]
        seats |= {_letters(name): (city, code, zone) for name in (code, city, *shorts)}
    return seats


def _own_seats() -> dict[str, _Seat]:
    """Codes of other courts than district courts, which may be another city's elsewhere."""
    return {
        _letters(own): (city, code if _letters(code) == _letters(own) else own, zone)
        for city, code, others, zone in SEATS
        for own in others
    }


def _shapes() -> dict[str, _Seat]:
    """By what a scanner may make of a code or city, where only one city's looks like that."""
    shapes: dict[str, dict[str, _Seat]] = {}
    for city, code, others, zone in SEATS:
        for name in (code, city, *others):
            shapes.setdefault(shape(name), {}).setdefault(city, (city, code, zone))
    # Kdl is Kendal and Kdi Kendari: what looks like both is neither.
    return {form: next(iter(seats.values())) for form, seats in shapes.items() if len(seats) == 1}


def _letters(written: str) -> str:
    return re.sub(r"[^a-z0-9]", "", written.lower())


_DISTRICT_SEATS: Final = _district_seats()
_OWN_SEATS: Final = _own_seats()
_SHAPES: Final = _shapes()
_CITIES: Final = any_of(*(city for city, *_ in SEATS), *_SHORT)
_DISTRICT_NAMES: Final = any_of(
    "pengadilan negeri", "pengadilan hubungan industrial", "pengadilan tindak pidana korupsi"
)
_BRANCH: Final = "|".join(
    (
        rf"(?P<pttun>{blurred('pengadilan tinggi tata usaha negara')}|\bpt\.?\s?tun\b)",
        rf"(?P<pta>{blurred('pengadilan tinggi agama')}|\bpta\b)",
        rf"(?P<pt>{blurred('pengadilan tinggi')})",
        rf"(?P<ptun>{blurred('pengadilan tata usaha negara')}|\bptun\b)",
        rf"(?P<pa>{blurred('pengadilan agama')}|\bpa\b)",
        rf"(?P<niaga>{blurred('pengadilan niaga')})",
        rf"(?P<pn>{_DISTRICT_NAMES}|\bpn\b)",
        r"(?P<ms>mahkamah\s{1,3}syar'?iyah)",
        rf"(?P<ma>{blurred('mahkamah agung')})",
        rf"(?P<mk>{blurred('mahkamah konstitusi')})",
    )
)
_NAMED: Final = re.compile(
    # Looked ahead, so that most places of a long text cost one step.
    rf"(?=[pm])(?:{_BRANCH})"
    rf"(?:\s{{1,3}}pada\s{{1,3}}{blurred('pengadilan negeri')})?"
    r"(?:\s{1,3}kelas\s{1,3}(?:[i1l]{1,3}\s?-?\s?[ab]?|[12]\s?[ab]?)(?:\s{1,3}khusus)?)?"
    rf"(?:[\s.]{{1,4}}(?P<city>{_CITIES})\b)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtMention:
    """A court that a text names."""

    start: int
    end: int
    court: Court


def court_of(kind: CourtKind, written: str) -> Court:
    """The court of a seat as written, code or city: `Jkt.Sel`, `jkt sel`, `Jakarta Selatan`."""
    tables = (_DISTRICT_SEATS, _OWN_SEATS)
    letters = _letters(written)
    exact = (table.get(letters) for table in (tables if kind in _DISTRICT else reversed(tables)))
    found = next(filter(None, exact), None) or _SHAPES.get(shape(written))
    if not found:
        return Court(kind=kind, city=None, seat=written, zone=None)
    city, seat, zone = found
    if city == "Jakarta" and shape(written) == shape(city):
        seat = _CAPITAL.get(kind, seat)
    return Court(kind=kind, city=city, seat=seat, zone=zone)


def national_court(kind: CourtKind) -> Court:
    """A court of the whole country; its papers tell times of Jakarta."""
    return Court(kind=kind, city=None, seat="", zone=Zone.WIB)


def find_courts(text: str) -> Iterator[CourtMention]:
    """Every court that a text names with its city, and the two that have none."""
    for match in _NAMED.finditer(text):
        branch = match.lastgroup if match.lastgroup != "city" else None
        branch = branch or next(name for name, value in match.groupdict().items() if value)
        kind = CourtKind[branch.upper()]
        if kind in _NATIONAL:
            court = national_court(kind)
        elif match["city"]:
            court = court_of(kind, match["city"])
        else:
            continue
        yield CourtMention(start=match.start(), end=match.end(), court=court)
