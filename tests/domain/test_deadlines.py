"""Deadlines in documents and in clients' own words: what is not certain has no day."""

import re
from datetime import UTC, date, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadline_reading import MOST, deadlines_in_document, deadlines_in_text
from domain.deadline_rules import Period, last_day, rule_for, rule_of
from domain.deadlines import (
    DeadlineDoubt,
    DeadlineKind,
    DeadlineSource,
    DeadlineState,
    DeadlineView,
    ProposedDeadline,
    calendar_entry,
)
from domain.ids import ClientId, ConversationId, DeadlineId
from domain.legal.case_numbers import find_case_numbers
from domain.legal.found import Doubt
from domain.legal.recognise import recognise
from tests.domain.legal import papers
from tests.domain.legal.papers import as_pages
from tests.samples import made_id

_WIB: Final = datetime.fromisoformat("2026-11-22T20:00:00+07:00").tzinfo
_AT: Final = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
_HOLIDAYS: Final = {date(2026, 12, 25), date(2026, 12, 24)}
_K = DeadlineKind


def _off(day: date) -> bool:
    return day in _HOLIDAYS


def _read(*texts: str, confidence: float = 0.97) -> tuple[ProposedDeadline, ...]:
    assert _WIB
    pages = as_pages(*texts, confidence=confidence)
    document = recognise(pages, at=_AT, zone=_WIB)
    text = "\n".join(texts)
    return deadlines_in_document(document, text, at=_AT, zone=_WIB, is_holiday=_off)


def _said(text: str, at: datetime = _AT) -> tuple[ProposedDeadline, ...]:
    assert _WIB
    return deadlines_in_text(text, at=at, zone=_WIB, is_holiday=_off)


def test_a_summons_tells_when_and_where_with_the_line_it_stood_in() -> None:
    (hearing,) = _read(papers.RELAAS)
    assert hearing == ProposedDeadline(
        kind=_K.HEARING,
        source=DeadlineSource.DOCUMENT,
        value="2026-12-07 09:00 WIB",
        on=date(2026, 12, 7),
        line="Agar datang menghadap di persidangan pada hari Senin, tanggal 7 Desember 2026",
        page=1,
        confidence=hearing.confidence,
        time="09:00",
        zone="WIB",
        court="Pengadilan Negeri Jakarta Selatan",
        room="3",
        case_number="214/Pdt.G/2026/PN Jkt.Sel",
    )
    assert hearing.confidence > 0.9


def test_a_scan_that_was_guessed_at_has_no_day_and_one_to_start_from() -> None:
    (hearing,) = _read(papers.RELAAS_SCANNED)
    assert (hearing.on, hearing.suggestion) == (None, date(2026, 12, 7))
    assert Doubt.LETTERS_READ_AS_DIGITS in hearing.doubts
    assert (hearing.time, hearing.zone) == ("09:30", "WITA")
    (faint,) = _read(papers.RELAAS, confidence=0.5)
    assert (faint.on, faint.suggestion) == (None, date(2026, 12, 7))
    assert Doubt.PAGE_HARD_TO_READ in faint.doubts


def test_a_call_by_the_police_tells_which_office() -> None:
    (call,) = _read(papers.POLISI)
    assert (call.kind, call.on, call.time) == (_K.POLICE_SUMMONS, date(2026, 12, 3), "10:00")
    assert call.court == "Polres Metro Jakarta Selatan"


def test_the_last_day_of_a_letter_of_demand_is_told() -> None:
    (answer,) = _read(papers.SOMASI)
    assert (answer.kind, answer.on, answer.doubts) == (_K.ANSWER, date(2026, 11, 30), ())


