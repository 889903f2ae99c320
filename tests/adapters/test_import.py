"""Clients and cases from a file, put beside those who are there already."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, func, insert, select

from adapters.postgres.engine import transaction
from adapters.postgres.importing import PostgresImport
from adapters.postgres.tables import (
    AuditEntry,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Identity,
    PartyName,
    Table,
)
from devstack.service import REPOSITORY
from domain.clients import ClientSearch, Intake, Standing
from domain.importing import Column, ImportResult, Outcome, Problem, read_import
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import PHONE

_SAMPLE = (REPOSITORY / "docs/clients-sample.csv").read_text()
_HEADER = ",".join(Column)
_NUMBER = f"+{PHONE}"


class Office:
    """The firm, and what it brings in."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self._import = PostgresImport(registers.engine, registers.vault)
        self.dewi = registers.person("Dewi Lestari")
        self.andi = registers.person("Andi Wijaya")
        self.steps = 0

    def bring(self, text: str, *, apply: bool = True) -> ImportResult:
        def progress(done: int) -> None:
            self.steps += done

        return self._import.run(read_import(text.encode()), apply=apply, progress=progress)

    def lines(self, *lines: str, apply: bool = True) -> ImportResult:
        return self.bring("\n".join((_HEADER, *lines)), apply=apply)

    def rows(self) -> dict[str, int]:
        with transaction(self.registers.engine) as session:
            return {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Table.metadata.tables.items()
            }


@pytest.fixture
def office(registers: Registers) -> Office:
    return Office(registers)


def _problems(result: ImportResult) -> Sequence[tuple[int, str | None, Problem]]:
    return [(each.line, each.column, each.problem) for each in result.problems]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(office: Office) -> None:
    before = office.rows()
    said = office.bring(_SAMPLE, apply=False)
    assert office.rows() == before
    done = office.bring(_SAMPLE)
    assert (said.clients, said.cases) == (done.clients, done.cases)
    assert (said.applied, done.applied) == (False, True)
    assert set(done.clients.values()) == set(done.cases.values()) == {Outcome.MADE}
    assert office.steps == 6 + 12


def test_what_was_brought_in_is_found_as_if_lawyers_had_written_it(
    office: Office, engine: Engine
) -> None:
    office.bring(_SAMPLE)
    registers = office.registers
    (budi,) = registers.clients.search(office.dewi, ClientSearch(phone="+6281234567801"))
    assert (budi.name, budi.reference, budi.standing, budi.intake) == (
        "Budi Santoso", "K-001", Standing.CLIENT, None,
    )  # fmt: skip
    cases = registers.cases.cases(office.andi, client=budi.id, after=None, limit=9).items
    assert {each.title for each in cases} == {"Sengketa tanah Cilandak", "Perjanjian sewa gudang"}
    (tanah,) = (each for each in cases if each.number)
    shown = registers.cases.case(office.andi, tanah.id)
    assert {each.name for each in shown.parties} == {"Slamet Riyadi", "PT Maju Jaya"}
    assert {each.lawyer_id for each in shown.members} == {office.dewi.id, office.andi.id}
    assert shown.case.responsible == office.dewi.id
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(PartyName))
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.lawyer_id.is_(None))
        ).all()
        walled = session.scalar(select(func.count()).where(CaseRow.walled))
    assert sorted(set(actions)) == ["case_import", "client_import"]
    assert walled == 1
    (siti,) = registers.clients.search(office.dewi, ClientSearch(reference="K-002"))
    assert registers.clients.search(office.andi, ClientSearch(reference="K-002")) == ()
    assert siti.name == "Siti Aminah, S.E."


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.bring(_SAMPLE)
    before = office.rows()
    again = office.bring(_SAMPLE)
    assert set(again.clients.values()) == set(again.cases.values()) == {Outcome.KEPT}
    assert office.rows() == before


def test_what_a_later_file_says_otherwise_is_changed_and_what_it_leaves_empty_stays(
    office: Office, engine: Engine
) -> None:
    office.bring(_SAMPLE)
    done = office.lines(
        "K-001,Budi Santosa,0812 3456 7899,B-2026-014,,,Sengketa tanah,selesai,,Joko,Andi Wijaya,"
        "Dewi Lestari,ya",
        "K-003,,,,,,,,,,,,",
    )
    assert dict(done.clients) == {"k-001": Outcome.CHANGED, "k-003": Outcome.KEPT}
    assert dict(done.cases) == {"b-2026-014": Outcome.CHANGED}
    registers = office.registers
    (budi,) = registers.clients.search(office.dewi, ClientSearch(name="budi santosa"))
    shown = registers.clients.client(office.dewi, budi.id)
    assert len(shown.identities) == 3
    (tanah,) = (
        each
        for each in registers.cases.cases(office.dewi, client=budi.id, after=None, limit=9).items
        if each.number
    )
    assert (tanah.title, tanah.status, tanah.walled) == ("Sengketa tanah", "closed", True)
    assert tanah.closed_on is not None
    assert (tanah.number, tanah.responsible) == ("214/Pdt.G/2026/PN Jkt.Sel", office.andi.id)
    with transaction(engine) as session:
        members = session.scalars(
            select(CaseMember.lawyer_id).where(CaseMember.case_id == tanah.id)
        ).all()
    assert set(members) == {office.dewi.id, office.andi.id}
    assert len(registers.cases.case(office.dewi, tanah.id).parties) == 3


