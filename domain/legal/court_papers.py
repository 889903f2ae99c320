"""What summonses of courts and of the police say, and what verdicts do."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from domain.legal.appointments import appointment, date_field, written_date
from domain.legal.case_numbers import find_case_numbers
from domain.legal.courts import Court, find_courts
from domain.legal.dates import find_dates
from domain.legal.found import Doubt, Field, FieldName
from domain.legal.labels import first_value, label
from domain.legal.letters import addressee
from domain.legal.lookalikes import any_of
from domain.legal.pages import AT_MOST, Page, first_matches

_FLAGS: Final = re.IGNORECASE | re.ASCII
_CLAIMANTS: Final = ("Penggugat", "Pemohon", "Pelawan", "Pembanding", "Pembantah")
_RESPONDENTS: Final = ("Tergugat", "Termohon", "Terlawan", "Terbanding", "Terbantah")
_NUMBERED: Final = r"(?:\s{1,3}(?:[IVX]{1,4}|[0-9]{1,2}))?"
_ROLES: Final = (
    (FieldName.CLAIMANT, any_of(*_CLAIMANTS)),
    (FieldName.RESPONDENT, any_of(*_RESPONDENTS)),
    (FieldName.ACCUSED, any_of("Terdakwa")),
)
_CALLED_AS: Final = tuple(
    (
        name,
        re.compile(rf"(?:sebagai|disebut)\W{{1,5}}(?:para\s{{1,3}})?{role}{_NUMBERED}\b", _FLAGS),
    )
    for name, role in _ROLES
)
_LABELLED_AS: Final = tuple(
    (
        name,
        re.compile(
            rf"^[ \t]{{0,30}}(?:para\s{{1,3}})?{role}{_NUMBERED}[ \t]{{0,20}}:[ \t]{{0,10}}"
            r"(?P<value>[^\n,;]{3,80})",
            _FLAGS | re.MULTILINE,
        ),
    )
    for name, role in _ROLES
)
_FULL_NAME: Final = label("Nama lengkap", "Nama Terdakwa")
_AGAINST: Final = re.compile(
    r"\bantara\W{1,4}(?P<claimant>[A-Z][^\n,;:]{2,60}?)(?:\s{1,3}(?:sebagai|selaku)\s{1,3}\w{3,12})?"
    r"\s{1,4}(?:lawan|melawan|lwn\.?)\s{1,4}(?P<respondent>[A-Z][^\n,;:]{2,60})",
    re.ASCII,
)
_STOP: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]{0,20}(?:antara|lawan|melawan|m\se\sl\sa\sw\sa\sn|dan|d\sa\sn)\W{0,3}(?=\n)"
    r"|(?:antara|memanggil|perkara)\W{0,3}\n|;\s{0,3}\n|\n[ \t]{0,20}(?=\n)",
    _FLAGS,
)
_LONGEST_PARTY: Final = 700
_ROOM: Final = re.compile(
    r"\b(?:di\s{1,3})?ruang(?:an)?(?:\s{1,3}(?:si|s1|sl)dang)?(?:\s{1,3}utama)?"
    r"[ \t]{0,6}[:.]?[ \t]{0,6}"
    r"(?P<value>(?:no\.?\s?|nomor\s)?[A-Z0-9][^\n,;()]{0,50})",
    re.ASCII | re.IGNORECASE,
)
_DECIDED: Final = re.compile(
    r"(?:diputuskan|dimusyawarahkan|permusyawaratan|putusan\s{1,3}ini|diucapkan|dibacakan)", _FLAGS
)
_RULING_START: Final = re.compile(
    r"^\W{0,20}(?:m\s?e\s?n\s?g\s?a\s?d\s?i\s?l\s?[i1l]|menetapkan)\W{0,20}$", _FLAGS
)
_RULING_LINE: Final = re.compile(
    r"(?:[0-9]{1,2}|[IVXa-z]{1,4})[.)]\s{0,4}\S|menyatakan|menghukum|menolak|mengabulkan|membebankan|menjatuhkan",
    _FLAGS,
)
_RULING_END: Final = re.compile(r"(?:demikian|dem1kian)", _FLAGS)
_OFFICE: Final = re.compile(
    r"\b(?P<value>(?:kepolisian\s{1,3}(?:resor|sektor|daerah)|polresta(?:bes)?|polres|polda|polsek|"
    r"bareskrim(?:\s{1,3}polri)?)(?:[ \t]{1,4}[A-Z][^\n,;:.()]{1,50})?)",
    re.ASCII | re.IGNORECASE,
)
_LETTER_NUMBER: Final = label("Nomor", "No", "No.", "Nomor Surat")
_POLICE_NUMBER: Final = re.compile(
    r"(?P<value>\bS(?:P)?\.?\s?(?:Pgl|Pg1|PgI|Pangg|Und)[^\s/]{0,10}\s?/[^\n]{4,60}?/[0-9OIl]{4}(?:/[A-Z][A-Za-z.]{2,20}){0,3})",
    _FLAGS,
)
_SUMMONED: Final = label("Nama", "Nama Lengkap")
_CAPACITIES: Final = (
    ("witness", re.compile(r"\bsebagai\s{1,4}saksi\b(?!\s{1,3}ahli)", _FLAGS)),
    ("suspect", re.compile(r"\bsebagai\s{1,4}tersangka\b", _FLAGS)),
    ("reported", re.compile(r"\bsebagai\s{1,4}terlapor\b", _FLAGS)),
    ("reporter", re.compile(r"\bsebagai\s{1,4}pelapor\b", _FLAGS)),
    ("expert", re.compile(r"\bsebagai\s{1,4}(?:saksi\s{1,3})?ahli\b", _FLAGS)),
)
_INVESTIGATOR: Final = re.compile(
    r"\b(?P<value>(?:KOMBES(?:\s?POL)?|AKBP|KOMPOL|AKP|IPTU|IPDA|AIPTU|AIPDA|BRIPKA|BRIGADIR|BRIGPOL"
    r"|BRIPTU|BRIPDA)\.?[ \t]{1,4}[A-Z](?:(?!\s(?:di|selaku|pada)\s)[^\n;()]){2,60})",
    re.ASCII,
)


def case_fields(pages: Sequence[Page]) -> list[Field]:
    """Every case number of the pages, each once."""
    fields: dict[str, Field] = {}
    for page in pages:
        for case in find_case_numbers(page.text)[:AT_MOST]:
            found = page.field(FieldName.CASE_NUMBER, case.number, case.start, doubts=case.doubts)
            held = fields.get(case.number)
            # The surest reading of a number that is written several times.
            if held is None or found.confidence > held.confidence:
                fields[case.number] = found
    return list(fields.values())


def court_of_pages(pages: Sequence[Page]) -> tuple[Court | None, list[Field]]:
    """The court that a paper is of: the first it names, doubted where its case is another's."""
    cases = [(page, case) for page in pages for case in find_case_numbers(page.text)[:1]]
    known = next(((page, case) for page, case in cases if case.court.known), None)
    named = [
        (page, mention)
        for page in pages
        for mention in islice(find_courts(page.text), AT_MOST)
        # A copy out of the Supreme Court's directory names that court on every page.
        if not known or mention.court.kind is known[1].court.kind or mention.court.city
    ]
    if not named:
        for page, case in cases[:1]:
            field = page.field(FieldName.COURT, case.court.name, case.start, doubts=case.doubts)
            return case.court, [field]
        return None, []
    agreed = [each for each in named if known and each[1].court.city == known[1].court.city]
    page, mention = (agreed or named)[0]
    doubts = (Doubt.COURTS_DIFFER,) if known and not agreed else ()
    field = page.field(FieldName.COURT, mention.court.name, mention.start, doubts=doubts)
    return (None if doubts else mention.court), [field]