def test_days_that_run_from_a_receipt_are_no_day() -> None:
    (answer,) = _read(papers.SOMASI_DAYS)
    assert (answer.on, answer.value) == (None, "P7D")
    # Sent on a Sunday: seven working days later.
    assert answer.suggestion == date(2026, 12, 1)
    doubts = {Doubt.COUNTED_FROM_RECEIPT, Doubt.WORKING_DAYS, DeadlineDoubt.FROM_MESSAGE}
    assert doubts == set(answer.doubts)
    (dated,) = _read(papers.SOMASI_DAYS + "Jakarta, 16 November 2026\n")
    assert (dated.on, dated.suggestion) == (None, date(2026, 11, 25))
    assert DeadlineDoubt.FROM_LETTER in dated.doubts


def test_a_decision_opens_a_period_that_is_named_and_doubted() -> None:
    (civil,) = _read(papers.PUTUSAN, papers.PUTUSAN_END)
    assert (civil.kind, civil.on, civil.rule) == (_K.APPEAL, date(2026, 12, 1), "civil_appeal")
    assert {DeadlineDoubt.PERIOD_OF_LAW, DeadlineDoubt.FROM_PRONOUNCEMENT} <= set(civil.doubts)
    assert (civil.page, "17 November 2026" in civil.line) == (2, True)
    (criminal,) = _read(papers.PUTUSAN_PIDANA)
    assert (criminal.on, criminal.rule) == (date(2026, 11, 23), "criminal_appeal")


def test_a_decision_without_a_day_or_a_case_opens_none() -> None:
    assert _read(papers.PUTUSAN) == ()


@pytest.mark.parametrize("paper", [papers.KTP, papers.INVOICE, papers.CHAT, papers.AKTA, ""])
def test_other_papers_tell_no_deadline(paper: str) -> None:
    assert _read(paper) == ()


@pytest.mark.parametrize(
    ("number", "by_default", "period"),
    [
        ("214/Pdt.G/2026/PN Jkt.Sel", False, Period.CIVIL_APPEAL),
        ("214/Pdt.G/2026/PN Jkt.Sel", True, Period.OPPOSITION),
        ("512/Pdt.G/2026/PA.JS", False, Period.CIVIL_APPEAL),
        ("9/Pdt.G.S/2026/PN Bdg", False, Period.SMALL_CLAIMS_OBJECTION),
        ("9/Pdt.Sus-PHI/2026/PN Bdg", False, Period.LABOUR_CASSATION),
        ("9/Pdt.Sus-Pailit/2026/PN Niaga Jkt.Pst", False, Period.BANKRUPTCY_CASSATION),
        ("9/Pdt.Sus-PKPU/2026/PN Niaga Jkt.Pst", False, None),
        ("88/Pid.Sus/2026/PN Bdg", False, Period.CRIMINAL_APPEAL),
        ("88/Pid.Pra/2026/PN Bdg", False, None),
        ("9/G/2026/PTUN.JKT", False, Period.ADMINISTRATIVE_APPEAL),
        ("12/PDT/2026/PT BDG", False, Period.CASSATION),
        ("12/PID/2026/PT BDG", False, Period.CASSATION),
        ("1203 K/Pdt/2026", False, None),
        ("90/PUU-XXIV/2026", False, None),
    ],
)
def test_the_case_tells_which_period_runs(
    number: str,
    by_default: bool,  # noqa: FBT001 -- pytest gives it by name
    period: Period | None,
) -> None:
    (case,) = find_case_numbers(number)
    rule = rule_for(case, by_default=by_default)
    assert (rule.period if rule else None) is period


def test_the_periods_are_those_of_the_law() -> None:
    days = {period: (rule_of(period).days, rule_of(period).working) for period in Period}
    assert days == {
        Period.CIVIL_APPEAL: (14, False),
        Period.CRIMINAL_APPEAL: (7, False),
        Period.ADMINISTRATIVE_APPEAL: (14, False),
        Period.CASSATION: (14, False),
        Period.LABOUR_CASSATION: (14, True),
        Period.BANKRUPTCY_CASSATION: (8, False),
        Period.OPPOSITION: (14, False),
        Period.SMALL_CLAIMS_OBJECTION: (7, True),
    }


