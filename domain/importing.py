"""Clients and cases in a file, as an office's spreadsheet program writes it: read row by row.

What a cell says is data: a cell that begins with `=` is a name that begins with `=`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.cases import CaseStatus, number_form, reference_form
from domain.clients import name_form
from domain.phones import as_written

MOST_LINES: Final = 200_000
_LONGEST: Final = 200
_LONGEST_REFERENCE: Final = 100


class Column(StrEnum):
    """What a column holds. Its header may also be one of the Indonesian names below."""

    CLIENT_REFERENCE = "client_reference"
    CLIENT_NAME = "client_name"
    PHONES = "phones"
    CASE_REFERENCE = "case_reference"
    CASE_NUMBER = "case_number"
    COURT = "court"
    CASE_TITLE = "case_title"
    CASE_STATUS = "case_status"
    OPENED_ON = "opened_on"
    OPPONENTS = "opponents"
    RESPONSIBLE = "responsible"
    TEAM = "team"
    WALLED = "walled"


INDONESIAN: Final[Mapping[Column, tuple[str, ...]]] = {
    Column.CLIENT_REFERENCE: ("nomor klien", "no klien", "kode klien", "referensi klien"),
    Column.CLIENT_NAME: ("nama klien", "nama"),
    Column.PHONES: (
        "telepon", "nomor telepon", "no telepon", "telp", "hp", "no hp", "nomor hp", "whatsapp",
        "no wa", "nomor wa",
    ),
    Column.CASE_REFERENCE: (
        "nomor berkas", "no berkas", "kode perkara", "kode berkas", "referensi perkara",
    ),
    Column.CASE_NUMBER: ("nomor perkara", "no perkara"),
    Column.COURT: ("pengadilan",),
    Column.CASE_TITLE: ("judul perkara", "judul", "perkara"),
    Column.CASE_STATUS: ("status perkara", "status"),
    Column.OPENED_ON: ("tanggal dibuka", "tanggal mulai", "tanggal", "dibuka"),
    Column.OPPONENTS: ("lawan", "pihak lawan"),
    Column.RESPONSIBLE: ("penanggung jawab", "advokat", "pengacara"),
    Column.TEAM: ("tim", "anggota tim"),
    Column.WALLED: ("tertutup", "rahasia", "terbatas"),
}  # fmt: skip


class Problem(StrEnum):
    """Why a row cannot be taken."""

    NO_TEXT = "no_text"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    TOO_MANY_CELLS = "too_many_cells"
    NOT_CSV = "not_csv"
    TOO_MANY_LINES = "too_many_lines"
    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_PRINTABLE = "not_printable"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_DATE = "not_a_date"
    NOT_A_STATUS = "not_a_status"
    NOT_YES_OR_NO = "not_yes_or_no"
    DIFFERS = "differs"
    PHONE_OF_ANOTHER = "phone_of_another"
    PHONE_IN_CONFLICT = "phone_in_conflict"
    UNKNOWN_LAWYER = "unknown_lawyer"
    CASE_OF_ANOTHER = "case_of_another"


PROBLEM_TEXTS: Final[Mapping[Problem, str]] = {
    Problem.NO_TEXT: "the file is empty or holds no text",
    Problem.UNKNOWN_COLUMN: "no column has this name; --help lists them",
    Problem.COLUMN_TWICE: "two columns mean the same",
    Problem.COLUMN_MISSING: "the file has no such column",
    Problem.TOO_MANY_CELLS: 'more cells than columns: put text with the separator in "quotes"',
    Problem.NOT_CSV: "not readable as CSV from here on",
    Problem.TOO_MANY_LINES: f"more than {MOST_LINES:,} lines: split the file",
    Problem.MISSING: "must not be empty here",
    Problem.TOO_LONG: "too long",
    Problem.NOT_PRINTABLE: "holds control characters",
    Problem.NOT_A_PHONE: "not a phone number (a spreadsheet may have made 6,28E+12 of one)",
    Problem.NOT_A_DATE: "not a date such as 2026-12-07 or 07/12/2026",
    Problem.NOT_A_STATUS: "not open, suspended or closed (aktif, ditunda, selesai)",
    Problem.NOT_YES_OR_NO: "not yes or no (ya, tidak)",
    Problem.DIFFERS: "an earlier line says something else of the same reference",
    Problem.PHONE_OF_ANOTHER: "another client has this number",
    Problem.PHONE_IN_CONFLICT: "whoever writes from this number is with the conflict partner",
    Problem.UNKNOWN_LAWYER: "nobody of the firm has this name; `lawyershub lawyer add` adds them",
    Problem.CASE_OF_ANOTHER: "the case is led for others, and this client is none of them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong with a line, and in which column. Never what stood there."""

    line: int
    column: str | None
    problem: Problem


