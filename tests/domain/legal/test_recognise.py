"""Every kind of paper is told from the others, and its fields are read with their doubts."""

from collections import Counter
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest

from domain.documents import PageText, ReadMethod
from domain.legal.found import DocumentKind, Doubt, FieldName, RecognisedDocument
from domain.legal.recognise import recognise
from tests.domain.legal import papers
from tests.domain.legal.papers import PAPERS, as_pages
from tests.domain.legal.unseen import UNSEEN

_K = DocumentKind
_WIB = ZoneInfo("Asia/Jakarta")
_AT = datetime(2026, 11, 22, 20, 0, tzinfo=_WIB)
_F = FieldName

# What each kind of our texts is taken for; what is not in it never happens.
_CONFUSION = """
kind               as                 texts
contract           contract           2
court_decision     court_decision     3
court_summons      court_summons      4
deed               deed               2
demand_letter      demand_letter      4
family_card        family_card        1
identity_card      identity_card      4
invoice            invoice            3
land_certificate   land_certificate   2
other              other              9
police_summons     police_summons     3
power_of_attorney  power_of_attorney  3
transfer_receipt   transfer_receipt   2
unknown            unknown            2
"""


def _read(*texts: str) -> RecognisedDocument:
    return recognise(as_pages(*texts), at=_AT, zone=_WIB)


def _said(document: RecognisedDocument) -> dict[FieldName, list[str]]:
    by_name = sorted(document.fields, key=lambda field: field.name)
    return {
        name: [field.value for field in fields]
        for name, fields in groupby(by_name, key=lambda field: field.name)
    }


@pytest.mark.parametrize(("name", "kind", "texts"), PAPERS)
def test_a_paper_is_of_its_kind(name: str, kind: DocumentKind, texts: tuple[str, ...]) -> None:
    assert _read(*texts).kind is kind, name


@pytest.mark.parametrize(("name", "kind", "text"), UNSEEN)
def test_a_paper_of_another_layout_is_of_its_kind(name: str, kind: DocumentKind, text: str) -> None:
    assert _read(text).kind is kind, name


def test_no_kind_is_taken_for_another() -> None:
    every = [*PAPERS, *((name, kind, (text,)) for name, kind, text in UNSEEN)]
    counted = Counter((kind, _read(*texts).kind) for _, kind, texts in every)
    rows = [f"{kind:<19}{taken:<19}{count}" for (kind, taken), count in sorted(counted.items())]
    assert rows == _CONFUSION.strip().splitlines()[1:]