@pytest.mark.parametrize(
    ("start", "days", "working", "end", "moved"),
    [
        (date(2026, 11, 17), 14, False, date(2026, 12, 1), False),
        # A Saturday, and Christmas with the day of leave before it.
        (date(2026, 11, 21), 14, False, date(2026, 12, 7), True),
        (date(2026, 12, 10), 14, False, date(2026, 12, 28), True),
        (date(2026, 12, 18), 5, True, date(2026, 12, 29), False),
        (date.max, 14, False, None, False),
        (date.max, 14, True, None, False),
    ],
)
def test_days_are_counted_and_the_last_is_one_on_which_courts_work(
    start: date,
    days: int,
    working: bool,  # noqa: FBT001 -- pytest gives it by name
    end: date | None,
    moved: bool,  # noqa: FBT001 -- the same
) -> None:
    counted = last_day(start, days, working=working, is_holiday=_off)
    assert counted == ((end, moved) if end else None)


def test_an_appeal_whose_last_day_is_a_saturday_says_that_it_was_moved() -> None:
    end = papers.PUTUSAN_END.replace("Selasa, tanggal\n17", "Jumat, tanggal\n20")
    end = re.sub("20 November", "21 November", end).replace("Jumat", "Sabtu")
    (appeal,) = _read(papers.PUTUSAN, end)
    assert (appeal.on, DeadlineDoubt.MOVED_FROM_DAY_OFF in appeal.doubts) == (
        date(2026, 12, 7),
        True,
    )


@pytest.mark.parametrize(
    ("text", "kind", "on", "time"),
    [
        ("Pak, sidang saya lusa jam 9 pagi di PN Jaksel", _K.HEARING, date(2026, 11, 24), "09:00"),
        ("besok dipanggil polisi polres jaksel", _K.POLICE_SUMMONS, date(2026, 11, 23), None),
        ("batas banding 30 november 2026", _K.APPEAL, date(2026, 11, 30), None),
        ("somasi harus dijawab 3 hari lagi", _K.ANSWER, date(2026, 11, 25), None),
        ("sidang Senin depan pukul 10.00 WITA", _K.HEARING, date(2026, 11, 23), "10:00"),
        ("batas waktu 1 Desember 2026", _K.OTHER, date(2026, 12, 1), None),
        (
            "Saya dapat surat.\nTanggal 7 Desember 2026 pukul 09.00 WIB\nSidang di PN Bandung",
            _K.HEARING,
            date(2026, 12, 7),
            "09:00",
        ),
    ],
)
def test_a_client_tells_what_must_be_done_by_when(
    text: str, kind: DeadlineKind, on: date, time: str | None
) -> None:
    (found,) = _said(text)
    assert (found.kind, found.on, found.time) == (kind, on, time)
    assert (found.source, found.page) == (DeadlineSource.TEXT, None)
    assert found.line in text


@pytest.mark.parametrize(
    ("text", "suggestion", "doubt"),
    [
        ("sidang hari Senin jam 10.00", date(2026, 11, 23), DeadlineDoubt.WEEKDAY_ONLY),
        ("sidang tgl 7 Desember", date(2026, 12, 7), Doubt.YEAR_MISSING),
        ("sidang tgl 7 Januari", date(2027, 1, 7), Doubt.YEAR_MISSING),
        ("sidang 7/12/2026", date(2026, 12, 7), Doubt.DAY_MONTH_AMBIGUOUS),
        ("sidang Selasa, 7 Desember 2026", date(2026, 12, 7), Doubt.WEEKDAY_DIFFERS),
        ("sidang 31 November 2026", None, Doubt.DATE_IMPOSSIBLE),
    ],
)
def test_what_may_be_several_days_is_none(text: str, suggestion: date | None, doubt: str) -> None:
    (found,) = _said(text)
    assert (found.on, found.suggestion) == (None, suggestion)
    assert doubt in found.doubts