def test_one_bad_line_and_nothing_is_done(office: Office) -> None:
    before = office.rows()
    done = office.lines(
        "K-1,Budi,081234567801,B-1,,,Tanah,,,,Dewi Lestari,,",
        "K-2,Ani,081234567801,,,,,,,,,,",
        "K-3,,,,,,,,,,,,",
        "K-4,Sari,,B-4,,,,,,,Orang Asing,Hantu,",
        "K-5,Tono,12,,,,,,,,,,",
    )
    assert _problems(done) == [
        (3, Column.PHONES, Problem.PHONE_OF_ANOTHER),
        (4, Column.CLIENT_NAME, Problem.MISSING),
        (5, Column.CASE_TITLE, Problem.MISSING),
        (5, Column.RESPONSIBLE, Problem.UNKNOWN_LAWYER),
        (5, Column.TEAM, Problem.UNKNOWN_LAWYER),
        (6, Column.PHONES, Problem.NOT_A_PHONE),
    ]
    assert not done.applied
    assert office.rows() == before


def test_somebody_who_wrote_before_becomes_the_client(
    office: Office, postgres_stores: Stores, engine: Engine
) -> None:
    wrote = postgres_stores.record(name="budi ganteng")
    done = office.lines(f"K-1,Budi Santoso,{PHONE},B-1,,,Tanah,,,,Dewi Lestari,,")
    assert dict(done.clients) == {"k-1": Outcome.JOINED}
    shown = office.registers.clients.client(office.dewi, wrote.client_id)
    assert (shown.client.name, shown.client.reference) == ("Budi Santoso", "K-1")
    assert (shown.client.standing, shown.client.intake) == (Standing.CLIENT, Intake.ACCEPTED)
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 1
        assert session.scalar(select(func.count()).select_from(Identity)) == 1
    assert postgres_stores.record(number=2).conversation_id == wrote.conversation_id
    again = office.lines(f"K-1,Budi Santoso,{PHONE},B-1,,,Tanah,,,,Dewi Lestari,,")
    assert dict(again.clients) == {"k-1": Outcome.KEPT}


def test_a_prospect_with_another_number_is_merged_into_the_client(
    office: Office, postgres_stores: Stores
) -> None:
    first = postgres_stores.record(number=1)
    second = postgres_stores.record(number=2, phone="6281200000002")
    done = office.lines(f"K-1,Budi,{PHONE};081200000002,,,,,,,,,")
    assert dict(done.clients) == {"k-1": Outcome.JOINED}
    third = postgres_stores.record(number=3, phone="6281200000003")
    done = office.lines("K-1,Budi,081200000003,,,,,,,,,,")
    assert dict(done.clients) == {"k-1": Outcome.JOINED}
    shown = office.registers.clients.client(office.dewi, first.client_id)
    assert set(shown.same_person) == {first.client_id, second.client_id, third.client_id}
    assert postgres_stores.claimed(second).recipient.phone == "+6281200000002"
    done = office.lines("K-1,Budi,081200000003,,,,,,,,,,")
    assert dict(done.clients) == {"k-1": Outcome.KEPT}


def test_whoever_is_another_client_or_with_the_conflict_partner_joins_nobody(
    office: Office, postgres_stores: Stores, engine: Engine
) -> None:
    office.registers.client("Ani", "+6281200000002", reference="K-9")
    opponent = postgres_stores.record(name="Slamet Riyadi")
    office.bring(_SAMPLE)
    with transaction(engine) as session:
        party = session.scalars(select(PartyName.party_id)).first()
        session.execute(
            insert(Conflict).values(
                id="e" * 32, client_id=opponent.client_id, party_id=party, source="profile",
                likeness="exact",
            )
        )  # fmt: skip
    done = office.lines(f"K-1,Budi,{PHONE},,,,,,,,,,", "K-2,Tono,081200000002,,,,,,,,,,")
    assert _problems(done) == [
        (2, Column.PHONES, Problem.PHONE_IN_CONFLICT),
        (3, Column.PHONES, Problem.PHONE_OF_ANOTHER),
    ]


def test_a_case_is_not_given_to_another_client_by_a_slip(office: Office) -> None:
    office.bring(_SAMPLE)
    done = office.lines("K-003,,,B-2026-014,,,,,,,,,")
    assert _problems(done) == [(2, Column.CASE_REFERENCE, Problem.CASE_OF_ANOTHER)]


def test_formulas_and_long_notes_are_kept_as_they_are_written(office: Office) -> None:
    office.lines('K-1,"=HYPERLINK(""x"")",,,,,,,,,,,')
    (found,) = office.registers.clients.search(office.dewi, ClientSearch(reference="K-1"))
    assert found.name == '=HYPERLINK("x")'