def read_court_summons(pages: Sequence[Page], today: date) -> list[Field]:
    """Case, court, hearing and parties of a relaas or any call to a hearing."""
    court, courts = court_of_pages(pages)
    return [
        *courts,
        *appointment(
            pages,
            day=FieldName.HEARING_DATE,
            hour=FieldName.HEARING_TIME,
            zone=court.zone if court else None,
            today=today,
        ),
        *_first(FieldName.ROOM, pages, _ROOM, confidence=0.85),
        *parties(pages),
        *written_date(pages),
    ]


def read_police_summons(pages: Sequence[Page], today: date) -> list[Field]:
    """Number, office, day and hour, capacity and investigator of a call by the police."""
    return [
        *(_first(FieldName.LETTER_NUMBER, pages, _POLICE_NUMBER) or _letter_number(pages)),
        *_first(FieldName.POLICE_OFFICE, pages, _OFFICE, confidence=0.9),
        *_summoned(pages),
        *appointment(
            pages,
            day=FieldName.SUMMONS_DATE,
            hour=FieldName.SUMMONS_TIME,
            # A police office's city is in no table: only the text tells the zone.
            zone=None,
            today=today,
        ),
        *_capacity(pages),
        *_first(FieldName.INVESTIGATOR, pages, _INVESTIGATOR, confidence=0.85),
        *written_date(pages),
    ]


def read_decision(pages: Sequence[Page]) -> list[Field]:
    """Court, date, parties and the operative part of a verdict."""
    _, courts = court_of_pages(pages)
    return [*courts, *_decision_date(pages), *parties(pages), *_ruling(pages)]


