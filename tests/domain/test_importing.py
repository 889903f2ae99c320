"""Files of clients and cases, as Indonesian offices' spreadsheets write them."""

from datetime import date

import pytest

from devstack.service import REPOSITORY
from domain.cases import CaseStatus
from domain.importing import (
    INDONESIAN,
    Column,
    ImportFile,
    Problem,
    read_import,
)

_HEADER = ",".join(Column)


def _read(*lines: str, header: str = _HEADER) -> ImportFile:
    return read_import("\n".join((header, *lines)).encode())


def _problems(file: ImportFile) -> list[tuple[int, str | None, Problem]]:
    return [(each.line, each.column, each.problem) for each in file.problems]


def _one(column: Column, cell: str) -> ImportFile:
    """A file with a good line in which one cell is something else."""
    cells = {
        Column.CLIENT_REFERENCE: "K-1", Column.CLIENT_NAME: "Budi", Column.CASE_REFERENCE: "B-1",
        Column.CASE_TITLE: "Tanah", Column.RESPONSIBLE: "Dewi", column: cell,
    }  # fmt: skip
    return _read(",".join('"' + cells.get(each, "").replace('"', '""') + '"' for each in Column))


def test_the_sample_is_right() -> None:
    file = read_import((REPOSITORY / "docs/clients-sample.csv").read_bytes())
    assert file.problems == []
    assert (len(file.clients), len(file.cases)) == (3, 3)
    assert file.clients["k-001"].phones == {"+6281234567801": 2, "+622155501801": 2}
    assert list(file.clients["k-003"].phones) == ["+6281245677803"]
    case = file.cases["b-2026-014"]
    assert (case.opponents, case.team) == (("Slamet Riyadi", "PT Maju Jaya"), ("Andi Wijaya",))
    assert file.cases["b-2026-030"].walled is True


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")]
)
def test_what_spreadsheets_write_is_read(
    delimiter: str, ending: str, encoding: str, told: str
) -> None:
    names = ["Nomor Klien", "NAMA_KLIEN", "No. HP"]
    lines = [names, ["K-1", '"Siti, Aminah; S.E."', '"0812-3456-7801;081234567802"'], ["", "", ""]]
    text = ending.join(delimiter.join(line) for line in lines)
    file = read_import(text.encode(encoding))
    assert (file.encoding, file.delimiter, file.problems) == (told, delimiter, [])
    assert file.clients["k-1"].name == "Siti, Aminah; S.E."
    assert list(file.clients["k-1"].phones) == ["+6281234567801", "+6281234567802"]


def test_what_is_not_utf8_is_read_as_windows_writes_it_and_that_is_said() -> None:
    file = read_import("client_reference;client_name\nK-1;Café Müller".encode("cp1252"))
    assert (file.encoding, file.clients["k-1"].name) == ("cp1252", "Café Müller")


def test_a_spreadsheets_own_first_line_says_the_separator() -> None:
    file = read_import(b"sep=;\r\nclient_reference;client_name\r\nK-1;Budi\r\nK-2;")
    assert file.delimiter == ";"
    assert [each.line for each in file.clients.values()] == [3, 4]


@pytest.mark.parametrize("column", list(Column))
def test_every_column_has_indonesian_names_of_its_own(column: Column) -> None:
    others = {name for each in Column if each != column for name in INDONESIAN[each]}
    assert INDONESIAN[column]
    assert not others & set(INDONESIAN[column])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-12-07", date(2026, 12, 7)), ("07/12/2026", date(2026, 12, 7)),
        ("7/12/2026", date(2026, 12, 7)), ("07-12-2026", date(2026, 12, 7)), ("", None),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written_here(cell: str, day: date | None) -> None:
    assert _one(Column.OPENED_ON, cell).cases["b-1"].opened_on == day


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0812-3456-7801", ["+6281234567801"]), ("62 812 3456 7801", ["+6281234567801"]),
        ("81234567801", ["+6281234567801"]), ("'081234567801", ["+6281234567801"]),
        ("+65 6123 4567 / 021 5550 1801", ["+6561234567", "+622155501801"]),
        ("+81 3 1234 5678", ["+81312345678"]), ("081234567801; 0812 3456 7801", ["+6281234567801"]),
    ],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(cell: str, numbers: list[str]) -> None:
    assert list(_one(Column.PHONES, cell).clients["k-1"].phones) == numbers


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        (Column.CLIENT_REFERENCE, " ", Problem.MISSING),
        (Column.CLIENT_REFERENCE, "K" * 101, Problem.TOO_LONG),
        (Column.CLIENT_NAME, "B" * 201, Problem.TOO_LONG),
        (Column.CLIENT_NAME, "Bu\x00di", Problem.NOT_PRINTABLE),
        (Column.PHONES, "6,28123E+12", Problem.NOT_A_PHONE),
        (Column.PHONES, "0812345678901;lama", Problem.NOT_A_PHONE),
        (Column.CASE_REFERENCE, "", Problem.MISSING),
        (Column.CASE_STATUS, "mungkin", Problem.NOT_A_STATUS),
        (Column.OPENED_ON, "31/02/2026", Problem.NOT_A_DATE),
        (Column.OPENED_ON, "12/31/2026", Problem.NOT_A_DATE),
        (Column.WALLED, "barangkali", Problem.NOT_YES_OR_NO),
        (Column.OPPONENTS, "S" * 201, Problem.TOO_LONG),
    ],
)
def test_a_bad_cell_is_told_by_line_and_column_and_never_by_what_stood_there(
    column: Column, cell: str, problem: Problem
) -> None:
    file = _one(column, cell)
    assert (2, column, problem) in _problems(file)
    assert file.clients == {}


