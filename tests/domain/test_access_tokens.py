"""When somebody must look after the firm's access to WhatsApp, and what they are told."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.access_tokens import TokenCheck, TokenState, judge
from domain.analysis import Language
from domain.notice_texts import notice_text
from domain.notices import NoticeCode, Severity, refreshed_notice, token_notice
from tests.samples import NOW

_DAY = timedelta(days=1)


def _ends(days: float, *, can_refresh: bool = False) -> TokenCheck:
    return TokenCheck(usable=True, expires_at=NOW + days * _DAY, can_refresh=can_refresh)


def _state(days: float | None, *, valid: bool = True) -> TokenState:
    return TokenState(valid=valid, expires_at=None if days is None else NOW + days * _DAY)


def test_the_token_that_lasts_longest_counts() -> None:
    assert judge([_state(3), _state(50)], can_refresh=False) == _ends(50)
    assert judge([_state(3), _state(None)], can_refresh=False).expires_at is None
    assert judge([_state(3), _state(90, valid=False)], can_refresh=False) == _ends(3)
    assert not judge([_state(3, valid=False)], can_refresh=True).usable


@pytest.mark.parametrize(
    ("days", "step"), [(15, None), (14, 14), (8, 14), (7, 7), (3.5, 7), (3, 3), (1, 1), (-2, 1)]
)
def test_each_warning_is_due_from_its_day_on(days: float, step: int | None) -> None:
    assert _ends(days).warning_due(NOW) == (None if step is None else step * _DAY)
    assert _ends(days).must_warn(NOW) == (step is not None)


def test_a_token_is_renewed_only_where_it_ends_soon_and_we_may() -> None:
    assert _ends(10, can_refresh=True).must_refresh(NOW)
    assert not _ends(10).must_refresh(NOW)
    assert not _ends(30, can_refresh=True).must_refresh(NOW)
    assert not TokenCheck(usable=False, can_refresh=True).must_refresh(NOW)
    assert not TokenCheck(usable=True, can_refresh=True).must_refresh(NOW)


def test_each_warning_is_told_once_and_the_last_ones_are_critical() -> None:
    end = NOW + 14 * _DAY
    check = TokenCheck(usable=True, expires_at=end)
    told = [token_notice(check, NOW + day * _DAY) for day in range(14)]
    ids = {each[0]: each[1].severity for each in told if each}
    assert list(ids.values()) == [
        Severity.WARNING, Severity.WARNING, Severity.CRITICAL, Severity.CRITICAL,
    ]  # fmt: skip
    assert token_notice(check, NOW - 3 * _DAY) is None


def test_staff_read_what_they_must_do() -> None:
    told = token_notice(TokenCheck(usable=True, expires_at=datetime(2026, 12, 3, tzinfo=UTC)), NOW)
    assert told is not None
    text = notice_text(told[1].code, told[1].details, Language.INDONESIAN)
    assert "2026-12-03" in text
    assert "System users" in text
    assert "WHATSAPP_ACCESS_TOKEN" in text


def test_an_access_that_has_ended_is_told_of_once_a_day() -> None:
    ended = TokenCheck(usable=False)
    told = [token_notice(ended, NOW + hours * timedelta(hours=1)) for hours in (0, 1, 30)]
    assert [each[1].severity for each in told if each] == [Severity.CRITICAL] * 3
    assert len({each[0] for each in told if each}) == 2


def test_a_renewal_asks_for_nothing() -> None:
    notice = refreshed_notice(_ends(60), NOW)[1]
    assert (notice.code, notice.severity) == (NoticeCode.TOKEN_REFRESHED, Severity.INFO)
    assert "2027-01-21" in notice_text(notice.code, notice.details, Language.ENGLISH)