@pytest.mark.parametrize(
    ("texts", "fields"),
    [
        (
            (papers.KTP,),
            {
                _F.NIK: ["3174050712850003"],
                _F.NAME: ["BUDI SANTOSO CONTOH"],
                _F.BIRTH_PLACE: ["JAKARTA"],
                _F.BIRTH_DATE: ["1985-12-07"],
                _F.ADDRESS: ["JL. CONTOH RAYA NO. 7"],
            },
        ),
        (
            (papers.KK,),
            {
                _F.FAMILY_CARD_NUMBER: ["3174052001150012"],
                _F.NIK: ["3174050712850003", "3201014508900002"],
                _F.HEAD_OF_FAMILY: ["BUDI SANTOSO CONTOH"],
            },
        ),
        (
            (papers.SURAT_KUASA,),
            {
                _F.GIVER: ["Budi Santoso Contoh"],
                _F.RECEIVER: ["Dewi Contoh Lestari"],
                _F.CASE_NUMBER: ["214/Pdt.G/2026/PN Jkt.Sel"],
                _F.LETTER_DATE: ["2026-11-20"],
            },
        ),
        (
            (papers.SOMASI,),
            {
                _F.SENDER: ["PT Maju Contoh Abadi"],
                _F.ADDRESSEE: ["Agus Contoh Wijaya"],
                _F.DEADLINE: ["2026-11-30"],
            },
        ),
        ((papers.SOMASI_DAYS,), {_F.ADDRESSEE: ["Rina Contoh"], _F.DEADLINE: ["P7D"]}),
        (
            (papers.RELAAS,),
            {
                _F.CASE_NUMBER: ["214/Pdt.G/2026/PN Jkt.Sel"],
                _F.COURT: ["Pengadilan Negeri Jakarta Selatan"],
                _F.HEARING_DATE: ["2026-12-07"],
                _F.HEARING_TIME: ["09:00 WIB"],
                _F.ROOM: ["3"],
                _F.CLAIMANT: ["PT MAJU CONTOH ABADI"],
                _F.RESPONDENT: ["BUDI SANTOSO CONTOH"],
                _F.LETTER_DATE: ["2026-11-25"],
            },
        ),
        (
            (papers.POLISI,),
            {
                _F.LETTER_NUMBER: ["S.Pgl/1234/XI/2026/Satreskrim"],
                _F.POLICE_OFFICE: ["Polres Metro Jakarta Selatan"],
                _F.SUMMONED: ["BUDI SANTOSO CONTOH"],
                _F.SUMMONS_DATE: ["2026-12-03"],
                _F.SUMMONS_TIME: ["10:00 WIB"],
                _F.CAPACITY: ["witness"],
                _F.INVESTIGATOR: ["AKP CONTOH PRATAMA, S.H"],
                _F.LETTER_DATE: ["2026-11-26"],
            },
        ),
        (
            (papers.PUTUSAN, papers.PUTUSAN_END),
            {
                _F.CASE_NUMBER: ["214/Pdt.G/2026/PN Jkt.Sel"],
                _F.COURT: ["Pengadilan Negeri Jakarta Selatan"],
                _F.DECISION_DATE: ["2026-11-17"],
                _F.CLAIMANT: ["PT MAJU CONTOH ABADI"],
                _F.RESPONDENT: ["BUDI SANTOSO CONTOH"],
                _F.RULING: [
                    "1. Mengabulkan gugatan Penggugat untuk sebagian;",
                    "2. Menghukum Tergugat membayar Rp 150.000.000,00 kepada Penggugat;",
                    "3. Menolak gugatan selebihnya;",
                ],
            },
        ),
        (
            (papers.KONTRAK,),
            {
                _F.PARTY: ["RINA CONTOH", "AGUS CONTOH WIJAYA"],
                _F.CONTRACT_DATE: ["2026-11-02"],
                _F.LETTER_NUMBER: ["07/PSM/2026"],
            },
        ),
        (
            (papers.AKTA,),
            {
                _F.NOTARY: ["CONTOH HARTONO"],
                _F.DEED_NUMBER: ["15"],
                _F.DEED_DATE: ["2026-11-12"],
            },
        ),
        (
            (papers.SERTIPIKAT,),
            {
                _F.RIGHT_KIND: ["Hak Milik"],
                _F.CERTIFICATE_NUMBER: ["04567"],
                _F.PLACE: ["Pakansari", "Cibinong", "Bogor", "Jawa Barat"],
                _F.NAME: ["BUDI SANTOSO CONTOH"],
            },
        ),
        (
            (papers.INVOICE,),
            {
                _F.INVOICE_NUMBER: ["INV/2026/0042"],
                _F.AMOUNT: ["IDR 22200000"],
                _F.PAYMENT_DATE: ["2026-11-18"],
                _F.DUE_DATE: ["2026-12-02"],
                _F.BANK: ["Bank BCA"],
            },
        ),
        (
            (papers.TRANSFER,),
            {
                _F.AMOUNT: ["IDR 5000000"],
                _F.PAYMENT_DATE: ["2026-11-18"],
                _F.BANK: ["BANK MANDIRI"],
                _F.REFERENCE: ["CONTOH20261118"],
            },
        ),
    ],
)
def test_the_fields_of_a_clean_paper_are_read_without_doubt(
    texts: tuple[str, ...], fields: dict[FieldName, list[str]]
) -> None:
    document = _read(*texts)
    assert fields.items() <= _said(document).items()
    doubted = {field.name for field in document.fields if field.doubtful}
    # Days that count from a receipt are doubted on the cleanest paper.
    assert doubted == ({_F.DEADLINE} if papers.SOMASI_DAYS in texts else set())


def test_a_blurred_summons_is_read_and_every_correction_is_said() -> None:
    document = _read(papers.RELAAS_SCANNED)
    said = _said(document)
    assert said[_F.CASE_NUMBER] == ["77/Pdt.G/2026/PN Dps"]
    assert said[_F.HEARING_DATE] == ["2026-12-07"]
    assert said[_F.HEARING_TIME] == ["09:30 WITA"]
    for name in (_F.CASE_NUMBER, _F.HEARING_DATE, _F.HEARING_TIME):
        field = document.first(name)
        assert field is not None
        assert Doubt.LETTERS_READ_AS_DIGITS in field.doubts
    time = document.first(_F.HEARING_TIME)
    assert time is not None
    assert Doubt.ZONE_FROM_COURT in time.doubts