def test_formulas_are_data() -> None:
    file = _read("K-1,\"=cmd|'/C calc'!A0\",,B-1,@SUM(A1),+1-2,-title,,,=1+1;@x,Dewi,,")
    assert file.problems == []
    assert file.clients["k-1"].name == "=cmd|'/C calc'!A0"
    case = file.cases["b-1"]
    assert (case.number, case.court, case.title) == ("@SUM(A1)", "+1-2", "-title")
    assert case.opponents == ("=1+1", "@x")


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("client_reference,shoe_size", (1, "2", Problem.UNKNOWN_COLUMN)),
        ("client_reference,nama,client_name", (1, "3", Problem.COLUMN_TWICE)),
        ("client_name", (1, Column.CLIENT_REFERENCE, Problem.COLUMN_MISSING)),
        ("", (1, None, Problem.NO_TEXT)),
    ],
)
def test_a_header_that_is_not_understood_ends_the_reading(
    header: str, problem: tuple[int, str | None, Problem]
) -> None:
    file = read_import(header.encode() + (b"\nK-1,x,y" if header else b""))
    assert _problems(file) == [problem]
    assert file.clients == {}


def test_cells_without_a_column_are_told() -> None:
    assert _problems(_read("K-1,Budi", header="client_reference")) == [
        (2, None, Problem.TOO_MANY_CELLS)
    ]
    assert _problems(_read("K-1,,", header="client_reference")) == []


def test_lines_of_one_client_or_case_add_to_each_other_and_must_agree() -> None:
    file = _read(
        "K-1,Budi,081234567801,B-1,,,Tanah,,,Slamet,Dewi,,",
        "k-1 ,budi,081234567802,B-2,,,Sewa,,,,Dewi,,",
        "K-2,Ani,,B-1,1/Pdt.G/2026/PN Jkt.Sel,,Tanah,aktif,,Joko,,Andi,",
    )
    assert file.problems == []
    assert list(file.clients["k-1"].phones.values()) == [2, 3]
    joint = file.cases["b-1"]
    assert (list(joint.clients), joint.opponents) == (["k-1", "k-2"], ("Slamet", "Joko"))
    assert (joint.status, joint.responsible, joint.team) == (CaseStatus.OPEN, "Dewi", ("Andi",))
    differing = _read(
        "K-1,Budi,,B-1,,,Tanah,,,,Dewi,,", "K-1,Ani,,,,,,,,,,,", "K-1,,,B-1,,,Sewa,,,,Andi,,"
    )
    assert _problems(differing) == [
        (3, Column.CLIENT_NAME, Problem.DIFFERS),
        (4, Column.CASE_TITLE, Problem.DIFFERS),
        (4, Column.RESPONSIBLE, Problem.DIFFERS),
    ]


def test_a_line_is_counted_from_where_it_begins() -> None:
    file = _read('K-1,"Budi\nSantoso",,,,,,,,,,,', "K-2,,x,,,,,,,,,,")
    assert file.clients["k-1"].name == "Budi Santoso"
    assert _problems(file) == [(4, Column.PHONES, Problem.NOT_A_PHONE)]


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe", b"\n\n", b'"', b'client_reference\n"K-1', b"\x89PNG\r\n"]
)
def test_whatever_a_file_holds_is_read_or_refused(content: bytes) -> None:
    file = read_import(content)
    assert file.problems or file.clients