@dataclass(slots=True, kw_only=True)
class ImportedClient:
    """What a file says of one client, in one line or several."""

    line: int
    reference: str
    name: str | None
    phones: dict[str, int] = field(default_factory=dict[str, int])
    """Each in E.164, with the line it stood in."""


@dataclass(slots=True, kw_only=True)
class ImportedCase:
    """What a file says of one case, in one line or several. None: it says nothing of that."""

    line: int
    reference: str
    clients: dict[str, int]
    """Their references' forms, in the order of the file, with the line each stood in."""
    number: str | None
    court: str | None
    title: str | None
    status: CaseStatus | None
    opened_on: date | None
    responsible: str | None
    walled: bool | None
    team: tuple[str, ...]
    opponents: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class ImportFile:
    """A file as it was read; clients and cases by the form of their references."""

    encoding: str = ""
    delimiter: str = ""
    lines: dict[int, tuple[str, str | None]] = field(
        default_factory=dict[int, tuple[str, str | None]]
    )
    """The client and the case that each line is about."""
    clients: dict[str, ImportedClient] = field(default_factory=dict[str, ImportedClient])
    cases: dict[str, ImportedCase] = field(default_factory=dict[str, ImportedCase])
    problems: list[RowProblem] = field(default_factory=list[RowProblem])


class Outcome(StrEnum):
    """What an import does to a client or a case."""

    MADE = "made"
    JOINED = "joined"
    """Somebody who wrote before is this client: the prospect becomes it, or is merged into it."""
    CHANGED = "changed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import does, or did; with problems, it does nothing."""

    applied: bool
    clients: Mapping[str, Outcome]
    cases: Mapping[str, Outcome]
    problems: tuple[RowProblem, ...]


