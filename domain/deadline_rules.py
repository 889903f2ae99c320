"""Periods of Indonesian procedure, and how their days are counted.

Whether a period runs, and from when, is a lawyer's to say: what is counted here is a proposal that
names its rule. Sources: HIR/RBg and Law 20/1947 (appeal in civil cases, 14 days; verzet, 14 days
from the notification), KUHAP (appeal in criminal cases, 7 days; cassation, 14 days), Law 14/1985
art. 46 (cassation, 14 days), Law 2/2004 art. 110 (industrial relations, cassation 14 days), Law
37/2004 art. 11 (bankruptcy, cassation 8 days), Law 5/1986 art. 123 (administrative courts, 14
days), PERMA 4/2019 art. 22 (small claims, objection within 7 working days).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.analysis import Language
from domain.legal.case_numbers import CaseNumber
from domain.legal.courts import CourtKind

IsHoliday = Callable[[date], bool]
"""Whether a day is a public holiday or a collective day of leave; weekends aside."""

_SATURDAY: Final = 5
_FIRST_INSTANCE: Final = frozenset({CourtKind.PN, CourtKind.PA, CourtKind.MS, CourtKind.PTUN})
_APPEAL: Final = frozenset({CourtKind.PT, CourtKind.PTA, CourtKind.PTTUN})


class Period(StrEnum):
    """A period after a decision. Codes are stable."""

    CIVIL_APPEAL = "civil_appeal"
    CRIMINAL_APPEAL = "criminal_appeal"
    ADMINISTRATIVE_APPEAL = "administrative_appeal"
    CASSATION = "cassation"
    LABOUR_CASSATION = "labour_cassation"
    BANKRUPTCY_CASSATION = "bankruptcy_cassation"
    OPPOSITION = "opposition"
    """Verzet against a judgment by default."""
    SMALL_CLAIMS_OBJECTION = "small_claims_objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """So many days, counted from the day after; `working`: only days on which courts work."""

    period: Period
    days: int
    working: bool
    indonesian: str
    english: str

    def text(self, language: Language) -> str:
        """The rule in words."""
        return self.indonesian if language is Language.INDONESIAN else self.english


_RULES: Final = {
    rule.period: rule
    for rule in (
        Rule(
            period=Period.CIVIL_APPEAL,
            days=14,
            working=False,
            indonesian="Banding perkara perdata: 14 hari",
            english="Appeal in a civil case: 14 days",
        ),
        Rule(
            period=Period.CRIMINAL_APPEAL,
            days=7,
            working=False,
            indonesian="Banding perkara pidana: 7 hari",
            english="Appeal in a criminal case: 7 days",
        ),
        Rule(
            period=Period.ADMINISTRATIVE_APPEAL,
            days=14,
            working=False,
            indonesian="Banding perkara tata usaha negara: 14 hari",
            english="Appeal in an administrative case: 14 days",
        ),
        Rule(
            period=Period.CASSATION,
            days=14,
            working=False,
            indonesian="Kasasi: 14 hari",
            english="Cassation: 14 days",
        ),
        Rule(
            period=Period.LABOUR_CASSATION,
            days=14,
            working=True,
            indonesian="Kasasi perselisihan hubungan industrial: 14 hari kerja",
            english="Cassation in an industrial relations case: 14 working days",
        ),
        Rule(
            period=Period.BANKRUPTCY_CASSATION,
            days=8,
            working=False,
            indonesian="Kasasi perkara kepailitan: 8 hari",
            english="Cassation in a bankruptcy case: 8 days",
        ),
        Rule(
            period=Period.OPPOSITION,
            days=14,
            working=False,
            indonesian="Verzet terhadap putusan verstek: 14 hari",
            english="Opposition to a judgment by default: 14 days",
        ),
        Rule(
            period=Period.SMALL_CLAIMS_OBJECTION,
            days=7,
            working=True,
            indonesian="Keberatan gugatan sederhana: 7 hari kerja",
            english="Objection in a small claim: 7 working days",
        ),
    )
}


def rule_of(period: Period) -> Rule:
    """How long a period is."""
    return _RULES[period]


def rule_for(case: CaseNumber, *, by_default: bool) -> Rule | None:
    """The period that a decision in a case opens; None where none is known or none runs.

    `by_default`: it says of itself that somebody was absent (verstek).
    """
    period = _period(case.court.kind, case.number.split("/")[1:2], by_default=by_default)
    return _RULES[period] if period else None


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Whether courts work on a day."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def last_day(
    start: date, days: int, *, working: bool, is_holiday: IsHoliday
) -> tuple[date, bool] | None:
    """The last of so many days after `start`, and whether it had to be moved to a working day.

    None: it lies beyond the calendar.
    """
    day = start
    try:
        if not working:
            day += timedelta(days=days)
        counted = 0
        while working and counted < days:
            day += timedelta(days=1)
            counted += is_working_day(day, is_holiday)
        moved = False
        while not is_working_day(day, is_holiday):
            day += timedelta(days=1)
            moved = True
    except OverflowError:
        return None
    return day, moved


def _period(court: CourtKind, register: list[str], *, by_default: bool) -> Period | None:
    kind = (register[0] if register else "").lower()
    if court in _APPEAL:
        return Period.CASSATION
    if court is CourtKind.NIAGA or "pailit" in kind:
        return Period.BANKRUPTCY_CASSATION if "pailit" in kind else None
    if court not in _FIRST_INSTANCE:
        return None
    if court is CourtKind.PTUN:
        return Period.ADMINISTRATIVE_APPEAL
    if kind.startswith(("pid", "jn")):
        # Whoever lost at a first hearing of a small offence or before trial has no appeal.
        return None if kind in {"pid.pra", "pid.prap", "pid.c"} else Period.CRIMINAL_APPEAL
    return _civil_period(kind, by_default=by_default)


def _civil_period(kind: str, *, by_default: bool) -> Period | None:
    if by_default:
        return Period.OPPOSITION
    if kind == "pdt.g.s":
        return Period.SMALL_CLAIMS_OBJECTION
    if "phi" in kind:
        return Period.LABOUR_CASSATION
    if kind in {"pdt.g", "pdt.bth", "pdt.plw"}:
        return Period.CIVIL_APPEAL
    return None