@pytest.mark.parametrize(
    "text", ["ulang tahun saya 7 Desember 2026", "kapan sidang saya?", "", "halo pak"]
)
def test_a_day_for_something_else_is_no_deadline(text: str) -> None:
    assert _said(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "putusan saya terima 20 November 2026, banding kapan?",
        "mau banding, putusan tgl. 20 November 2026",
        "putusannya dibacakan hari Jumat, 20 November 2026, saya mau kasasi",
        "20 November 2026 saya terima putusan, kapan batas banding?",
        "perkara diputus 27 November 2026 dan saya banding",
        "batas banding sejak putusan diterima 27 November 2026",
        "I received the verdict on 20 November 2026 and want to appeal",
    ],
)
def test_the_day_a_decision_came_is_never_the_last_to_appeal(text: str) -> None:
    (found,) = _said(text)
    assert (found.kind, found.on, found.suggestion) == (_K.APPEAL, None, None)
    assert DeadlineDoubt.START_OF_PERIOD in found.doubts
    assert found.confidence < 0.8


def test_where_the_case_is_told_the_period_is_counted_from_it() -> None:
    (found,) = _said("putusan 9/Pdt.G/2026/PN Bdg saya terima 20 November 2026, banding kapan?")
    assert (found.on, found.suggestion, found.rule) == (None, date(2026, 12, 4), "civil_appeal")
    assert {DeadlineDoubt.PERIOD_OF_LAW, DeadlineDoubt.START_OF_PERIOD} <= {*found.doubts}


def _days(text: str, at: datetime = _AT) -> list[tuple[date | None, str | None]]:
    return [(each.on, each.time) for each in _said(text, at)]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Senin 7 Desember 2026 pukul 09.00 WIB dan Senin 14 Desember 2026", [None, None]),
        ("Senin 7 Desember 2026 pukul 09.00 dan Senin 14 Desember 2026 pukul 10.00",
         ["09:00", "10:00"]),
        ("Senin 7 Desember 2026 pukul 09.00 WIB, saya lahir 7 Mei 1980", ["09:00"]),
    ],
)  # fmt: skip
def test_an_hour_is_that_of_no_other_day(text: str, hours: list[str | None]) -> None:
    days = [date(2026, 12, 7), date(2026, 12, 14)][: len(hours)]
    assert _days(f"sidang {text}") == list(zip(days, hours, strict=True))


def test_an_hour_is_that_of_no_other_weekday() -> None:
    assert _days("sidang hari Senin jam 10.00 dan hari Rabu") == [(None, None), (None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "saya lahir 7 Desember 1980 mau sidang cerai",
        "TTL: Bandung, 7 Desember 1980. Mau tanya soal sidang",
        "anak lahir di Jakarta tanggal 7 Desember 2026, kapan sidang?",
        "I was born on 7 December 1980, when is my hearing?",
    ],
)
def test_a_day_of_birth_is_no_deadline(text: str) -> None:
    assert _said(text) == ()


def test_a_birth_before_a_hearing_does_not_hide_it() -> None:
    assert _days("akta lahir sudah ada, sidang 7 Desember 2026") == [(date(2026, 12, 7), None)]
    both = "lahir 7 Desember 1980, sidang 7 Desember 2026"
    assert _days(both) == [(date(2026, 12, 7), None)]


def test_a_day_that_is_over_is_none_and_says_so() -> None:
    (found,) = _said("sidang pertama 9 November 2026")
    assert (found.on, found.suggestion) == (None, date(2026, 11, 9))
    assert Doubt.DATE_PAST in found.doubts
    later = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    for at in (_AT, later):
        yesterday = _said("sidang kemarin 23 November 2026", at)
        assert {each.on for each in yesterday} == {None}
        assert all(Doubt.DATE_PAST in each.doubts for each in yesterday)


def test_a_summons_for_a_day_that_is_over_says_so() -> None:
    (hearing,) = _read(
        papers.RELAAS.replace("Senin, tanggal 7 Desember", "Senin, tanggal 9 November")
    )
    assert (hearing.on, hearing.suggestion) == (None, date(2026, 11, 9))
    assert Doubt.DATE_PAST in hearing.doubts