def test_a_card_in_two_columns_is_read_by_order_and_said_to_be() -> None:
    document = _read(papers.KTP_COLUMNS)
    assert _said(document)[_F.NAME] == ["SITI CONTOH AMINAH"]
    name = document.first(_F.NAME)
    assert name is not None
    assert name.doubts == (Doubt.LAYOUT_FLATTENED,)


def test_a_nik_that_says_another_birth_date_is_doubted_with_it() -> None:
    document = _read(papers.KTP.replace("JAKARTA, 07-12-1985", "JAKARTA, 08-12-1985"))
    for name in (_F.NIK, _F.BIRTH_DATE):
        field = document.first(name)
        assert field is not None
        assert Doubt.BIRTH_DATE_DIFFERS in field.doubts


def test_a_hearing_that_is_over_is_said() -> None:
    late = datetime(2026, 12, 8, 9, 0, tzinfo=_WIB)
    document = recognise(as_pages(papers.RELAAS), at=late, zone=_WIB)
    hearing = document.first(_F.HEARING_DATE)
    assert hearing is not None
    assert hearing.doubts == (Doubt.DATE_PAST,)


def test_two_possible_hearings_are_both_told() -> None:
    second = "dan pada hari Selasa, tanggal 15 Desember 2026 pukul 10.00 WIB di persidangan\n"
    document = _read(papers.RELAAS + second)
    hearings = document.all(_F.HEARING_DATE)
    assert [field.value for field in hearings] == ["2026-12-07", "2026-12-15"]
    assert all(Doubt.SEVERAL_CANDIDATES in field.doubts for field in hearings)


def test_a_case_of_another_court_is_said() -> None:
    document = _read(papers.RELAAS.replace("PN Jkt.Sel", "PN Dps"))
    court, time = document.first(_F.COURT), document.first(_F.HEARING_TIME)
    assert court is not None
    assert time is not None
    assert court.doubts == (Doubt.COURTS_DIFFER,)
    assert time.value == "09:00 WIB"


def test_a_time_without_zone_or_court_says_so() -> None:
    document = _read(papers.POLISI.replace("10.00 WIB", "10.00"))
    time = document.first(_F.SUMMONS_TIME)
    assert time is not None
    assert (time.value, time.doubts) == ("10:00", (Doubt.ZONE_UNKNOWN,))


def test_every_field_of_a_page_that_was_hard_to_read_is_doubted() -> None:
    pages = as_pages(papers.RELAAS, confidence=0.55)
    document = recognise(pages, at=_AT, zone=_WIB)
    assert document.fields
    assert all(Doubt.PAGE_HARD_TO_READ in field.doubts for field in document.fields)
    assert all(field.confidence < 0.5 for field in document.fields)


def test_words_of_a_file_itself_are_not_doubted_for_a_low_confidence() -> None:
    pages = as_pages(papers.RELAAS, confidence=0.0, method=ReadMethod.TEXT_LAYER)
    assert not any(field.doubtful for field in recognise(pages, at=_AT, zone=_WIB).fields)


def test_a_message_keeps_the_dates_it_mentions() -> None:
    document = _read(papers.CHAT)
    assert _said(document)[_F.DATE] == ["2026-11-24"]
    assert _said(document)[_F.CASE_NUMBER] == ["214/Pdt.G/2026/PN Jkt.Sel"]


def test_a_page_that_was_not_read_is_skipped() -> None:
    blank = PageText(number=1, text="", confidence=0.0, method=ReadMethod.NOT_READ)
    second = PageText(number=2, text=papers.RELAAS, confidence=0.97, method=ReadMethod.OCR)
    document = recognise([blank, second], at=_AT, zone=_WIB)
    assert document.kind is DocumentKind.COURT_SUMMONS
    assert {field.page for field in document.fields} == {2}


def test_the_confidences_of_all_kinds_sum_to_one() -> None:
    for _, _, texts in PAPERS:
        candidates = _read(*texts).candidates
        assert sum(each.confidence for each in candidates) == pytest.approx(1, abs=0.01)
        assert list(candidates) == sorted(candidates, key=lambda each: -each.confidence)