_STATUSES: Final = {
    "open": CaseStatus.OPEN, "aktif": CaseStatus.OPEN, "berjalan": CaseStatus.OPEN,
    "terbuka": CaseStatus.OPEN, "suspended": CaseStatus.SUSPENDED, "ditunda": CaseStatus.SUSPENDED,
    "ditangguhkan": CaseStatus.SUSPENDED, "closed": CaseStatus.CLOSED,
    "selesai": CaseStatus.CLOSED, "ditutup": CaseStatus.CLOSED, "tutup": CaseStatus.CLOSED,
}  # fmt: skip
_ANSWERS: Final = {
    "yes": True, "ya": True, "y": True, "true": True, "1": True, "benar": True, "x": True,
    "no": False, "tidak": False, "n": False, "t": False, "false": False, "0": False, "salah": False,
}  # fmt: skip
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_BETWEEN_PHONES: Final = re.compile(r"[;,|/\n]")
_BETWEEN_NAMES: Final = re.compile(r"[;|\n]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WITHOUT_ZERO: Final = re.compile(r"8[1-9][0-9]{7,10}", re.ASCII)
_REFERENCES: Final = frozenset({Column.CLIENT_REFERENCE, Column.CASE_REFERENCE, Column.CASE_NUMBER})
_OF_CASES: Final = tuple(Column)[3:]
_HEADERS: Final = {name: column for column in Column for name in (column, *INDONESIAN[column])} | {
    column.replace("_", " "): column for column in Column
}


def read_import(content: bytes) -> ImportFile:
    """What a file says; whatever is wrong with it is among the problems."""
    text, encoding = _decoded(content)
    first, rest = text.partition("\n")[0], text
    if re.fullmatch(r"sep=.\r?", first, re.IGNORECASE):
        # Spreadsheets write this line for themselves.
        delimiter, skipped = first[4], 1
        rest = text.partition("\n")[2]
    else:
        delimiter, skipped = _delimiter(first), 0
    file = ImportFile(encoding=encoding, delimiter=delimiter)
    rows = _rows(file, rest, skipped)
    header = next(rows, None)
    if header is None:
        file.problems.append(RowProblem(line=1, column=None, problem=Problem.NO_TEXT))
        return file
    columns = _columns(file, *header)
    if file.problems:
        return file
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            _Row(file, line, columns, cells).take()
    return file


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t", key=bare.count)


def _rows(file: ImportFile, text: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
    begins = skipped + 1
    try:
        for cells in reader:
            if begins > MOST_LINES:
                problem = RowProblem(line=begins, column=None, problem=Problem.TOO_MANY_LINES)
                file.problems.append(problem)
                return
            yield begins, cells
            begins = skipped + reader.line_num + 1
    except csv.Error:
        file.problems.append(RowProblem(line=begins, column=None, problem=Problem.NOT_CSV))


def _columns(file: ImportFile, line: int, header: Sequence[str]) -> list[Column | None]:
    columns: list[Column | None] = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(re.sub(r"[._]", " ", cell).casefold().split())
        column = _HEADERS.get(name)
        problem = None
        if name and column is None:
            problem = Problem.UNKNOWN_COLUMN
        elif column is not None and column in columns:
            problem = Problem.COLUMN_TWICE
        if problem:
            file.problems.append(RowProblem(line=line, column=str(number), problem=problem))
        columns.append(column)
    if Column.CLIENT_REFERENCE not in columns:
        file.problems.append(
            RowProblem(line=line, column=Column.CLIENT_REFERENCE, problem=Problem.COLUMN_MISSING)
        )
    return columns


class _Row:
    """One row on its way into what the file says."""

    def __init__(
        self, file: ImportFile, line: int, columns: Sequence[Column | None], cells: Sequence[str]
    ) -> None:
        self._file = file
        self._line = line
        self._bad = False
        if any(cell.strip() for cell in cells[len(columns) :]):
            self._refuse(None, Problem.TOO_MANY_CELLS)
        self._cells = {
            column: cell.strip()
            for column, cell in zip(columns, cells, strict=False)
            if column is not None
        }

    def take(self) -> None:
        """Put what the row says to what earlier rows said."""
        reference = self._text(Column.CLIENT_REFERENCE)
        name = self._text(Column.CLIENT_NAME)
        phones = self._phones()
        if reference is None:
            self._refuse(Column.CLIENT_REFERENCE, Problem.MISSING)
        case = self._case(reference_form(reference or ""))
        if self._bad or reference is None:
            return
        key = reference_form(reference)
        client = self._file.clients.setdefault(
            key, ImportedClient(line=self._line, reference=reference, name=name)
        )
        client.name = client.name or name
        if name and client.name and name_form(client.name) != name_form(name):
            self._refuse(Column.CLIENT_NAME, Problem.DIFFERS)
        for phone in phones:
            client.phones.setdefault(phone, self._line)
        self._file.lines[self._line] = key, reference_form(case.reference) if case else None
        if case:
            self._add(case)

    def _case(self, client: str) -> ImportedCase | None:
        said = {column: self._text(column) for column in _OF_CASES}
        reference = said[Column.CASE_REFERENCE]
        if reference is None:
            if any(said.values()):
                self._refuse(Column.CASE_REFERENCE, Problem.MISSING)
            return None
        return ImportedCase(
            line=self._line,
            reference=reference,
            clients={client: self._line},
            number=said[Column.CASE_NUMBER],
            court=said[Column.COURT],
            title=said[Column.CASE_TITLE],
            status=self._status(said[Column.CASE_STATUS]),
            opened_on=self._day(said[Column.OPENED_ON]),
            responsible=said[Column.RESPONSIBLE],
            walled=self._answer(said[Column.WALLED]),
            team=self._names(Column.TEAM),
            opponents=self._names(Column.OPPONENTS),
        )

    def _add(self, case: ImportedCase) -> None:
        """Put a row's case to what earlier rows said of it."""
        known = self._file.cases.setdefault(reference_form(case.reference), case)
        if known is case:
            return
        for client, line in case.clients.items():
            known.clients.setdefault(client, line)
        pairs: tuple[tuple[Column, object, object], ...] = (
            (Column.CASE_NUMBER, _form(known.number), _form(case.number)),
            (Column.COURT, _folded(known.court), _folded(case.court)),
            (Column.CASE_TITLE, _folded(known.title), _folded(case.title)),
            (Column.CASE_STATUS, known.status, case.status),
            (Column.OPENED_ON, known.opened_on, case.opened_on),
            (Column.RESPONSIBLE, _folded(known.responsible), _folded(case.responsible)),
            (Column.WALLED, known.walled, case.walled),
        )
        for column, before, now in pairs:
            if None not in {before, now} and before != now:
                self._refuse(column, Problem.DIFFERS)
        known.number, known.court = known.number or case.number, known.court or case.court
        known.title, known.status = known.title or case.title, known.status or case.status
        known.opened_on = known.opened_on or case.opened_on
        known.responsible = known.responsible or case.responsible
        known.walled = case.walled if known.walled is None else known.walled
        known.team = tuple(dict.fromkeys((*known.team, *case.team)))
        known.opponents = tuple(dict.fromkeys((*known.opponents, *case.opponents)))

    def _text(self, column: Column) -> str | None:
        cell = self._cells.get(column, "")
        if _UNPRINTABLE.search(cell):
            self._refuse(column, Problem.NOT_PRINTABLE)
        several = column in {Column.OPPONENTS, Column.TEAM, Column.PHONES}
        longest = _LONGEST_REFERENCE if column in _REFERENCES else _LONGEST
        if len(cell) > longest and not several:
            self._refuse(column, Problem.TOO_LONG)
        return (cell if several else " ".join(cell.split())) or None

    def _names(self, column: Column) -> tuple[str, ...]:
        names = [
            " ".join(each.split()) for each in _BETWEEN_NAMES.split(self._cells.get(column, ""))
        ]
        if any(len(name) > _LONGEST for name in names):
            self._refuse(column, Problem.TOO_LONG)
        return tuple(dict.fromkeys(name for name in names if name))

    def _phones(self) -> list[str]:
        found: list[str] = []
        for each in _BETWEEN_PHONES.split(self._cells.get(Column.PHONES, "")):
            written = each.strip().removeprefix("'")
            if not written:
                continue
            bare = re.sub(r"[\s.-]", "", written)
            # A spreadsheet takes the zero off 0812…, which would be a number in Japan then.
            number = as_written(f"0{bare}" if _WITHOUT_ZERO.fullmatch(bare) else written)
            if number:
                found.append(number)
            else:
                self._refuse(Column.PHONES, Problem.NOT_A_PHONE)
        return found

    def _status(self, cell: str | None) -> CaseStatus | None:
        status = _STATUSES.get(cell.casefold()) if cell else None
        if cell and status is None:
            self._refuse(Column.CASE_STATUS, Problem.NOT_A_STATUS)
        return status

    def _answer(self, cell: str | None) -> bool | None:
        answer = _ANSWERS.get(cell.casefold()) if cell else None
        if cell and answer is None:
            self._refuse(Column.WALLED, Problem.NOT_YES_OR_NO)
        return answer

    def _day(self, cell: str | None) -> date | None:
        if cell is None:
            return None
        for form in _DATES:
            try:
                day = datetime.strptime(cell, form).date()  # noqa: DTZ007 -- a day has no zone
            except ValueError:
                continue
            return day
        self._refuse(Column.OPENED_ON, Problem.NOT_A_DATE)
        return None

    def _refuse(self, column: Column | None, problem: Problem) -> None:
        self._bad = True
        self._file.problems.append(RowProblem(line=self._line, column=column, problem=problem))


def _form(number: str | None) -> str | None:
    return number_form(number) if number else None


def _folded(text: str | None) -> str | None:
    return name_form(text) if text else None