@pytest.mark.parametrize(
    "text",
    [
        "sidang ditunda dari 7 Desember 2026 ke 14 Desember 2026",
        "sidang dari tanggal 7 Desember 2026 pukul 09.00 menjadi tanggal 14 Desember 2026",
        "sidang Senin 7 Desember 2026 diundur ke Senin, 14 Desember 2026",
        "the hearing was moved from 7 December 2026 to 14 December 2026",
    ],
)
def test_a_day_from_which_a_hearing_was_moved_is_none(text: str) -> None:
    assert _days(text) == [(date(2026, 12, 14), None)]


def test_two_hearings_are_not_one_that_was_moved() -> None:
    text = "sidang dari 7 Desember 2026 dan lanjut ke 14 Desember 2026"
    assert [on for on, _ in _days(text)] == [date(2026, 12, 7), date(2026, 12, 14)]


def test_a_summons_to_another_day_calls_to_that_one() -> None:
    moved = "Senin, tanggal 30 November 2026 pukul 10.00 WIB ke hari Senin, tanggal 7 Desember"
    paper = papers.RELAAS.replace("Senin, tanggal 7 Desember", f"dari hari {moved}")
    assert [each.on for each in _read(paper)] == [date(2026, 12, 7)]


def test_a_court_number_tells_the_zone_where_nobody_does() -> None:
    (found,) = _said("sidang 7 Desember 2026 jam 9 pagi, 77/Pdt.G/2026/PN Dps")
    assert (found.time, found.zone, found.court) == (
        "09:00",
        "WITA",
        "Pengadilan Negeri Denpasar",
    )
    assert Doubt.ZONE_FROM_COURT in found.doubts


def test_a_hearing_on_a_holiday_says_so() -> None:
    (found,) = _said("sidang 25 Desember 2026")
    assert (found.on, DeadlineDoubt.ON_DAY_OFF in found.doubts) == (date(2026, 12, 25), True)


@given(st.text(max_size=300) | st.lists(st.sampled_from(
    ["sidang", "lusa", "Senin", "7 Desember 2026", "polisi", "pukul 09.00", "\n", "banding",
     "31 Februari 2026", "99/Pdt.G/2026/PN Bdg", "jam 9"]), max_size=60).map(" ".join))  # fmt: skip
def test_any_text_gets_an_answer_and_few_deadlines(text: str) -> None:
    found = _said(text)
    assert len(found) <= MOST
    assert len({(each.kind, each.value) for each in found}) == len(found)


def _view(state: DeadlineState, on: date | None = date(2026, 12, 7)) -> DeadlineView:
    (found,) = _read(papers.RELAAS)
    return DeadlineView(
        id=DeadlineId("d" * 32),
        message_id=made_id(1),
        conversation_id=ConversationId("c" * 32),
        client_id=ClientId("b" * 32),
        case_id=None,
        kind=_K.HEARING,
        source=DeadlineSource.DOCUMENT,
        state=state,
        on=on,
        time="09:00",
        zone="WIB",
        title="Sidang Budi Santoso",
        confidence=0.9,
        proposed_at=_AT,
        decided_at=None,
        decided_by=None,
        reason=None,
        found=found,
    )


def test_a_calendar_is_told_what_kind_of_day_it_is_and_not_whose() -> None:
    entry = calendar_entry(_view(DeadlineState.CONFIRMED))
    assert entry
    assert entry.summary == "Sidang 214/Pdt.G/2026/PN Jkt.Sel"
    assert entry.location == "Pengadilan Negeri Jakarta Selatan, Ruang 3"
    assert "Budi" not in repr(entry)
    proposed = calendar_entry(_view(DeadlineState.PROPOSED))
    assert proposed
    assert proposed.summary.startswith("[USULAN / PROPOSED] Sidang")


def test_no_calendar_is_told_of_an_uncertain_day_or_of_none() -> None:
    assert calendar_entry(_view(DeadlineState.PROPOSED, on=None)) is None
    assert calendar_entry(_view(DeadlineState.DISMISSED)) is None