def parties(pages: Sequence[Page]) -> list[Field]:
    """Who stands against whom, each name once."""
    fields: dict[tuple[FieldName, str], Field] = {}
    for page in pages:
        for name, value, place in (*_labelled(page), *_called(page), *_against(page)):
            plain = " ".join(value.split()).strip(" .,:;-")
            if len(plain) > 2:  # noqa: PLR2004 - no name is shorter
                field = page.field(name, plain, place, confidence=0.85)
                fields.setdefault((name, plain.upper()), field)
    return list(fields.values())[:AT_MOST]


def _labelled(page: Page) -> Iterator[tuple[FieldName, str, int]]:
    for name, pattern in _LABELLED_AS:
        for match in first_matches(pattern, page.text):
            yield name, match["value"], match.start("value")
    named = first_value(page, _FULL_NAME)
    if named:
        yield FieldName.ACCUSED, named.value, named.start


def _called(page: Page) -> Iterator[tuple[FieldName, str, int]]:
    """`BUDI SANTOSO, swasta, … selanjutnya disebut sebagai Penggugat`: back to where it begins."""
    for name, pattern in _CALLED_AS:
        for match in first_matches(pattern, page.text):
            since = max(match.start() - _LONGEST_PARTY, 0)
            before = page.text[since : match.start()]
            stops = [stop.end() for stop in _STOP.finditer(before)]
            begin = stops[-1] if stops else None
            if begin is None:
                continue
            lead = re.match(r"\s*(?:[0-9]{1,2}[.)]\s*|antara\s+)?", before[begin:], _FLAGS)
            start = begin + (lead.end() if lead else 0)
            value = re.split(
                r"[,;\n(]|\s(?:bin|binti|beralamat|bertempat)\s", before[start:], maxsplit=1
            )[0]
            if value[:1].isupper():
                yield name, value, since + start


def _against(page: Page) -> Iterator[tuple[FieldName, str, int]]:
    for match in first_matches(_AGAINST, page.text):
        yield FieldName.CLAIMANT, match["claimant"], match.start("claimant")
        respondent = re.split(r"\s(?:sebagai|selaku)\s", match["respondent"], maxsplit=1)[0]
        yield FieldName.RESPONDENT, respondent, match.start("respondent")


def _first(
    name: FieldName, pages: Sequence[Page], pattern: re.Pattern[str], *, confidence: float = 0.95
) -> list[Field]:
    for page in pages:
        match = pattern.search(page.text)
        if match:
            value = " ".join(match["value"].split()).strip(" .,:;")
            return [page.field(name, value, match.start("value"), confidence=confidence)]
    return []


def _letter_number(pages: Sequence[Page]) -> list[Field]:
    for page in pages:
        found = first_value(page, _LETTER_NUMBER)
        if found:
            return [
                page.field(FieldName.LETTER_NUMBER, found.value, found.start, doubts=found.doubts)
            ]
    return []


def _summoned(pages: Sequence[Page]) -> list[Field]:
    for page in pages:
        found = first_value(page, _SUMMONED)
        if found:
            return [page.field(FieldName.SUMMONED, found.value, found.start, confidence=0.85)]
        addressed = addressee(page)
        if addressed:
            value, place = addressed
            return [page.field(FieldName.SUMMONED, value, place, confidence=0.85)]
    return []


def _capacity(pages: Sequence[Page]) -> list[Field]:
    found = [
        (page, capacity, match.start())
        for page in pages
        for capacity, pattern in _CAPACITIES
        if (match := pattern.search(page.text))
    ]
    doubts = (Doubt.SEVERAL_CANDIDATES,) if len({capacity for _, capacity, _ in found}) > 1 else ()
    seen: dict[str, Field] = {}
    for page, capacity, place in found:
        seen.setdefault(capacity, page.field(FieldName.CAPACITY, capacity, place, doubts=doubts))
    return list(seen.values())


def _decision_date(pages: Sequence[Page]) -> list[Field]:
    for page in reversed(pages):
        for mention in find_dates(page.text):
            before = page.text[max(mention.start - 220, 0) : mention.start]
            if _DECIDED.search(before):
                return [date_field(page, FieldName.DECISION_DATE, mention)]
    return []


def _ruling(pages: Sequence[Page]) -> list[Field]:
    fields: list[Field] = []
    inside = False
    for page in pages:
        for number, line in enumerate(page.lines):
            if not inside:
                inside = bool(_RULING_START.match(line))
            elif _RULING_END.match(line) or len(fields) == AT_MOST:
                return fields
            elif _RULING_LINE.match(line):
                fields.append(page.field(FieldName.RULING, line.strip(), page.starts[number]))
    return fields
